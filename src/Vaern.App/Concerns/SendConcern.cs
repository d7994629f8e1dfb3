using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.App.Evidence;
using Vaern.Data;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Concerns;

/// <summary>
/// Sends a concern about a child to the duty (law D-01; D-03 and D-03b begin with it). It opens a case there by the same door as every case; the sender keeps no
/// access, and the room it came from learns nothing. The duty is called after it is stored: a telephone system that is down loses nothing.
/// </summary>
public static class SendConcern
{
    public const int TextLimit = 8_000;
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <returns>The number (<c>B-2026-009</c>), or <c>concern.no-duty</c>, <c>concern.known-missing</c>, <c>concern.reason-missing</c>, <c>concern.too-long</c>, <c>concern.category</c>, <c>concern.time</c>, <c>clock.*</c>.</returns>
    public static async Task<Result<string>> HandleAsync(Municipality municipality, StaffMember staff, NewConcern asked, CancellationToken cancel = default)
    {
        if (DutyRota.UnitOf(municipality) is not { } unit)
        {
            return new Error("concern.no-duty", "The municipality has no duty unit.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from concern where id = @Id", new { asked.Id }, cancel) is { } earlier)
        {
            return earlier;
        }

        if (Fault(work, asked) is { } fault)
        {
            return fault;
        }

        var duty = await DutyRota.OrderAsync(work, unit.Id, cancel);
        if (duty.Count == 0)
        {
            return new Error("concern.no-duty", "Nobody is on duty.");
        }

        var number = await NumberAsync(work, cancel);
        var row = await OpenCase.InsertAsync(
            work, staff, new NewCase(asked.Id, unit.Id, "child", asked.Category, asked.Restricted, Title(asked), asked.ActAt, asked.ActAt is not null, null, asked.Reason.Trim()), duty[0], cancel, number, staff.Account);
        await Worklists.GrantAsync(work, row.Id, unit.Id, duty[0], cancel);
        if (!(await StartAsync(municipality, work, row, staff, asked, cancel)).TryGet(out _, out var error))
        {
            return error;
        }

        await WriteAsync(work, row, staff, asked, cancel);
        await work.ExecuteAsync(
            "insert into concern (id, case_id, number, unit_id, sender_id, sent_at) values (@Id, @Id, @number, @unit, @me, @now)",
            new { asked.Id, number, unit = unit.Id.Value, me = staff.Account.Value, now = work.Now },
            cancel);
        await Worklists.RefreshAsync(work, row.Id, cancel);
        await JobQueue.EnqueueAsync(work, "concern.alert", new { concern = asked.Id, place = 1 }, dedupe: $"concern:{asked.Id:N}:1", cancel: cancel);
        await JobQueue.EnqueueAsync(work, "concern.escalate", new { concern = asked.Id }, work.Now + Patience, $"concern:{asked.Id:N}:escalate", cancel);
        // The sender wrote it and lets go of it: from here on it is the duty's alone.
        await work.ExecuteAsync("delete from case_access where case_id = @Id and account_id = @me and not (@me = any(@duty))", new { row.Id, me = staff.Account.Value, duty = duty.Select(one => one.Value).ToArray() }, cancel);
        await work.CommitAsync(cancel);
        return number;
    }

    private static async Task<Result<Guid>> StartAsync(Municipality municipality, UnitOfWork work, CaseRow row, StaffMember staff, NewConcern asked, CancellationToken cancel)
    {
        var known = asked.KnownAt ?? work.Now;
        List<(string Rule, DateTimeOffset From)> clocks = [("D-01", known), ("D-03", work.Now), ("D-03b", work.Now), ("GOAL-CONCERN-ACCEPTED", work.Now)];
        if (asked.ActAt is { } act)
        {
            clocks.Add(("A-01", act));
        }

        foreach (var (rule, from) in clocks)
        {
            if (!(await CaseClocks.StartAsync(municipality.Law, work, row, rule, from, cancel, staff.RoleIn(new UnitId(row.Unit)))).TryGet(out _, out var error))
            {
                return error;
            }
        }

        // The duty is met by sending: it is personal, and it has just been done.
        await SettleClock.MeetAsync(work, row, "D-01", $"Underretningen er sendt: {row.Number}.", staff, cancel);
        return row.Id;
    }

    private static async Task WriteAsync(UnitOfWork work, CaseRow row, StaffMember staff, NewConcern asked, CancellationToken cancel)
    {
        var known = asked.KnownAt ?? work.Now;
        var lines = new[] { asked.From is { } from ? $"Kommer fra {from}." : null, asked.Danger ? "Barnet kan være i fare nu." : null, asked.Known.Trim(), $"Grund: {asked.Reason.Trim()}" };
        await WriteEntry.AddAsync(work, row, Guid.CreateVersion7(), "statement", string.Join('\n', lines.Where(line => line is not null)), known, staff, null, cancel);
        if (!string.IsNullOrWhiteSpace(asked.Wish))
        {
            await WriteEntry.AddAsync(work, row, Guid.CreateVersion7(), "statement", $"Barnets eget ønske, ordret: »{asked.Wish.Trim()}«", known, staff, null, cancel);
        }

        if (asked.Child is { } child && !string.IsNullOrWhiteSpace(child.Called))
        {
            var id = Guid.CreateVersion7();
            var body = new PartyBody(child.Called.Trim(), string.IsNullOrWhiteSpace(child.Place) ? null : child.Place.Trim(), null);
            await work.ExecuteAsync(
                "insert into party (id, case_id, role, body) values (@id, @caseId, 'affected', @body)",
                new { id, caseId = row.Id, body = await work.SealAsync(row.Id, "party", "body", id, body, cancel) },
                cancel);
            await work.Streams.AppendAsync(row.Id, new StreamEvent("party.added", $"party:{id:N}", new { role = "affected" }, body) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
        }

        if (asked.Restricted)
        {
            var referral = new ReferralBody(asked.Known.Trim().Length <= Referrals.DescriptionLimit ? asked.Known.Trim() : null, asked.Platform, null, [], known, null, null, null, null, null);
            await Referrals.RecordAsync(work, row, referral, staff.RoleIn(new UnitId(row.Unit)), cancel);
        }
    }

    private static string Title(NewConcern asked) => asked.Child is { Called.Length: > 0 } child
        ? $"Bekymring: {(child.Called.Trim().Length > 120 ? child.Called.Trim()[..120] : child.Called.Trim())}"
        : "Bekymring om et barn uden kendt navn";

    private static async Task<string> NumberAsync(UnitOfWork work, CancellationToken cancel)
    {
        var year = DanishTime.DayOf(work.Now).Year;
        var number = await work.SingleAsync<long>("select next_number('B', @year)", new { year }, cancel);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"B-{year}-{number:000}");
    }

    private static Error? Fault(UnitOfWork work, NewConcern asked) => asked switch
    {
        _ when string.IsNullOrWhiteSpace(asked.Known) => new Error("concern.known-missing", "Write what you know and how you know it."),
        _ when string.IsNullOrWhiteSpace(asked.Reason) => new Error("concern.reason-missing", "Write why it is a ground to notify."),
        _ when new[] { asked.Known, asked.Reason, asked.Wish, asked.Child?.Called, asked.Child?.Place }.Any(text => text?.Length > TextLimit) => new Error("concern.too-long", "A text has more than 8,000 characters."),
        _ when asked.Child?.Called.Length > 300 || asked.Child?.Place?.Length > 300 || asked.Platform?.Length > 200 || asked.From?.Length > 40 => new Error("concern.too-long", "A field is too long."),
        _ when !ReportCategories.Find(asked.Category).IsOk => new Error("concern.category", "Choose what it is about."),
        _ when asked.KnownAt > work.Now || asked.ActAt > work.Now => new Error("concern.time", "The time lies in the future."),
        _ => null,
    };
}
