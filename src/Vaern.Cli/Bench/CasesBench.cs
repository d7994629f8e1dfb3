using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.App.Plans;
using Vaern.Rules;

namespace Vaern.Cli.Bench;

/// <summary>
/// <c>vaern bench cases</c>: reading one of 10,000 cases with a playbook, an established date, a finished plan, follow-ups, people, acts and a chronology, as the
/// case page reads it: from the call to the opened texts, with the view written to the case's stream. The cases are made by the program's own handlers.
/// </summary>
internal static class CasesBench
{
    private const double GoalMilliseconds = 150;
    private const int Makers = 4;
    private const int WarmUp = 50;
    private const int Rounds = 500;

    public static Command Create()
    {
        Option<int> count = new("--cases") { Description = "How many cases to make first", DefaultValueFactory = _ => 10_000 };
        var command = new Command("cases", "The case page's reading with 10,000 cases with plans and playbooks") { count };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(count), parsed.InvocationConfiguration.Output, cancel));
        return command;
    }

    private static Task<int> RunAsync(int count, TextWriter output, CancellationToken cancel) => BenchTown.MeasureAsync(
        output,
        async (_, _, municipality) =>
        {
            var staff = await LeaderAsync(municipality, cancel);
            var clock = Stopwatch.StartNew();
            var numbers = await FillAsync(municipality, staff, Math.Max(1, count), cancel);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"filled    {numbers.Length:N0} cases in {clock.Elapsed.TotalSeconds:N0} s"));
            return await MeasureAsync(output, municipality, staff, numbers, cancel);
        },
        cancel);

    private static async Task<StaffMember> LeaderAsync(Municipality municipality, CancellationToken cancel)
    {
        // The town comes with accounts of its own; the measured leader is one more.
        Post[] posts = [new Post(municipality.Units.FindByCode(BenchTown.SchoolCode)!.Id, "school_leader")];
        var asked = new NewAccount("maalt", "Leder Prøvesen", "Måling", "maalt@maaleby.example", "da", "korte-tal-paa-lange-linjer", posts);
        var made = await CreateAccount.RunAsync(municipality, null, asked, cancel);
        return new StaffMember(made.Value, asked.Login, asked.Name, asked.Title, "da", posts);
    }

    private static async Task<string[]> FillAsync(Municipality municipality, StaffMember staff, int count, CancellationToken cancel)
    {
        var numbers = new string[count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Makers, CancellationToken = cancel },
            async (n, stop) => numbers[n] = await MakeAsync(municipality, staff, n, stop));
        return numbers;
    }

    // What a worked case holds: every step of the playbook, a plan with five measures, four people, twelve entries, three acts.
    private static async Task<string> MakeAsync(Municipality municipality, StaffMember staff, int n, CancellationToken cancel)
    {
        var opened = (await OpenCase.HandleAsync(
            municipality, staff,
            new NewCase(Guid.CreateVersion7(), staff.Posts[0].Unit, "school", "digital-bullying", false, $"Mobning i gruppechat, {n % 9}. klasse", null, false, null, "En elev fortalte det."), cancel)).Value;
        foreach (var (role, name) in new[] { ("affected", "Villads Prøvesen"), ("alleged", "Storm Prøvesen"), ("witness", "Ellen Prøvesen"), ("parent", "Rikke Prøvesen") })
        {
            await Parties.AddAsync(municipality, staff, opened.Id, Guid.CreateVersion7(), role, new PartyBody(name, "8.B", null), cancel);
        }
        await EstablishBullying.HandleAsync(municipality, staff, opened.Id, "Udelukkelse og hån i en gruppechat.", null, cancel);
        foreach (var kind in new[] { "police-call", "wish", "spread" })
        {
            var body = new ActBody("Skrevet ned, mens det blev sagt.", "Vagthavende", Decision: kind == "police-call" ? "advice" : null);
            await CaseActs.RecordAsync(municipality, staff, opened.Id, Guid.CreateVersion7(), kind, null, body, "Skrevet ned, mens det blev sagt.", cancel);
        }
        for (var line = 0; line < 8; line++)
        {
            await WriteEntry.HandleAsync(
                municipality, staff, opened.Id, Guid.CreateVersion7(), WriteEntry.Kinds[line % 4], "Farid talte med Villads i frikvarteret. Han vil gerne sidde et andet sted i klassen.", null, cancel: cancel);
        }
        var day = DanishTime.DayOf(municipality.Now).AddDays(14);
        await ActionPlans.FinishAsync(
            municipality, staff, opened.Id,
            new PlanBody(
                "Villads er med igen, også i chatten.", [.. Enumerable.Range(1, 5).Select(at => new Measure($"Tiltag {at}: fast samtale hver uge", "Farid Elmquist", day))], "De skal stoppe.",
                "Storm siger, at det var for sjov.", "Klassemøde om chatten.", "Begge familier er ringet op.", "", "Hver mandag."),
            0, cancel);
        return opened.Number;
    }

    private static async Task<bool> MeasureAsync(TextWriter output, Municipality municipality, StaffMember staff, string[] numbers, CancellationToken cancel)
    {
        var random = new Random(1);
        var times = new List<double>(Rounds);
        var lines = 0;
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var number = numbers[random.Next(numbers.Length)];
            var began = Stopwatch.GetTimestamp();
            var view = (await ReadCase.HandleAsync(municipality, staff, number, cancel)).Value;
            if (round >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                lines = view.Tasks.Count + view.Entries.Count;
            }
        }
        var p95 = Percentile.Of(times, 95);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(p95 < GoalMilliseconds ? "OK    " : "NOT OK")}    case page, reading ({lines} steps and entries) p50 {Percentile.Of(times, 50),6:N1} ms, p95 {p95,6:N1} ms, p99 {Percentile.Of(times, 99),6:N1} ms (goal: p95 under {GoalMilliseconds:N0} ms)"));
        return p95 < GoalMilliseconds;
    }
}
