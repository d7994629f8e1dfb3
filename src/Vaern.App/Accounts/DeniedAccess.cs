using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Accounts;

/// <summary>Somebody signed in asked for a page that is not theirs. They are told that it does not exist; the account's stream tells that they asked.</summary>
public static class DeniedAccess
{
    /// <param name="route">The address as the program knows it, such as <c>/administration/konti/{id}</c>: nothing typed by a person.</param>
    public static async Task RecordAsync(Municipality municipality, StaffMember staff, string route, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        await work.Streams.AppendAsync(staff.Account.Value, new StreamEvent("access.denied", AccountChange.Subject(staff.Account), new { route }), cancel);
        await work.CommitAsync(cancel);
    }
}
