using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vaern.Data;

/// <summary>Where everything of the private server lies under the data folder.</summary>
internal sealed record ServerLayout(string DataFolder)
{
    /// <summary>sockaddr_un holds 108 bytes with the terminating zero; a longer path is refused by the kernel.</summary>
    public const int LongestSocketPath = 107;

    private const string SocketName = ".s.PGSQL.5432";

    /// <summary>Owned by the server's account.</summary>
    public string Home => Path.Combine(DataFolder, "postgres");

    public string Cluster => Path.Combine(Home, "data");

    /// <summary>initdb works here; a finished cluster is moved into place, so half of one is never mistaken for a whole.</summary>
    public string Unfinished => Path.Combine(Home, "data.unfinished");

    public string StartLog => Path.Combine(Home, "start.log");

    /// <summary>Held alone while someone starts or stops the server.</summary>
    public string TurnFile => Path.Combine(DataFolder, "postgres.turn");

    /// <summary>Held shared by every process that uses the server.</summary>
    public string UsersFile => Path.Combine(DataFolder, "postgres.users");

    /// <summary>The major version of the cluster on disk, or null when there is none.</summary>
    public int? ClusterMajor() =>
        File.Exists(Path.Combine(Cluster, "PG_VERSION"))
            ? int.Parse(File.ReadAllText(Path.Combine(Cluster, "PG_VERSION")).Trim(), CultureInfo.InvariantCulture)
            : null;

    /// <summary>
    /// The socket's folder: beside the cluster, or when that path is too long, a short one named after the data folder, so
    /// that every process finds the same.
    /// </summary>
    public Result<string> SocketFolder()
    {
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(DataFolder)))[..12];
        string[] places =
        [
            Path.Combine(Home, "run"),
            Path.Combine(Path.GetTempPath(), "vaern-" + mark),
            "/tmp/vaern-" + mark,
        ];
        return places.FirstOrDefault(Fits) is { } place
            ? place
            : new Error("postgres.socket-path",
                $"The path of the server's socket would be longer than {LongestSocketPath} bytes: {Path.Combine(places[0], SocketName)}. Choose a shorter folder with --data.");
    }

    internal static bool Fits(string socketFolder) =>
        Encoding.UTF8.GetByteCount(Path.Combine(socketFolder, SocketName)) <= LongestSocketPath;
}
