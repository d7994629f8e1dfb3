using Microsoft.AspNetCore.Mvc;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>
/// Somebody takes things over and signs on the screen: name, number, whom they act for, and a yes that the things were received. With script a signature can
/// be drawn beside the name; it is kept as numbers, and the name alone is enough.
/// </summary>
public sealed class SigningModel : CasePage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Chosen { get; set; } = [];

    [BindProperty]
    public string? HappenedAt { get; set; }

    [BindProperty]
    public string? Authority { get; set; }

    [BindProperty]
    public string? Officer { get; set; }

    [BindProperty]
    public string? ServiceNumber { get; set; }

    [BindProperty]
    public string? Remark { get; set; }

    [BindProperty]
    public bool Confirmed { get; set; }

    /// <summary>The drawing in numbers; empty without script.</summary>
    [BindProperty]
    public string? Strokes { get; set; }

    public IEnumerable<(string Label, string Words)> Things => CustodyNotesModel.ThingsOf(Case);

    /// <summary>What was drawn before the page came back with a fault.</summary>
    public string Drawn => SignedStrokes.Read(Strokes) is { IsOk: true, Value: var drawn } ? drawn.Path : "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !Case.MayWrite || !Things.Any())
        {
            return NotFound();
        }

        (Id, HappenedAt) = (Guid.CreateVersion7(), LocalMoment.Write(When.Now));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !Case.MayWrite)
        {
            return NotFound();
        }

        if (!LocalMoment.Read(HappenedAt).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(HappenedAt), unreadable);
        }

        if (!SignedStrokes.Read(Strokes).TryGet(out var drawn, out var broken))
        {
            return Again("", broken);
        }

        var receiver = new Receiver(Line(Officer), Line(ServiceNumber), Line(Authority), drawn.IsEmpty ? null : drawn.Text);
        var note = new NewCustodyNote(Id, App.Evidence.CustodyNotes.HandedOver, [.. Chosen], at ?? When.Now, new CustodyNoteBody(null, null, null, CustodyNotesModel.Line(Remark), receiver), Confirmed);
        var written = await WriteCustodyNote.HandleAsync(Town, Me, Case.Id, note, CustodyNotesModel.StoryOf(Texts, note), cancel);
        return written.TryGet(out _, out var error) ? Saved($"{Address}/forvaring", "saved.custody.handed-over") : Again(FieldOf(error.Code), error);
    }

    private static string Line(string? typed) => CustodyNotesModel.Line(typed) ?? "";

    private static string FieldOf(string code) => code switch
    {
        "custody.labels" => nameof(Chosen),
        "custody.future" => nameof(HappenedAt),
        "custody.officer" => nameof(Officer),
        "custody.number" => nameof(ServiceNumber),
        "custody.authority" => nameof(Authority),
        "custody.confirm" => nameof(Confirmed),
        _ => "",
    };
}
