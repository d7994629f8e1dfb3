using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <summary>An assessment by the written criteria.</summary>
/// <param name="Reach">0 nobody outside a small circle … 5 the whole town talks of it.</param>
/// <param name="Harm">0 none … 5 somebody may come to serious harm.</param>
/// <param name="OwnTask">It concerns the municipality's own tasks or safety. A municipality does not judge opinions.</param>
/// <param name="Level">The level chosen by the person: 0 do nothing, 1 watch, 2 answer, 3 room.</param>
/// <param name="ReviewAt">When somebody looks again; needed at level 0.</param>
public sealed record Assessment(int Reach, int Harm, bool OwnTask, int Level, string Reason, DateTimeOffset? ReviewAt);

/// <summary>Reach, harm and whose task it is give a proposal; a person chooses the level and says why. «Do nothing» is a full outcome with a day to look again.</summary>
public static class AssessIssue
{
    public static readonly int[] Levels = [0, 1, 2, 3];

    /// <summary>What the criteria propose. Written here and shown on the page in the same words; it decides nothing.</summary>
    public static int Propose(int reach, int harm, bool ownTask) => (reach, harm, ownTask) switch
    {
        (_, >= 4, true) => 3,
        (_, _, true) when reach + harm >= 5 => 2,
        (_, >= 4, false) => 1,
        _ when reach + harm >= 4 => 1,
        _ => 0,
    };

    /// <returns>The level, or <c>assessment.scale</c>, <c>reason.missing</c>, <c>assessment.review</c>, <c>issue.stale</c>, <c>issue.*</c>.</returns>
    public static Task<Result<int>> HandleAsync(Municipality municipality, StaffMember staff, IssueId issue, Assessment asked, int version, CancellationToken cancel = default) =>
        municipality.OnIssueAsync<int>(staff, issue, async (work, row) =>
        {
            if (Fault(asked, work.Now) is { } fault)
            {
                return fault;
            }

            if (!await work.MoveOnAsync(row, version, cancel))
            {
                return new Error("issue.stale", "Somebody else has changed the issue.");
            }

            var proposed = Propose(asked.Reach, asked.Harm, asked.OwnTask);
            await work.ExecuteAsync(
                """
                update issue set reach = @Reach, harm = @Harm, own_task = @OwnTask, proposed_level = @proposed, level = @Level, reason = @reason, review_at = @ReviewAt,
                  assessed_at = @now, assessed_by = @me, card_version = coalesce(card_version, @card), state = case when state = 'new' then 'assessed' else state end
                where id = @Id
                """,
                new
                {
                    row.Id,
                    asked.Reach,
                    asked.Harm,
                    asked.OwnTask,
                    proposed,
                    asked.Level,
                    reason = await work.SealAsync(row.Id, "issue", "reason", row.Id, municipality.Masked(asked.Reason), cancel),
                    asked.ReviewAt,
                    now = work.Now,
                    me = staff.Account.Value,
                    card = (await Cards.FindAsync(work, null, cancel)).Version,
                },
                cancel);
            await IssueLog.AddAsync(work, row, Guid.CreateVersion7(), staff, new NewIssueEntry("decision", asked.Reason.Trim(), work.Now), cancel, municipality);
            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("issue.assessed", $"issue:{row.Number}", new { asked.Reach, asked.Harm, asked.OwnTask, proposed, old = row.Level, @new = asked.Level, asked.ReviewAt }, new { reason = municipality.Masked(asked.Reason) }), cancel);
            return asked.Level;
        }, cancel);

    private static Error? Fault(Assessment asked, DateTimeOffset now) => asked switch
    {
        { Reach: < 0 or > 5 } or { Harm: < 0 or > 5 } => new Error("assessment.scale", "Reach and harm are 0 to 5."),
        _ when !Levels.Contains(asked.Level) => new Error("assessment.scale", "The level is 0 to 3."),
        _ when string.IsNullOrWhiteSpace(asked.Reason) => new Error("reason.missing", "Say why."),
        { Level: 0, ReviewAt: null } => new Error("assessment.review", "Doing nothing needs a time to look again."),
        { ReviewAt: { } at } when at <= now => new Error("assessment.review", "The time to look again lies in the past."),
        _ => null,
    };
}
