namespace Vaern.Data;

/// <summary>What a commit means on the private server.</summary>
public enum Durability
{
    /// <summary>A commit is on disk before it is acknowledged. The only choice for real data.</summary>
    Full,

    /// <summary>A commit survives a killed server but not a power cut, which loses the cluster. For tests.</summary>
    None,
}

/// <summary>How the private PostgreSQL is kept.</summary>
public sealed record PrivateServerOptions
{
    /// <summary>Værn's data folder; the server lives in its sub-folder <c>postgres</c>. Absolute.</summary>
    public required string DataFolder { get; init; }

    public Durability Durability { get; init; } = Durability.Full;

    /// <summary>Connections in all, every role and database together.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>The account that runs the server when the program itself is started as root.</summary>
    public string Account { get; init; } = "postgres";

    /// <summary>Starting includes crash recovery, which can take minutes after a hard stop under load.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>When the last process that uses the server lets go of it, stop it.</summary>
    public bool StopWhenUnused { get; init; } = true;

    /// <summary>
    /// The default data folder: <c>/var/lib/vaern</c> for root, otherwise <c>$XDG_DATA_HOME/vaern</c> or <c>~/.local/share/vaern</c>.
    /// </summary>
    public static string DefaultDataFolder()
    {
        if (Environment.IsPrivilegedProcess)
        {
            return "/var/lib/vaern";
        }
        var shared = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        return string.IsNullOrEmpty(shared)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share", "vaern")
            : Path.Combine(shared, "vaern");
    }
}
