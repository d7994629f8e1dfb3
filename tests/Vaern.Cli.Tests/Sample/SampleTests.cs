using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Vaern.App;
using Vaern.App.Cases;
using Vaern.Cli.Sample;
using Vaern.Data;
using Vaern.Data.Keys;
using Vaern.Data.Streams;
using Vaern.Sealing.AtRest;
using Vaern.TestKit;

namespace Vaern.Cli.Tests.Sample;

/// <summary>The sample as a whole: it loads, it is what it says, and a dump of its database tells nothing of it.</summary>
public sealed class SampleTests(SampleTests.LoadedTown loaded) : IClassFixture<SampleTests.LoadedTown>
{
    [Fact]
    public void Every_person_of_the_journeys_has_a_login() =>
        new[] { "nogle1", "nogle2", "leder1", "leder3", "laerer1", "laerer2", "chef1", "sagsb1", "amr1", "aml1", "jur1", "vagt1", "gade1", "bered1", "kom1", "dir1", "tryg1", "paed1", "analyse1", "ssp1", "ssp2", "dpo1" }
            .Except(loaded.Sample.Logins.Select(login => login.Login)).ShouldBeEmpty();

    [Fact]
    public async Task There_are_about_forty_cases_in_every_state_with_running_and_missed_clocks()
    {
        await using var work = await loaded.Town.Database.BeginAsync(Acting.System);
        var states = await work.QueryAsync<(string State, long Count)>("select state, count(*) from case_file group by state");
        states.Select(state => state.State).ShouldBe(["open", "handling", "followup", "closed"], ignoreOrder: true);
        states.Sum(state => state.Count).ShouldBeInRange(38, 45);
        (await work.SingleAsync<long>("select count(*) from clock where state = 'running' and alarm_at < @now", new { now = LoadedTown.Today })).ShouldBeGreaterThan(2);
        (await work.SingleAsync<long>("select count(*) from report where state in ('received', 'read')")).ShouldBeGreaterThan(4);
    }

    [Fact]
    public async Task Every_stream_of_the_sample_holds()
    {
        var verification = await StreamVerifier.VerifyAsync(loaded.Town.Database);

        verification.Broken.ShouldBeEmpty();
        verification.Streams.ShouldBeGreaterThan(80);
    }

    [Fact]
    public async Task The_mailbox_that_the_demo_prints_opens() =>
        (await App.Intake.Mailboxes.FindAsync(loaded.Town, loaded.Sample.MailboxWords)).IsOk.ShouldBeTrue();

    [Fact]
    public async Task A_dump_of_the_database_holds_no_name_no_sentence_and_no_file_that_was_typed_in()
    {
        var dump = await DumpAsync();
        dump.Length.ShouldBeGreaterThan(100_000);
        dump.ShouldContain("TANG-4172");

        foreach (var planted in Planted().Distinct())
        {
            dump.Contains(planted, StringComparison.OrdinalIgnoreCase).ShouldBeFalse($"the dump holds «{planted}»");
        }
    }

    // Whatever a person typed: names of people and citizens, and each text long enough to be nobody else's words.
    private static IEnumerable<string> Planted()
    {
        yield return "Prøvesen";
        foreach (var person in SampleFiles.Municipality("fjordby").People)
        {
            yield return person.Name;
            yield return person.Email;
        }

        foreach (var name in new[] { "sample/reports.json", "sample/cases.json" })
        {
            using var stream = SampleFiles.Open(name["sample/".Length..]);
            using var json = JsonDocument.Parse(stream);
            foreach (var text in Texts(json.RootElement).Where(text => text.Length > 24 && text.Contains(' ', StringComparison.Ordinal)))
            {
                // The dump escapes line breaks; a line of the text is enough.
                yield return text.Split('\n')[0];
            }
        }

        foreach (var file in new[] { "files/chat-8b-1.png", "files/opslag-udsat.png" })
        {
            using var stream = SampleFiles.Open(file);
            var bytes = new byte[96];
            stream.ReadExactly(bytes);
            yield return Convert.ToHexStringLower(bytes.AsSpan(8, 80));
        }
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value)),
        _ => [],
    };

    private async Task<string> DumpAsync()
    {
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(loaded.Postgres.ConnectionStringAs(DatabaseRole.Administrator));
        var start = new ProcessStartInfo("pg_dump", ["-h", connection.Host!, "-U", connection.Username!, "--inserts", connection.Database!]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return text;
    }

    public sealed class LoadedTown : IAsyncLifetime
    {
        /// <summary>A Wednesday in an ordinary week, in Danish working time.</summary>
        internal static readonly DateTimeOffset Today = new(2027, 1, 20, 9, 30, 0, TimeSpan.FromHours(1));

        private Municipality? town;

        public PostgresFixture Postgres { get; } = new();

        public Municipality Town => town!;

        internal LoadedSample Sample { get; private set; } = new([], null);

        public async ValueTask InitializeAsync()
        {
            await Postgres.InitializeAsync();
            var clock = new ReplayClock(Today.AddYears(-1));
            var database = new TenantDatabase(Postgres.ConnectionString, Guid.CreateVersion7(), new TenantKeys(SecretKey.Generate()), clock);
            await FoundMunicipality.RunAsync(database, "fjordby", "Fjordby Kommune", demo: true);
            town = (await Municipality.OpenAsync(database, clock)).Value;
            QuickPasswords.UseIn(town);
            Sample = await SampleLoader.LoadAsync(town, clock, Today, _ => { }, CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            if (town is not null)
            {
                await town.DisposeAsync();
            }

            await Postgres.DisposeAsync();
        }
    }
}
