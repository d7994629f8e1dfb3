using System.Globalization;

namespace Vaern.Data;

/// <summary>
/// PostgreSQL's own <c>postmaster.pid</c>: line 1 process, 2 cluster, 3 start, 4 port, 5 socket folder. It survives a
/// kill -9, and its number may since belong to another program.
/// </summary>
internal sealed record PostmasterFile(int Pid, string Cluster, string SocketFolder)
{
    public static string PathIn(string cluster) => Path.Combine(cluster, "postmaster.pid");

    /// <summary>The file of a server that runs now; null when there is none or it is stale.</summary>
    public static PostmasterFile? OfRunning(string cluster)
    {
        var file = Read(cluster);
        return file is not null && IsServerOf(file.Pid, cluster) ? file : null;
    }

    private static PostmasterFile? Read(string cluster)
    {
        try
        {
            var lines = File.ReadAllLines(PathIn(cluster));
            return lines.Length >= 5 && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid)
                ? new PostmasterFile(pid, lines[1], lines[4])
                : null;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static bool IsServerOf(int pid, string cluster)
    {
        try
        {
            var command = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")).Split('\0');
            return Path.GetFileName(command[0]) is "postgres" or "postmaster" && command.Contains(cluster);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
