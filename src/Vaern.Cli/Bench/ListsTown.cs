using Npgsql;
using NpgsqlTypes;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;
using Vaern.Sealing.AtRest;

namespace Vaern.Cli.Bench;

/// <summary>
/// A hundred thousand cases in one municipality, written straight into the tables: titles sealed and keys wrapped as the program does
/// it, a quarter of the cases open with one to three running clocks, each case seen by three to five people.
/// </summary>
/// <param name="Busy">Sees every case.</param>
/// <param name="Quiet">Sees three.</param>
internal sealed record ListsTown(StaffMember Busy, StaffMember Quiet)
{
    public const int Cases = 100_000;
    private const int Colleagues = 200;
    private const int WaitingReports = 2_000;
    private const int OpenOneIn = 4;
    private static readonly string[] Rules = ["A-01", "D-01", "GOAL-LEADER-CONTACT"];

    public static async Task<ListsTown> FillAsync(BenchTown town, DatabaseServer server, Municipality municipality, CancellationToken cancel)
    {
        var random = new Random(1);
        var school = municipality.Units.FindByCode(BenchTown.SchoolCode)!;
        var busy = await StaffAsync(municipality, "travl", school.Id, cancel);
        var quiet = await StaffAsync(municipality, "rolig", school.Id, cancel);
        await using var connection = new NpgsqlConnection(server.ConnectionString(town.Database, DatabaseRole.Administrator) + ";Pooling=false");
        await connection.OpenAsync(cancel);
        var people = await PeopleAsync(connection, cancel);
        var cases = Enumerable.Range(0, Cases).Select(n => ListsCase.Make(n, municipality.Now, random)).ToArray();
        using var key = town.Key();
        await KeysAsync(connection, town, key, cases, cancel);
        await FilesAsync(connection, school.Id.Value, busy.Account.Value, cases, cancel);
        await AccessAsync(connection, busy.Account.Value, quiet.Account.Value, people, cases, random, cancel);
        await ClocksAsync(connection, cases, cancel);
        await ReportsAsync(connection, busy.Account.Value, school.Id.Value, municipality.Now, cancel);
        await using var analyze = new NpgsqlCommand("vacuum analyze", connection) { CommandTimeout = 0 };
        await analyze.ExecuteNonQueryAsync(cancel);
        return new ListsTown(busy, quiet);
    }

    private static async Task<StaffMember> StaffAsync(Municipality municipality, string login, UnitId unit, CancellationToken cancel)
    {
        Post[] posts = [new Post(unit, "key_person")];
        var asked = new NewAccount(login, login + " Prøvesen", "Måling", login + "@maaleby.example", "da", "korte-tal-paa-lange-linjer", posts);
        var made = await CreateAccount.RunAsync(municipality, null, asked, cancel);
        return new StaffMember(made.Value, login, asked.Name, asked.Title, "da", posts);
    }

    // They only hold access rows: nobody signs in as one of them.
    private static async Task<Guid[]> PeopleAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var people = Enumerable.Range(0, Colleagues).Select(_ => Guid.CreateVersion7()).ToArray();
        await using var copy = await connection.BeginBinaryImportAsync("copy account (id, login_mac, profile, password_hash) from stdin binary", cancel);
        foreach (var person in people)
        {
            await RowAsync(copy, cancel, person, person.ToByteArray(), Array.Empty<byte>(), "");
        }
        await copy.CompleteAsync(cancel);
        return people;
    }

    private static async Task KeysAsync(NpgsqlConnection connection, BenchTown town, SecretKey wrapping, ListsCase[] cases, CancellationToken cancel)
    {
        await using var copy = await connection.BeginBinaryImportAsync("copy data_key (owner_id, kind, wrapped) from stdin binary", cancel);
        foreach (var one in cases)
        {
            await RowAsync(copy, cancel, one.Id, "case", KeyWrap.Wrap(wrapping, one.Key, KeyKind.Case, new KeyScope(town.Tenant, one.Id, Guid.Empty)));
        }
        await copy.CompleteAsync(cancel);
    }

    private static async Task FilesAsync(NpgsqlConnection connection, Guid unit, Guid owner, ListsCase[] cases, CancellationToken cancel)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy case_file (id, number, unit_id, track, category, regime, state, title, owner_id, rule_set, opened_at, closed_at, outcome) from stdin binary", cancel);
        foreach (var one in cases)
        {
            var title = FieldCipher.Seal(one.Key, new FieldPlace("case_file", "title", one.Id), one.Title);
            await RowAsync(
                copy, cancel, one.Id, one.Number, unit, "school", "digital-bullying", "ordinary", one.IsOpen ? "handling" : "closed", title, owner,
                RuleBook.Default.RuleSet, one.OpenedAt, one.IsOpen ? null : one.TouchedAt, one.IsOpen ? null : "stopped");
        }
        await copy.CompleteAsync(cancel);
    }

    private static async Task AccessAsync(
        NpgsqlConnection connection, Guid busy, Guid quiet, Guid[] people, ListsCase[] cases, Random random, CancellationToken cancel)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy case_access (account_id, case_id, access, open, next_due, touched_at) from stdin binary", cancel);
        foreach (var (n, one) in cases.Index())
        {
            var first = random.Next(Colleagues);
            var seen = new List<Guid> { busy };
            seen.AddRange(Enumerable.Range(0, 2 + (n % 3)).Select(step => people[(first + step) % Colleagues]));
            if (n % (Cases / 3) == OpenOneIn)
            {
                seen.Add(quiet);
            }
            foreach (var account in seen)
            {
                await RowAsync(copy, cancel, account, one.Id, "write", one.IsOpen, one.NextAlarm, one.TouchedAt);
            }
        }
        await copy.CompleteAsync(cancel);
    }

    private static async Task ClocksAsync(NpgsqlConnection connection, ListsCase[] cases, CancellationToken cancel)
    {
        var versions = Rules.ToDictionary(rule => rule, rule => RuleBook.Default.Find(rule).Value.Version);
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy clock (id, case_id, rule_id, rule_version, started_at, due_at, alarm_at, state, settled_at) from stdin binary", cancel);
        foreach (var one in cases)
        {
            foreach (var (n, alarm) in one.Alarms.Index())
            {
                var rule = Rules[n % Rules.Length];
                await RowAsync(
                    copy, cancel, Guid.CreateVersion7(), one.Id, rule, versions[rule], one.OpenedAt, alarm.AddHours(4), alarm,
                    one.IsOpen ? "running" : "met", one.IsOpen ? null : one.TouchedAt);
            }
        }
        await copy.CompleteAsync(cancel);
    }

    private static async Task ReportsAsync(NpgsqlConnection connection, Guid reader, Guid unit, DateTimeOffset now, CancellationToken cancel)
    {
        var reports = Enumerable.Range(0, WaitingReports).Select(_ => Guid.CreateVersion7()).ToArray();
        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy report (id, number, unit_id, category, reporter_role, restricted, state, received_at, reply_by, receipt_mac, body) from stdin binary", cancel))
        {
            foreach (var (n, id) in reports.Index())
            {
                await RowAsync(copy, cancel, id, $"H-1999-{n:0000}", unit, "digital-bullying", "child", false, "received", now, now.AddDays(1), id.ToByteArray(), Array.Empty<byte>());
            }
            await copy.CompleteAsync(cancel);
        }
        await using var access = await connection.BeginBinaryImportAsync("copy report_access (account_id, report_id, access, received_at) from stdin binary", cancel);
        foreach (var id in reports)
        {
            await RowAsync(access, cancel, reader, id, "content", now);
        }
        await access.CompleteAsync(cancel);
    }

    private static async Task RowAsync(NpgsqlBinaryImporter copy, CancellationToken cancel, params object?[] values)
    {
        await copy.StartRowAsync(cancel);
        foreach (var value in values)
        {
            await (value switch
            {
                null => copy.WriteNullAsync(cancel),
                DateTimeOffset at => copy.WriteAsync(at, NpgsqlDbType.TimestampTz, cancel),
                Guid id => copy.WriteAsync(id, NpgsqlDbType.Uuid, cancel),
                string text => copy.WriteAsync(text, NpgsqlDbType.Text, cancel),
                byte[] bytes => copy.WriteAsync(bytes, NpgsqlDbType.Bytea, cancel),
                bool flag => copy.WriteAsync(flag, NpgsqlDbType.Boolean, cancel),
                int number => copy.WriteAsync(number, NpgsqlDbType.Integer, cancel),
                _ => throw new ArgumentOutOfRangeException(nameof(values), value, "No such column here."),
            });
        }
    }
}

/// <summary>One of the cases, before it is written.</summary>
internal sealed record ListsCase(
    Guid Id, string Number, string Title, SecretKey Key, bool IsOpen, DateTimeOffset OpenedAt, DateTimeOffset TouchedAt, IReadOnlyList<DateTimeOffset> Alarms)
{
    private const int OpenOneIn = 4;

    public DateTimeOffset? NextAlarm => IsOpen ? Alarms.Min() : null;

    public static ListsCase Make(int n, DateTimeOffset now, Random random)
    {
        var open = n % OpenOneIn == 0;
        var opened = Whole(now.AddMinutes(-random.Next(1, 5 * 365 * 24 * 60)));
        var touched = Whole(opened.AddMinutes(random.Next(0, 60 * 24 * 60)));
        var alarms = Enumerable.Range(0, 1 + (n % 3)).Select(_ => Whole(now.AddMinutes(random.Next(-30 * 24 * 60, 30 * 24 * 60)))).ToArray();
        return new ListsCase(
            Guid.CreateVersion7(opened), $"F-{opened.Year}-{n:000000}", $"Billeder og beskeder i klassens gruppe, {n % 9}. klasse", SecretKey.Generate(), open, opened,
            touched, alarms);
    }

    private static DateTimeOffset Whole(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
