using Vaern.App.Removal;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Removal;

/// <summary>The rungs in addresses and in words.</summary>
public static class LadderWords
{
    private static readonly (string Kind, string Slug)[] Slugs =
    [
        ("author", "ophavsmand"), ("platform", "platform"), ("helper", "hjaelp"), ("complaint", "klage"), ("coordinator", "koordinator"), ("authority", "datatilsynet"),
        ("injunction", "forbud"), ("mediation", "maegling"),
    ];

    public static string Slug(string kind) => Slugs.First(pair => pair.Kind == kind).Slug;

    public static Rung? FromSlug(string? slug) => Rung.Find(Slugs.FirstOrDefault(pair => pair.Slug == slug).Kind);

    /// <summary>How a rung stands, in one word, with the tone of its label.</summary>
    public static (string Words, string Tone) State(Texts texts, StepView? step) => step switch
    {
        null => (texts["removal.state.none"], "plain"),
        { State: "draft" } => (texts["removal.state.draft"], "wait"),
        { State: "skipped" } => (texts["removal.state.skipped"], "plain"),
        { State: "sent" } => (texts["removal.state.sent"], "calm"),
        { Answer: "removed" } => (texts["removal.answer.removed"], "done"),
        { Answer: { } answer } => (texts[$"removal.answer.{answer}"], "wait"),
        _ => (texts["removal.state.sent"], "calm"),
    };

    /// <summary><c>22 timer og 25 minutter</c>.</summary>
    public static string Took(Texts texts, int minutes) => minutes switch
    {
        < 60 => texts["removal.took.minutes", minutes],
        < 48 * 60 => texts["removal.took.hours", minutes / 60, minutes % 60],
        _ => texts["removal.took.days", minutes / 60 / 24, minutes / 60 % 24],
    };
}
