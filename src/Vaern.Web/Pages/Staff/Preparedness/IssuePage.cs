using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Data;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>A page of one issue. Who has no post in the preparedness, or asks for a number that does not exist, gets «not found».</summary>
[Needs(Permission.WorkInPreparedness)]
public abstract class IssuePage : StaffPage
{
    private IReadOnlyDictionary<AccountId, string> names = new Dictionary<AccountId, string>();

    public Issue Issue { get; private set; } = null!;

    public string Address => $"/beredskab/{Issue.Number}";

    public string NameOf(AccountId? account) => account is { } known ? names.GetValueOrDefault(known, "–") : "–";

    protected async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (await ReadIssues.OneAsync(Town, Me, (string)RouteData.Values["nr"]!, cancel) is not { } issue)
        {
            return false;
        }

        Issue = issue;
        var accounts = issue.Log.Select(entry => entry.Author).OfType<AccountId>()
            .Concat(issue.Roles.Select(role => role.Account)).Concat(issue.Lines.Select(line => line.Author))
            .Concat(issue.Lines.SelectMany(line => line.Approvals).Select(one => one.Account)).Append(issue.OpenedBy).Concat(await MoreNamesAsync(cancel));
        names = await Names.OfAsync(Town, accounts, cancel);
        return true;
    }

    // Who settled a task need not have a role in the room.
    private async Task<IEnumerable<AccountId>> MoreNamesAsync(CancellationToken cancel) =>
        (await RoomTasks.ReadAsync(Town, Me, Issue, cancel)).Select(task => task.SettledBy).OfType<AccountId>();

    /// <summary>Shows the page again with a refusal beside its field.</summary>
    protected IActionResult Again(string field, Error error)
    {
        Refuse(field, error);
        return Page();
    }
}
