using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>What a post is chosen from.</summary>
internal static class PostItems
{
    public static IEnumerable<SelectListItem> Units(Municipality town) => town.Units.All.Select(unit => new SelectListItem(unit.Name, unit.Id.Value.ToString()));

    public static IEnumerable<SelectListItem> AllRoles(Texts texts) =>
        Roles.All.Select(role => new SelectListItem(texts[$"role.{role}"], role))
            .OrderBy(item => item.Text, StringComparer.Create(CultureInfo.CurrentCulture, ignoreCase: true));
}
