using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>The rooms of administration that one's posts open.</summary>
[Needs(Permission.AdministerAccounts, Permission.SeeOperations, Permission.SeeAudit)]
public sealed class AdministrationModel : StaffPage
{
    private static readonly (string Path, string Key, Permission Needed)[] All =
    [
        ("/administration/konti", "admin.accounts", Permission.AdministerAccounts),
        ("/administration/enheder", "admin.units", Permission.AdministerAccounts),
        ("/administration/drift", "admin.operations", Permission.SeeOperations),
        ("/administration/log", "admin.log", Permission.SeeAudit),
        ("/administration/lister", "admin.lists", Permission.KeepHashLists),
        ("/administration/lister", "admin.lists", Permission.SeeAudit),
        ("/administration/databeskyttelse", "admin.oversight", Permission.SeeAudit),
        ("/administration/indsigt", "admin.rights", Permission.ProtectData),
        ("/administration/opbevaring", "admin.retention", Permission.SeeAudit),
    ];

    public IEnumerable<(string Path, string Key)> Rooms => All.Where(room => Me.Can(room.Needed)).DistinctBy(room => room.Path).Select(room => (room.Path, room.Key));

    public void OnGet()
    {
    }
}
