using System.Text.RegularExpressions;

namespace Vaern.Data;

/// <summary>Names that may be a tenant's database: safe unquoted in SQL, in a file name and on a command line.</summary>
public static partial class TenantName
{
    public static bool IsValid(string name) => Form().IsMatch(name);

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}\\z")]
    private static partial Regex Form();
}
