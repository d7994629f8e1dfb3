using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Sharing;
using Vaern.Data;
using Vaern.Data.Keys;
using Vaern.Sealing.AtRest;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Timestamps;
using Xunit;

namespace Vaern.TestKit;

/// <summary>
/// A small municipality in a database of its own: Tanghøj Skole with leader, key person and teacher, Ydelseskontoret with leader and
/// caseworker, the children's duty, the safety team. Names are those of the journeys.
/// </summary>
public sealed class TestTown : IAsyncLifetime
{
    private static readonly PasswordHash Cheap = PasswordHash.Make(StaffTown.Password, rounds: 1);
    private readonly PostgresFixture postgres = new();
    private readonly Dictionary<string, StaffMember> staff = [];
    private Municipality? municipality;

    public TestClock Clock { get; } = new();

    public Municipality Town => municipality ?? throw new InvalidOperationException("The town was not founded.");

    public PostgresFixture Postgres => postgres;

    public Unit Tanghoj => Town.Units.FindByCode("TANG-4172")!;

    public Unit Fyrlund => Town.Units.FindByCode("FYRL-9035")!;

    /// <summary>The children's duty, with vagt1.</summary>
    public Unit Duty => Town.Units.All.Single(unit => unit.Kind == "duty");

    public Unit Ydelse => Town.Units.FindByCode("YDEL-3301")!;

    public Unit Ssp => Town.Units.All.Single(unit => unit.Kind == "team");

    public StaffMember this[string login] => staff[login];

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        var database = new TenantDatabase(postgres.ConnectionString, Guid.CreateVersion7(), new TenantKeys(SecretKey.Generate()), Clock);
        await FoundMunicipality.RunAsync(database, "fjordby", "Fjordby Kommune", demo: true);
        var root = Guid.CreateVersion7();
        Guid tang, fyrl, ydel, ssp, duty;
        await using (var work = await database.BeginAsync(Acting.System))
        {
            await UnitAsync(work, root, null, "municipality", "Fjordby Kommune", null, "GOAL-REPLY");
            tang = await UnitAsync(work, Guid.CreateVersion7(), root, "school", "Tanghøj Skole", "TANG-4172", "GOAL-REPLY");
            fyrl = await UnitAsync(work, Guid.CreateVersion7(), root, "school", "Fyrlund Skole", "FYRL-9035", "GOAL-REPLY");
            ydel = await UnitAsync(work, Guid.CreateVersion7(), root, "workplace", "Ydelseskontoret", "YDEL-3301", "GOAL-LEADER-CONTACT");
            ssp = await UnitAsync(work, Guid.CreateVersion7(), root, "team", "SSP Fjordby", null, "GOAL-REPLY");
            duty = await UnitAsync(work, Guid.CreateVersion7(), root, "duty", "Børnemodtagelsen", null, "GOAL-REPLY");
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
        QuickPasswords.UseIn(municipality);
        await StaffAsync("nogle1", "Farid Elmquist", "key_person", tang);
        await StaffAsync("nogle2", "Ulla Brink", "key_person", tang);
        await StaffAsync("leder1", "Kirsten Vadmose", "school_leader", tang);
        await StaffAsync("laerer1", "Signe Rørbæk", "teacher", tang);
        await StaffAsync("leder2", "Jens-Ole Krathus", "school_leader", fyrl);
        await StaffAsync("leder3", "Thomas Kvistrup", "leader", ydel);
        await StaffAsync("sagsb1", "Helle Stormgaard", "employee", ydel);
        await StaffAsync("amr1", "Aisha Lundfald", "safety_rep", ydel);
        await StaffAsync("chef1", "Merete Solvang", "head_of_schools", root);
        await StaffAsync("tryg1", "Lone Bøgh", "safety_team", root);
        await StaffAsync("dpo1", "Vibeke Ranum", "dpo", root);
        await StaffAsync("bered1", "Nanna Gyldenvang", "preparedness_lead", root);
        await StaffAsync("kom1", "Rune Asklund", "communication", root);
        await StaffAsync("dir1", "Lise Marthedal", "director", root);
        await StaffAsync("ssp1", "Bo Hedelund", "ssp", ssp);
        await StaffAsync("ssp2", "Karina Fjeldsø", "ssp", ssp);
        await StaffAsync("vagt1", "Ditte Havnsø", "child_case_worker", duty);
    }

    /// <summary>Another unit, for tests of a room that most need not.</summary>
    public async Task<UnitId> UnitAsync(string kind, string name)
    {
        var id = Guid.CreateVersion7();
        await using (var work = await Town.Database.BeginAsync(Acting.System))
        {
            await UnitAsync(work, id, Town.Units.Root.Id.Value, kind, name, null, "GOAL-REPLY");
            await work.CommitAsync();
        }

        await Town.RefreshUnitsAsync();
        return new UnitId(id);
    }

    /// <summary>Another member of staff.</summary>
    public Task StaffAsync(string login, string name, string role, UnitId unit) => StaffAsync(login, name, role, unit.Value);

    /// <summary>Another unit under the municipality.</summary>
    public async Task AddUnitAsync(string kind, string name, string code)
    {
        await using var work = await Town.Database.BeginAsync(Acting.System);
        await UnitAsync(work, Guid.CreateVersion7(), Town.Units.Root.Id.Value, kind, name, code, "GOAL-REPLY");
        await work.CommitAsync();
        await Town.RefreshUnitsAsync();
    }

    /// <summary>Another person with a post; without a code it is at the municipality itself.</summary>
    public Task HireAsync(string login, string name, string role, string? code = null) =>
        StaffAsync(login, name, role, (code is null ? Town.Units.Root : Town.Units.FindByCode(code)!).Id.Value);

    /// <summary>The people of journey J5 who are not in every town: the neighbouring leader, the lawyer, the work-environment lead.</summary>
    public async Task HireForWorkplaceAsync()
    {
        await AddUnitAsync("workplace", "Borgerservice", "BORG-2257");
        await HireAsync("leder4", "Inge Bisgård", "leader", "BORG-2257");
        await HireAsync("jur1", "Palle Sindholt", "legal");
        await HireAsync("aml1", "Henrik Toft", "work_environment_lead");
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

    private async Task StaffAsync(string login, string name, string role, Guid unit)
    {
        Post[] posts = [new(new UnitId(unit), role)];
        var asked = new NewAccount(login, name, role, $"{login}@fjordby.example", "da", StaffTown.Password, posts) { TotpSecret = StaffTown.TotpSecretOf(login) };
        var made = await CreateAccount.WriteAsync(Town, null, asked, Cheap, default);
        staff[login] = new StaffMember(made.Value, login, name, role, "da", posts);
    }
}
