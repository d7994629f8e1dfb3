using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.StreetWork;

/// <summary>A mandate as its form sends it. <paramref name="Id"/> is chosen by the form, so that pressing twice makes one.</summary>
/// <param name="Basis">Rule ids, such as <c>F-08</c>.</param>
/// <param name="AssessedOn">The day of the impact assessment; null while there is none.</param>
public sealed record MandateDraft(
    Guid Id, MandateBody Body, IReadOnlyList<string> Basis, DateOnly From, DateOnly To, DateOnly? AssessedOn, int RetentionDays, AccountId Owner, Guid? Renews = null);

/// <summary>Drafts, approves, stops and renews mandates. What was approved is not written over: a change is a new mandate that renews the old one.</summary>
public static class Mandates
{
    public const int LongestDays = 366;
    public const int MostRetention = 90;
    private const int LongestText = 4_000;

    /// <summary>Makes or changes a draft. A changed draft loses the data protection officer's opinion: it was about something else.</summary>
    /// <returns>The sequence (7 for M-7), or <c>mandate.not-allowed</c>, <c>mandate.title-missing</c>, <c>mandate.too-long</c>, <c>mandate.period</c>, <c>mandate.retention</c>, <c>mandate.basis</c>, <c>mandate.owner</c>, <c>mandate.assessed-later</c>, <c>mandate.approved</c>, <c>mandate.stale</c>.</returns>
    public static async Task<Result<int>> SaveAsync(Municipality municipality, StaffMember staff, MandateDraft draft, int version, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await FaultAsync(municipality, work, staff, draft, cancel) is { } fault)
        {
            return fault;
        }

        var old = await MandateList.LockAsync(work, draft.Id, cancel);
        if (old is null)
        {
            return await AddAsync(work, staff, draft, cancel);
        }

        if (old.Stored != "draft")
        {
            return new Error("mandate.approved", "An approved mandate is not changed; renew it.");
        }

        if (old.Version != version)
        {
            return version == 0 && old.Body == Clean(draft.Body) ? old.Sequence : new Error("mandate.stale", "Somebody else has changed it.");
        }

        await work.ExecuteAsync(
            """
            update mandate set owner_id = @owner, body = @body, basis = @basis, starts_on = @from, ends_on = @to, retention_days = @retention, assessed_on = @assessed,
              opinion = null, opinion_on = null, opinion_by = null, version = version + 1 where id = @id
            """,
            await ValuesAsync(work, draft, cancel),
            cancel);
        await work.Streams.AppendAsync(
            draft.Id, new StreamEvent("mandate.changed", Detail: new { draft.Basis, draft.From, draft.To, draft.RetentionDays, draft.AssessedOn, opinionDropped = old.Opinion is not null }, Secret: new { old = old.Body, @new = draft.Body }) { Role = RoleOf(staff) }, cancel);
        await work.CommitAsync(cancel);
        return old.Sequence;
    }

    /// <summary>The data protection officer's own words, written by them. <c>mandate.opinion-empty</c>, <c>mandate.opinion-day</c>, <c>mandate.no-assessment</c>, <c>mandate.stale</c>.</summary>
    public static Task<Result<int>> GiveOpinionAsync(Municipality municipality, StaffMember staff, Guid id, string text, DateOnly on, int version, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, id, version, Permission.AdviseOnMandates, async (work, mandate) =>
        {
            if (mandate.Stored != "draft")
            {
                return new Error("mandate.approved", "An approved mandate is not changed; renew it.");
            }

            if (string.IsNullOrWhiteSpace(text) || text.Length > LongestText)
            {
                return new Error("mandate.opinion-empty", "Write the opinion, in at most 4,000 characters.");
            }

            if (mandate.AssessedOn is not { } assessed)
            {
                return new Error("mandate.no-assessment", "There is no impact assessment to give an opinion on.");
            }

            if (on < assessed || on > DanishTime.DayOf(work.Now))
            {
                return new Error("mandate.opinion-day", "The day lies before the impact assessment or in the future.");
            }

            await work.ExecuteAsync(
                "update mandate set opinion = @opinion, opinion_on = @on, opinion_by = @me, version = version + 1 where id = @id",
                new { id, on, me = staff.Account.Value, opinion = await work.SealAsync(id, "mandate", "opinion", id, text.Trim(), cancel) },
                cancel);
            return new StreamEvent("mandate.opinion", Detail: new { on, old = mandate.Opinion?.On }, Secret: new { old = mandate.Opinion?.Text, @new = text.Trim() });
        }, cancel);

    /// <summary>The owner approves. <c>mandate.not-owner</c>; <c>mandate.incomplete</c> with the codes of what is missing.</summary>
    public static Task<Result<int>> ActivateAsync(Municipality municipality, StaffMember staff, Guid id, int version, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, id, version, Permission.KeepMandates, async (work, mandate) =>
        {
            if (mandate.Owner != staff.Account)
            {
                return new Error("mandate.not-owner", "Only the owner approves a mandate.");
            }

            if (mandate.Stored != "draft")
            {
                return new Error("mandate.approved", "It is approved already.");
            }

            if (mandate.Missing(DanishTime.DayOf(work.Now)) is { Count: > 0 } missing)
            {
                return new Error("mandate.incomplete", string.Join(',', missing));
            }

            await work.ExecuteAsync(
                "update mandate set state = 'active', activated_at = @now, activated_by = @me, version = version + 1 where id = @id",
                new { id, now = work.Now, me = staff.Account.Value },
                cancel);
            return new StreamEvent("mandate.approved", Detail: new { old = "draft", @new = "active", mandate.From, mandate.To });
        }, cancel);

    /// <summary>The owner or the data protection officer stops it, with a reason. Open shifts take no more observations from that moment.</summary>
    public static Task<Result<int>> StopAsync(Municipality municipality, StaffMember staff, Guid id, string reason, int version, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, id, version, staff.Can(Permission.AdviseOnMandates) ? Permission.AdviseOnMandates : Permission.KeepMandates, async (work, mandate) =>
        {
            if (mandate.Owner != staff.Account && !staff.Can(Permission.AdviseOnMandates))
            {
                return new Error("mandate.not-owner", "Only the owner or the data protection officer stops a mandate.");
            }

            if (mandate.Stored != "active")
            {
                return new Error("mandate.not-active", "It does not run.");
            }

            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            await work.ExecuteAsync(
                "update mandate set state = 'stopped', stopped_at = @now, stopped_by = @me, stopped_why = @why, version = version + 1 where id = @id",
                new { id, now = work.Now, me = staff.Account.Value, why = await work.SealAsync(id, "mandate", "stopped_why", id, reason.Trim(), cancel) },
                cancel);
            return new StreamEvent("mandate.stopped", Detail: new { old = "active", @new = "stopped" }, Secret: new { reason = reason.Trim() });
        }, cancel);

    /// <summary>Adds a source to a draft. <c>source.*</c> of <see cref="SourceText"/>, <c>mandate.approved</c>, <c>source.known</c>.</summary>
    public static Task<Result<int>> AddSourceAsync(Municipality municipality, StaffMember staff, Guid id, SourceText source, bool notAPerson, int version, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, id, version, Permission.KeepMandates, async (work, mandate) =>
            mandate.Stored != "draft"
                ? new Error("mandate.approved", "Sources of an approved mandate come by a proposal.")
                : await InsertSourceAsync(work, staff, mandate, source, notAPerson, cancel), cancel);

    /// <summary>Takes a source out of a draft.</summary>
    public static Task<Result<int>> RemoveSourceAsync(Municipality municipality, StaffMember staff, Guid id, Guid source, int version, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, id, version, Permission.KeepMandates, async (work, mandate) =>
        {
            if (mandate.Stored != "draft" || mandate.Sources.FirstOrDefault(one => one.Id == source) is not { } gone)
            {
                return new Error("mandate.approved", "Sources of an approved mandate stay.");
            }

            await work.ExecuteAsync("delete from mandate_source where id = @source and mandate_id = @id", new { source, id }, cancel);
            await work.ExecuteAsync("update mandate set opinion = null, opinion_on = null, opinion_by = null, version = version + 1 where id = @id", new { id }, cancel);
            return new StreamEvent("mandate.source-removed", Detail: new { old = gone.Label, gone.Address });
        }, cancel);

    internal static async Task<Result<StreamEvent>> InsertSourceAsync(UnitOfWork work, StaffMember staff, Mandate mandate, SourceText source, bool notAPerson, CancellationToken cancel)
    {
        var clean = source.Clean();
        if (clean.Fault(notAPerson) is { } fault)
        {
            return fault;
        }

        if (mandate.Sources.Any(one => one.Address == clean.Address))
        {
            return new Error("source.known", "The source is on the list already.");
        }

        var number = mandate.Sources.Count == 0 ? 1 : mandate.Sources.Max(one => one.Number) + 1;
        await work.ExecuteAsync(
            """
            insert into mandate_source (id, mandate_id, number, name, platform, address, added_at, added_by) values (@source, @id, @number, @name, @platform, @address, @now, @me);
            update mandate set version = version + 1 where id = @id;
            update mandate set opinion = null, opinion_on = null, opinion_by = null where id = @id and state = 'draft'
            """,
            new { source = Guid.CreateVersion7(), id = mandate.Id, number, name = clean.Name, platform = clean.Platform, address = clean.Address, now = work.Now, me = staff.Account.Value },
            cancel);
        return new StreamEvent("mandate.source-added", Detail: new { @new = $"S-{number}", clean.Address, clean.Platform, notAPerson });
    }

    internal static async Task<Result<int>> ChangeAsync(
        Municipality municipality, StaffMember staff, Guid id, int version, Permission needed, Func<UnitOfWork, Mandate, Task<Result<StreamEvent>>> change, CancellationToken cancel)
    {
        if (!staff.Can(needed))
        {
            return MandateCheck.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await MandateList.LockAsync(work, id, cancel) is not { } mandate)
        {
            return MandateCheck.NotFound;
        }

        if (mandate.Version != version)
        {
            return new Error("mandate.stale", "Somebody else has changed it.");
        }

        if (!(await change(work, mandate)).TryGet(out var happened, out var error))
        {
            return error;
        }

        await work.Streams.AppendAsync(id, happened with { Role = RoleOf(staff) }, cancel);
        await work.CommitAsync(cancel);
        return mandate.Sequence;
    }

    private static async Task<Result<int>> AddAsync(UnitOfWork work, StaffMember staff, MandateDraft draft, CancellationToken cancel)
    {
        var sequence = await StreetNumbers.NextMandateAsync(work, cancel);
        await StreetKeys.BeginAsync(
            work, draft.Id, new StreamEvent("mandate.drafted", $"mandate:M-{sequence}", new { draft.Basis, draft.From, draft.To, draft.RetentionDays, draft.AssessedOn, draft.Renews }, draft.Body) { Role = RoleOf(staff) }, cancel);
        await work.ExecuteAsync(
            """
            insert into mandate (id, number, state, owner_id, body, basis, starts_on, ends_on, retention_days, assessed_on, renews_id)
            values (@id, @sequence, 'draft', @owner, @body, @basis, @from, @to, @retention, @assessed, @renews)
            """,
            await ValuesAsync(work, draft, cancel, sequence),
            cancel);
        if (draft.Renews is { } old)
        {
            // A renewal begins with the sources of what it renews; each is judged again with the rest.
            await work.ExecuteAsync(
                """
                insert into mandate_source (id, mandate_id, number, name, platform, address, added_at, added_by)
                select gen_random_uuid(), @id, number, name, platform, address, @now, @me from mandate_source where mandate_id = @old
                """,
                new { id = draft.Id, old, now = work.Now, me = staff.Account.Value },
                cancel);
        }

        await work.CommitAsync(cancel);
        return sequence;
    }

    private static async Task<object> ValuesAsync(UnitOfWork work, MandateDraft draft, CancellationToken cancel, int sequence = 0) => new
    {
        id = draft.Id,
        sequence,
        owner = draft.Owner.Value,
        body = await work.SealAsync(draft.Id, "mandate", "body", draft.Id, Clean(draft.Body), cancel),
        basis = draft.Basis.Distinct().ToArray(),
        from = draft.From,
        to = draft.To,
        retention = draft.RetentionDays,
        assessed = draft.AssessedOn,
        renews = draft.Renews,
    };

    private static async Task<Error?> FaultAsync(Municipality municipality, UnitOfWork work, StaffMember staff, MandateDraft draft, CancellationToken cancel)
    {
        var texts = new[] { draft.Body.Title, draft.Body.Purpose, draft.Body.Necessity, draft.Body.Assessment };
        return draft switch
        {
            _ when !staff.Can(Permission.KeepMandates) => new Error("mandate.not-allowed", "Your role does not keep mandates."),
            _ when string.IsNullOrWhiteSpace(draft.Body.Title) || draft.Body.Title.Length > 120 => new Error("mandate.title-missing", "Give it a name of at most 120 characters."),
            _ when texts.Any(text => text?.Length > LongestText) => new Error("mandate.too-long", "A text has more than 4,000 characters."),
            _ when draft.To < draft.From || draft.To.DayNumber - draft.From.DayNumber > LongestDays => new Error("mandate.period", "The period is at most a year."),
            _ when draft.RetentionDays is < 1 or > MostRetention => new Error("mandate.retention", "Raw notes are kept from 1 to 90 days."),
            _ when draft.Basis.Any(rule => !municipality.Law.Find(rule).IsOk) => new Error("mandate.basis", "There is no such rule."),
            _ when draft.AssessedOn > DanishTime.DayOf(work.Now) => new Error("mandate.assessed-later", "The impact assessment lies in the future."),
            _ when await work.FirstOrDefaultAsync<int?>(
                "select 1 from membership m join account a on a.id = m.account_id and a.disabled_at is null where m.account_id = @owner and m.role = any(@keeping) limit 1",
                new { owner = draft.Owner.Value, keeping = Roles.Granting(Permission.KeepMandates) },
                cancel) is null => new Error("mandate.owner", "The owner must be somebody whose role keeps mandates."),
            _ => null,
        };
    }

    private static MandateBody Clean(MandateBody body) => new(body.Title.Trim(), body.Purpose?.Trim() ?? "", body.Necessity?.Trim() ?? "", body.Assessment?.Trim() ?? "");

    internal static string? RoleOf(StaffMember staff) => staff.Posts.FirstOrDefault(post => post.Role is "street_worker" or "ssp" or "dpo")?.Role;
}
