using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>What hangs on the wall: an address, a QR code and the unit's code, on one sheet of A4.</summary>
[Needs(Permission.AdministerAccounts)]
public sealed class PosterModel : StaffPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Unit? Unit => Town.Units.Find(new UnitId(Id));

    public string Host => Request.Host.Value ?? "";

    public IHtmlContent Picture => QrPicture.Draw($"{Request.Scheme}://{Host}/?enhed={Unit!.Code}", Texts["poster.qr", Host]);

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        base.OnPageHandlerExecuting(context);
        if (context.Result is null && Unit?.Code is null)
        {
            context.Result = NotFound();
        }
    }

    public void OnGet()
    {
    }
}
