using System.Text.Json;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;
using Vaern.Sealing.Packages;

namespace Vaern.App.Sharing;

/// <summary>
/// A legal ground for letting something leave a case, from <c>grounds.json</c>. It decides who may get it and what the form asks for.
/// </summary>
/// <param name="Rule">The rule that it rests on; whether somebody has verified that rule is said beside it.</param>
/// <param name="To">Kinds of recipient; a unit of the municipality by its kind, as <c>unit:school</c>.</param>
/// <param name="Never">Kinds of recipient for which no permission overrides the ground, with the sentence <paramref name="Refusal"/>.</param>
/// <param name="WithoutInvestigation">What is marked as belonging to an investigation cannot leave on this ground.</param>
/// <param name="Masks">Everybody whom the hand-over is not about is masked.</param>
/// <param name="Asks">What else the form asks for: <c>consent</c>.</param>
/// <param name="Unverified">The provision itself has not been compared with the official text, whatever the rule's standing.</param>
public sealed record Ground(
    string Key, string Rule, LocalText Provision, LocalText Name, LocalText Tell, IReadOnlyList<string> To, IReadOnlyList<string> Never, LocalText? Refusal,
    bool WithoutInvestigation, bool Masks, IReadOnlyList<string> Asks, bool Unverified = false)
{
    public bool Allows(string recipient) => To.Contains(recipient);

    /// <summary>True where not even an override may send it there: prevention is never investigation.</summary>
    public bool Forbids(string recipient) => Never.Contains(recipient);
}

/// <summary>The list of grounds, and what each kind of recipient is.</summary>
public static class Grounds
{
    public const string Unit = "unit";

    /// <summary>Kinds of recipient outside the municipality's units, in the order of the form.</summary>
    public static readonly string[] Outside = ["police", "police-prevention", "anmelddet", "authority", "supervision", "ssp", "affected", "records"];

    public static IReadOnlyList<Ground> All { get; } = Read();

    public static Ground? Find(string? key) => All.FirstOrDefault(ground => ground.Key == key);

    /// <summary>What the grounds call a recipient: its kind, or <c>unit:</c> and the kind of unit.</summary>
    public static string RecipientKey(string kind, Unit? unit) => kind == Unit ? $"unit:{unit?.Kind}" : kind;

    internal static RecipientKind RecipientOf(string kind) => kind switch
    {
        "police" => RecipientKind.Police,
        "anmelddet" => RecipientKind.AnmeldDet,
        "affected" => RecipientKind.Affected,
        "records" => RecipientKind.Internal,
        _ => RecipientKind.OtherAuthority,
    };

    /// <summary><c>handover.ground</c> for none, <c>handover.never</c> where nothing opens it, <c>handover.basis</c> where only an override does.</summary>
    internal static Result<Ground> Check(string? key, string recipient, bool overridden) => Find(key) switch
    {
        null => new Error("handover.ground", "Choose a ground."),
        { } ground when ground.Forbids(recipient) => new Error("handover.never", ground.Refusal?.En ?? "This ground never goes to that recipient."),
        { } ground when !ground.Allows(recipient) && !overridden => new Error("handover.basis", "The ground does not go with the recipient."),
        { } ground => ground,
    };

    private static List<Ground> Read()
    {
        using var stream = typeof(Grounds).Assembly.GetManifestResourceStream("Vaern.App.Sharing.grounds.json")
            ?? throw new InvalidOperationException("The list of grounds is missing from the program.");
        return JsonSerializer.Deserialize<List<Ground>>(stream, JsonSerializerOptions.Web)!;
    }
}
