using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Learning.Parents;

namespace Vaern.Web.Pages.Staff.ParentMeetings;

/// <summary>From the form to the kit's own address.</summary>
public sealed class ChoiceModel : StaffPage
{
    public IActionResult OnGet(int grade, int minutes) =>
        grade is < 0 or > 9 || !Kit.Lengths.Contains(minutes) ? LocalRedirect("/foraeldremoede") : LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/foraeldremoede/{grade}?minutter={minutes}"));
}
