using Microsoft.AspNetCore.Mvc;
using Vaern.App.Cases;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>Informed: who, when – or why not.</summary>
public sealed class InformedModel : CasePage
{
    private Party? party;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    /// <summary><c>ja</c> or <c>nej</c>.</summary>
    [BindProperty]
    public string? Informed { get; set; }

    [BindProperty]
    public string? At { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public Party Party => party!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel) || !MayWrite)
        {
            return NotFound();
        }

        Version = Party.Version;
        Informed = Party.Informed switch { "informed" => "ja", "not-informed" => "nej", _ => null };
        Note = Party.InformedNote;
        At = Party.InformedAt is { } at ? LocalMoment.Write(at) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        if (Informed is not ("ja" or "nej"))
        {
            Refuse(nameof(Informed), "fault.informed.choose");
            return Page();
        }

        if (!LocalMoment.Read(At).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(At), unreadable);
        }

        if (at > When.Now)
        {
            Refuse(nameof(At), "fault.entry.time");
            return Page();
        }

        var saved = await Parties.InformAsync(Town, Me, Case.Id, Id, Informed == "ja", Note, at, Version, cancel);
        return saved.TryGet(out _, out var error) ? Saved($"{Address}#personer", "saved.informed") : Again(error.Code == "party.stale" ? "" : nameof(Note), error);
    }

    private async Task<bool> ReadBothAsync(CancellationToken cancel) =>
        await ReadAsync(cancel) && (party = Case.Parties.FirstOrDefault(found => found.Id == Id)) is not null;
}
