using System.Security.Cryptography;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Keys;
using Vaern.Sealing.AtRest;

namespace Vaern.TestKit;

/// <summary>
/// A municipality for tests of accounts and pages, in a test's own database: a root, a school with a code, an office. Accounts cost no password hashing here, and
/// a session may be had without signing in; what signing in does is tested by itself.
/// </summary>
public sealed class StaffTown : IAsyncDisposable
{
    private static readonly PasswordHash Cheap = PasswordHash.Make(Password, rounds: 1);
    private readonly string? ownDatabase;
    private int accounts;

    private StaffTown(Municipality municipality, TestClock clock, UnitId root, UnitId school, UnitId office, string? ownDatabase)
    {
        Municipality = municipality;
        Clock = clock;
        Root = root;
        School = school;
        Office = office;
        this.ownDatabase = ownDatabase;
    }

    public const string Password = "fire røde heste løber";

    public Municipality Municipality { get; }

    public TestClock Clock { get; }

    public UnitId Root { get; }

    /// <summary>Tanghøj Skole, <c>TANG-4172</c>.</summary>
    public UnitId School { get; }

    /// <summary>Ydelseskontoret, a workplace.</summary>
    public UnitId Office { get; }

    /// <summary>In the database of a test class.</summary>
    public static Task<StaffTown> FoundAsync(PostgresFixture postgres, TestClock? clock = null, bool demo = false) =>
        FoundAsync(postgres.ConnectionString, "fjordby", "Fjordby Kommune", clock ?? new TestClock(), demo, null);

    /// <summary>In a database of its own, for a second municipality.</summary>
    public static async Task<StaffTown> FoundAnotherAsync(string slug, string name, TestClock? clock = null, bool demo = false)
    {
        var server = await TestServer.ServerAsync();
        var database = await TestServer.CreateDatabaseAsync();
        return await FoundAsync(server.ConnectionString(database, DatabaseRole.Web), slug, name, clock ?? new TestClock(), demo, database);
    }

    /// <summary>A person with these posts. The secret of the authenticator is <see cref="TotpSecretOf"/>.</summary>
    public async Task<StaffMember> StaffAsync(params Post[] posts)
    {
        var login = $"medarbejder{Interlocked.Increment(ref accounts)}";
        var asked = new NewAccount(login, "Mille Tangaa", "Medarbejder", $"{login}@fjordby.example", "da", Password, posts) { TotpSecret = TotpSecretOf(login) };
        var made = await CreateAccount.WriteAsync(Municipality, null, asked, Cheap, default);
        return new StaffMember(made.Value, login, asked.Name, asked.Title, asked.Language, posts);
    }

    public static byte[] TotpSecretOf(string login) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(login))[..Totp.SecretSize];

    /// <summary>The code that the person's authenticator shows now.</summary>
    public string CodeOf(StaffMember staff) => Totp.CodeAt(TotpSecretOf(staff.Login), Totp.StepAt(Clock.GetUtcNow()));

    /// <summary>The token of a full session.</summary>
    public Task<string> SessionAsync(StaffMember staff) => StaffSessions.BeginAsync(Municipality, staff);

    public async ValueTask DisposeAsync()
    {
        await Municipality.DisposeAsync();
        if (ownDatabase is not null)
        {
            await TestServer.DropDatabaseAsync(ownDatabase);
        }
    }

    private static async Task<StaffTown> FoundAsync(string connectionString, string slug, string name, TestClock clock, bool demo, string? ownDatabase)
    {
        var database = new TenantDatabase(connectionString, Guid.CreateVersion7(), new TenantKeys(SecretKey.Generate()), clock);
        await FoundMunicipality.RunAsync(database, slug, name, demo);
        var (root, school, office) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var work = await database.BeginAsync(Acting.System))
        {
            await work.ExecuteAsync(
                """
                insert into unit (id, parent_id, kind, name, code) values
                  (@root, null, 'municipality', @name, null), (@school, @root, 'school', 'Tanghøj Skole', 'TANG-4172'), (@office, @root, 'workplace', 'Ydelseskontoret', null)
                """,
                new { root, school, office, name });
            await work.CommitAsync();
        }

        var municipality = (await Municipality.OpenAsync(database, clock)).Value;
        municipality.PasswordRounds = 1;
        return new StaffTown(municipality, clock, new UnitId(root), new UnitId(school), new UnitId(office), ownDatabase);
    }
}
