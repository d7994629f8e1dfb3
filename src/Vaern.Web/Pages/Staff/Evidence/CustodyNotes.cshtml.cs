using Microsoft.AspNetCore.Mvc;
using Vaern.App.Evidence;
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

    public IReadOnlyList<CustodyNote> Notes { get; private set; } = [];

    /// <summary>Also in a closed case: the police give things back when they are done.</summary>
    public bool May => Case.MayWrite;

    /// <summary>What a note can be about, with its own words where there are any.</summary>
    public IEnumerable<(string Label, string Words)> Things => ThingsOf(Case);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        (Id, HappenedAt, Kind) = (Guid.CreateVersion7(), LocalMoment.Write(When.Now), App.Evidence.CustodyNotes.Kinds[0]);
        return await ReadBothAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel) || !May)
        {
            return NotFound();
        }

        if (!LocalMoment.Read(HappenedAt).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(HappenedAt), unreadable);
        }

        var body = new CustodyNoteBody(Line(Holder), Line(Place), Line(AgreedWith), Line(Remark), null);
        var written = await App.Evidence.CustodyNotes.WriteAsync(Town, Me, Case.Id, new NewCustodyNote(Id, Kind ?? "", [.. Chosen], at ?? When.Now, body), cancel);
        return written.TryGet(out _, out var error) ? Saved($"{Address}/forvaring", "saved.custody") : Again(FieldOf(error.Code), error);
    }

    internal static IEnumerable<(string Label, string Words)> ThingsOf(App.Cases.CaseView item) =>
    [
        .. item.Referrals.Select(referral => (referral.Label, referral.DeviceHolder ?? referral.Description ?? "")),
        .. item.Items.Where(evidence => evidence.State == "kept").Select(evidence => (evidence.Label, evidence.Meta.Name.Length > 0 ? evidence.Meta.Name : evidence.Meta.Description ?? "")),
    ];

    /// <summary>One line, or null for an empty field.</summary>
    internal static string? Line(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim().ReplaceLineEndings(" ");

    private static string FieldOf(string code) => code switch
    {
        "custody.kind" => nameof(Kind),
        "custody.labels" => nameof(Chosen),
        "custody.future" => nameof(HappenedAt),
        "custody.holder" => nameof(Holder),
        "custody.remark" => nameof(Remark),
        _ => "",
    };

    private async Task<bool> ReadBothAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        Notes = await App.Evidence.CustodyNotes.OfCaseAsync(Town, Me, Case.Id, cancel);
        return true;
    }
}
