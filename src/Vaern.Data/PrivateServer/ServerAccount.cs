namespace Vaern.Data;

/// <summary>
/// Who runs the server. PostgreSQL refuses to run as root, so a program started as root hands its commands to an
/// unprivileged account; anyone else runs them as they are.
/// </summary>
internal sealed class ServerAccount
{
    private readonly string? name;
    private readonly string[] prefix;

    private ServerAccount(string? name, string[] prefix) => (this.name, this.prefix) = (name, prefix);

    public string Name => name ?? Environment.UserName;

    public static async Task<Result<ServerAccount>> ResolveAsync(string account, CancellationToken cancel)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(null, []);
        }
        var known = await ProgramRun.ToEndAsync(["id", "-u", account], cancel);
        if (!known.Succeeded)
        {
            return new Error("postgres.account",
                $"Started as root, Værn runs PostgreSQL as the account '{account}', which does not exist. Installing Debian's postgresql makes it.");
        }
        string[][] ways = [["setpriv", "--reuid", account, "--regid", account, "--init-groups", "--"], ["runuser", "-u", account, "--"]];
        foreach (var way in ways)
        {
            if ((await ProgramRun.ToEndAsync([.. way, "true"], cancel)).Succeeded)
            {
                return new ServerAccount(account, way);
            }
        }
        return new Error("postgres.account", $"Started as root, Værn could not become '{account}': neither setpriv nor runuser worked.");
    }

    public Task<ProgramRun> RunAsync(CancellationToken cancel, params string[] command) =>
        ProgramRun.ToEndAsync([.. prefix, .. command], cancel);

    /// <summary>Makes a folder that only this account (and root) can enter.</summary>
    public async Task<Result> MakePrivateFolderAsync(string folder, CancellationToken cancel)
    {
        string[] owner = name is null ? [] : ["-o", name, "-g", name];
        var made = await ProgramRun.ToEndAsync(["install", "-d", "-m", "0700", .. owner, folder], cancel);
        return made.Succeeded ? Result.Done : new Error("postgres.folder", $"The folder {folder} cannot be made: {made.LastWords}");
    }

    /// <summary>Writes a file that this account owns, whatever the caller's umask.</summary>
    public async Task WriteFileAsync(string path, string text, CancellationToken cancel)
    {
        await File.WriteAllTextAsync(path, text, cancel);
        if (name is not null)
        {
            await ProgramRun.ToEndAsync(["chown", $"{name}:{name}", path], cancel);
        }
    }

    /// <summary>Names the first folder on the way that the account cannot pass, since that is the one to change.</summary>
    public async Task<Result> CanEnterAsync(string folder, CancellationToken cancel)
    {
        if ((await RunAsync(cancel, "test", "-x", folder)).Succeeded)
        {
            return Result.Done;
        }
        var way = new Stack<string>();
        for (var step = folder; step is not null; step = Path.GetDirectoryName(step))
        {
            way.Push(step);
        }
        foreach (var step in way)
        {
            if (!(await RunAsync(cancel, "test", "-x", step)).Succeeded)
            {
                return new Error("postgres.folder",
                    $"The account '{Name}', which runs PostgreSQL, cannot enter {step}. Choose another folder with --data, or let it in: chmod o+x {step}");
            }
        }
        return new Error("postgres.folder", $"The account '{Name}', which runs PostgreSQL, cannot enter {folder}.");
    }
}
