using Vaern.App;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>The names of colleagues that a page shows, each asked for once.</summary>
internal static class Names
{
    public static async Task<IReadOnlyDictionary<AccountId, string>> OfAsync(Municipality town, IEnumerable<AccountId> accounts, CancellationToken cancel)
    {
        var names = new Dictionary<AccountId, string>();
        foreach (var account in accounts.Distinct())
        {
            names[account] = await town.Staff.NameAsync(account, cancel);
        }

        return names;
    }
}
