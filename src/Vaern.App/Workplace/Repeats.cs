using System.Text;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Workplace;

/// <summary>A written condition under which repeats may be seen at one workplace.</summary>
public sealed record ConditionView(Guid Id, string Number, UnitId Unit, string Text, DateOnly From, DateOnly Until, string ApprovedBy, DateTimeOffset ApprovedAt, DateTimeOffset? EndedAt)
{
    public bool InForce(DateOnly day) => EndedAt is null && day >= From && day <= Until;
}

/// <summary>Cases with the same sender, without a name: how many, and when. <paramref name="Key"/> opens the names, with a reason.</summary>
public sealed record RepeatView(string Key, Guid Condition, UnitId Unit, int Cases, IReadOnlyList<DateOnly> Days);

/// <summary>A name that was opened: the sender as written, where and when, and whom to call.</summary>
public sealed record OpenedRepeat(string Sender, string Unit, DateOnly HappenedOn, string Owner);

/// <summary>Who opened names when and why.</summary>
public sealed record RepeatSearch(string By, DateTimeOffset At, string Condition, int Cases, string Reason);

/// <summary>
/// Repeats of one sender, only under a condition that the data protection officer approved in writing. What is kept is a fingerprint made with a key outside the
/// database; only the work-environment lead sees that two are alike, and names open one by one with a reason. There is no list of senders.
/// </summary>
public static class Repeats
{
    /// <summary>Approves a condition. <c>condition.not-dpo</c>, <c>condition.text-missing</c>, <c>condition.days</c>, <c>condition.unit</c>.</summary>
    public static async Task<Result<string>> ApproveAsync(
        Municipality municipality, StaffMember staff, Guid id, UnitId unit, string text, DateOnly from, DateOnly until, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.ApproveConditions))
        {
            return new Error("condition.not-dpo", "Only the data protection officer approves it.");
        }

        if (string.IsNullOrWhiteSpace(text) || text.Length > 10_000)
        {
            return new Error("condition.text-missing", "Write the condition, in at most 10,000 characters.");
        }

        if (municipality.Units.Find(unit) is null)
        {
            return new Error("condition.unit", "Choose the workplace.");
        }

        if (until <= from || until > from.AddDays(366))
        {
            return new Error("condition.days", "It ends after it begins, and within a year.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from repeat_condition where id = @id", new { id }, cancel) is { } earlier)
        {
            return earlier;
        }

        var count = await work.SingleAsync<long>("select next_number('DPO', 1)", cancel: cancel);
        var number = $"DPO-{count}";
        await work.ExecuteAsync(
            """
            insert into repeat_condition (id, number, unit_id, body, from_on, until_on, approved_by, approved_at) values (@id, @number, @unit, @body, @from, @until, @me, @now)
            """,
            new
            {
                id,
                number,
                unit = unit.Value,
                body = await work.SealAsync(municipality.Id, "repeat_condition", "body", id, text.Trim(), cancel),
                from,
                until,
                me = staff.Account.Value,
                now = work.Now,
            },
            cancel);
        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("repeat.approved", $"condition:{id:N}", new { number, unit = unit.Value, from, until }, new { text }) { Role = "dpo" }, cancel);
        await work.CommitAsync(cancel);
        return number;
    }

    /// <summary>Ends a condition: from now on nothing is marked and nothing is seen under it. <c>condition.not-dpo</c>, <c>condition.not-found</c>.</summary>
    public static async Task<Result<Guid>> EndAsync(Municipality municipality, StaffMember staff, Guid id, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.ApproveConditions))
        {
            return new Error("condition.not-dpo", "Only the data protection officer ends it.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var ended = await work.ExecuteAsync(
            "update repeat_condition set ended_at = @now, ended_by = @me where id = @id and ended_at is null", new { id, now = work.Now, me = staff.Account.Value }, cancel);
        if (ended == 0)
        {
            return new Error("condition.not-found", "There is no such condition in force.");
        }

        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("repeat.ended", $"condition:{id:N}") { Role = "dpo" }, cancel);
        await work.CommitAsync(cancel);
        return id;
    }

    /// <summary>Marks the sender of a workplace case under the condition in force, by the name written in the case. <c>repeat.no-condition</c>, <c>repeat.no-sender</c>.</summary>
    public static Task<Result<int>> MarkAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<int>(staff, caseId, async (work, row) =>
        {
            var today = DanishTime.DayOf(work.Now);
            var condition = await work.FirstOrDefaultAsync<Guid?>(
                "select id from repeat_condition where unit_id = @Unit and ended_at is null and @today between from_on and until_on order by approved_at desc, id limit 1", new { row.Unit, today }, cancel);
            if (row.Track != "workplace" || condition is not { } approved)
            {
                return new Error("repeat.no-condition", "No approved condition is in force at this workplace.");
            }

            var marked = 0;
            foreach (var party in await work.QueryAsync<(Guid Id, byte[] Body)>("select id, body from party where case_id = @Id and role = 'alleged' order by id", new { row.Id }, cancel))
            {
                var body = await work.OpenAsync<PartyBody>(row.Id, "party", "body", party.Id, party.Body, cancel);
                if (Normal(body.Name) is { Length: > 2 } name)
                {
                    marked += await work.ExecuteAsync(
                        """
                        insert into sender_mark (case_id, condition_id, mac, happened_on, made_at)
                        values (@Id, @approved, @mac, coalesce((select (posted_at at time zone 'Europe/Copenhagen')::date from workplace_room where case_id = @Id), @opened), @now)
                        on conflict do nothing
                        """,
                        new { row.Id, approved, mac = municipality.Database.Keys.BlindIndex($"repeat/{approved:N}", name), opened = DanishTime.DayOf(row.OpenedAt), now = work.Now },
                        cancel);
                }
            }

            if (marked == 0)
            {
                return new Error("repeat.no-sender", "No sender is named in the case, or it is marked already.");
            }

            await work.Streams.AppendAsync(row.Id, new StreamEvent("repeat.marked", $"condition:{approved:N}", new { marked }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return marked;
        }, cancel);

    /// <summary>Senders with two cases or more under a condition in force. That it was looked at is an event of the system's stream. <c>repeat.not-lead</c>.</summary>
    public static async Task<Result<IReadOnlyList<RepeatView>>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.SeeRepeats))
        {
            return new Error("repeat.not-lead", "Only the work-environment lead sees it.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(byte[] Mac, Guid Condition, Guid Unit, int Cases, string Days)>(
            """
            select m.mac, m.condition_id, c.unit_id, count(*)::int, string_agg(to_char(m.happened_on, 'YYYY-MM-DD'), ' ' order by m.happened_on)
            from sender_mark m join repeat_condition c on c.id = m.condition_id and c.ended_at is null and @today between c.from_on and c.until_on
            group by m.mac, m.condition_id, c.unit_id having count(*) > 1 order by max(m.happened_on) desc, m.mac
            """,
            new { today = DanishTime.DayOf(work.Now) },
            cancel);
        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("repeat.listed", Detail: new { found = rows.Count }) { Role = "work_environment_lead" }, cancel);
        await work.CommitAsync(cancel);
        return Result.Ok<IReadOnlyList<RepeatView>>([.. rows.Select(row => new RepeatView(Convert.ToHexStringLower(row.Mac), row.Condition, new UnitId(row.Unit), row.Cases, [.. row.Days.Split(' ').Select(day => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))]))]);
    }

    /// <summary>Opens the names behind one repeat. The reason is kept, and the data protection officer sees it. <c>repeat.not-lead</c>, <c>reason.missing</c>, <c>repeat.not-found</c>.</summary>
    public static async Task<Result<IReadOnlyList<OpenedRepeat>>> OpenAsync(
        Municipality municipality, StaffMember staff, Guid condition, string key, string reason, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.SeeRepeats))
        {
            return new Error("repeat.not-lead", "Only the work-environment lead sees it.");
        }

        if (string.IsNullOrWhiteSpace(reason) || reason.Length > 2_000)
        {
            return new Error("reason.missing", "Say why.");
        }

        var mac = key.Length == 64 && key.All(char.IsAsciiHexDigit) ? Convert.FromHexString(key) : [];
        Guid[] cases;
        await using (var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel))
        {
            cases = [.. await work.QueryAsync<Guid>(
                """
                select m.case_id from sender_mark m join repeat_condition c on c.id = m.condition_id and c.ended_at is null and @today between c.from_on and c.until_on
                where m.mac = @mac and m.condition_id = @condition order by m.happened_on, m.case_id
                """,
                new { mac, condition, today = DanishTime.DayOf(work.Now) },
                cancel)];
            if (cases.Length < 2)
            {
                return new Error("repeat.not-found", "There is no such repeat.");
            }

            var id = Guid.CreateVersion7();
            await work.ExecuteAsync(
                "insert into repeat_search (id, condition_id, by_account, at, cases, reason) values (@id, @condition, @me, @now, @count, @reason)",
                new
                {
                    id,
                    condition,
                    me = staff.Account.Value,
                    now = work.Now,
                    count = cases.Length,
                    reason = await work.SealAsync(municipality.Id, "repeat_search", "reason", id, reason.Trim(), cancel),
                },
                cancel);
            await work.Streams.AppendAsync(
                municipality.Id, new StreamEvent("repeat.opened", $"search:{id:N}", new { condition, cases = cases.Length }, new { reason }) { Role = "work_environment_lead" }, cancel);
            await work.CommitAsync(cancel);
        }

        return Result.Ok<IReadOnlyList<OpenedRepeat>>(await NamesAsync(municipality, cases, condition, mac, cancel));
    }

    /// <summary>All conditions, newest first.</summary>
    public static async Task<IReadOnlyList<ConditionView>> ConditionsAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Id, string Number, Guid Unit, byte[] Body, DateOnly From, DateOnly Until, Guid By, DateTimeOffset At, DateTimeOffset? EndedAt)>(
            "select id, number, unit_id, body, from_on, until_on, approved_by, approved_at, ended_at from repeat_condition order by approved_at desc, id", cancel: cancel);
        var views = new List<ConditionView>();
        foreach (var row in rows)
        {
            views.Add(new ConditionView(
                row.Id, row.Number, new UnitId(row.Unit), await work.OpenTextAsync(municipality.Id, "repeat_condition", "body", row.Id, row.Body, cancel), row.From, row.Until,
                await municipality.Staff.NameAsync(new AccountId(row.By), cancel), row.At, row.EndedAt));
        }

        return views;
    }

    /// <summary>Every opening of names, newest first, for the lead and the data protection officer. Row-level security gives others nothing.</summary>
    public static async Task<IReadOnlyList<RepeatSearch>> SearchesAsync(Municipality municipality, StaffMember staff, int page, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Id, Guid By, DateTimeOffset At, string Number, int Cases, byte[] Reason)>(
            """
            select s.id, s.by_account, s.at, c.number, s.cases, s.reason from repeat_search s join repeat_condition c on c.id = s.condition_id
            order by s.at desc, s.id limit 50 offset @skip
            """,
            new { skip = Math.Clamp(page - 1, 0, 10_000) * 50 },
            cancel);
        var views = new List<RepeatSearch>();
        foreach (var row in rows)
        {
            views.Add(new RepeatSearch(
                await municipality.Staff.NameAsync(new AccountId(row.By), cancel), row.At, row.Number, row.Cases,
                await work.OpenTextAsync(municipality.Id, "repeat_search", "reason", row.Id, row.Reason, cancel)));
        }

        return views;
    }

    // The lead has no access to the cases themselves: the name, where and when, and whom to call is all that opens.
    private static async Task<IReadOnlyList<OpenedRepeat>> NamesAsync(Municipality municipality, Guid[] cases, Guid condition, byte[] mac, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var rows = await work.QueryAsync<(Guid Case, Guid Unit, Guid Owner, DateOnly HappenedOn, Guid Party, byte[] Body)>(
            """
            select c.id, c.unit_id, c.owner_id, m.happened_on, p.id, p.body
            from case_file c join sender_mark m on m.case_id = c.id and m.condition_id = @condition and m.mac = @mac join party p on p.case_id = c.id and p.role = 'alleged'
            where c.id = any(@cases) order by m.happened_on, c.id, p.id
            """,
            new { cases, condition, mac },
            cancel);
        var opened = new List<OpenedRepeat>();
        foreach (var row in rows)
        {
            var body = await work.OpenAsync<PartyBody>(row.Case, "party", "body", row.Party, row.Body, cancel);
            if (municipality.Database.Keys.BlindIndex($"repeat/{condition:N}", Normal(body.Name)).AsSpan().SequenceEqual(mac))
            {
                opened.Add(new OpenedRepeat(
                    body.Name, municipality.Units.Find(new UnitId(row.Unit))?.Name ?? "–", row.HappenedOn, await municipality.Staff.NameAsync(new AccountId(row.Owner), cancel)));
            }
        }

        return opened;
    }

    // «keld  PRØVESEN » and «Keld Prøvesen» are the same sender.
    private static string Normal(string name) =>
        string.Join(' ', name.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
