using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>A mandate's draft: new, changed, or the renewal of another.</summary>
[Needs(Permission.KeepMandates)]
public sealed class MandateFormModel : StreetPage
{
    /// <summary>The mandate to change: 7 for M-7.</summary>
    [BindProperty(SupportsGet = true, Name = "ret")]
    public int? Change { get; set; }

    /// <summary>The mandate to renew.</summary>
    [BindProperty(SupportsGet = true, Name = "forny")]
    public int? Renew { get; set; }

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public Guid? Renews { get; set; }

    [BindProperty]
    public string? Heading1 { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    [BindProperty]
    public string? Necessity { get; set; }

    /// <summary>Rule ids with commas between.</summary>
    [BindProperty]
    public string? Basis { get; set; } = "F-06, F-08";

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public string? Retention { get; set; } = "30";

    [BindProperty]
    public string? Assessment { get; set; }

    [BindProperty]
    public string? AssessedOn { get; set; }

    [BindProperty]
    public Guid Owner { get; set; }

    public bool LosesOpinion { get; private set; }

    public IReadOnlyList<SelectListItem> Owners { get; private set; } = [];

    public string Heading => Change is { } number ? Texts["street.mandate.change", $"M-{number}"] : Renew is { } old ? Texts["street.mandate.renew.of", $"M-{old}"] : Texts["street.mandate.new"];

    public string Back => Change is { } number ? $"/gadeplan/mandater/{number}" : "/gadeplan/mandater";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await OwnersAsync(cancel);
        (Id, Owner) = (Guid.CreateVersion7(), Me.Account.Value);
        if ((Change ?? Renew) is not { } number)
        {
            return Page();
        }

        if (!(await MandateList.ReadAsync(Town, Me, number, cancel)).TryGet(out var found, out _) || (Change is not null && found.Stored != "draft"))
        {
            return NotFound();
        }

        (Heading1, Purpose, Necessity, Basis, Retention) = (found.Body.Title, found.Body.Purpose, found.Body.Necessity, string.Join(", ", found.Basis), found.RetentionDays.ToString(CultureInfo.InvariantCulture));
        if (Change is not null)
        {
            (Id, Version, Owner, From, To, Assessment, AssessedOn) = (found.Id, found.Version, found.Owner.Value, Iso(found.From), Iso(found.To), found.Body.Assessment, Iso(found.AssessedOn));
            LosesOpinion = found.Opinion is not null;
            Renews = found.Renews;
        }
        else
        {
            // The impact assessment is done again, not copied (F-06: reviewed on change).
            Renews = found.Id;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await OwnersAsync(cancel);
        if (Day(From) is not { } from)
        {
            Refuse(nameof(From), "fault.day.unreadable");
            return Page();
        }

        if (Day(To) is not { } to)
        {
            Refuse(nameof(To), "fault.day.unreadable");
            return Page();
        }

        if (!int.TryParse(Retention, NumberStyles.None, CultureInfo.InvariantCulture, out var days))
        {
            Refuse(nameof(Retention), "fault.mandate.retention");
            return Page();
        }

        var draft = new MandateDraft(
            Id, new MandateBody(Heading1 ?? "", Purpose ?? "", Necessity ?? "", Assessment ?? ""), (Basis ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            from, to, Day(AssessedOn), days, new AccountId(Owner), Renews);
        var saved = await Mandates.SaveAsync(Town, Me, draft, Version, cancel);
        return saved.TryGet(out var number, out var error)
            ? Saved($"/gadeplan/mandater/{number}", "street.saved.mandate", $"M-{number}")
            : Again(
                error.Code switch
                {
                    "mandate.title-missing" => nameof(Heading1),
                    "mandate.period" => nameof(To),
                    "mandate.retention" => nameof(Retention),
                    "mandate.basis" => nameof(Basis),
                    "mandate.owner" => nameof(Owner),
                    "mandate.assessed-later" => nameof(AssessedOn),
                    _ => "",
                },
                error);
    }

    private async Task OwnersAsync(CancellationToken cancel) =>
        Owners = [.. (await MandateOwners.ListAsync(Town, Me, cancel)).Select(owner => new SelectListItem(owner.Name, owner.Account.Value.ToString()))];
}
