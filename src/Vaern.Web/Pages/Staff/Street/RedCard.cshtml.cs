using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>What to do when it may be something sexual with somebody under 18. Nothing of it was kept.</summary>
[Needs(Permission.WorkOnTheStreet)]
public sealed class RedCardModel : StreetPage
{
    public static void OnGet()
    {
    }
}
