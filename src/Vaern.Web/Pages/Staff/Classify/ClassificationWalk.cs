using Vaern.App.Cases;
using Vaern.Rules;

namespace Vaern.Web.Pages.Staff.Classify;

/// <summary>
/// The questions of the classification, one a page, without script: the answers so far stand in the address as codes
/// (<c>danger.no~affected.under-15</c>), so that back, reload and a print work. They hold no word that anybody wrote.
/// </summary>
public sealed class ClassificationWalk
{
    private static readonly ClassificationTree Tree = ClassificationTree.Default;

    private readonly List<KeyValuePair<string, string>> given = [];

    private ClassificationWalk()
    {
    }

    /// <summary>The answer chosen on the page that is shown, or suggested there.</summary>
    public string? Choice { get; init; }

    /// <summary>The question to ask now; null when every question is answered.</summary>
    public Question? Question => Tree.Next(Answers);

    public IReadOnlyDictionary<string, string> Answers => given.ToDictionary(StringComparer.Ordinal);

    /// <summary>The answers so far as the address holds them.</summary>
    public string Trail => Write(given);

    public int Position => given.Count + 1;

    public static int Length => Tree.Questions.Count;

    /// <summary>What has been answered, in words, with the trail that leads back to each question.</summary>
    public IEnumerable<(Question Question, AnswerOption Answer, string Back)> Given => given.Select((answer, place) =>
    {
        var question = Tree.Questions.First(one => one.Id == answer.Key);
        return (question, question.Options.First(option => option.Id == answer.Value), Write(given.Take(place)));
    });

    /// <summary>The trail one step back; null at the first question.</summary>
    public string? Previous => given.Count == 0 ? null : Write(given.SkipLast(1));

    /// <summary>Follows a trail as far as its answers go together, then the choice made on the page; what does not fit is left out.</summary>
    /// <param name="suggested">Answers known from elsewhere, shown as chosen until somebody chooses.</param>
    public static ClassificationWalk Follow(string? trail, string? choice, IReadOnlyDictionary<string, string>? suggested = null)
    {
        var walk = new ClassificationWalk();
        foreach (var part in (trail ?? "").Split('~', 10, StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = part.IndexOf('.', StringComparison.Ordinal);
            if (cut < 1 || !walk.Take(part[..cut], part[(cut + 1)..]))
            {
                break;
            }
        }

        if (choice is not null && walk.Question is { } asked)
        {
            walk.Take(asked.Id, choice);
        }

        return new ClassificationWalk(walk.given) { Choice = walk.Question is { } next && suggested?.GetValueOrDefault(next.Id) is { } known && next.Options.Any(option => option.Id == known) ? known : null };
    }

    /// <summary>The result of a full trail, by the municipality's rules; null while a question is open.</summary>
    public KeptClassification? Result(RuleBook law) => Question is null && KeptClassification.Of(Answers, law).TryGet(out var result, out _) ? result : null;

    private ClassificationWalk(List<KeyValuePair<string, string>> given) => this.given = given;

    private bool Take(string question, string answer)
    {
        if (Question is not { } open || open.Id != question || open.Options.All(option => option.Id != answer))
        {
            return false;
        }

        given.Add(new(question, answer));
        return true;
    }

    private static string Write(IEnumerable<KeyValuePair<string, string>> answers) => string.Join('~', answers.Select(answer => $"{answer.Key}.{answer.Value}"));
}
