using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Data;
using Vaern.Sealing.AtRest;

namespace Vaern.Cli.Bench;

/// <summary>
/// <c>vaern bench street</c>: the lists of the street with 100,000 phenomena, 20,000 contacts and 1,000,000 masked messages, and those of preparedness with 10,000 tips. Server time: from the call to the finished page
/// with opened notes.
/// </summary>
internal static class StreetBench
{
    private const double GoalMilliseconds = 200;
    private const int Phenomena = 100_000;
    private const int Talks = 20_000;
    private const int ShiftCount = 2_000;
    private const int WarmUp = 10;
    private const int Rounds = 100;

    public static Command Create()
    {
        var command = new Command("street", "Lists of the street with 100,000 phenomena, 20,000 contacts and 1,000,000 masked messages, and of preparedness with 10,000 tips");
        command.SetAction((parsed, cancel) => RunAsync(parsed.InvocationConfiguration.Output, cancel));
        return command;
    }

    private static Task<int> RunAsync(TextWriter output, CancellationToken cancel) => BenchTown.MeasureAsync(
        output,
        async (town, server, municipality) =>
        {
            var clock = Stopwatch.StartNew();
            var (worker, more) = await FillAsync(town, server, municipality, cancel);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"filled    {Phenomena:N0} phenomena, {Talks:N0} contacts, {StreetBenchImports.Messages:N0} masked messages and {StreetBenchImports.TipCount:N0} tips in {clock.Elapsed.TotalSeconds:N0} s"));
            return await MeasureAsync(output, municipality, worker, more, cancel);
        },
        cancel);

    private static async Task<bool> MeasureAsync(TextWriter output, Municipality town, StaffMember worker, IReadOnlyList<(string Name, Func<Task<int>> Run)> more, CancellationToken cancel)
    {
        var since = DateOnly.FromDateTime(town.Now.UtcDateTime).AddMonths(-6);
        (string Name, Func<Task<int>> Run)[] lists =
        [
            ("phenomena, page 1", async () => (await PhenomenonList.PageAsync(town, worker, null, 1, cancel)).Lines.Count),
            ("phenomena, page 20", async () => (await PhenomenonList.PageAsync(town, worker, null, 20, cancel)).Lines.Count),
            ("phenomena, one kind", async () => (await PhenomenonList.PageAsync(town, worker, "fraud", 1, cancel)).Lines.Count),
            ("counts of six months", async () => (await PhenomenonList.CountsAsync(town, worker, since, cancel)).Count),
            ("contacts, page 1", async () => (await ContactList.PageAsync(town, worker, 1, cancel)).Lines.Count),
            ("contacts, queue", async () => (await ContactList.QueueAsync(town, worker, cancel)).Count),
            ("shifts, page 1", async () => (await ShiftList.PageAsync(town, worker, 1, cancel)).Shifts.Count),
        ];
        var met = true;
        foreach (var (name, run) in lists.Concat(more))
        {
            for (var i = 0; i < WarmUp; i++)
            {
                await run();
            }

            var times = new List<double>(Rounds);
            var lines = 0;
            for (var i = 0; i < Rounds; i++)
            {
                var began = Stopwatch.GetTimestamp();
                lines = await run();
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            var p95 = Percentile.Of(times, 95);
            met &= p95 < GoalMilliseconds;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(p95 < GoalMilliseconds ? "OK    " : "NOT OK")}    {name,-26} {lines,3} lines, p50 {Percentile.Of(times, 50),6:N1} ms, p95 {p95,6:N1} ms"));
        }

        return met;
    }

    private static async Task<(StaffMember Worker, IReadOnlyList<(string Name, Func<Task<int>> Run)> More)> FillAsync(BenchTown town, DatabaseServer server, Municipality municipality, CancellationToken cancel)
    {
        var unit = municipality.Units.FindByCode(BenchTown.SchoolCode)!.Id;
        Post[] posts = [new Post(unit, "street_worker")];
        var made = await CreateAccount.RunAsync(municipality, null, new NewAccount("gade", "Gade Prøvesen", "Måling", "gade@maaleby.example", "da", "korte-tal-paa-lange-linjer", posts), cancel);
        var worker = new StaffMember(made.Value, "gade", "Gade Prøvesen", "Måling", "da", posts);
        await using var connection = new NpgsqlConnection(server.ConnectionString(town.Database, DatabaseRole.Administrator) + ";Pooling=false");
        await connection.OpenAsync(cancel);
        var (mandate, source) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var me = worker.Account.Value;
        // The rows are older than any mandate could be: the triggers are for people, not for this filling.
        await using (var begin = new NpgsqlCommand(
            """
            set session_replication_role = replica;
            insert into mandate (id, number, state, owner_id, body, basis, starts_on, ends_on, retention_days) values (@mandate, 1, 'draft', @me, '', '{F-08}', current_date - 180, current_date + 180, 90);
            insert into mandate_source (id, mandate_id, number, name, platform, address, added_at, added_by) values (@source, @mandate, 1, 'Fjordby Snak', 'Telegram', 'chat.example/snak', now(), @me)
            """,
            connection))
        {
            begin.Parameters.AddWithValue("mandate", mandate);
            begin.Parameters.AddWithValue("source", source);
            begin.Parameters.AddWithValue("me", me);
            await begin.ExecuteNonQueryAsync(cancel);
        }

        var now = municipality.Now;
        var shifts = Enumerable.Range(0, ShiftCount).Select(_ => Guid.CreateVersion7()).ToArray();
        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy street_shift (id, number, mandate_id, worker_id, started_at, planned_end, ended_at, talks, phenomena, concerns, debrief, expires_on) from stdin binary", cancel))
        {
            foreach (var (n, id) in shifts.Index())
            {
                var at = now.AddHours(-n - 4);
                await RowAsync(copy, cancel, id, $"V-1999-{n:00000}", mandate, me, at, at.AddHours(3), at.AddHours(3), 4, 1, 0, false, DateOnly.FromDateTime(at.UtcDateTime).AddDays(90));
            }

            await copy.CompleteAsync(cancel);
        }

        await PhenomenaAsync(connection, town, mandate, source, shifts, now, cancel);
        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy street_contact (id, number, mandate_id, shift_id, worker_id, kind, age, platform, wrote_at, counted_from, opened_at, answered_at, closed_at, outcome) from stdin binary", cancel))
        {
            for (var n = 0; n < Talks; n++)
            {
                var (at, open) = (now.AddMinutes(-n * 13), n % 400 == 0);
                await RowAsync(
                    copy, cancel, Guid.CreateVersion7(), $"K-1999-{n:00000}", mandate, shifts[n % ShiftCount], me, ContactGuide.Kinds[n % ContactGuide.Kinds.Length], "15-17", "Telegram", at, at, at,
                    n % 3 == 0 ? null : at.AddMinutes(5), open ? null : at.AddHours(1), open ? null : "advice");
            }

            await copy.CompleteAsync(cancel);
        }

        var imports = await StreetBenchImports.FillAsync(connection, town, municipality, worker, mandate, source, cancel);
        Post[] preparing = [new Post(unit, "preparedness_lead")];
        var lead = await CreateAccount.RunAsync(municipality, null, new NewAccount("bered", "Bered Prøvesen", "Måling", "bered@maaleby.example", "da", "korte-tal-paa-lange-linjer", preparing), cancel);
        var tips = await StreetBenchImports.TipsAsync(connection, town, municipality, new StaffMember(lead.Value, "bered", "Bered Prøvesen", "Måling", "da", preparing), cancel);
        await using var analyze = new NpgsqlCommand("vacuum analyze", connection) { CommandTimeout = 0 };
        await analyze.ExecuteNonQueryAsync(cancel);
        return (worker, [.. imports, .. tips]);
    }

    private static async Task PhenomenaAsync(NpgsqlConnection connection, BenchTown town, Guid mandate, Guid source, Guid[] shifts, DateTimeOffset now, CancellationToken cancel)
    {
        using var wrapping = town.Key();
        var keys = Enumerable.Range(0, Phenomena).Select(_ => (Id: Guid.CreateVersion7(), Key: SecretKey.Generate())).ToArray();
        await using (var copy = await connection.BeginBinaryImportAsync("copy data_key (owner_id, kind, wrapped) from stdin binary", cancel))
        {
            foreach (var (id, key) in keys)
            {
                await RowAsync(copy, cancel, id, "street", KeyWrap.Wrap(wrapping, key, KeyKind.Case, new KeyScope(town.Tenant, id, Guid.Empty)));
            }

            await copy.CompleteAsync(cancel);
        }

        await using var rows = await connection.BeginBinaryImportAsync(
            "copy phenomenon (id, number, mandate_id, shift_id, source_id, kind, age, seen_on, seen_at, note, recorded_at, expires_on) from stdin binary", cancel);
        foreach (var (n, (id, key)) in keys.Index())
        {
            var at = now.AddMinutes(-n * 2);
            var day = DateOnly.FromDateTime(at.UtcDateTime);
            await RowAsync(
                rows, cancel, id, $"O-1999-{n:000000}", mandate, shifts[n % ShiftCount], source, Phenomenon.Kinds[n % Phenomenon.Kinds.Length], "12-15", day, at,
                FieldCipher.Seal(key, new FieldPlace("phenomenon", "note", id), "flere slår, én filmer"), at, day.AddDays(400));
            key.Dispose();
        }

        await rows.CompleteAsync(cancel);
    }

    internal static async Task RowAsync(NpgsqlBinaryImporter copy, CancellationToken cancel, params object?[] values)
    {
        await copy.StartRowAsync(cancel);
        foreach (var value in values)
        {
            await (value switch
            {
                null => copy.WriteNullAsync(cancel),
                DateTimeOffset at => copy.WriteAsync(at.ToUniversalTime(), NpgsqlDbType.TimestampTz, cancel),
                DateOnly day => copy.WriteAsync(day, NpgsqlDbType.Date, cancel),
                Guid id => copy.WriteAsync(id, NpgsqlDbType.Uuid, cancel),
                string text => copy.WriteAsync(text, NpgsqlDbType.Text, cancel),
                byte[] bytes => copy.WriteAsync(bytes, NpgsqlDbType.Bytea, cancel),
                bool flag => copy.WriteAsync(flag, NpgsqlDbType.Boolean, cancel),
                int number => copy.WriteAsync(number, NpgsqlDbType.Integer, cancel),
                short number => copy.WriteAsync(number, NpgsqlDbType.Smallint, cancel),
                float number => copy.WriteAsync(number, NpgsqlDbType.Real, cancel),
                int[] numbers => copy.WriteAsync(numbers, NpgsqlDbType.Array | NpgsqlDbType.Integer, cancel),
                _ => throw new ArgumentOutOfRangeException(nameof(values), value, "No such column here."),
            });
        }
    }
}
