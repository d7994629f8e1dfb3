using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vaern.App.Accounts;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>
/// The right to fetch the pictures of one view that was just recorded: for one person, one file, ten minutes. A page shows pictures by address, and an
/// address alone must never open a file.
/// </summary>
internal static class ViewTicket
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public static string Issue(HttpContext context, StaffMember staff, string place)
    {
        var until = Clock(context).GetUtcNow().Add(Life).ToUnixTimeSeconds();
        return Protector(context).Protect(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{staff.Account.Value:N} {until} {place}"));
    }

    public static bool IsGood(HttpContext context, StaffMember staff, string place, string? ticket)
    {
        if (string.IsNullOrEmpty(ticket))
        {
            return false;
        }

        try
        {
            return Protector(context).Unprotect(ticket).Split(' ', 3) is [var account, var until, var meant]
                && account == staff.Account.Value.ToString("N") && meant == place
                && long.TryParse(until, out var end) && Clock(context).GetUtcNow().ToUnixTimeSeconds() <= end;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }

    private static IDataProtector Protector(HttpContext context) => context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("evidence.view");

    private static TimeProvider Clock(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>();
}
