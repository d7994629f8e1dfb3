using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>What was alerted and which limit is watched, said right after somebody told.</summary>
public sealed class ToldModel : StaffPage
{
    private string[] told = [];

    public string Number => told[0];

    public string Leader => told[1];

    public bool AroundLeader => told[2] == "1";

    public DateTimeOffset? PoliceDue => At(told[3]);

    public DateTimeOffset ContactBy => At(told[4])!.Value;

    public string OnCall => told[5];

    public bool ForSelf => told[6] == "1";

    public IActionResult OnGet()
    {
        told = (TempData.Peek(TellModel.ToldKey) as string)?.Split('\n') ?? [];
        return told.Length == 7 ? Page() : LocalRedirect(Request.PathBase + "/arbejdsplads/mine");
    }

    /// <summary>Nothing is sent here: whoever does is shown the page again.</summary>
    public IActionResult OnPost() => OnGet();

    private static DateTimeOffset? At(string iso) => iso.Length == 0 ? null : DateTimeOffset.Parse(iso, CultureInfo.InvariantCulture);
}
