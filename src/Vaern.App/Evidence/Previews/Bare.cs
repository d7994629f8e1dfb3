using System.Diagnostics;

namespace Vaern.App.Evidence.Previews;

/// <summary>A process that is given nothing: no environment but where programs lie, no folder, three pipes.</summary>
internal static class Bare
{
    public static ProcessStartInfo Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        // Connection strings and passwords are none of its business.
        var path = start.Environment.TryGetValue("PATH", out var places) ? places : null;
        var root = start.Environment.TryGetValue("DOTNET_ROOT", out var folder) ? folder : null;
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["DOTNET_ROOT"] = root;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        return start;
    }

    public static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
