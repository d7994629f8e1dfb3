using Microsoft.AspNetCore.Routing;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.Web.Hosting;

namespace Vaern.Web.Security;

/// <summary>The rooms of the staff's house in the order of the menu: those that the posts open and that this program has.</summary>
internal static class StaffMenu
{
    private static readonly (string Text, string Path, Permission[] AnyOf)[] Rooms =
    [
        ("staff.today", "/mit", []),
        ("staff.inbox", "/henvendelser", [Permission.AnswerReports, Permission.SeeWaitingReports, Permission.AnswerReportsAboutLeaders]),
        ("staff.cases", "/sager", []),
        ("staff.sharing", "/deling", [Permission.WorkOnCases]),
        ("staff.concerns", "/sager/bekymringer", [Permission.TakeConcerns]),
        ("staff.deadlines", "/frister", []),
        ("staff.plans", "/planer", [Permission.WritePlans, Permission.DecidePlans, Permission.SeePlanStatus, Permission.WorkOnCases]),
        ("staff.street", "/gadeplan", [Permission.WorkOnTheStreet, Permission.KeepMandates, Permission.AdviseOnMandates]),
        ("staff.workplace", "/arbejdsplads/mine", []),
        ("staff.rumours", "/rygter", []),
        ("staff.talk-cards", "/samtalekort", [Permission.OpenCases]),
        ("staff.preparedness", "/beredskab", [Permission.WorkInPreparedness]),
        ("staff.sparring", "/sparring", []),
        ("staff.parentmeetings", "/foraeldremoede", [Permission.OpenCases, Permission.AnswerSparring]),
        ("staff.courses", "/kurser", []),
        ("staff.surveys", "/undersoegelser", [Permission.KeepSurveys]),
        ("staff.figures", "/tal", [Permission.SeeFigures]),
        ("staff.rules", "/regler", []),
        ("staff.administration", "/administration", [Permission.AdministerAccounts, Permission.SeeOperations, Permission.SeeAudit]),
    ];

    public static StaffChrome ChromeOf(Municipality town, StaffMember staff, NavigationCounts counts, EndpointDataSource endpoints)
    {
        var known = endpoints.Endpoints.OfType<RouteEndpoint>().Select(endpoint => "/" + endpoint.RoutePattern.RawText?.TrimStart('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var menu = Rooms
            .Where(room => known.Contains(room.Path) && (room.AnyOf.Length == 0 || room.AnyOf.Any(staff.Can)))
            .Select(room => new StaffMenuItem(room.Text, room.Path, CountOf(room.Path, counts)));
        return new StaffChrome(staff.Name, RoleLine(town, staff), [.. menu]);
    }

    // Title as the account has it; the unit only where there is one post, for the line stays a line.
    private static string RoleLine(Municipality town, StaffMember staff)
    {
        var units = staff.Posts.Select(post => post.Unit).Distinct().ToArray();
        var place = units.Length == 1 ? town.Units.Find(units[0])?.Name : town.Name;
        return string.IsNullOrEmpty(staff.Title) ? place ?? town.Name : $"{staff.Title}, {place}";
    }

    private static int CountOf(string path, NavigationCounts counts) => path switch
    {
        "/henvendelser" => counts.Reports,
        "/sager" => counts.Cases,
        "/frister" => counts.Deadlines,
        _ => 0,
    };
}
