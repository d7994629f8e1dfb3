using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Insight.Figures;
using Vaern.App.Insight.Surveys;
using Vaern.Data;

namespace Vaern.Cli.Bench;

/// <summary>
/// <c>vaern bench insight</c>: a municipality with 100,000 cases, 60,000 reports and 300,000 answers from 60 schools. The dashboard and the results as the pages read them
/// (server time, from the call to the finished record); how long counting a quarter and closing the survey take; and whether 30,000 answers in an hour hold.
/// </summary>
internal static class InsightBench
{
    private const double GoalMilliseconds = 500;
    private const int Answers = 300_000;
    private const int Reports = 60_000;
    private const int Schools = 60;
    private const int Live = 30_000;
    private const int WarmUp = 20;
    private const int Rounds = 200;

    public static Command Create()
    {
        var command = new Command("insight", "Dashboard and survey results with 100,000 cases and 300,000 answers");
        command.SetAction((parsed, cancel) => RunAsync(parsed.InvocationConfiguration.Output, cancel));
        return command;
    }

    private static Task<int> RunAsync(TextWriter output, CancellationToken cancel) =>
        BenchTown.MeasureAsync(output, (town, server, municipality) => MeasureAsync(output, town, server, municipality, cancel), cancel);

    private static async Task<bool> MeasureAsync(TextWriter output, BenchTown town, DatabaseServer server, Municipality municipality, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        await ListsTown.FillAsync(town, server, municipality, cancel);
        Post[] posts = [new Post(municipality.Units.Root.Id, "analyst")];
        var made = await CreateAccount.RunAsync(municipality, null, new NewAccount("analyse", "Eva Prøvesen", "Måling", "analyse@maaleby.example", "da", "korte-tal-paa-lange-linjer", posts), cancel);
        var eva = new StaffMember(made.Value, "analyse", "Eva Prøvesen", "Måling", "da", posts);
        await using var connection = new NpgsqlConnection(server.ConnectionString(town.Database, DatabaseRole.Administrator) + ";Pooling=false");
        await connection.OpenAsync(cancel);
        await RunSqlAsync(connection, FillReports, cancel, ("reports", Reports), ("schools", Schools));
        await municipality.RefreshUnitsAsync(cancel);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"filled    {ListsTown.Cases:N0} cases and {Reports:N0} reports in {clock.Elapsed.TotalSeconds:N0} s"));

        var (number, codes) = await LiveSurveyAsync(municipality, eva, cancel);
        var sending = Stopwatch.StartNew();
        var kept = 0;
        await Parallel.ForEachAsync(codes, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancel }, async (code, stop) =>
        {
            var sent = await AnswerSurvey.SendAsync(municipality, code, new Dictionary<string, IReadOnlyList<string>> { ["p1"] = ["no"], ["p2"] = ["no"], ["p4"] = ["yes"], ["p5"] = ["often"], ["p6"] = ["always"] }, stop);
            Interlocked.Add(ref kept, sent.IsOk ? 1 : 0);
        });
        var perHour = kept / sending.Elapsed.TotalHours;
        var holds = kept == Live && perHour >= Live;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Mark(holds)}    {kept:N0} answers sent and kept in {sending.Elapsed.TotalSeconds:N0} s: {perHour:N0} in an hour (goal {Live:N0})"));

        await RunSqlAsync(connection, FillAnswers, cancel, ("number", number), ("answers", Answers - Live));
        await RunSqlAsync(connection, "update survey set closes_at = now() - interval '1 minute', opens_at = now() - interval '2 minutes' where number = @number", cancel, ("number", number));
        await RunSqlAsync(connection, "update tenant set created_at = now() - interval '6 years'", cancel);
        await RunSqlAsync(connection, "vacuum analyze", cancel);
        clock.Restart();
        await SurveyRounds.CloseDueAsync(municipality, cancel);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"closed    {Answers:N0} answers counted, suppressed and shuffled in {clock.Elapsed.TotalSeconds:N1} s"));
        clock.Restart();
        await FigureRounds.RunAsync(municipality, cancel);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"counted   {FigureRounds.Quarters} quarters in {clock.Elapsed.TotalSeconds:N1} s"));
        return await ReadingAsync(output, municipality, eva, number, cancel) & holds;
    }

    private static async Task<bool> ReadingAsync(TextWriter output, Municipality municipality, StaffMember eva, string number, CancellationToken cancel)
    {
        var school = municipality.Units.All.First(unit => unit.Name.StartsWith("Skole ", StringComparison.Ordinal)).Id;
        (string Name, Func<Task<bool>> Run)[] pages =
        [
            ("dashboard", async () => (await Dashboard.ReadAsync(municipality, eva, null, cancel)).Value.Answers.Count == FigureRounds.Quarters),
            ("results, everybody", async () => (await SurveyResults.ReadAsync(municipality, eva, number, null, cancel)).Value.Base.Value is not null),
            ("results, one school", async () => (await SurveyResults.ReadAsync(municipality, eva, number, school, cancel)).Value.Questions.Count > 0),
            ("reports", async () => (await CommitteeReports.ListAsync(municipality, eva, cancel)).IsOk),
        ];
        var met = true;
        foreach (var (name, run) in pages)
        {
            for (var i = 0; i < WarmUp; i++)
            {
                met &= await run();
            }

            var times = new List<double>(Rounds);
            for (var i = 0; i < Rounds; i++)
            {
                var began = Stopwatch.GetTimestamp();
                met &= await run();
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            var p95 = Percentile.Of(times, 95);
            met &= p95 < GoalMilliseconds;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Mark(p95 < GoalMilliseconds)}    {name,-20} p50 {Percentile.Of(times, 50),6:N1} ms, p95 {p95,6:N1} ms (goal {GoalMilliseconds:N0})"));
        }

        return met;
    }

    private static async Task<(string Number, IReadOnlyList<string> Codes)> LiveSurveyAsync(Municipality municipality, StaffMember eva, CancellationToken cancel)
    {
        var now = municipality.Now;
        var number = (await SurveyDesk.DraftAsync(municipality, eva, Guid.CreateVersion7(), new NewSurvey("pupil", ["p1", "p2", "p3", "p4", "p5", "p6", "p7", "gender"], now, now.AddDays(1)), cancel)).Value;
        var codes = new List<string>();
        foreach (var unit in municipality.Units.All.Where(unit => unit.Name.StartsWith("Skole ", StringComparison.Ordinal)))
        {
            codes.AddRange((await SurveyCodes.MakeAsync(municipality, eva, number, Guid.CreateVersion7(), unit.Id, Live / Schools, false, cancel)).Value);
        }

        await SurveyDesk.OpenAsync(municipality, eva, number, 1, cancel);
        return (number, codes);
    }

    private static string Mark(bool good) => good ? "OK    " : "NOT OK";

    private static async Task RunSqlAsync(NpgsqlConnection connection, string sql, CancellationToken cancel, params (string Name, object Value)[] values)
    {
#pragma warning disable CA2100 // constants of this file
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        await command.ExecuteNonQueryAsync(cancel);
    }

    private const string FillReports =
        """
        insert into unit (id, parent_id, kind, name) select gen_random_uuid(), (select id from unit where parent_id is null), 'school', 'Skole ' || n from generate_series(1, @schools) n;
        insert into report (id, number, unit_id, category, reporter_role, restricted, state, received_at, reply_by, answered_at, receipt_mac, body)
        select gen_random_uuid(), 'H-1998-' || n, s.ids[1 + n % @schools], (array['digital-bullying', 'image-sharing', 'threat', 'sextortion', 'false-profile', 'stalking-unwanted-contact', 'something-else'])[1 + n % 7],
          'child', false, 'answered', at, at + interval '8 hours', at + make_interval(mins => 20 + n % 900), decode(md5('r' || n), 'hex'), ''
        from generate_series(1, @reports) n, lateral (select now() - make_interval(mins => n * 17) as at) t, (select array_agg(id order by name) as ids from unit where name like 'Skole %') s
        """;

    private const string FillAnswers =
        """
        insert into survey_answer (survey_id, unit_id, answers)
        select (select id from survey where number = @number), s.ids[1 + n % array_length(s.ids, 1)],
          jsonb_build_object('p1', jsonb_build_array((array['often', 'once', 'no', 'no', 'no', 'no', 'dont-know'])[1 + n % 7]), 'p2', jsonb_build_array((array['yes', 'no', 'no', 'no', 'dont-know'])[1 + n % 5]),
            'p4', jsonb_build_array((array['yes', 'yes', 'no'])[1 + n % 3]), 'p5', jsonb_build_array((array['always', 'often', 'seldom', 'never', 'not-in'])[1 + n % 5]), 'gender', jsonb_build_array((array['girl', 'boy'])[1 + n % 2]))
        from generate_series(1, @answers) n, (select array_agg(id order by name) as ids from unit where name like 'Skole %') s
        """;
}
