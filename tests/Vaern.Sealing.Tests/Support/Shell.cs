using System.Diagnostics;

namespace Vaern.Sealing.Tests.Support;

/// <summary>An independent program at work in a folder of its own.</summary>
internal sealed class Shell : IDisposable
{
    internal Shell() => Folder = Directory.CreateTempSubdirectory("vaern-sealing-").FullName;

    internal string Folder { get; }

    internal string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Runs a line of shell in the folder; output and errors come back as one text.</summary>
    internal async Task<(int Code, string Text)> RunAsync(string line, string? workIn = null)
    {
        var start = new ProcessStartInfo("sh")
        {
            ArgumentList = { "-c", "exec 2>&1; " + line },
            WorkingDirectory = workIn ?? Folder,
            RedirectStandardOutput = true,
            Environment = { ["LC_ALL"] = "C.UTF-8", ["TZ"] = "UTC" },
        };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, text);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>The checkers that are not ours, where the reference shelf is at hand, and our own script everywhere.</summary>
internal static class Checkers
{
    private static readonly string Root = FindRoot();

    /// <summary>Every script that can judge a package here.</summary>
    internal static IReadOnlyList<string> PackageScripts { get; } =
        [Path.Combine(Root, "src/Vaern.Sealing/Texts/verify-package.sh"), .. Shared("tools/verify-package.sh")];

    internal static IReadOnlyList<string> WaczScripts { get; } = [.. Shared("tools/wacz_check.py")];

    internal static string Sources => Root;

    private static IEnumerable<string> Shared(string path)
    {
        var shelf = Environment.GetEnvironmentVariable("VAERN_SHARED") ?? Path.Combine(Root, "..", "shared");
        var file = Path.GetFullPath(Path.Combine(shelf, path));
        return File.Exists(file) ? [file] : [];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Vaern.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
