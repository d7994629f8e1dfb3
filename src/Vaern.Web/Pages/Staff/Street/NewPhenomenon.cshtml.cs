using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>A phenomenon: five fields and a short note, no person, no file. Nothing is saved while the yellow line stands.</summary>
[Needs(Permission.WorkOnTheStreet)]
public sealed class NewPhenomenonModel : StreetPage
{
    private StreetNow? now;

    /// <summary>Chosen by the form, so that pressing twice saves one.</summary>
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public new string? Kind { get; set; }

    [BindProperty]
    public Guid? Source { get; set; }

    [BindProperty]
    public string? Age { get; set; }

    [BindProperty]
    public string? SeenAt { get; set; }

    [BindProperty]
    public string? Link { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public bool NotAName { get; set; }

    /// <summary><c>ja</c>, <c>nej</c> or <c>ved-ikke</c>; what is not known counts as yes.</summary>
    [BindProperty]
    public string? Restricted { get; set; } = "nej";

    /// <summary>Why nothing can be written at all: no shift, or no mandate.</summary>
    public string? Refused => now?.Mine is null ? "shift.none" : now.Fault;

    public string Shift => now?.Mine?.Number ?? "";

    /// <summary>What the note looks as if it held: name, handle, phone, cpr, mail, link or address.</summary>
    public string? Warning { get; private set; }

    public bool Outside { get; private set; }

    public IEnumerable<SelectListItem> Kinds => Choices(Phenomenon.Kinds, code => Texts[$"street.kind.{code}"]);

    public IEnumerable<SelectListItem> Ages => Choices(Phenomenon.Ages, code => Texts[$"street.age.{code}"]);

    public IEnumerable<SelectListItem> Sources => (now?.Mandate?.Sources ?? []).Select(source => new SelectListItem($"{source.Label} {source.Name}", source.Id.ToString()));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        now = await Shifts.NowAsync(Town, Me, cancel);
        (Id, SeenAt) = (Guid.CreateVersion7(), LocalMoment.Write(When.Now));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        now = await Shifts.NowAsync(Town, Me, cancel);
        if (Refused is not null)
        {
            return Page();
        }

        if (Restricted != "nej")
        {
            return (await Phenomena.RestrictedAsync(Town, Me, cancel)).IsOk ? LocalRedirect(Request.PathBase + "/gadeplan/roedt-kort") : NotFound();
        }

        if (!LocalMoment.Read(SeenAt).TryGet(out var seenAt, out var unreadable))
        {
            return Again(nameof(SeenAt), unreadable);
        }

        var seen = new App.StreetWork.NewPhenomenon(Id, Kind ?? "", Source ?? Guid.Empty, Age ?? "", seenAt, string.IsNullOrWhiteSpace(Link) ? null : Link, Note ?? "", NotAName);
        var saved = await Phenomena.RecordAsync(Town, Me, seen, cancel);
        if (saved.TryGet(out var number, out var error))
        {
            return Saved($"/gadeplan/faenomener/{number}", "street.saved.phenomenon", number);
        }

        if (error.Code == "link.closed-group")
        {
            // Not even back to the page that sent it.
            Link = null;
            ModelState.Remove(nameof(Link));
        }

        Warning = error.Code.StartsWith("words.", StringComparison.Ordinal) ? error.Code["words.".Length..] : null;
        Outside = error.Code == "link.outside";
        var field = error.Code switch
        {
            "phenomenon.kind" => nameof(Kind),
            "phenomenon.source" => nameof(Source),
            "phenomenon.age" => nameof(Age),
            "phenomenon.seen" => nameof(SeenAt),
            _ when error.Code.StartsWith("link.", StringComparison.Ordinal) => nameof(Link),
            _ when Warning is not null || error.Code.StartsWith("phenomenon.note", StringComparison.Ordinal) => nameof(Note),
            _ => "",
        };
        return Again(field, error);
    }
}
