using System.CommandLine;
using System.CommandLine.Parsing;
using Vaern.Data;

namespace Vaern.Cli.Hosting;

/// <summary>The option <c>--data DIR</c>: where the private server, the keys and the list of municipalities live.</summary>
internal static class DataFolder
{
    public const string Variable = "VAERN_DATA";

    public static Option<string> Option(string? subFolder = null)
    {
        var option = new Option<string>("--data")
        {
            HelpName = "DIR",
            Description = $"Data folder (default: ${Variable}, else {Default(subFolder)})",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : Default(subFolder),
        };
        option.Validators.Add(RefuseEmpty);
        return option;
    }

    private static string Default(string? subFolder) =>
        subFolder is null ? PrivateServerOptions.DefaultDataFolder() : Path.Combine(PrivateServerOptions.DefaultDataFolder(), subFolder);

    private static void RefuseEmpty(OptionResult result)
    {
        if (result.Tokens is [{ Value.Length: 0 }])
        {
            result.AddError("--data needs a folder.");
        }
    }
}
