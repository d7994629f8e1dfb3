using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.App.StreetWork.Imports;
using Vaern.Screening;
using Vaern.Screening.Explaining;
using Vaern.Sealing.AtRest;

namespace Vaern.Cli.Bench;

/// <summary>One million masked messages of a source, sealed as an import seals them, and ten thousand tips, for <see cref="StreetBench"/>.</summary>
internal static class StreetBenchImports
{
    public const int Messages = 1_000_000;
    public const int TipCount = 10_000;
    private const int InOneCopy = 50_000;
    private const int Sample = 30;

    private static readonly string[] Talk =
    [
        "hvem skal med til bålet på havnen fredag", "jeg smadrer dig i morgen klokken 8 bag skolen", "sælger pods og vapes billigt, skriv privat", "min kat er løbet væk igen, den er grå",
        "jeg kan ikke mere og har lyst til at dø, er der nogen der kan hjælpe mig", "vi mangler to til holdet på lørdag", "tak for i går, det var hyggeligt", "er der træning på tirsdag",
    ];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<(string Name, Func<Task<int>> Run)[]> FillAsync(
        NpgsqlConnection connection, BenchTown town, Municipality municipality, StaffMember worker, Guid mandate, Guid source, CancellationToken cancel)
    {
        var (root, import, rest) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        using var wrapping = town.Key();
        using var kept = SecretKey.Generate();
        using var other = SecretKey.Generate();
        using var third = SecretKey.Generate();
        await using (var keys = await connection.BeginBinaryImportAsync("copy data_key (owner_id, kind, wrapped) from stdin binary", cancel))
        {
            foreach (var (id, key) in new[] { (import, kept), (rest, other), (mandate, third) })
            {
                await StreetBench.RowAsync(keys, cancel, id, "street", KeyWrap.Wrap(wrapping, key, KeyKind.Case, new KeyScope(town.Tenant, id, Guid.Empty)));
            }

            await keys.CompleteAsync(cancel);
        }

        await using (var sets = new NpgsqlCommand(
            """
            update mandate set state = 'active', activated_at = now() - interval '90 days', activated_by = owner_id, assessed_on = current_date - 190, opinion = @opinion, body = @body, opinion_on = current_date - 185, opinion_by = owner_id where id = @mandate;
            insert into street_dataset (id, number, mandate_id, source_id, parent_id, kind, state, parameters, program, made_at, made_by, expires_on, done_at, number_of, rest_id)
            values (@root, 'D-1999-001', @mandate, @source, null, 'source', 'done', '{}', '0', now(), @me, current_date + 30, now(), null, null),
              (@import, 'D-1999-002', @mandate, @source, @root, 'import', 'done', '{}', '0', now(), @me, current_date + 30, now(), @count, @rest);
            insert into street_dataset (id, number, mandate_id, source_id, parent_id, kind, state, parameters, program, made_at, made_by, expires_on, done_at, number_of)
            select gen_random_uuid(), 'D-1998-' || n, @mandate, @source, @import, 'report', 'done', '{}', '0', now() - n * interval '1 hour', @me, current_date + 30, now(), 0 from generate_series(1, 2000) n
            """,
            connection))
        {
            foreach (var (name, value) in new (string, object)[] { ("mandate", mandate), ("source", source), ("root", root), ("import", import), ("rest", rest), ("opinion", FieldCipher.Seal(third, new FieldPlace("mandate", "opinion", mandate), "Måling")),
                ("body", FieldCipher.Seal(third, new FieldPlace("mandate", "body", mandate), """{"title":"Måling","purpose":"Måling","necessity":"Måling","assessment":"Måling"}""")), ("me", worker.Account.Value), ("count", Messages) })
            {
                sets.Parameters.AddWithValue(name, value);
            }

            await sets.ExecuteNonQueryAsync(cancel);
        }

        await MessagesAsync(connection, source, import, kept, other, municipality.Now, cancel);
        await using (var derived = new NpgsqlCommand(
            """
            insert into street_week (dataset_id, week, kind, number_of) select dataset_id, date_trunc('week', written_on)::date, coalesce(kind, 'none'), count(*) from street_message group by 1, 2, 3;
            insert into street_passed_on (dataset_id, week, origin_id, number_of) select dataset_id, date_trunc('week', written_on)::date, origin_id, count(*) from street_message where passed_on group by 1, 2, 3;
            analyze street_message
            """,
            connection) { CommandTimeout = 0 })
        {
            await derived.ExecuteNonQueryAsync(cancel);
        }

        var list = await NewListAsync(municipality, worker, cancel);
        var listed = (await DatasetList.ReadAsync(municipality, worker, list, cancel)).Value.Id;
        return
        [
            ("data sets, page 1", async () => (await DatasetList.PageAsync(municipality, worker, null, 1, cancel)).Lines.Count),
            ("data sets, page 40", async () => (await DatasetList.PageAsync(municipality, worker, null, 40, cancel)).Lines.Count),
            ("tree of an import", async () => (await DatasetList.TreeAsync(municipality, worker, import, cancel)).Below.Count),
            ("new list, 500 of a million", async () => (await NewListAsync(municipality, worker, cancel)).Length > 0 ? MakeDataset.MostBudget : 0),
            ("reading list, page 1", async () => (await ReadingRoom.PageAsync(municipality, worker, list, 1, cancel)).Value.Items.Count),
            ("reading list, page 20", async () => (await ReadingRoom.PageAsync(municipality, worker, list, 20, cancel)).Value.Items.Count),
            ("one message", async () => (await ReadingRoom.ItemAsync(municipality, worker, list, 250, cancel)).Value.Item.Place / 250),
            ("reading progress", async () => (await ReadingRoom.ProgressAsync(municipality, worker, listed, cancel)).All),
            ("trends", async () => (await StreetTrends.ReadAsync(municipality, worker, cancel)).Weeks.Count),
        ];
    }

    /// <summary>Ten thousand tips, a tenth of them in groups of their own.</summary>
    public static async Task<(string Name, Func<Task<int>> Run)[]> TipsAsync(NpgsqlConnection connection, BenchTown town, Municipality municipality, StaffMember team, CancellationToken cancel)
    {
        using var wrapping = town.Key();
        var tips = Enumerable.Range(0, TipCount).Select(_ => (Id: Guid.CreateVersion7(), Key: SecretKey.Generate())).ToArray();
        await using (var keys = await connection.BeginBinaryImportAsync("copy data_key (owner_id, kind, wrapped) from stdin binary", cancel))
        {
            foreach (var (id, key) in tips)
            {
                await StreetBench.RowAsync(keys, cancel, id, "tip", KeyWrap.Wrap(wrapping, key, KeyKind.Case, new KeyScope(town.Tenant, id, Guid.Empty)));
            }

            await keys.CompleteAsync(cancel);
        }

        await using (var rows = await connection.BeginBinaryImportAsync(
            "copy tip (id, number, received_at, source, account_id, token_mac, danger, masked, body, features, state, group_id) from stdin binary", cancel))
        {
            foreach (var (n, (id, key)) in tips.Index())
            {
                await StreetBench.RowAsync(
                    rows, cancel, id, $"T-1999-{n:00000}", municipality.Now.AddMinutes(-n), "staff", team.Account.Value, RandomNumberGenerator.GetBytes(32), false, false,
                    FieldCipher.Seal(key, new FieldPlace("tip", "body", id), "Der går et rykte om skolen ved havnen"), Enumerable.Range(n % 100, 12).ToArray(), "new", tips[n / 10 * 10].Id);
                key.Dispose();
            }

            await rows.CompleteAsync(cancel);
        }

        return
        [
            ("tips, page 1", async () => (await ReadIssues.WaitingAsync(municipality, team, 0, cancel)).Count),
            ("tips, page 20", async () => (await ReadIssues.WaitingAsync(municipality, team, 19, cancel)).Count),
            ("issues", async () => (await ReadIssues.ListAsync(municipality, team, false, 0, cancel)).Count),
        ];
    }

    private static async Task MessagesAsync(NpgsqlConnection connection, Guid source, Guid import, SecretKey kept, SecretKey other, DateTimeOffset now, CancellationToken cancel)
    {
        var screener = new Screener(ScreeningModel.BuiltIn);
        var found = Talk.Select(text => (Text: text, Explanation: screener.Screen(text))).ToArray();
        for (var n = 0; n < Messages;)
        {
            await using var copy = await connection.BeginBinaryImportAsync(
                """
                copy street_message (id, dataset_id, source_id, stable, content, author_tag, taken_at, written_on, passed_on, body, route, kind, severity, priority, explanation, expires_on) from stdin binary
                """,
                cancel);
            for (var end = Math.Min(Messages, n + InOneCopy); n < end; n++)
            {
                // One in thirty is flagged or care, as in an ordinary channel.
                var (text, why) = n % Sample == 0 ? found[1 + (n / Sample % 2)] : n % 997 == 0 ? found[4] : found[n % 8 is 1 or 2 or 4 ? 0 : n % 8];
                var (id, flagged) = (Guid.CreateVersion7(), why.Route != Route.None);
                var key = flagged ? kept : other;
                await StreetBench.RowAsync(
                    copy, cancel, id, import, source, $"m{n}", "c", BitConverter.GetBytes(n % 5_000L), now, DateOnly.FromDateTime(now.UtcDateTime.AddMinutes(-n / 20)), n % 50 == 0,
                    FieldCipher.Seal(key, new FieldPlace("street_message", "body", id), text), why.Route.Code(), flagged ? why.Category!.Value.Code() : null, flagged ? (short)why.Severity!.Value : null,
                    (float)why.Score + (n % 1_000 * 1e-6f), flagged ? FieldCipher.Seal(key, new FieldPlace("street_message", "explanation", id), JsonSerializer.Serialize(why, Json)) : null,
                    DateOnly.FromDateTime(now.UtcDateTime).AddDays(14));
            }

            await copy.CompleteAsync(cancel);
        }
    }

    private static async Task<string> NewListAsync(Municipality municipality, StaffMember worker, CancellationToken cancel) =>
        (await MakeDataset.ListAsync(municipality, worker, Guid.CreateVersion7(), "D-1999-002", new DatasetParameters("concern", Budget: MakeDataset.MostBudget), cancel)).Value;
}
