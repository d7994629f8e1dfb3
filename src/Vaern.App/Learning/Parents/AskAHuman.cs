using Vaern.App.Accounts;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.Learning.Parents;

/// <summary>What the page says before a question is sent.</summary>
/// <param name="Names">It seems to name somebody: «skriv uden navn på andre børn». What is sent all the same is masked before it is kept.</param>
/// <param name="Harm">It may tell of harm to a child: who must notify, 112 and the children's duty are shown.</param>
/// <param name="Watching">It asks for a program to watch the child: why not, and what works instead.</param>
public sealed record QuestionSigns(bool Names, bool Harm, bool Watching);

/// <summary>
/// «Spørg et menneske»: a parent's question goes the way of every report, to the safety team, and is answered in the anonymous mailbox. The promise is one working day
/// (GOAL-PARENT-ANSWER). Names, numbers and links are covered before anything is kept.
/// </summary>
public static class AskAHuman
{
    public const string Promise = "GOAL-PARENT-ANSWER";

    public const int TextLimit = 3_000;

    private static readonly string[] Watch = ["overvåg", "spyware", "holde øje med telefon", "holde øje med hans telefon", "holde øje med hendes telefon", "læse med", "læse hans beskeder", "læse hendes beskeder", "forældrekontrol", "spore telefon", "app til at følge", "app der kan se", "app, der kan se", "parental control", "monitor", "watch my child", "track", "read along", "spy"];

    public static QuestionSigns SignsOf(Municipality municipality, string? text) => string.IsNullOrWhiteSpace(text)
        ? new QuestionSigns(false, false, false)
        : new QuestionSigns(!Nameless.Of(text, municipality.Units).IsClean, DutySigns.In(text), Watch.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)));

    /// <returns>The receipt, or <c>question.empty</c>, <c>question.long</c>, <c>question.names</c> (not sent, the words are given back) or what the report's own door says.</returns>
    /// <param name="sendAnyway">The parent has seen that it looks like a name: it is sent, masked.</param>
    public static async Task<Result<Receipt>> SendAsync(Municipality municipality, string? text, bool sendAnyway, string language, string token, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new Error("question.empty", "The question has no words.");
        }

        if (text.Length > TextLimit)
        {
            return new Error("question.long", "At most 3,000 characters.");
        }

        if (token.Length is < 16 or > 100)
        {
            return new Error("question.token", "The form has no token.");
        }

        var nameless = Nameless.Of(text.Trim(), municipality.Units);
        if (!nameless.IsClean && !sendAnyway)
        {
            return new Error("question.names", "The text looks as if it names somebody.");
        }

        // The unit's own promise is for reports; to a parent another goal is promised.
        var unit = await TeamAsync(municipality, cancel) with { ReplyRule = Promise };
        var content = new ReportContent { Story = nameless.Masked, Language = language };
        return await SubmitReport.HandleAsync(municipality, new ReportSubmission("parent", "something-else", false, unit, content, null), token, None(), cancel);
    }

    /// <summary>When a question asked now is answered at the latest.</summary>
    public static DateTimeOffset Due(Municipality municipality) => ReplyPromise.For(municipality.Law, Promise, municipality.Now);

    // Where the team sits and reads: the smallest unit that has somebody of it, else the municipality itself.
    private static async Task<Unit> TeamAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var units = await work.QueryAsync<Guid>(
            "select distinct m.unit_id from membership m join account a on a.id = m.account_id and a.disabled_at is null where m.role = any(@roles) order by m.unit_id", new { roles = Roles.Granting(Permission.AnswerSparring) }, cancel);
        return units.Select(id => municipality.Units.Find(new UnitId(id))).FirstOrDefault(unit => unit is { Open: true, Kind: "team" }) ?? municipality.Units.Root;
    }

    private static async IAsyncEnumerable<IncomingFile> None()
    {
        await Task.CompletedTask;
        yield break;
    }
}
