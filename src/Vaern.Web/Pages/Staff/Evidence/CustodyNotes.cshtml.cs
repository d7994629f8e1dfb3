using Microsoft.AspNetCore.Mvc;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>What happens to telephones in bags, sticks and prints: the notes of a case, and a form for the next. No field takes a file.</summary>
public sealed class CustodyNotesModel : CasePage
{
    /// <summary>The id of the note, chosen by the form, so that pressing twice writes one.</summary>
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Chosen { get; set; } = [];

    /// <summary>The number of a thing that is not in the case yet.</summary>
    [BindProperty]
    public string? NewThing { get; set; }

    [BindProperty]
    public string? HappenedAt { get; set; }

    [BindProperty]
    public string? Holder { get; set; }

    [BindProperty]
    public string? Place { get; set; }

    [BindProperty]
    public string? AgreedWith { get; set; }

    [BindProperty]
    public string? Remark { get; set; }

    public IReadOnlyList<CustodyNote> Notes => Case.Custody;

    /// <summary>The words for whoever lays a telephone in a bag, where the case is of an image that must not be seen.</summary>
    public PlaybookStep? Script => Case.Restricted && Playbook.Find("P-BILLEDE/poser") is { Step: { Say: not null } step } ? step : null;

    /// <summary>Also in a closed case: the police give things back when they are done.</summary>
    public bool May => Case.MayWrite;

    /// <summary>What a note can be about, with its own words where there are any.</summary>
    public IEnumerable<(string Label, string Words)> Things => ThingsOf(Case);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        (Id, HappenedAt, Kind) = (Guid.CreateVersion7(), LocalMoment.Write(When.Now), App.Evidence.CustodyNotes.Kinds[0]);
        NewThing = Things.Any() ? null : ThingLabel.Next([]);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !May)
        {
            return NotFound();
        }

        if (!LocalMoment.Read(HappenedAt).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(HappenedAt), unreadable);
        }

        var body = new CustodyNoteBody(Line(Holder), Line(Place), Line(AgreedWith), Line(Remark), null);
        var note = new NewCustodyNote(Id, Kind ?? "", [.. Chosen], at ?? When.Now, body, NewThing: NewThing);
        var written = await WriteCustodyNote.HandleAsync(Town, Me, Case.Id, note, StoryOf(Texts, note), cancel);
        return written.TryGet(out _, out var error) ? Saved($"{Address}/forvaring", "saved.custody") : Again(FieldOf(error.Code), error);
    }

    internal static IEnumerable<(string Label, string Words)> ThingsOf(CaseView item) =>
    [
        .. item.Things.Select(thing => (thing.Label, string.Join(", ", new[] { thing.Last.Body.Receiver?.Authority ?? thing.Last.Body.Holder, thing.Last.Body.Place }.OfType<string>()))),
        .. item.Referrals.Select(referral => (referral.Label, referral.DeviceHolder ?? referral.Description ?? "")),
        .. item.Items.Where(evidence => evidence.State == "kept").Select(evidence => (evidence.Label, evidence.Meta.Name.Length > 0 ? evidence.Meta.Name : evidence.Meta.Description ?? "")),
    ];

    /// <summary>The line for the chronology. Whoever took a thing over stands in the note and is not named here.</summary>
    internal static string StoryOf(Texts texts, NewCustodyNote note)
    {
        if (!App.Evidence.CustodyNotes.Kinds.Contains(note.Kind))
        {
            return ""; // what came is no form of ours, and is refused
        }

        var thing = ThingLabel.Read(note.NewThing).TryGet(out var label, out _) ? label : null;
        string?[] parts =
        [
            $"{texts[$"keep.kind.{note.Kind}"]}: {string.Join(", ", note.Labels.Append(thing).OfType<string>())}", note.Body.Receiver?.Authority, note.Body.Holder, note.Body.Place,
            note.Body.AgreedWith is { } agreed ? $"{texts["keep.agreed"]} {agreed}" : null, note.Body.Remark,
        ];
        return string.Join(". ", parts.Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => part!.TrimEnd('.'))) + ".";
    }

    /// <summary>One line, or null for an empty field.</summary>
    internal static string? Line(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim().ReplaceLineEndings(" ");

    private string FieldOf(string code) => code switch
    {
        "custody.kind" => nameof(Kind),
        "custody.labels" => Things.Any() ? nameof(Chosen) : nameof(NewThing),
        "custody.thing" => nameof(NewThing),
        "custody.future" => nameof(HappenedAt),
        "custody.holder" => nameof(Holder),
        "custody.remark" => nameof(Remark),
        _ => "",
    };
}
