using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vaern.App.Casework;
using Vaern.Rules;

namespace Vaern.App.Sharing;

/// <summary>A block of an extract. <paramref name="Kind"/> is title, heading, fact, entry or text; <paramref name="Label"/> is empty where there is none.</summary>
public sealed record ExtractBlock(string Kind, string Label, string Text);

/// <summary>
/// What a person at the other end reads: the chosen entries, the people it is about, the plan and what is said of the evidence, with everybody else masked. The
/// same blocks are the preview, the text that is hashed and sealed, and the PDF and DOCX.
/// </summary>
public sealed record HandOverExtract(IReadOnlyList<ExtractBlock> Blocks, IReadOnlyList<MaskUse> Masks, IReadOnlyList<string> Doubts)
{
    private static readonly CultureInfo Danish = CultureInfo.GetCultureInfo("da-DK");

    /// <summary>The canonical text: what is hashed, approved, sealed and sent.</summary>
    public string Text => TextOf(Blocks);

    public HandOverPart Part
    {
        get
        {
            var bytes = Encoding.UTF8.GetBytes(Text);
            return new HandOverPart(HandOverBody.Extract, "uddrag.txt", Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length);
        }
    }

    public static string TextOf(IReadOnlyList<ExtractBlock> blocks)
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
        {
            text.Append(block.Kind switch
            {
                "title" => $"{block.Text}\n{new string('=', Math.Min(block.Text.Length, 72))}\n",
                "heading" => $"\n{block.Text}\n{new string('-', Math.Min(block.Text.Length, 72))}\n",
                "fact" => $"{block.Label}: {block.Text}\n",
                "entry" => $"\n[{block.Label}]\n{block.Text}\n",
                _ => $"\n{block.Text}\n",
            });
        }

        return text.ToString();
    }

    /// <summary>The blocks of such a text again, for showing what was sent.</summary>
    public static IReadOnlyList<ExtractBlock> Read(string text)
    {
        var blocks = new List<ExtractBlock>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var next = i + 1 < lines.Length ? lines[i + 1] : "";
            if (next.Length > 0 && next.Length == Math.Min(lines[i].Length, 72) && (next.All(c => c == '=') || next.All(c => c == '-')))
            {
                blocks.Add(new ExtractBlock(next[0] == '=' ? "title" : "heading", "", lines[i++]));
            }
            else if (lines[i] is ['[', .., ']'])
            {
                var words = new List<string>();
                var label = lines[i][1..^1];
                while (i + 1 < lines.Length && lines[i + 1].Length > 0)
                {
                    words.Add(lines[++i]);
                }

                blocks.Add(new ExtractBlock("entry", label, string.Join('\n', words)));
            }
            else if (lines[i].Length > 0)
            {
                var colon = lines[i].IndexOf(": ", StringComparison.Ordinal);
                blocks.Add(colon is > 0 and < 40 ? new ExtractBlock("fact", lines[i][..colon], lines[i][(colon + 2)..]) : new ExtractBlock("text", "", lines[i]));
            }
        }

        return blocks;
    }

    /// <summary>Who hides behind which alias, in the order of the parties; words that somebody added count with theirs.</summary>
    internal static IReadOnlyList<HiddenPerson> Hidden(HandOverOffer offer, HandOverChoice choice)
    {
        var counts = new Dictionary<string, int>();
        var hidden = new List<HiddenPerson>();
        foreach (var person in offer.People.Where(person => !choice.About.Contains(person.Id)))
        {
            var kind = person.Role switch { "affected" or "alleged" or "witness" => "barn", "parent" => "forælder", "class" => "klasse", _ => "person" };
            var alias = $"{kind} {ThirdParties.Letters(counts[kind] = counts.GetValueOrDefault(kind, -1) + 1)}";
            hidden.Add(new HiddenPerson(alias, [.. ThirdParties.WordsOf(person.Body.Name, person.Body.Contact), .. choice.Words.Where(word => word.Alias == alias).Select(word => word.Word)]));
        }

        hidden.AddRange(choice.Words.Where(word => hidden.All(person => person.Alias != word.Alias)).GroupBy(word => word.Alias)
            .Select(group => new HiddenPerson(group.Key, [.. group.Select(word => word.Word)])));
        return hidden;
    }

    internal static ThirdParties MasksOf(HandOverOffer offer, HandOverChoice choice, Ground ground) => new(
        ground.Masks ? Hidden(offer, choice) : [], [.. offer.People.Where(person => choice.About.Contains(person.Id)).Select(person => person.Body.Name)]);

    /// <summary>The extract, or null when nothing is chosen that is read rather than opened.</summary>
    internal static HandOverExtract? Of(HandOverOffer offer, string recipient, string purpose, HandOverChoice choice, Ground ground, string municipality, string unit)
    {
        var entries = offer.Entries.Where(entry => choice.Entries.Contains(entry.Id)).ToList();
        if (entries.Count == 0 && choice.About.Count == 0 && !choice.Plan)
        {
            return null;
        }

        var masks = MasksOf(offer, choice, ground);
        var blocks = new List<ExtractBlock>
        {
            new("title", "", "Uddrag af en sag"),
            new("fact", "Fra", $"{municipality}, {unit}"),
            new("fact", "Sag", offer.CaseNumber),
            new("fact", "Til", recipient),
            new("fact", "Formål", OneLine(purpose)),
            new("fact", "Grundlag", $"{ground.Name.Da}, {ground.Provision.Da}"),
        };
        blocks.Add(new("text", "", ground.Tell.Da));
        People(offer, choice, ground, blocks, masks);
        if (entries.Count > 0)
        {
            blocks.Add(new("heading", "", "Forløb"));
            foreach (var entry in entries)
            {
                blocks.Add(new("entry", $"{SharingWords.EntryKind(entry.Kind)}, {Moment(entry.HappenedAt)}", Whole(masks.Hide(entry.Text))));
                blocks.AddRange(entry.Statements.Select(said => new ExtractBlock(
                    "entry", said.OfRegistered ? $"Den registreredes egne ord til det, {Moment(said.At)}" : $"Rettet, {Moment(said.At)}", Whole(masks.Hide(said.Text)))));
            }
        }

        if (choice.Plan && offer.Plan is { } plan)
        {
            Plan(plan, blocks, masks);
        }

        Evidence(offer, choice, blocks, masks);
        blocks.Add(new("heading", "", "Hvad det viser, og hvad det ikke viser"));
        blocks.Add(new("text", "", SharingWords.Limits));
        return new HandOverExtract(blocks, masks.Used, masks.Doubts(TextOf(blocks[6..^2])));
    }

    private static void People(HandOverOffer offer, HandOverChoice choice, Ground ground, List<ExtractBlock> blocks, ThirdParties masks)
    {
        if (choice.About.Count > 0)
        {
            blocks.Add(new("heading", "", "Det handler om"));
            blocks.AddRange(offer.People.Where(person => choice.About.Contains(person.Id)).Select(person => new ExtractBlock(
                "fact", SharingWords.Role(person.Role), masks.Hide(person.Body.Name + (person.Body.Relation is { Length: > 0 } relation ? $", {relation}" : "")))));
        }

        if (ground.Masks && Hidden(offer, choice) is { Count: > 0 } hidden)
        {
            blocks.Add(new("text", "", $"Andre personer er skjult og står som {string.Join(", ", hidden.Select(person => person.Alias))}."));
        }
    }

    private static void Plan(PlanBody plan, List<ExtractBlock> blocks, ThirdParties masks)
    {
        blocks.Add(new("heading", "", "Handlingsplan"));
        foreach (var (label, text) in new[] { ("Mål", plan.Goal), ("Elevens ord", plan.PupilVoice), ("Samtaler", plan.TalksWithOthers), ("Klassen", plan.ClassEffort), ("Forældre", plan.Parents), ("Opfølgning", plan.Review) })
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                blocks.Add(new("entry", label, Whole(masks.Hide(text))));
            }
        }

        blocks.AddRange(plan.Measures.Select(measure => new ExtractBlock("entry", "Tiltag", Whole(masks.Hide($"{measure.What} ({measure.Responsible}{(measure.DueOn is { } due ? ", " + due.ToString("d. MMMM yyyy", Danish) : "")})")))));
    }

    private static void Evidence(HandOverOffer offer, HandOverChoice choice, List<ExtractBlock> blocks, ThirdParties masks)
    {
        var chosen = offer.Parts.Where(part => choice.Labels.Contains(part.Part.Label)).ToList();
        if (chosen.Count > 0)
        {
            blocks.Add(new("heading", "", "Beviser, der følger med"));
            blocks.AddRange(chosen.Select(part => new ExtractBlock("fact", part.Part.Label, OneLine(masks.Hide(part.Description ?? part.Part.Name) is { Length: > 0 } words ? words : "uden beskrivelse"))));
        }
    }

    private static string Moment(DateTimeOffset at) => DanishTime.At(at).ToString("d. MMMM yyyy 'kl.' HH.mm", Danish);

    private static string OneLine(string text) => string.Join(' ', text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    // An empty line ends an entry in the canonical text, so a text has none of its own.
    private static string Whole(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length > 0));
}
