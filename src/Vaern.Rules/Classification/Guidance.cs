namespace Vaern.Rules;

/// <summary>The public guidance on one kind of report for one audience: plain words, never a verdict. Texts for children have LIX under 35.</summary>
public sealed record Guidance
{
    public required ReportCategory Category { get; init; }

    public required Audience Audience { get; init; }

    /// <summary>What the matter may be, in a sentence or two.</summary>
    public required LocalText Lead { get; init; }

    /// <summary>What to do, the most urgent first.</summary>
    public required IReadOnlyList<LocalText> Do { get; init; }

    /// <summary>What not to do.</summary>
    public required IReadOnlyList<LocalText> DoNot { get; init; }

    /// <summary>Who helps; contacts that are off are left out.</summary>
    public required IReadOnlyList<Contact> Help { get; init; }

    /// <summary>The rules behind it, to be shown with source and label.</summary>
    public required IReadOnlyList<Rule> Rules { get; init; }

    /// <summary>The guidance for a category and an audience.</summary>
    /// <returns>The guidance, or <c>category.unknown</c>.</returns>
    public static RulesResult<Guidance> For(string categoryCode, Audience audience, RuleBook book)
    {
        if (!ReportCategories.Find(categoryCode).TryGet(out var category, out var error))
        {
            return error;
        }
        var row = Shipped.Value.Guidance.First(row => row.Category == category.Code && row.Audience == audience);
        return new Guidance
        {
            Category = category,
            Audience = audience,
            Lead = row.Lead,
            Do = Texts(row.Do),
            DoNot = Texts(row.DoNot),
            Help = [.. row.Help.Select(book.Contact).Where(contact => contact.IsShown)],
            Rules = [.. category.Rules.Select(id => book.Find(id).Value).Where(rule => rule.IsShown)],
        };
    }

    internal static readonly Lazy<GuidanceFile> Shipped = new(() => RuleFiles.Read<GuidanceFile>("guidance"));

    private static IReadOnlyList<LocalText> Texts(IReadOnlyList<string> ids) =>
        [.. ids.Select(id => Shipped.Value.Texts.First(text => text.Id == id).Text)];
}

internal sealed record GuidanceFile(string Format, string RuleSet, IReadOnlyList<Advice> Texts, IReadOnlyList<GuidanceRow> Guidance);

internal sealed record GuidanceRow(
    string Category,
    Audience Audience,
    LocalText Lead,
    IReadOnlyList<string> Do,
    IReadOnlyList<string> DoNot,
    IReadOnlyList<string> Help);
