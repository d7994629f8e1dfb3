using System.Text.Json;
using Vaern.Rules;

namespace Vaern.App.Insight.Surveys;

/// <summary>An answer one may choose.</summary>
/// <param name="National">Per cent in the national survey, as published; null where there is none to stand beside.</param>
public sealed record BankOption(string Key, LocalText Text, int? National);

/// <summary>Answers that are published as one.</summary>
public sealed record BankGroup(string Key, LocalText Text, IReadOnlyList<string> Options, int? National);

/// <summary>A question of the bank. There is no kind of question that takes words.</summary>
/// <param name="Kind"><c>one</c> or <c>several</c>.</param>
/// <param name="Definition">What the words of the question mean; shown with it.</param>
/// <param name="Groups">How answers are put together when they are published; null publishes each.</param>
/// <param name="Headline">The published answer that a figure of one line shows.</param>
/// <param name="Notice">How the notice names what is asked.</param>
/// <param name="Source">Where the question comes from and whether its words are ours.</param>
/// <param name="Reference">Who was asked nationally, and when.</param>
/// <param name="Note">What must be said beside the national figures.</param>
/// <param name="Trait">What it tells of who answers, such as <c>birth-month</c>; null for questions about life at school.</param>
public sealed record BankItem(
    string Key, string Kind, LocalText Text, LocalText? Help, LocalText? Definition, IReadOnlyList<BankOption> Options, IReadOnlyList<BankGroup>? Groups, string Headline,
    LocalText Notice, LocalText Source, LocalText? Reference, LocalText? Note, string? Trait)
{
    public bool IsSeveral => Kind == "several";

    /// <summary>What is published of it, in order.</summary>
    public IReadOnlyList<BankGroup> Published => Groups ?? [.. Options.Select(option => new BankGroup(option.Key, option.Text, [option.Key], option.National))];

    public BankGroup PublishedHeadline => Published.First(group => group.Key == Headline);

    /// <summary>The key of the table that counts a published answer: one table for the question, or one for each answer where several may be chosen.</summary>
    public string TableOf(string published) => IsSeveral ? $"{Key}.{published}" : Key;
}

/// <summary>The questions that a survey of one audience is built from, shipped with the program: a question means the same in every municipality and every year.</summary>
/// <param name="Audience">leader or pupil.</param>
public sealed record QuestionBank(string Audience, int Version, IReadOnlyList<BankItem> Items)
{
    /// <summary>Columns of a table for who did not answer, and for an answer of several that was not chosen.</summary>
    public const string Skipped = "skipped";

    /// <inheritdoc cref="Skipped"/>
    public const string Chosen = "chosen";

    /// <inheritdoc cref="Skipped"/>
    public const string NotChosen = "not-chosen";

    public static readonly string[] Audiences = ["leader", "pupil"];

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly Lazy<IReadOnlyList<QuestionBank>> Shipped = new(() => [.. Audiences.Select(Read)]);

    public static QuestionBank? Find(string? audience) => Shipped.Value.FirstOrDefault(bank => bank.Audience == audience);

    public static QuestionBank Of(string audience) => Find(audience) ?? throw new ArgumentException($"No bank for {audience}.", nameof(audience));

    public BankItem? Item(string key) => Items.FirstOrDefault(item => item.Key == key);

    private static QuestionBank Read(string audience)
    {
        using var stream = typeof(QuestionBank).Assembly.GetManifestResourceStream($"Vaern.App.Insight.Surveys.Bank.{audience}.json")
            ?? throw new FileNotFoundException($"There is no bank {audience}.");
        return JsonSerializer.Deserialize<QuestionBank>(stream, Strict) ?? throw new JsonException($"The bank {audience} is empty.");
    }
}
