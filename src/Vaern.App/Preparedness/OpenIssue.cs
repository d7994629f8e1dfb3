using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <summary>An issue that exists: its id and the number people see.</summary>
public sealed record OpenedIssue(IssueId Id, string Number);

/// <summary>Somebody accepts a proposed group as an issue, or opens one from a single tip. The group's alert counts as acknowledged by whoever does it.</summary>
public static class OpenIssue
{
    public const int TitleLimit = 200;

    /// <param name="id">Chosen by the form, so that pressing twice opens one issue.</param>
    /// <param name="group">The group of tips as it stands on the page.</param>
    /// <returns>The issue, or <c>issue.not-allowed</c>, <c>issue.title</c>, <c>group.not-found</c>.</returns>
    public static async Task<Result<OpenedIssue>> HandleAsync(Municipality municipality, StaffMember staff, Guid id, Guid group, string title, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return new Error("issue.not-allowed", "Your role does not work in the preparedness.");
        }

        if (string.IsNullOrWhiteSpace(title) || title.Length > TitleLimit)
        {
            return new Error("issue.title", "Say in a few words what is going round.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from issue where id = @id", new { id }, cancel) is { } earlier)
        {
            return new OpenedIssue(new IssueId(id), earlier);
        }

        var tips = await work.QueryAsync<(Guid Id, bool Drill)>("select id, drill from tip where group_id = @group and state = 'new' order by received_at, id for update", new { group }, cancel);
        if (tips.Count == 0)
        {
            return new Error("group.not-found", "No open tip is in this group.");
        }

        await work.Keys.CreateAsync(id, "issue", cancel);
        var number = ThreeDigits(await work.NextNumberAsync("I", cancel));
        await work.ExecuteAsync(
            """
            insert into issue (id, number, title, state, drill, alerted_at, opened_at, opened_by)
            values (@id, @number, @title, 'new', @drill, (select min(raised_at) from alert where group_id = @group), @now, @me);
            update tip set state = 'placed', issue_id = @id, placed_by = @me, placed_at = @now, version = version + 1 where group_id = @group and state = 'new';
            update alert set issue_id = @id, acknowledged_at = coalesce(acknowledged_at, @now), acknowledged_by = coalesce(acknowledged_by, @me) where group_id = @group
            """,
            new { id, number, title = await work.SealAsync(id, "issue", "title", id, TipText.Of(title, municipality.Units, municipality.Database.Keys).Text, cancel), drill = tips[0].Drill, group, now = work.Now, me = staff.Account.Value },
            cancel);
        await work.Streams.BeginAsync(id, "issue", new StreamEvent("issue.opened", $"issue:{number}", new { group, tips = tips.Count, drill = tips[0].Drill }, new { title = municipality.Masked(title) }), cancel);
        await work.LogAsync(id, staff, "issue-opened", cancel, tips.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await work.CommitAsync(cancel);
        return new OpenedIssue(new IssueId(id), number);
    }

    // Issues are few and their numbers are read aloud on the telephone: I-2027-003.
    private static string ThreeDigits(string number) => number[..7] + number[7..].TrimStart('0').PadLeft(3, '0');
}
