using System.Runtime.InteropServices;

namespace Vaern.EndToEnd.Tests.Browser;

/// <summary>The browser of the machine. The tests never fetch one of their own.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

    public static readonly string[] Arguments =
    [
        "--headless", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE *.localhost", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ];

    public static string Find() => Find(Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <exception cref="InvalidOperationException">None is there; the message says what to install.</exception>
    public static string Find(string path)
    {
        var suffix = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? ".exe" : "";
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name + suffix)))
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                "The browser tests need Chromium and found none on the path (looked for " + string.Join(", ", Names)
                + "). Install it and run again. Debian: apt-get install chromium");
    }
}
