using System.CommandLine;
using System.Globalization;

namespace Vaern.Cli.Hosting;

/// <summary>The option <c>--port N</c>; 0 takes a free one.</summary>
internal static class Ports
{
    public static Option<int> Option()
    {
        var option = new Option<int>("--port") { HelpName = "N", Description = "Port on 127.0.0.1; 0 takes a free one", DefaultValueFactory = _ => 5080 };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && int.TryParse(given.Value, CultureInfo.InvariantCulture, out var port) && port is (< 0 or > 65535))
            {
                result.AddError("--port is a number from 0 to 65535.");
            }
        });
        return option;
    }
}
