using System.Globalization;
using System.Text.RegularExpressions;
using Vaern.App.Learning.Library;

namespace Vaern.App.Learning.Parents;

/// <summary>A point of the agenda, with the minutes it takes.</summary>
public sealed record AgendaPoint(int Minutes, string Text);

/// <summary>A slide: a title and Markdown.</summary>
public sealed record Slide(string Title, string Markdown);

/// <summary>A question of the quiz; <paramref name="Figure"/> is the question of <see cref="LocalFigure"/> that answers it, where a figure may be shown.</summary>
public sealed record QuizQuestion(string Text, string Answer, string? Figure);

/// <summary>A hard question that parents ask, and an answer to say aloud.</summary>
public sealed record HardQuestion(string Question, string Answer);

/// <summary>
/// The kit of a parents' evening for one grade and length: the same content on the screen, in the file and on paper, under the same version number. It is made from the shared text of the
/// grade's stage (<c>moede/0-3</c>, <c>moede/4-6</c>, <c>moede/7-9</c>).
/// </summary>
public sealed partial record Kit(
    Sheet Sheet, int Grade, int Minutes, IReadOnlyList<AgendaPoint> Agenda, IReadOnlyList<Slide> Slides, string TalkCard, IReadOnlyList<QuizQuestion> Quiz, string Message, IReadOnlyList<HardQuestion> Hard)
{
    public static readonly int[] Lengths = [30, 45, 60];

    /// <summary><c>FM-6</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"FM-{Grade}");

    /// <param name="link">The address that is given to parents; it holds no class and no person.</param>
    /// <returns>Null for a grade or a length that there is no kit for.</returns>
    public static Kit? Of(int grade, int minutes, string language, string municipality, string link)
    {
        var slug = grade switch { >= 0 and <= 3 => "0-3", >= 4 and <= 6 => "4-6", >= 7 and <= 9 => "7-9", _ => "" };
        return Lengths.Contains(minutes) && Library.Library.Find("moede", slug, language) is { } sheet ? Of(sheet, grade, minutes, municipality, link) : null;
    }

    /// <exception cref="FormatException">A part is missing or a line of it cannot be read; a test reads every kit.</exception>
    public static Kit Of(Sheet sheet, int grade, int minutes, string municipality, string link)
    {
        var text = sheet.Markdown.Replace("{{klasse}}", grade.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{{kommune}}", municipality, StringComparison.Ordinal).Replace("{{link}}", link, StringComparison.Ordinal);
        var parts = Regex.Split(text, @"^# (.+)$", RegexOptions.Multiline);
        var byName = Enumerable.Range(0, parts.Length / 2).ToDictionary(n => parts[(2 * n) + 1].Trim(), n => parts[(2 * n) + 2].Trim());
        string Part(string name) => byName.TryGetValue(name, out var part) && part.Length > 0 ? part : throw new FormatException($"{sheet.Name} has no part {name}.");
        var column = Array.IndexOf(Lengths, minutes);
        var agenda = Part("agenda").Split('\n').Select(line => AgendaLine().Match(line) is { Success: true } match
            ? new AgendaPoint(int.Parse(match.Groups[1 + column].Value, CultureInfo.InvariantCulture), match.Groups[4].Value) : throw new FormatException($"{sheet.Name}: «{line}»"));
        return new Kit(
            sheet, grade, minutes, [.. agenda.Where(point => point.Minutes > 0)], [.. Headed(Part("slides")).Select(pair => new Slide(pair.Title, pair.Body))], Part("card"),
            [.. Headed(Part("quiz")).Select(pair => QuizOf(pair.Title, pair.Body))], Part("message"), [.. Headed(Part("hard")).Select(pair => new HardQuestion(pair.Title, pair.Body))]);
    }

    private static QuizQuestion QuizOf(string title, string body)
    {
        var figure = FigureLine().Match(body);
        return new QuizQuestion(title, FigureLine().Replace(body, "").Trim(), figure.Success ? figure.Groups[1].Value : null);
    }

    private static IEnumerable<(string Title, string Body)> Headed(string part)
    {
        var pieces = Regex.Split(part, @"^## (.+)$", RegexOptions.Multiline);
        return Enumerable.Range(0, pieces.Length / 2).Select(n => (pieces[(2 * n) + 1].Trim(), pieces[(2 * n) + 2].Trim()));
    }

    [GeneratedRegex(@"^- (\d+)/(\d+)/(\d+) (.+)$")]
    private static partial Regex AgendaLine();

    [GeneratedRegex(@"^\[figure: ([a-z-]+)\]$", RegexOptions.Multiline)]
    private static partial Regex FigureLine();
}
