using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Preparedness;

/// <summary>
/// What the program did for somebody in a room, told in the log beside what people write: opened, entered, written, approved, sent. The words stand in the
/// resources; the line holds numbers and keys alone.
/// </summary>
internal static class RoomActs
{
    public static async Task LogAsync(this UnitOfWork work, Guid issue, StaffMember staff, string act, CancellationToken cancel, params string[] values)
    {
        var id = Guid.CreateVersion7();
        await work.ExecuteAsync(
            """
            insert into issue_entry (id, issue_id, kind, happened_at, recorded_at, author_id, body, act) values (@id, @issue, 'decision', @now, @now, @me, @body, @act)
            """,
            new { id, issue, now = work.Now, me = staff.Account.Value, act, body = await work.SealAsync(issue, "issue_entry", "body", id, new IssueLog.EntryBody("", null, values), cancel) },
            cancel);
    }
}
