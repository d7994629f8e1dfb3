using System.CommandLine.Parsing;

namespace Vaern.Cli;

/// <summary>Reads web addresses from the command line: absolute, http or https. Anything else is one clear line and exit code 2.</summary>
internal static class WebAddress
{
    public static Uri? One(ArgumentResult given) => Many(given) is [var only] ? only : null;

    public static Uri[] Many(ArgumentResult given)
    {
        var addresses = new List<Uri>();
        foreach (var token in given.Tokens)
        {
            if (Uri.TryCreate(token.Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                addresses.Add(address!);
            }
            else
            {
                given.AddError($"'{token.Value}' is not a web address such as https://tsa.example.org/.");
            }
        }

        return [.. addresses];
    }
}
