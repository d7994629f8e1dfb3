using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Cases;

/// <summary>
/// What an act says. <paramref name="With"/>: whom one spoke to, or who holds a device. <paramref name="Marks"/>: what was chosen. <paramref name="Level"/>:
/// how strongly the child reacts, 1 to 5. <paramref name="Decision"/>: a code of the kind. <paramref name="Reference"/>: the number of another authority.
/// </summary>
public sealed record ActBody(
    string Words, string? With = null, string? Place = null, string? Decision = null, string? Reference = null, int? Level = null, IReadOnlyList<string>? Marks = null);

/// <summary>An act as the case shows it.</summary>
public sealed record CaseAct(Guid Id, string Kind, DateTimeOffset HappenedAt, DateTimeOffset RecordedAt, string Author, ActBody Body);

/// <summary>
/// Acts of the first hour and after: each is one entry that cannot be changed, with the time it happened and the time it was written. No act takes a
/// file, a picture or an address of one. What happens to a device is a custody note (<see cref="WriteCustodyNote"/>).
/// </summary>
public static class CaseActs
{
    /// <summary>The kinds, with the codes that may be decided in each.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Kinds = new Dictionary<string, string[]>
    {
        ["leader-call"] = ["reached", "not-reached"],
        ["police-call"] = ["reported", "advice"],
        ["police-number"] = [],
        ["helper-call"] = [],
        ["phones"] = ["leave", "bag", "hand-over"],
        ["reaction"] = [],
        ["wish"] = [],
        ["wish-decision"] = ["follow", "partly", "not-follow"],
        ["parent-suspected"] = ["no", "yes"],
        ["parent-talk"] = [],
        ["spread"] = [],
        ["ssp"] = [],
    };

    /// <param name="id">Chosen by the form, so that pressing twice writes once.</param>
    /// <param name="at">When it happened; null means now.</param>
    /// <param name="story">The line for the chronology, in the reader's words.</param>
    /// <returns>
    /// The act, or <c>act.kind</c>, <c>act.words-missing</c>, <c>act.with-missing</c>, <c>act.decision-missing</c>, <c>act.level</c>,
    /// <c>act.reference-missing</c>, <c>act.too-long</c>, <c>act.encoded</c>, <c>entry.time</c>, <c>act.not-leader</c>, <c>case.*</c>.
    /// </returns>
    public static Task<Result<Guid>> RecordAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string kind, DateTimeOffset? at, ActBody body, string story, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var happened = at ?? work.Now;
            if (Fault(kind, body) is { } fault)
            {
                return fault;
            }

            if (happened > work.Now)
            {
                return new Error("entry.time", "The time lies in the future.");
            }

            if (kind == "wish-decision" && !staff.Can(Permission.CloseCases, new UnitId(row.Unit)))
            {
                return new Error("act.not-leader", "The leader decides.");
            }

            if (await work.FirstOrDefaultAsync<Guid?>("select id from case_act where id = @id", new { id }, cancel) is not null)
            {
                return id;
            }

            await work.ExecuteAsync(
                """
                insert into case_act (id, case_id, kind, happened_at, recorded_at, author_id, body)
                values (@id, @caseId, @kind, @happened, @now, @me, @body)
                """,
                new
                {
                    id,
                    caseId = row.Id,
                    kind,
                    happened = happened.ToUniversalTime(),
                    now = work.Now,
                    me = staff.Account.Value,
                    body = await work.SealAsync(row.Id, "case_act", "body", id, body, cancel),
                },
                cancel);
            await work.Streams.AppendAsync(
                row.Id, new StreamEvent($"act.{kind}", $"act:{id:N}", new { happened, body.Decision, body.Level }, body) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            await WriteEntry.AddAsync(
                work, row, Guid.CreateVersion7(), kind switch { "wish" => "statement", "wish-decision" or "parent-suspected" => "decision", "reaction" => "assessment", _ => "fact" },
                story, happened, staff, null, cancel);
            await FollowAsync(work, row, staff, kind, body, happened, cancel);
            await work.BeginHandlingAsync(row, cancel);
            return id;
        }, cancel);

    internal static async Task<IReadOnlyList<CaseAct>> ListAsync(Municipality municipality, UnitOfWork work, CaseId caseId, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, string Kind, DateTimeOffset HappenedAt, DateTimeOffset RecordedAt, Guid Author, byte[] Body)>(
            "select id, kind, happened_at, recorded_at, author_id, body from case_act where case_id = @id and kind <> 'custody' order by happened_at, id", new { id = caseId.Value }, cancel);
        var acts = new List<CaseAct>();
        foreach (var row in rows)
        {
            acts.Add(new CaseAct(
                row.Id, row.Kind, row.HappenedAt, row.RecordedAt, await municipality.Staff.NameAsync(new AccountId(row.Author), cancel),
                await work.OpenAsync<ActBody>(caseId.Value, "case_act", "body", row.Id, row.Body, cancel)));
        }

        return acts;
    }

    // What an act brings with it: a clock that is met by it, the tasks of a support plan, the police's number where it belongs.
    private static async Task FollowAsync(UnitOfWork work, CaseRow row, StaffMember staff, string kind, ActBody body, DateTimeOffset at, CancellationToken cancel)
    {
        if (kind is "police-call" or "helper-call")
        {
            await SettleClock.MeetAsync(work, row, "GOAL-HELP-CONTACTED", body.Words, staff, cancel, at);
        }

        // At a workplace the employee's yes comes first, and the report is recorded where that is asked.
        if (kind == "police-call" && body.Decision == "reported" && row.Track != "workplace")
        {
            await SettleClock.MeetAsync(work, row, "A-01", body.Words, staff, cancel, at);
        }

        if (kind == "police-number")
        {
            await SettleClock.AddReferenceAsync(work, row, "A-01", body.Reference!, staff, cancel);
        }

        if (kind == "reaction")
        {
            foreach (var measure in body.Marks ?? [])
            {
                await Tasks.InsertAsync(work, row, Guid.CreateVersion7(), null, measure, staff.Account, DanishTime.DayOf(work.Now), cancel);
            }
        }
    }

    private static Error? Fault(string kind, ActBody body) => kind switch
    {
        _ when !Kinds.TryGetValue(kind, out _) => new Error("act.kind", "There is no such act."),
        "police-number" when string.IsNullOrWhiteSpace(body.Reference) => new Error("act.reference-missing", "Write the number."),
        _ when Kinds[kind].Length > 0 && !Kinds[kind].Contains(body.Decision) => new Error("act.decision-missing", "Choose."),
        "reaction" when body.Level is not (>= 1 and <= 5) => new Error("act.level", "Choose from 1 to 5."),
        "police-call" or "helper-call" or "leader-call" or "parent-talk" when string.IsNullOrWhiteSpace(body.With) => new Error("act.with-missing", "Write who."),
        _ when string.IsNullOrWhiteSpace(body.Words) && kind is not ("police-number" or "leader-call") => new Error("act.words-missing", "Write it in a few words."),
        _ when body.Words.Length > 4_000 || new[] { body.With, body.Place, body.Reference }.Any(text => text?.Length > 500) || body.Marks?.Count > 20 =>
            new Error("act.too-long", "A field is too long."),
        // A word of 200 characters is no word: it is how a picture would be carried into a case that takes none (S-1).
        _ when $"{body.Words} {body.With} {body.Place} {body.Reference}".Split((char[]?)null).Any(word => word.Length > 200) => new Error("act.encoded", "That is not words."),
        _ => null,
    };
}
