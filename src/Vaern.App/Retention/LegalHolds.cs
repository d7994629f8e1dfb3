using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Retention;

/// <summary>A record that is kept past its time, by whom, why and until when it is looked at again.</summary>
public sealed record LegalHold(Guid Id, string Type, Guid Record, string Label, string Reason, AccountId Owner, string OwnerName, DateTimeOffset PlacedAt, DateOnly ReviewOn, bool ByRequest, bool IsOverdue, int Version);

/// <summary>Holds: a reason, an owner and a day of review, or there is no hold. «Bevares til … efter aftale med …».</summary>
public static class LegalHolds
{
    /// <summary>
    /// Holds a record by the number that people see. <c>hold.not-allowed</c>, <c>hold.record</c> when nothing has that number, <c>reason.missing</c>, <c>hold.review</c> for a day that is not
    /// to come or more than a year away, <c>hold.already</c>.
    /// </summary>
    public static async Task<Result<Guid>> PlaceAsync(
        Municipality municipality, StaffMember by, Guid id, string number, string reason, AccountId owner, DateOnly? reviewOn, CancellationToken cancel = default)
    {
        if (!by.Can(Permission.ProtectData))
        {
            return new Error("hold.not-allowed", "Only the data protection officer places holds.");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Error("reason.missing", "Say why.");
        }

        var today = DanishTime.DayOf(municipality.Now);
        if (reviewOn is not { } review || review <= today || review > today.AddYears(1))
        {
            return new Error("hold.review", "Write a day within a year.");
        }

        // The number leads to a case or report that the data protection officer may not read; that it exists is all that is asked.
        (string Type, Guid Record) found;
        await using (var looking = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            found = await looking.FirstOrDefaultAsync<(string, Guid)>(
                "select 'case.' || track, id from case_file where number = @number union all select 'report', id from report where number = @number", new { number = number.Trim().ToUpperInvariant() }, cancel);
            if (found.Type is null || await looking.FirstOrDefaultAsync<int?>("select 1 from account where id = @owner and disabled_at is null", new { owner = owner.Value }, cancel) is null)
            {
                return new Error("hold.record", "Nothing has that number.");
            }
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(by.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<int?>("select 1 from legal_hold where record_id = @Record and released_at is null and placed_by is not null and id <> @id", new { found.Record, id }, cancel) is not null)
        {
            return new Error("hold.already", "It is already held.");
        }

        if (await work.FirstOrDefaultAsync<int?>("select 1 from legal_hold where id = @id", new { id }, cancel) is null)
        {
            await InsertAsync(municipality, work, id, found.Type, found.Record, number.Trim().ToUpperInvariant(), reason.Trim(), owner, by.Account, review, cancel);
            await work.Streams.AppendAsync(municipality.Id, new StreamEvent("hold.placed", number.Trim().ToUpperInvariant(), new { review, owner = owner.Value }, new { reason }) { Role = "dpo" }, cancel);
            await work.CommitAsync(cancel);
        }

        return id;
    }

    /// <summary>Ends a hold, with the reason; the next run deletes what is past its time. <c>hold.not-allowed</c>, <c>hold.not-found</c>, <c>reason.missing</c>.</summary>
    public static async Task<Result<Guid>> ReleaseAsync(Municipality municipality, StaffMember by, Guid id, string reason, CancellationToken cancel = default)
    {
        if (!by.Can(Permission.ProtectData))
        {
            return new Error("hold.not-allowed", "Only the data protection officer ends holds.");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Error("reason.missing", "Say why.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(by.Account.Value), cancel);
        var label = await work.FirstOrDefaultAsync<string>(
            "update legal_hold set released_at = @now, released_by = @me, version = version + 1 where id = @id and released_at is null and placed_by is not null returning label",
            new { id, now = work.Now, me = by.Account.Value }, cancel);
        if (label is null)
        {
            return new Error("hold.not-found", "There is no such hold.");
        }

        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("hold.released", label, null, new { reason }) { Role = "dpo" }, cancel);
        await work.CommitAsync(cancel);
        return id;
    }

    /// <summary>The holds in force, those to be looked at first at the top. <c>retention.not-allowed</c>.</summary>
    public static async Task<Result<IReadOnlyList<LegalHold>>> ListAsync(Municipality municipality, StaffMember by, CancellationToken cancel = default)
    {
        if (!by.Can(Permission.SeeAudit))
        {
            return new Error("retention.not-allowed", "Only somebody who oversees sees this.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(by.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Id, string Type, Guid Record, string Label, byte[] Reason, Guid Owner, Guid? PlacedBy, DateTimeOffset PlacedAt, DateOnly ReviewOn, int Version)>(
            "select id, record_type, record_id, label, reason, owner_id, placed_by, placed_at, review_on, version from legal_hold where released_at is null order by review_on, id limit 500", cancel: cancel);
        var holds = new List<LegalHold>();
        foreach (var row in rows)
        {
            holds.Add(new LegalHold(
                row.Id, row.Type, row.Record, row.Label, await work.OpenTextAsync(municipality.Id, "legal_hold", "reason", row.Id, row.Reason, cancel), new AccountId(row.Owner),
                await municipality.Staff.NameAsync(new AccountId(row.Owner), cancel), row.PlacedAt, row.ReviewOn, row.PlacedBy is null, row.ReviewOn < DanishTime.DayOf(work.Now), row.Version));
        }

        return holds;
    }

    /// <summary>Without <paramref name="by"/> it is placed by the system, for as long as a request for access is open.</summary>
    internal static async Task InsertAsync(
        Municipality municipality, UnitOfWork work, Guid id, string type, Guid record, string label, string reason, AccountId owner, AccountId? by, DateOnly review, CancellationToken cancel) =>
        await work.ExecuteAsync(
            """
            insert into legal_hold (id, record_type, record_id, label, reason, owner_id, placed_by, placed_at, review_on)
            values (@id, @type, @record, @label, @sealed, @owner, @by, @now, @review)
            """,
            new { id, type, record, label, owner = owner.Value, by = by?.Value, now = work.Now, review, @sealed = await work.SealAsync(municipality.Id, "legal_hold", "reason", id, reason, cancel) }, cancel);
}
