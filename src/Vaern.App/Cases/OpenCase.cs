using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Cases;

/// <summary>What is asked for when a case is opened. <paramref name="Id"/> is chosen by the form, so that pressing twice opens one case.</summary>
/// <param name="Track">school, workplace, child or other.</param>
/// <param name="Title">What it is about, in a few words.</param>
/// <param name="ActAt">When the act happened, or the earliest time it was seen; null when nobody knows.</param>
/// <param name="MayBePunishable">Someone judges that it may be punishable, so the 72-hour clock is watched .</param>
/// <param name="FromReport">The report it comes from, if any.</param>
/// <param name="Answers">Answers to the questions of the classification, where they were given; kept with the case.</param>
public sealed record NewCase(
    Guid Id, UnitId Unit, string Track, string Category, bool Restricted, string Title, DateTimeOffset? ActAt, bool MayBePunishable, ReportId? FromReport, string Reason,
    IReadOnlyDictionary<string, string>? Answers = null);

/// <summary>A case that exists: its id and the number people see.</summary>
public sealed record OpenedCase(CaseId Id, string Number);

/// <summary>
/// Opens a case, from a report or from nothing: key, streams, access, the clocks that run at once, the steps of the playbook, and the
/// report's words and files as statement and evidence.
/// </summary>
public static class OpenCase
{
    public static readonly string[] Tracks = ["school", "workplace", "child", "other"];

    /// <returns>The case, or <c>case.title-missing</c>, <c>case.track</c>, <c>case.not-allowed</c>, <c>reason.missing</c>, <c>classification.answers</c>, <c>report.*</c>, <c>clock.*</c>.</returns>
    public static async Task<Result<OpenedCase>> HandleAsync(Municipality municipality, StaffMember staff, NewCase asked, CancellationToken cancel = default)
    {
        if (Fault(municipality, staff, asked) is { } fault)
        {
            return fault;
        }

        KeptClassification? classified = null;
        if (asked.Answers is { } answers)
        {
            if (!KeptClassification.Of(answers, municipality.Law).TryGet(out classified, out var unclear))
            {
                return unclear;
            }

            asked = asked with { Restricted = asked.Restricted || classified.Restricted };
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from case_file where id = @Id", new { asked.Id }, cancel) is { } earlier)
        {
            return new OpenedCase(new CaseId(asked.Id), earlier);
        }

        if (asked.FromReport is { } report && !(await StaffReports.SettleableAsync(work, report, cancel)).TryGet(out _, out var error))
        {
            return error;
        }

        var row = await InsertAsync(work, staff, asked, staff.Account, cancel);
        if (asked.FromReport is { } source)
        {
            await AttachReport.LinkAsync(municipality, work, row, source, staff, cancel);
        }
        else
        {
            await Worklists.GrantAsync(work, row.Id, asked.Unit, staff.Account, cancel);
        }

        if (asked.Restricted)
        {
            await Referrals.FirstAsync(work, row, staff, cancel);
        }

        foreach (var (rule, start) in Clocks(asked, work.Now))
        {
            if (!(await CaseClocks.StartAsync(municipality.Law, work, row, rule, start, cancel, staff.RoleIn(asked.Unit))).TryGet(out _, out var clockError))
            {
                return clockError;
            }
        }

        if (classified is not null)
        {
            await ClassifyCase.WriteAsync(work, row, staff, classified, null, cancel);
        }

        if (Playbook.For(row.Track, row.Regime, row.Category) is { } book)
        {
            await AddPlaybook.WriteStepsAsync(work, row, staff.Account, book, cancel);
        }

        await Worklists.RefreshAsync(work, row.Id, cancel);
        await work.CommitAsync(cancel);
        return new OpenedCase(new CaseId(row.Id), row.Number);
    }

    private static Error? Fault(Municipality municipality, StaffMember staff, NewCase asked) => asked switch
    {
        _ when municipality.Units.Find(asked.Unit) is null => new Error("case.unit", "The unit does not exist."),
        _ when !staff.Can(Permission.OpenCases) => new Error("case.not-allowed", "Your role does not open cases."),
        _ when !Tracks.Contains(asked.Track) => new Error("case.track", "The track is school, workplace, child or other."),
        _ when string.IsNullOrWhiteSpace(asked.Title) || asked.Title.Length > 200 => new Error("case.title-missing", "Write in a few words what it is about."),
        _ when string.IsNullOrWhiteSpace(asked.Reason) => new Error("reason.missing", "Say why a case is opened."),
        _ => null,
    };

    /// <summary>
    /// The case itself, in the caller's transaction: key, number, row, the first access, its stream. It starts no clock; a room with its own way
    /// in says who else works on it.
    /// </summary>
    /// <param name="owner">Who answers for the case.</param>
    /// <param name="given">The number people see, where the room has another letter than F.</param>
    /// <param name="first">Who gets the first access to write; the owner where it is not said.</param>
    internal static async Task<CaseRow> InsertAsync(
        UnitOfWork work, StaffMember staff, NewCase asked, AccountId owner, CancellationToken cancel, string? given = null, AccountId? first = null)
    {
        await work.Keys.CreateAsync(asked.Id, "case", cancel);
        var number = given ?? await work.NextNumberAsync("F", cancel);
        await work.ExecuteAsync(
            """
            insert into case_file (id, number, unit_id, track, category, regime, state, title, owner_id, rule_set, opened_at)
            values (@id, @number, @unit, @track, @category, @regime, 'open', @title, @owner, @ruleSet, @now);
            insert into case_access (account_id, case_id, access, touched_at) values (@opener, @id, 'write', @now)
            """,
            new
            {
                id = asked.Id,
                number,
                unit = asked.Unit.Value,
                track = asked.Track,
                category = asked.Category,
                regime = asked.Restricted ? "restricted" : "ordinary",
                title = await work.SealAsync(asked.Id, "case_file", "title", asked.Id, asked.Title.Trim(), cancel),
                owner = owner.Value,
                opener = (first ?? owner).Value,
                ruleSet = RuleBook.Default.RuleSet,
                now = work.Now,
            },
            cancel);
        await work.Streams.BeginAsync(
            asked.Id,
            "case",
            new StreamEvent("case.opened", $"case:{number}", new { asked.Track, asked.Category, asked.Restricted }, new { asked.Title, asked.Reason }) { Role = staff.RoleIn(asked.Unit) },
            cancel);
        return new CaseRow(
            asked.Id, number, asked.Unit.Value, asked.Track, asked.Category, asked.Restricted ? "restricted" : "ordinary", "open", owner.Value,
            RuleBook.Default.RuleSet, work.Now, null, 1);
    }

    // The 72 hours protect a possible compensation claim; a restricted case is also ground to notify at once (D-01).
    private static IEnumerable<(string Rule, DateTimeOffset Start)> Clocks(NewCase asked, DateTimeOffset now)
    {
        var act = asked.ActAt is { } known && known <= now ? known : now;
        if (asked.Restricted)
        {
            yield return ("D-01", now);
            yield return ("GOAL-HELP-CONTACTED", now);
        }

        if (asked.Restricted || asked.MayBePunishable)
        {
            yield return ("A-01", act);
        }

        if (asked.Track == "workplace")
        {
            yield return ("GOAL-LEADER-CONTACT", now);
            yield return ("GOAL-REMOVAL-FIRST", now);
            if (asked.MayBePunishable)
            {
                yield return ("GOAL-POLICE-DECISION", act);
            }
        }
    }
}
