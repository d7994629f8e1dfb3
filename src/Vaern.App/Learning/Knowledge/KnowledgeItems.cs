using Vaern.App.Accounts;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Learning.Knowledge;

/// <summary>An item as its writer gives it; it may come from an answer, and holds no trace of the question.</summary>
public sealed record NewKnowledge(Guid Id, KnowledgeWords Words, string Audience, string? Beside, bool NotAName);

/// <summary>Writes, reviews, publishes and withdraws the municipality's own knowledge. One writes, another reviews.</summary>
public static class KnowledgeItems
{
    private const string Columns =
        """
        k.id, k.number, k.state, k.audience, k.beside, k.body, k.author_id as author, k.written_at as writtenat, k.review_by as reviewby, k.reviewer_id as reviewer, k.reviewed_at as reviewedat,
        k.expires_on as expireson, k.version
        """;

    internal static readonly Error NotFound = new("knowledge.not-found", "There is no such item, or it is not yours to change.");

    /// <returns>The number (<c>VI-2027-012</c>), or <c>knowledge.not-found</c>, <c>knowledge.words</c>, <c>knowledge.audience</c>, <c>knowledge.beside</c>, <c>sparring.person</c>.</returns>
    public static async Task<Result<string>> WriteAsync(Municipality municipality, StaffMember staff, NewKnowledge asked, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.AnswerSparring))
        {
            return NotFound;
        }

        if (Fault(municipality, asked.Words, asked.Audience, asked.Beside, asked.NotAName) is { } fault)
        {
            return fault;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from knowledge_item where id = @Id", new { asked.Id }, cancel) is { } earlier)
        {
            return earlier;
        }

        var number = await LearningNumbers.NextAsync(work, "VI", cancel);
        var by = ReplyPromise.For(municipality.Law, "GOAL-KNOWLEDGE-REVIEW", work.Now);
        await work.ExecuteAsync(
            """
            insert into knowledge_item (id, number, state, audience, beside, body, author_id, written_at, review_by)
            values (@Id, @number, 'draft', @Audience, @beside, @body, @me, @now, @by)
            """,
            new
            {
                asked.Id, number, asked.Audience, beside = Blank(asked.Beside), me = staff.Account.Value, now = work.Now, by,
                body = await work.SealAsync(municipality.Id, "knowledge_item", "body", asked.Id, asked.Words, cancel),
            },
            cancel);
        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("knowledge.written", $"knowledge:{number}", new { asked.Audience, asked.Beside, reviewBy = by }, new { @new = asked.Words }) { Role = "safety_team" }, cancel);
        await Sparring.SparringRoom.TellTeamAsync(work, cancel);
        await work.CommitAsync(cancel);
        return number;
    }

    /// <summary>Changes a draft, or takes a published one back to draft with new words; whoever changes is its author from then on. <c>knowledge.*</c>, <c>knowledge.stale</c>.</summary>
    public static Task<Result<string>> ChangeAsync(
        Municipality municipality, StaffMember staff, string number, KnowledgeWords words, string audience, string? beside, bool notAName, int version, CancellationToken cancel = default) =>
        OnItemAsync(municipality, staff, number, version, async (work, item) =>
        {
            if (Fault(municipality, words, audience, beside, notAName) is { } fault)
            {
                return fault;
            }

            await work.ExecuteAsync(
                """
                update knowledge_item set state = 'draft', audience = @audience, beside = @beside, body = @body, author_id = @me, written_at = @now, review_by = @by,
                  reviewer_id = null, reviewed_at = null, expires_on = null, version = version + 1 where id = @Id
                """,
                new
                {
                    item.Id, audience, beside = Blank(beside), me = staff.Account.Value, now = work.Now, by = ReplyPromise.For(municipality.Law, "GOAL-KNOWLEDGE-REVIEW", work.Now),
                    body = await work.SealAsync(municipality.Id, "knowledge_item", "body", item.Id, words, cancel),
                },
                cancel);
            return new StreamEvent("knowledge.changed", $"knowledge:{number}", new { old = item.State, @new = "draft", audience, beside }, new { old = item.Words, @new = words });
        }, cancel);

    /// <summary>Another than the author has read it and publishes it until a day. <c>knowledge.own</c>, <c>knowledge.expires</c> (after today, within a year), <c>knowledge.state</c>, <c>knowledge.stale</c>, <c>knowledge.not-found</c>.</summary>
    public static Task<Result<string>> ReviewAsync(Municipality municipality, StaffMember staff, string number, DateOnly expires, int version, CancellationToken cancel = default) =>
        OnItemAsync(municipality, staff, number, version, async (work, item) =>
        {
            if (item.State == "withdrawn")
            {
                return new Error("knowledge.state", "It has been withdrawn.");
            }

            if (item.Author == staff.Account)
            {
                return new Error("knowledge.own", "Somebody else reviews what you wrote.");
            }

            var today = DanishTime.DayOf(work.Now);
            if (expires <= today || expires > today.AddYears(1))
            {
                return new Error("knowledge.expires", "A day within a year.");
            }

            await work.ExecuteAsync(
                "update knowledge_item set state = 'published', reviewer_id = @me, reviewed_at = @now, expires_on = @expires, version = version + 1 where id = @Id",
                new { item.Id, me = staff.Account.Value, now = work.Now, expires }, cancel);
            return new StreamEvent("knowledge.published", $"knowledge:{number}", new { old = item.State, @new = "published", expires, inTime = work.Now <= item.ReviewBy });
        }, cancel);

    /// <summary>Takes it away from where it shows. <c>knowledge.state</c>, <c>knowledge.stale</c>, <c>knowledge.not-found</c>.</summary>
    public static Task<Result<string>> WithdrawAsync(Municipality municipality, StaffMember staff, string number, int version, CancellationToken cancel = default) =>
        OnItemAsync(municipality, staff, number, version, async (work, item) =>
        {
            if (item.State != "published")
            {
                return new Error("knowledge.state", "It is not published.");
            }

            await work.ExecuteAsync("update knowledge_item set state = 'withdrawn', version = version + 1 where id = @Id", new { item.Id }, cancel);
            return new StreamEvent("knowledge.withdrawn", $"knowledge:{number}", new { old = "published", @new = "withdrawn" });
        }, cancel);

    /// <summary>For the staff: published ones for all, drafts and withdrawn ones for the team besides. The newest first, 100 at most.</summary>
    public static async Task<IReadOnlyList<KnowledgeItem>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await OpenAsync(municipality, work, await work.QueryAsync<Row>(
            $"select {Columns} from knowledge_item k where k.state = 'published' or @team order by k.written_at desc, k.id limit 100", new { team = staff.Can(Permission.AnswerSparring) }, cancel), cancel);
    }

    /// <summary><c>knowledge.not-found</c>.</summary>
    public static async Task<Result<KnowledgeItem>> OneAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>($"select {Columns} from knowledge_item k where k.number = upper(@number) and (k.state = 'published' or @team)", new { number, team = staff.Can(Permission.AnswerSparring) }, cancel);
        return await OpenAsync(municipality, work, rows, cancel) is [var item] ? item : NotFound;
    }

    /// <summary>What stands under a shared text: published, by the newest review. For the public only what is meant for everyone.</summary>
    public static async Task<IReadOnlyList<KnowledgeItem>> BesideAsync(Municipality municipality, string name, StaffMember? staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(staff is null ? Acting.Nobody : new Acting.Staff(staff.Account.Value), cancel);
        return await OpenAsync(municipality, work, await work.QueryAsync<Row>(
            $"select {Columns} from knowledge_item k where k.state = 'published' and k.beside = @name and (k.audience = 'everyone' or @staff) order by k.reviewed_at desc, k.id limit 20", new { name, staff = staff is not null }, cancel), cancel);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static Error? Fault(Municipality municipality, KnowledgeWords words, string audience, string? beside, bool notAName)
    {
        var texts = new[] { words.Title, words.Text, words.Source };
        if (texts.Any(string.IsNullOrWhiteSpace) || words.Title.Length > KnowledgeItem.TitleLimit || words.Text.Length > KnowledgeItem.TextLimit || words.Source.Length > 300)
        {
            return new Error("knowledge.words", "A title, a text and what it builds on.");
        }

        if (audience is not ("staff" or "everyone"))
        {
            return new Error("knowledge.audience", "For the staff or for everyone.");
        }

        if (Blank(beside) is { } name && Library.Library.All.All(sheet => sheet.Name != name))
        {
            return new Error("knowledge.beside", "There is no such shared text.");
        }

        // The source may be an author and a link; the text itself names nobody.
        var found = texts.Take(2).Select(text => Nameless.Of(text, municipality.Units)).ToArray();
        return found.Any(one => one.Numbers || (one.Names && !notAName)) ? new Error("sparring.person", "The text looks as if it names somebody.") : null;
    }

    private static async Task<Result<string>> OnItemAsync(
        Municipality municipality, StaffMember staff, string number, int version, Func<UnitOfWork, KnowledgeItem, Task<Result<StreamEvent>>> act, CancellationToken cancel)
    {
        if (!staff.Can(Permission.AnswerSparring))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>($"select {Columns} from knowledge_item k where k.number = upper(@number) for update", new { number }, cancel);
        if (await OpenAsync(municipality, work, rows, cancel) is not [var item])
        {
            return NotFound;
        }

        if (item.Version != version)
        {
            return new Error("knowledge.stale", "Somebody else has changed it.");
        }

        if (!(await act(work, item)).TryGet(out var happened, out var error))
        {
            return error;
        }

        await work.Streams.AppendAsync(municipality.Id, happened with { Role = "safety_team" }, cancel);
        await work.CommitAsync(cancel);
        return item.Number;
    }

    private static async Task<IReadOnlyList<KnowledgeItem>> OpenAsync(Municipality municipality, UnitOfWork work, IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        var items = new List<KnowledgeItem>(rows.Count);
        foreach (var row in rows)
        {
            items.Add(new KnowledgeItem(
                row.Id, row.Number, row.State, row.Audience, row.Beside, await work.OpenAsync<KnowledgeWords>(municipality.Id, "knowledge_item", "body", row.Id, row.Body, cancel), new AccountId(row.Author),
                row.WrittenAt, row.ReviewBy, row.Reviewer is { } reviewer ? new AccountId(reviewer) : null, row.ReviewedAt, row.ExpiresOn, row.Version));
        }

        return items;
    }

    private sealed record Row(
        Guid Id, string Number, string State, string Audience, string? Beside, byte[] Body, Guid Author, DateTimeOffset WrittenAt, DateTimeOffset ReviewBy, Guid? Reviewer, DateTimeOffset? ReviewedAt,
        DateOnly? ExpiresOn, int Version);
}
