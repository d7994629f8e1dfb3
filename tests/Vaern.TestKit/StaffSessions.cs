using Vaern.App;
using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.TestKit;

/// <summary>Sessions without signing in, for tests of what comes after.</summary>
public static class StaffSessions
{
    /// <summary>The cookie of a full session over HTTP, as <c>name=token</c>.</summary>
    public static async Task<string> CookieAsync(Municipality municipality, StaffMember staff) => $"vaern-staff={await BeginAsync(municipality, staff)}";

    /// <summary>The token of a full session.</summary>
    public static async Task<string> BeginAsync(Municipality municipality, StaffMember staff)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System);
        var token = await Sessions.BeginAsync(work, staff.Account, full: true, default);
        await work.CommitAsync();
        return token;
    }
}
