using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Evidence;
using Vaern.Data;

namespace Vaern.App.Cases;

/// <summary>Writes down what happens to a thing outside the system: in the custody chain, and as a line of the case's chronology. In a closed case too: the police give things back when they are done.</summary>
public static class WriteCustodyNote
{
    /// <param name="story">The line for the chronology, in the reader's words.</param>
    /// <returns>The note's id, or an error of <see cref="CustodyNotes"/>, or <c>case.not-found</c>.</returns>
    public static Task<Result<Guid>> HandleAsync(Municipality municipality, StaffMember staff, CaseId caseId, NewCustodyNote note, string story, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(note);
        return municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!(await CustodyNotes.AddAsync(work, row, staff, note, cancel)).TryGet(out var added, out var error))
            {
                return error;
            }

            if (added)
            {
                await WriteEntry.AddAsync(work, row, Guid.CreateVersion7(), "fact", story, note.HappenedAt, staff, null, cancel);
                await work.BeginHandlingAsync(row, cancel);
            }

            return note.Id;
        }, cancel, alsoClosed: true);
    }
}
