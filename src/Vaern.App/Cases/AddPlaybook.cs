using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Cases;

/// <summary>
/// Puts the steps of one more playbook into a case, because it turned out to be about something else too: bullying where there is a threat, a
/// threat where there is an image. The steps that are there stay as they are.
/// </summary>
public static class AddPlaybook
{
    /// <returns>How many steps came to it, or <c>playbook.unknown</c>, <c>playbook.there</c>, <c>reason.missing</c>, <c>case.*</c>.</returns>
    public static Task<Result<int>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, string playbook, string reason, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<int>(staff, caseId, async (work, row) =>
        {
            if (Playbook.All.FirstOrDefault(one => one.Id == playbook) is not { } book || book.Regime != row.Regime)
            {
                return new Error("playbook.unknown", "There is no such playbook for this case.");
            }

            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            if (await work.SingleAsync<bool>("select exists (select 1 from task where case_id = @Id and starts_with(step, @prefix))", new { row.Id, prefix = $"{book.Id}/" }, cancel))
            {
                return new Error("playbook.there", "The steps are in the case already.");
            }

            await WriteStepsAsync(work, row, staff.Account, book, cancel);
            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("playbook.added", $"playbook:{book.Id}", new { book.Version }, new { reason }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            await work.BeginHandlingAsync(row, cancel);
            return book.Steps.Count;
        }, cancel);

    /// <summary>The steps as tasks of whoever owns the case.</summary>
    internal static async Task WriteStepsAsync(UnitOfWork work, CaseRow row, AccountId owner, Playbook book, CancellationToken cancel)
    {
        var today = DanishTime.DayOf(work.Now);
        foreach (var step in book.Steps)
        {
            await Tasks.InsertAsync(
                work, row, Guid.CreateVersion7(), $"{book.Id}/{step.Key}", step.Title.Da, owner, step.DueDays is { } days ? today.AddDays(days) : null, cancel);
        }
    }
}
