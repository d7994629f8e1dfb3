using Vaern.App.Accounts;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <summary>A comment on a page of the municipality's own that somebody hides. Værn never touches the platform: a person hid it there, and writes it down here.</summary>
/// <param name="Page">facebook, instagram, website or other.</param>
/// <param name="Rule">Number of the published rule.</param>
/// <param name="Words">The comment's words; persons are taken out before it is kept.</param>
/// <param name="Reason">What the writer is told.</param>
public sealed record HiddenComment(string Page, int Rule, string Words, string Reason, IssueId? Issue = null);

/// <summary>A reply that a person sent below a comment.</summary>
/// <param name="Suggestion">Key of the suggestion it began with; null for words of one's own.</param>
public sealed record SentReply(string Page, string Text, string? Suggestion, IssueId? Issue = null);

/// <summary>Moderation under published rules: a comment is hidden with a rule and a reason, and the writer has six words to read both and to appeal. Who the writer is nobody asks.</summary>
public static class Moderate
{
    public const int TextLimit = 1_000;
    public static readonly string[] Pages = ["facebook", "instagram", "website", "other"];

    /// <summary>Where a suggestion begins: with care for somebody who is hit or afraid. The words stand in the resources.</summary>
    public static readonly string[] Suggestions = ["afraid", "angry", "hurt", "named", "thanks"];

    /// <param name="id">Chosen by the form, so that pressing twice hides once.</param>
    /// <returns>The number; or <c>moderation.page</c>, <c>moderation.rule</c>, <c>moderation.empty</c>, <c>rules.none</c>, <c>issue.not-found</c>, <c>preparedness.not-allowed</c>.</returns>
    public static Task<Result<string>> HideAsync(Municipality municipality, StaffMember staff, Guid id, HiddenComment comment, CancellationToken cancel = default) =>
        AddAsync(municipality, staff, id, comment.Page, comment.Issue, async (work, drill) =>
        {
            if (PrepKeys.Lacking("moderation.empty", TextLimit, comment.Words, comment.Reason) is { } lacking)
            {
                return lacking;
            }

            if (await PageRules.FindAsync(work, null, cancel) is not { } rules)
            {
                return new Error("rules.none", "No rules are published.");
            }

            if (rules.Rule(comment.Rule) is null)
            {
                return new Error("moderation.rule", "The rules in force have no such number.");
            }

            var words = ReceiptWords.New();
            var body = new ModerationBody(municipality.Masked(comment.Words), municipality.Masked(comment.Reason), words);
            return new Row("hidden", rules.Version, comment.Rule, body, municipality.Database.Keys.ReceiptMac(words), "hidden");
        }, cancel);

    /// <summary>Writes down a reply that a person sent. <c>moderation.*</c>.</summary>
    public static Task<Result<string>> ReplyAsync(Municipality municipality, StaffMember staff, Guid id, SentReply reply, CancellationToken cancel = default) =>
        AddAsync(municipality, staff, id, reply.Page, reply.Issue, (_, _) => Task.FromResult<Result<Row>>(
            PrepKeys.Lacking("moderation.empty", TextLimit, reply.Text) is { } lacking
                ? lacking
                : reply.Suggestion is { Length: > 0 } key && !Suggestions.Contains(key)
                    ? new Error("moderation.suggestion", "There is no such suggestion.")
                    : new Row("reply", null, null, new ModerationBody(municipality.Masked(reply.Text), reply.Suggestion ?? "", null), null, "sent")), cancel);

    /// <summary>How many comments somebody read through: the whole that the hidden ones are a part of. <c>moderation.count</c>, <c>moderation.page</c>.</summary>
    public static async Task<Result<bool>> CountAsync(Municipality municipality, StaffMember staff, Guid id, string page, int comments, IssueId? issue, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return new Error("preparedness.not-allowed", "Your role does not work in the preparedness.");
        }

        if (!Pages.Contains(page) || comments is < 1 or > 100_000)
        {
            return new Error(Pages.Contains(page) ? "moderation.count" : "moderation.page", "Choose a page and a number from 1 to 100,000.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (!(await DrillAsync(work, issue, cancel)).TryGet(out var drill, out var error))
        {
            return error;
        }

        if (await work.ExecuteAsync(
            """
            insert into comment_count (id, issue_id, drill, page, comments, counted_at, counted_by) values (@id, @issue, @drill, @page, @comments, @now, @me) on conflict (id) do nothing
            """,
            new { id, issue = issue?.Value, drill, page, comments, now = work.Now, me = staff.Account.Value },
            cancel) == 1)
        {
            await work.Streams.AppendAsync(issue?.Value ?? municipality.Id, new StreamEvent("comments.counted", $"count:{id:N}", new { page, comments }), cancel);
            await work.CommitAsync(cancel);
        }

        return true;
    }

    private static async Task<Result<string>> AddAsync(
        Municipality municipality, StaffMember staff, Guid id, string page, IssueId? issue, Func<UnitOfWork, bool, Task<Result<Row>>> decide, CancellationToken cancel)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return new Error("preparedness.not-allowed", "Your role does not work in the preparedness.");
        }

        if (!Pages.Contains(page))
        {
            return new Error("moderation.page", "Choose the page.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from moderation where id = @id", new { id }, cancel) is { } earlier)
        {
            return earlier;
        }

        if (!(await DrillAsync(work, issue, cancel)).TryGet(out var drill, out var unknown))
        {
            return unknown;
        }

        if (!(await decide(work, drill)).TryGet(out var row, out var error))
        {
            return error;
        }

        var number = await work.NextNumberAsync("KM", cancel);
        await PrepKeys.BeginAsync(work, id, new StreamEvent($"comment.{row.State}", $"moderation:{number}", new { page, row.RulesVersion, row.Rule, issue = issue?.Value, drill }, row.Body), cancel);
        await work.ExecuteAsync(
            """
            insert into moderation (id, number, issue_id, drill, page, kind, rules_version, rule, body, receipt_mac, decided_at, decided_by, state)
            values (@id, @number, @issue, @drill, @page, @Kind, @RulesVersion, @Rule, @body, @Mac, @now, @me, @State)
            """,
            new
            {
                id, number, issue = issue?.Value, drill, page, row.Kind, row.RulesVersion, row.Rule, row.Mac, row.State, now = work.Now, me = staff.Account.Value,
                body = await work.SealAsync(id, "moderation", "body", id, row.Body, cancel),
            },
            cancel);
        await work.CommitAsync(cancel);
        return number;
    }

    // Of an exercise when its issue is one.
    private static async Task<Result<bool>> DrillAsync(UnitOfWork work, IssueId? issue, CancellationToken cancel)
    {
        if (issue is not { } one)
        {
            return false;
        }

        return await work.FirstOrDefaultAsync<bool?>("select drill from issue where id = @id", new { id = one.Value }, cancel) is { } drill ? drill : new Error("issue.not-found", "There is no such issue.");
    }

    private sealed record Row(string Kind, int? RulesVersion, int? Rule, ModerationBody Body, byte[]? Mac, string State);
}

/// <summary>What is kept of a decision. <paramref name="Words"/> are the comment's, or the reply's; <paramref name="Receipt"/> the writer's six.</summary>
internal sealed record ModerationBody(string Words, string Reason, string? Receipt);
