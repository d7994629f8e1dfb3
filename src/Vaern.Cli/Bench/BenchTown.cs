using Vaern.App;
using Vaern.App.Accounts;
using Vaern.Cli.Hosting;
using Vaern.Data;
using Vaern.Data.Keys;
using Vaern.Sealing.AtRest;

namespace Vaern.Cli.Bench;

/// <summary>
/// A municipality to measure with, in a data folder of its own that is deleted afterwards: a school with leader and key person, a
/// private server whose commits are durable. The folder lies where real data would, since a temporary folder may be memory.
/// </summary>
internal sealed class BenchTown : IAsyncDisposable
{
    private const string Slug = "maaleby";
    public const string SchoolCode = "MAAL-1000";

    private readonly TenantEntry entry;

    private BenchTown(string folder, TenantEntry entry) => (Folder, this.entry) = (folder, entry);

    public string Folder { get; }

    public PrivateServerOptions Options => ServerChoice.Options(Folder);

    public Guid Tenant => entry.Id;

    public string Database => entry.Database;

    /// <summary>The process that all back ends of the private server belong to.</summary>
    public int Postmaster => PrivateServer.Status(Options).ProcessId ?? throw new InvalidOperationException("The private server does not run.");

    public static async Task<Result<BenchTown>> FoundAsync(CancellationToken cancel)
    {
        var folder = Path.Combine(PrivateServerOptions.DefaultDataFolder(), $"bench-{Guid.CreateVersion7():N}"[..18]);
        Directory.CreateDirectory(folder);
        var town = new BenchTown(folder, new TenantEntry(Guid.CreateVersion7(), Slug, "Måleby Kommune", "Måleholdet", "vaern_" + Slug, ["*"]));
        try
        {
            new TenantList([town.entry]).Write(folder);
            Directory.CreateDirectory(Path.Combine(folder, "keys"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (await town.PeopleAsync(cancel) is { IsOk: false } wrong)
            {
                await town.DisposeAsync();
                return wrong.Error;
            }
            return town;
        }
        catch
        {
            await town.DisposeAsync();
            throw;
        }
    }

    /// <summary>Founds a town, starts its database, says on which machine, measures, and takes everything away again.</summary>
    /// <param name="measure">True when every goal was met.</param>
    /// <returns>The program's exit code.</returns>
    public static async Task<int> MeasureAsync(TextWriter output, Func<BenchTown, DatabaseServer, Municipality, Task<bool>> measure, CancellationToken cancel)
    {
        if (!(await FoundAsync(cancel)).TryGet(out var town, out var wrong))
        {
            return Complaint.Broken(wrong);
        }
        await using (town)
        {
            if (!(await town.StartDatabaseAsync(cancel)).TryGet(out var database, out var silent))
            {
                return Complaint.Broken(silent);
            }
            await using (database)
            {
                if (!(await town.OpenAsync(database.Server, cancel)).TryGet(out var municipality, out var unfounded))
                {
                    return Complaint.Broken(unfounded);
                }
                await using (municipality)
                {
                    output.WriteLine(BenchMachine.Line());
                    return await measure(town, database.Server, municipality) ? ExitCode.Done : ExitCode.No;
                }
            }
        }
    }

    /// <summary>This process's use of the server. Commits are durable.</summary>
    public Task<Result<PrivateServerHandle>> StartDatabaseAsync(CancellationToken cancel) => PrivateServer.EnsureStartedAsync(Options, cancel);

    /// <summary>Opens the municipality, in a database made, migrated and founded where that is missing.</summary>
    public async Task<Result<Municipality>> OpenAsync(DatabaseServer server, CancellationToken cancel)
    {
        var migrated = await new Migrator(server, TimeProvider.System).MigrateAsync(entry.Database, cancel);
        if (!migrated.TryGet(out var run, out var refused))
        {
            return refused;
        }
        var database = new TenantDatabase(server.ConnectionString(entry.Database, DatabaseRole.Administrator), entry.Id, TenantKeyFile.ReadOrCreate(TenantList.KeyPath(Folder, Slug)).Value, TimeProvider.System);
        if (run.Created)
        {
            await FoundMunicipality.RunAsync(database, entry.Slug, entry.Name, demo: false, cancel: cancel);
        }
        return await Municipality.OpenAsync(database, TimeProvider.System, cancel: cancel);
    }

    public SecretKey Key() => SecretKey.From(Convert.FromHexString(File.ReadAllText(TenantList.KeyPath(Folder, Slug)).Trim()));

    public async ValueTask DisposeAsync()
    {
        await PrivateServer.StopAsync(Options, CancellationToken.None);
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<Result> PeopleAsync(CancellationToken cancel)
    {
        if (!(await StartDatabaseAsync(cancel)).TryGet(out var handle, out var silent))
        {
            return silent;
        }
        await using (handle)
        {
            if (!(await OpenAsync(handle.Server, cancel)).TryGet(out var town, out var wrong))
            {
                return wrong;
            }
            await using (town)
            {
                var (root, school) = await UnitsAsync(town, cancel);
                foreach (var (login, name, post) in new[]
                {
                    ("leder", "Ane Prøvesen", new Post(school, "school_leader")), ("nogle", "Bo Prøvesen", new Post(school, "key_person")),
                    ("tryg", "Ida Prøvesen", new Post(root, "safety_team")),
                })
                {
                    var asked = new NewAccount(login, name, "Måling", login + "@maaleby.example", "da", "korte-tal-paa-lange-linjer", [post]);
                    if (await CreateAccount.RunAsync(town, null, asked, cancel) is { IsOk: false } refused)
                    {
                        return refused.Error;
                    }
                }
                return Result.Done;
            }
        }
    }

    private static async Task<(UnitId Root, UnitId School)> UnitsAsync(Municipality town, CancellationToken cancel)
    {
        var (root, school) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var work = await town.Database.BeginAsync(Acting.System, cancel))
        {
            await work.ExecuteAsync(
                """
                insert into unit (id, parent_id, kind, name, code) values
                  (@root, null, 'municipality', 'Måleby Kommune', null), (@school, @root, 'school', 'Måleby Skole', @code)
                """,
                new { root, school, code = SchoolCode },
                cancel);
            await work.CommitAsync(cancel);
        }
        await town.RefreshUnitsAsync(cancel);
        return (new UnitId(root), new UnitId(school));
    }
}
