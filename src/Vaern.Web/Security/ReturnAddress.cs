using Vaern.Web.Hosting;

namespace Vaern.Web.Security;

/// <summary>Where to go after signing in: a staff page of this house, else one's day. A link from elsewhere cannot send anybody away.</summary>
internal static class ReturnAddress
{
    public const string Home = "/mit";

    public static string Of(string? asked)
    {
        if (asked is not ['/', ..] || asked.Length > 500 || asked.StartsWith("//", StringComparison.Ordinal)
            || asked.AsSpan().IndexOfAny('\\', '\r', '\n') >= 0 || asked.Any(char.IsControl))
        {
            return Home;
        }

        var path = asked.Split('?', '#')[0];
        return Audience.IsStaff(path) && !path.StartsWith("/log-", StringComparison.OrdinalIgnoreCase) ? asked : Home;
    }
}
