using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <param name="Kind">fact (with its source), statement, assessment or decision.</param>
public sealed record NewIssueEntry(string Kind, string Text, DateTimeOffset HappenedAt, string? Source = null);

/// <summary>A line of the decision log. <paramref name="Source"/> says where a fact comes from: an office, never a citizen.</summary>
/// <param name="Act">What was done through the program, whose words stand in the resources with <paramref name="Values"/>; null for what somebody wrote.</param>
/// <param name="Police">From the contact with the police.</param>
public sealed record IssueEntry(
    Guid Id, string Kind, DateTimeOffset HappenedAt, DateTimeOffset RecordedAt, AccountId? Author, string Text, string? Source, string? Act = null, IReadOnlyList<string>? Values = null, bool Police = false);

/// <summary>Somebody's part in the room: officer, communication, decision or police (the contact to the police).</summary>
public sealed record IssueRole(string Role, AccountId Account, DateTimeOffset EnteredAt);

/// <summary>The room: who is in it, and the log that nobody can change afterwards.</summary>
public static class IssueLog
{
    public const int TextLimit = 4_000;
    public static readonly string[] Kinds = ["fact", "statement", "assessment", "decision"];
    public static readonly string[] RoomRoles = ["officer", "communication", "decision", "police"];

    /// <summary>Writes a line. <c>entry.kind</c>, <c>entry.empty</c>, <c>entry.source</c> (a fact has one), <c>entry.future</c>, <c>issue.*</c>. Twice under one id is once.</summary>
    public static Task<Result<Guid>> WriteAsync(Municipality municipality, StaffMember staff, IssueId issue, Guid id, NewIssueEntry entry, CancellationToken cancel = default) =>
        municipality.OnIssueAsync<Guid>(staff, issue, async (work, row) =>
        {
            if (Fault(entry, work.Now) is { } fault)
            {
                return fault;
            }

            await AddAsync(work, row, id, staff, entry, cancel, municipality);
            return id;
        }, cancel);

    /// <summary>Opens the room at level 3 for the one who enters first; the others enter after. <c>room.role</c>, <c>room.level</c>, <c>issue.*</c>.</summary>
    public static Task<Result<bool>> EnterAsync(Municipality municipality, StaffMember staff, IssueId issue, string role, CancellationToken cancel = default) =>
        municipality.OnIssueAsync<bool>(staff, issue, async (work, row) =>
        {
            if (!RoomRoles.Contains(role))
            {
                return new Error("room.role", "The roles are officer, communication, decision and police.");
            }

            if (row.Level != 3)
            {
                return new Error("room.level", "A room is opened at level 3.");
            }

            var card = (await Cards.FindAsync(work, null, cancel)).Version;
            await work.ExecuteAsync(
                "update issue set room_at = coalesce(room_at, @now), state = 'working', card_version = coalesce(card_version, @card) where id = @Id", new { row.Id, now = work.Now, card }, cancel);
            var entered = await work.ExecuteAsync(
                "insert into issue_role (issue_id, role, account_id, entered_at) values (@Id, @role, @me, @now) on conflict do nothing", new { row.Id, role, me = staff.Account.Value, now = work.Now }, cancel);
            if (entered == 0)
            {
                return true;
            }

            await work.LogAsync(row.Id, staff, row.RoomAt is null ? "room-opened" : "room-entered", cancel, role);
            await work.Streams.AppendAsync(row.Id, new StreamEvent(row.RoomAt is null ? "room.opened" : "room.entered", $"issue:{row.Number}", new { role }), cancel);
            return true;
        }, cancel);

    internal static async Task AddAsync(UnitOfWork work, IssueRow row, Guid id, StaffMember staff, NewIssueEntry entry, CancellationToken cancel, Municipality? masking = null, string channel = "room")
    {
        // Names have no place here; what slips in is taken out as in a tip, and a person's own words about a person belong in a case.
        var text = masking is null ? entry.Text : TipText.Of(entry.Text, masking.Units, masking.Database.Keys).Text;
        var added = await work.ExecuteAsync(
            """
            insert into issue_entry (id, issue_id, kind, happened_at, recorded_at, author_id, body, channel) values (@id, @issue, @Kind, @HappenedAt, @now, @me, @body, @channel)
            on conflict (id) do nothing
            """,
            new { id, issue = row.Id, entry.Kind, entry.HappenedAt, channel, now = work.Now, me = staff.Account.Value, body = await work.SealAsync(row.Id, "issue_entry", "body", id, new EntryBody(text.Trim(), entry.Source?.Trim()), cancel) },
            cancel);
        if (added == 1)
        {
            await work.Streams.AppendAsync(row.Id, new StreamEvent("entry.written", $"issue_entry:{id:N}", new { entry.Kind, entry.HappenedAt }), cancel);
        }
    }

    internal static Error? Fault(NewIssueEntry entry, DateTimeOffset now) => entry switch
    {
        _ when !Kinds.Contains(entry.Kind) => new Error("entry.kind", "An entry is a fact, a statement, an assessment or a decision."),
        _ when string.IsNullOrWhiteSpace(entry.Text) || entry.Text.Length > TextLimit => new Error("entry.empty", "Write what happened, in at most 4,000 characters."),
        { Kind: "fact", Source: null or "" } => new Error("entry.source", "A fact names its source."),
        { Source.Length: > 300 } => new Error("entry.source", "The source has more than 300 characters."),
        _ when entry.HappenedAt > now.AddMinutes(1) => new Error("entry.future", "It has not happened yet."),
        _ => null,
    };

    internal sealed record EntryBody(string Text, string? Source, IReadOnlyList<string>? Values = null);
}
