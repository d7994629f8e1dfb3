using System.Text.Json;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Sharing;
using Vaern.Data;
using Vaern.Data.Keys;
using Vaern.Data.Streams;
using Vaern.Sealing.AtRest;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Timestamps;
using Xunit;

namespace Vaern.TestKit;

/// <summary>
/// A small municipality in a database of its own: Tanghøj Skole with leader, key person and teacher, Ydelseskontoret with leader and
/// caseworker, the safety team. Names are those of the journeys.
/// </summary>
public sealed class TestTown : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private readonly Dictionary<string, StaffMember> staff = [];
    private Municipality? municipality;

    public TestClock Clock { get; } = new();

    public Municipality Town => municipality ?? throw new InvalidOperationException("The town was not founded.");

    public PostgresFixture Postgres => postgres;

    public Unit Tanghoj => Town.Units.FindByCode("TANG-4172")!;

    public Unit Fyrlund => Town.Units.FindByCode("FYRL-9035")!;

    public Unit Ydelse => Town.Units.FindByCode("YDEL-3301")!;

    public StaffMember this[string login] => staff[login];

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        var database = new TenantDatabase(postgres.ConnectionString, Guid.CreateVersion7(), new TenantKeys(SecretKey.Generate()), Clock);
        await FoundMunicipality.RunAsync(database, "fjordby", "Fjordby Kommune", demo: true);
        var root = Guid.CreateVersion7();
        await using (var work = await database.BeginAsync(Acting.System))
        {
            await UnitAsync(work, root, null, "municipality", "Fjordby Kommune", null, "GOAL-REPLY");
            var tang = await UnitAsync(work, Guid.CreateVersion7(), root, "school", "Tanghøj Skole", "TANG-4172", "GOAL-REPLY");
            var fyrl = await UnitAsync(work, Guid.CreateVersion7(), root, "school", "Fyrlund Skole", "FYRL-9035", "GOAL-REPLY");
            var ydel = await UnitAsync(work, Guid.CreateVersion7(), root, "workplace", "Ydelseskontoret", "YDEL-3301", "GOAL-LEADER-CONTACT");
            await StaffAsync(work, "nogle1", "Farid Elmquist", "key_person", tang);
            await StaffAsync(work, "nogle2", "Ulla Brink", "key_person", tang);
            await StaffAsync(work, "leder1", "Kirsten Vadmose", "school_leader", tang);
            await StaffAsync(work, "laerer1", "Signe Rørbæk", "teacher", tang);
            await StaffAsync(work, "leder2", "Jens-Ole Krathus", "school_leader", fyrl);
            await StaffAsync(work, "leder3", "Thomas Kvistrup", "leader", ydel);
            await StaffAsync(work, "sagsb1", "Helle Stormgaard", "employee", ydel);
            await StaffAsync(work, "amr1", "Aisha Lundfald", "safety_rep", ydel);
            await StaffAsync(work, "chef1", "Merete Solvang", "head_of_schools", root);
            await StaffAsync(work, "tryg1", "Lone Bøgh", "safety_team", root);
            await StaffAsync(work, "dpo1", "Vibeke Ranum", "dpo", root);
            await work.CommitAsync();
        }

        var from = Clock.GetUtcNow().AddYears(-1);
        var stamps = LocalTimestampAuthority.Create("Test", Clock, from, from.AddYears(5));
        var seal = new PackageSeal(
            SealPolicy.Required,
            LocalSealCertificate.Create("Fjordby Kommune", from, from.AddYears(5)),
            new TimestampClient([stamps.AsAuthority("Test")], Clock, TimeSpan.FromSeconds(5)));
        var sender = new PackageSender("Fjordby Kommune", "00000000", "Fjordgade 1, 0000 Fjordby", "vaern@fjordby.example");
        municipality = (await Municipality.OpenAsync(database, Clock, new SealKit(seal, sender, null))).Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (municipality is not null)
        {
            await municipality.DisposeAsync();
        }

        await postgres.DisposeAsync();
    }

    private static async Task<Guid> UnitAsync(UnitOfWork work, Guid id, Guid? parent, string kind, string name, string? code, string replyRule)
    {
        await work.ExecuteAsync(
            "insert into unit (id, parent_id, kind, name, code, reply_rule) values (@id, @parent, @kind, @name, @code, @replyRule)", new { id, parent, kind, name, code, replyRule });
        return id;
    }

    private async Task StaffAsync(UnitOfWork work, string login, string name, string role, Guid unit)
    {
        var id = Guid.CreateVersion7();
        await work.Keys.CreateAsync(id, "account");
        var profile = new StaffProfile(login, name, role, $"{login}@fjordby.example", "da");
        await work.ExecuteAsync(
            """
            insert into account (id, login_mac, profile, password_hash) values (@id, @mac, @profile, '');
            insert into membership (account_id, unit_id, role) values (@id, @unit, @role)
            """,
            new
            {
                id,
                unit,
                role,
                mac = Guid.CreateVersion7().ToByteArray(),
                profile = await work.Keys.SealAsync(id, new FieldPlace("account", "profile", id), JsonSerializer.Serialize(profile)),
            });
        await work.Streams.BeginAsync(id, "account", new StreamEvent("account.created"));
        staff[login] = new StaffMember(new AccountId(id), login, name, role, "da", [new Post(new UnitId(unit), role)]);
    }
}
