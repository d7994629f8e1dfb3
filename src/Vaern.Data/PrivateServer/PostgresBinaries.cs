using System.Globalization;
using System.Text.RegularExpressions;

namespace Vaern.Data;

/// <summary>One installation of PostgreSQL: the folder of its programs and its major version.</summary>
public sealed partial record PostgresBinaries(string Folder, int Major, string Version)
{
    /// <summary>The oldest version with ICU as a database's own collation provider.</summary>
    public const int OldestMajor = 15;

    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    /// <summary>The full path of one of the programs.</summary>
    public string Program(string name) => Path.Combine(Folder, name);

    /// <summary>Every installation found on the PATH and in the usual places, highest version first.</summary>
    public static async Task<IReadOnlyList<PostgresBinaries>> FindAllAsync(CancellationToken cancel)
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var folders = onPath
            .Concat(Versions("/usr/lib/postgresql", "*"))
            .Concat(Versions("/usr", "pgsql-*"))
            .Where(folder => Needed.All(program => File.Exists(Path.Combine(folder, program))))
            .Select(Real)
            .Distinct(StringComparer.Ordinal);
        var found = new List<PostgresBinaries>();
        foreach (var folder in folders)
        {
            var run = await ProgramRun.ToEndAsync([Path.Combine(folder, "postgres"), "--version"], cancel);
            if (run.Succeeded && VersionNumber().Match(run.Output) is { Success: true } match)
            {
                found.Add(new PostgresBinaries(folder, int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture), match.Value));
            }
        }
        return [.. found.OrderByDescending(one => one.Major)];
    }

    /// <summary>The installation to use: the highest version, or exactly the version that the cluster on disk was made with.</summary>
    /// <param name="clusterMajor">The version of the cluster on disk; null when there is none yet.</param>
    internal static async Task<Result<PostgresBinaries>> FindAsync(int? clusterMajor, CancellationToken cancel)
    {
        var all = await FindAllAsync(cancel);
        var fits = all.FirstOrDefault(one => clusterMajor is null ? one.Major >= OldestMajor : one.Major == clusterMajor);
        if (fits is not null)
        {
            return fits;
        }
        if (clusterMajor is not null)
        {
            return new Error("postgres.version",
                $"The data folder was made with PostgreSQL {clusterMajor}, which is not installed. Install postgresql-{clusterMajor}, or move the data with pg_upgrade.");
        }
        return new Error("postgres.missing", all.Count == 0
            ? "PostgreSQL is not installed. On Debian: apt-get install postgresql"
            : $"PostgreSQL {all[0].Version} is too old: Værn needs {OldestMajor} or newer.");
    }

    // A folder on the PATH may hold links to some of the programs; where they lead to, there are all of them.
    private static string Real(string folder) =>
        File.ResolveLinkTarget(Path.Combine(folder, "postgres"), returnFinalTarget: true) is { } program ? Path.GetDirectoryName(program.FullName)! : folder;

    private static IEnumerable<string> Versions(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, pattern).Select(one => Path.Combine(one, "bin")) : [];

    [GeneratedRegex(@"(?<major>\d+)(\.\d+)?")]
    private static partial Regex VersionNumber();
}
