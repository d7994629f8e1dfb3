using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>The log for those who oversee. Every time this page is drawn is an event in it.</summary>
[Needs(Permission.SeeAudit)]
public sealed class LogPageModel : StaffPage
{
    private static readonly string[] StreamKinds = ["case", "report", "custody", "account", "street", "system"];

    [BindProperty(SupportsGet = true)]
    public string? Sag { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Slags { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Hvem { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? Fra { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? Til { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Efter { get; set; }

    public AuditPage? Found { get; private set; }

    public IEnumerable<SelectListItem> Kinds => StreamKinds.Select(kind => new SelectListItem(Texts[$"log.kind.{kind}"], kind));

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    public string? Older => Found?.Next is not { } next ? null : "/administration/log" + QueryString.Create(
        new KeyValuePair<string, string?>[] { new("sag", Sag), new("slags", Slags), new("hvem", Hvem?.ToString()), new("fra", Iso(Fra)), new("til", Iso(Til)), new("efter", next.ToString()) }
            .Where(pair => !string.IsNullOrEmpty(pair.Value)));

    public async Task OnGetAsync()
    {
        var asked = new AuditQuestion(
            StreamKinds.Contains(Slags) ? Slags : null, Sag, Hvem is { } person ? new AccountId(person) : null, Fra, Til, AuditPlace.Parse(Efter));
        Found = (await AuditLog.SearchAsync(Town, Me, asked, HttpContext.RequestAborted)).Value;
        People = [.. (await AuditLog.ActorsAsync(Town, Me, HttpContext.RequestAborted)).Select(actor => new SelectListItem(actor.Name, actor.Account.Value.ToString()))];
    }

    public string ActorOf(AuditLine line) => line.Actor switch
    {
        "system" => Texts["log.system"],
        "public" => Texts["log.public"],
        _ when line.Role.Length > 0 && Roles.Exists(line.Role) => $"{line.Actor}, {Texts[$"role.{line.Role}"]}",
        _ => line.Actor,
    };

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
