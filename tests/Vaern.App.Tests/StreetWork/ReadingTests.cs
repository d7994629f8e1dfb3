using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.App.StreetWork.Imports;
using Vaern.Data;
using Vaern.Screening.Explaining;
using Vaern.TestKit;
using static Vaern.TestKit.ChannelExports;

namespace Vaern.App.Tests.StreetWork;

/// <summary>Reading lists, verdicts, the sample of the week, trends, and that all of it goes on its day.</summary>
public sealed class ReadingTests : IAsyncLifetime
{
    private readonly StreetTown town = new();
    private readonly string spool = Path.Combine(Path.GetTempPath(), $"vaern-spool-{Guid.CreateVersion7():N}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StaffMember Mille => town["gade1"];

    private StaffMember Oskar => town["gade2"];

    public async ValueTask InitializeAsync()
    {
        await town.InitializeAsync();
        town.Town.Spool = new ImportSpool(spool);
    }

    public async ValueTask DisposeAsync()
    {
        await town.DisposeAsync();
        if (Directory.Exists(spool))
        {
            Directory.Delete(spool, recursive: true);
        }
    }

    [Fact]
    public async Task A_list_holds_the_most_severe_first_up_to_the_budget_and_never_care_among_concerns()
    {
        var import = await ImportAsync(Mixed());

        var one = (await ListAsync(import, budget: 1)).Items.Single();
        var all = (await ListAsync(import, budget: 50)).Items;
        one.Message.ShouldBe(all[0].Message);
        all.Select(item => item.Explanation!.Severity!.Value).ShouldBeInOrder(SortDirection.Descending);
        all.ShouldAllBe(item => item.Route == "concern");
        var care = (await ListAsync(import, "care", 50)).Items;
        care.Single().Text.ShouldBe("jeg kan ikke mere og har lyst til at dø, er der nogen der kan hjælpe mig");
        care.Single().Explanation!.Flag.ShouldBeFalse();
        var kinds = (await ListAsync(import, kinds: ["threat"])).Items;
        kinds.ShouldAllBe(item => item.Explanation!.Category == Category.Threat);
    }

    [Theory]
    [InlineData("none", 10, "readinglist.route")]
    [InlineData("concern", 0, "readinglist.budget")]
    [InlineData("concern", 501, "readinglist.budget")]
    public async Task A_list_that_makes_no_sense_is_not_made(string route, int budget, string code)
    {
        var import = await ImportAsync(Mixed(5));
        (await MakeDataset.ListAsync(town.Town, Mille, Guid.CreateVersion7(), import, new DatasetParameters(route, Budget: budget), Cancel)).Error.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Two_readers_who_disagree_both_stay_and_a_severe_finding_waits_for_the_second()
    {
        var import = await ImportAsync(Mixed());
        var (list, items) = await ListAsync(import);
        var severe = items[0];
        severe.Explanation!.Severity.ShouldBe(Severity.High);
        (await VerdictAsync(Mille, list, severe.Place, new NewVerdict(Guid.CreateVersion7(), "agree", null, null, $"ligner Aksel {Surname}", 12, 0))).IsOk.ShouldBeTrue();
        (await ItemAsync(Mille, list, severe.Place)).NeedsSecond.ShouldBeTrue();
        (await VerdictAsync(Oskar, list, severe.Place, new NewVerdict(Guid.CreateVersion7(), "not-a-problem", null, null, null, 3, 0))).IsOk.ShouldBeTrue();

        var read = await ItemAsync(Mille, list, severe.Place);
        (read.IsDisputed, read.NeedsSecond).ShouldBe((true, false));
        read.Readings.Select(one => one.Kind).ShouldBe(["agree", "not-a-problem"]);
        read.Readings[0].Note!.ShouldNotContain(Surname);
        (await ReadingRoom.ProgressAsync(town.Town, Mille, (await DatasetAsync(list)).Id, Cancel)).ShouldBe(new ReadingProgress(items.Count, 1, 1, 1, items.Count(item => item.NeedsSecond), 0) with { Second = 0 });

        // One changes one's mind: one verdict a reader, and the old one in the log.
        (await VerdictAsync(Mille, list, severe.Place, new NewVerdict(Guid.CreateVersion7(), "unsure", null, null, null, 3, 0))).Error.Code.ShouldBe("verdict.stale");
        (await VerdictAsync(Mille, list, severe.Place, new NewVerdict(Guid.CreateVersion7(), "unsure", null, null, null, 3, 1))).IsOk.ShouldBeTrue();
        (await ItemAsync(Mille, list, severe.Place)).Readings.Count.ShouldBe(2);
        (await MakeDataset.ListAsync(town.Town, Mille, Guid.CreateVersion7(), import, new DatasetParameters("concern", Budget: 500), Cancel)).Value.ShouldNotBe(list);
        (await ListAsync(import)).Items.Select(item => item.Message).ShouldNotContain(severe.Message, "what somebody has read is not in the next list");
    }

    [Theory]
    [InlineData("wrong-category", null, null, "verdict.category_missing")]
    [InlineData("wrong-category", "threat", null, "verdict.category_unchanged")]
    [InlineData("pass-on", null, null, "verdict.recipient_missing")]
    [InlineData("pass-on", null, "naboen", "verdict.recipient_missing")]
    [InlineData("andet", null, null, "verdict.kind")]
    public async Task A_verdict_that_is_not_whole_is_refused(string kind, string? category, string? to, string code)
    {
        var (list, items) = await ListAsync(await ImportAsync(Mixed(5)), kinds: ["threat"]);
        (await VerdictAsync(Mille, list, items[0].Place, new NewVerdict(Guid.CreateVersion7(), kind, category, to, null, 1, 0))).Error.Code.ShouldBe(code);
    }

    [Fact]
    public async Task The_sample_of_the_week_is_drawn_once_from_what_was_not_flagged_and_read_blind()
    {
        await ImportAsync(Mixed(60));
        await DatasetRemoval.SampleWeeklyAsync(town.Town, Cancel);
        await DatasetRemoval.SampleWeeklyAsync(town.Town, Cancel);

        var sample = (await DatasetList.PageAsync(town.Town, Mille, "sample", 1, Cancel)).Lines.Single();
        (sample.NumberOf, sample.Parameters.Week, sample.Made).ShouldBe((UnflaggedSample.UsualSize, "2026-W49", null));
        sample.Parameters.Among!.Value.ShouldBeGreaterThanOrEqualTo(UnflaggedSample.UsualSize);
        (await VerdictAsync(Oskar, sample.Number, 1, new NewVerdict(Guid.CreateVersion7(), "wrong-category", "bullying", null, null, 5, 0))).IsOk.ShouldBeTrue();
        var blind = await ItemAsync(Mille, sample.Number, 1);
        (blind.Explanation, blind.Readings.Count, blind.Route).ShouldBe((null, 0, "none"));
        (await VerdictAsync(Mille, sample.Number, 1, new NewVerdict(Guid.CreateVersion7(), "not-a-problem", null, null, null, 5, 0))).IsOk.ShouldBeTrue();
        (await ItemAsync(Mille, sample.Number, 1)).IsDisputed.ShouldBeTrue();
        (await ReadingRoom.ProgressAsync(town.Town, Mille, sample.Id, Cancel)).Missed.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_not_flagged_goes_after_fourteen_days_the_rest_on_its_day_and_a_certificate_stays()
    {
        var import = await ImportAsync(Mixed());
        var (list, items) = await ListAsync(import);
        town.Clock.SetDanish(2026, 12, 16, 10);
        await DatasetRemoval.DeleteDueAsync(town.Town, Cancel);
        (await CountAsync("select count(*) from street_message where route = 'none'")).ShouldBe(0);
        (await CountAsync("select count(*) from street_message where route <> 'none'")).ShouldBeGreaterThan(0);
        (await DatasetAsync(import)).RestGoneAt.ShouldNotBeNull();

        // The day decides, whether or not the deletion has run.
        town.Clock.SetDanish(2027, 1, 1, 0, 5);
        (await ReadingRoom.ItemAsync(town.Town, Mille, list, items[0].Place, Cancel)).Error.Code.ShouldBe("dataset.gone");
        (await DatasetRemoval.DeleteDueAsync(town.Town, Cancel)).ShouldBe(2);
        await DatasetRemoval.DeleteDueAsync(town.Town, Cancel);
        (await CountAsync("select count(*) from street_message")).ShouldBe(0);
        (await CountAsync("select count(*) from street_item")).ShouldBe(0);
        var gone = await DatasetAsync(import);
        (gone.State, gone.GoneWhy, gone.IsReadableOn(new DateOnly(2027, 1, 1))).ShouldBe(("deleted", "day", false));
        var certificate = (await DatasetList.CertificateAsync(town.Town, Mille, gone, Cancel))!;
        (certificate.Number, certificate.Why).ShouldBe((import, "day"));
        certificate.GoneNumber.ShouldBeGreaterThan(0);
        certificate.KeyDestroyedAt.ShouldNotBeNull();
        (await CountAsync("select count(*) from street_week")).ShouldBeGreaterThan(0, "numbers stay");
    }

    [Fact]
    public async Task When_the_mandate_is_stopped_everything_goes_at_once_and_nobody_can_undo_an_alias()
    {
        var import = await ImportAsync(Mixed());
        var (list, _) = await ListAsync(import);
        (await CountAsync("select count(*) from mandate_alias_key")).ShouldBe(1);
        var key = await FirstAsync<Guid>("select key_id from mandate_alias_key");
        (await Mandates.StopAsync(town.Town, town["ssp2"], town.People.Mandate, "Slut", (await MandateList.ReadAsync(town.Town, town["ssp2"], 7, Cancel)).Value.Version, Cancel)).IsOk.ShouldBeTrue();
        (await ReadingRoom.PageAsync(town.Town, Mille, list, 1, Cancel)).Error.Code.ShouldBe("mandate.stopped");

        await DatasetRemoval.DeleteDueAsync(town.Town, Cancel);

        (await DatasetAsync(import)).GoneWhy.ShouldBe("mandate");
        (await CountAsync("select count(*) from street_message")).ShouldBe(0);
        (await CountAsync("select count(*) from mandate_alias_key")).ShouldBe(0);
        (await CountAsync($"select count(*) from destroyed_key where id = '{key}'")).ShouldBe(1);
        (await CountAsync($"select count(*) from data_key where owner_id = '{key}'")).ShouldBe(0);
        (await MakeDataset.ReportAsync(town.Town, Mille, Guid.CreateVersion7(), import, Cancel)).Error.Code.ShouldBe("dataset.gone");
    }

    [Fact]
    public async Task Trends_hold_kinds_words_and_channels_and_suppress_what_is_under_five()
    {
        var threats = Enumerable.Range(0, 6).Select(n => new Said("jeg smadrer dig i morgen klokken 8 bag skolen", n));
        var words = Enumerable.Range(0, 6).Select(n => new Said("vi mødes til flumsebold nu", n)).Append(new Said("kvaddelhop", 1)).Append(new Said("kvaddelhop igen", 1));
        var forwarded = Enumerable.Range(0, 5).Select(n => new Said($"hør lige nummer {n}", n, From: "Havnesnak")).Concat(Enumerable.Range(0, 5).Select(n => new Said($"og {n} fra en person", n, From: $"Zelma {Surname}")));
        await ImportAsync([.. threats, .. words, .. forwarded, new Said("sælger pods og vapes billigt, skriv privat, kan levere i aften", 3)]);

        var trends = await StreetTrends.ReadAsync(town.Town, Mille, Cancel);

        trends.Weeks.Single(one => one.Kind == "threat").Number.ShouldBe(6);
        trends.Weeks.Where(one => one.Kind == "drug_sale").ShouldAllBe(one => one.Number == null);
        trends.NewWords.Select(one => one.Word).ShouldContain("flumsebold");
        trends.NewWords.Select(one => one.Word).ShouldNotContain("kvaddelhop");
        trends.PassedOn.ShouldBe([new PassedOn("Fjordby Snak", "Havnesnak", 5), new PassedOn("Fjordby Snak", null, 5)], ignoreOrder: true);
        (await StreetTrends.ReadAsync(town.Town, town["dpo1"], Cancel)).NewWords.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_report_is_numbers_with_their_ancestry_and_says_fewer_than_five_as_such()
    {
        var import = await ImportAsync(Mixed());
        var number = (await MakeDataset.ReportAsync(town.Town, Mille, Guid.CreateVersion7(), import, Cancel)).Value;

        var report = await DatasetAsync(number);
        (report.Kind, report.Parent, report.Program).ShouldBe(("report", import, Dataset.CurrentProgram));
        var numbers = (await MakeDataset.NumbersAsync(town.Town, Mille, report.Id, Cancel))!;
        numbers.Kinds.Single(one => one.Code == "none").Count.ShouldBeGreaterThanOrEqualTo(40);
        numbers.Kinds.Single(one => one.Code == "care").Count.ShouldBe(-1);
    }

    [Fact]
    public async Task The_owner_is_reminded_three_weeks_and_three_days_before_the_end_once_each()
    {
        town.Clock.SetDanish(2026, 12, 21, 9);
        (await MandateReminders.RunAsync(town.Town, Cancel)).ShouldBe(0);
        town.Clock.SetDanish(2026, 12, 22, 9);
        (await MandateReminders.RunAsync(town.Town, Cancel)).ShouldBe(1);
        (await MandateReminders.RunAsync(town.Town, Cancel)).ShouldBe(0);
        town.Clock.SetDanish(2027, 1, 9, 9);
        (await MandateReminders.RunAsync(town.Town, Cancel)).ShouldBe(1);
        (await MandateReminders.RunAsync(town.Town, Cancel)).ShouldBe(0);
        town.Clock.SetDanish(2027, 1, 13, 9);
        (await MandateReminders.RunAsync(town.Town, Cancel)).ShouldBe(0);
    }

    private async Task<string> ImportAsync(IEnumerable<Said> said)
    {
        var asked = new NewImport(Guid.CreateVersion7(), town.People.Mandate, town.People.Sources[3].Id, "https://chat.example/kanal4");
        var number = (await ReceiveImport.RunAsync(town.Town, Mille, asked, Telegram("Fjordby Snak", said), Cancel)).Value;
        await StreetJobs.RunAsync(town.Town, Cancel);
        return number;
    }

    private async Task<(string Number, IReadOnlyList<ReadingItem> Items)> ListAsync(string parent, string route = "concern", int budget = 50, string[]? kinds = null)
    {
        var number = (await MakeDataset.ListAsync(town.Town, Mille, Guid.CreateVersion7(), parent, new DatasetParameters(route, kinds, Budget: budget), Cancel)).Value;
        return (number, (await ReadingRoom.PageAsync(town.Town, Mille, number, 1, Cancel)).Value.Items);
    }

    private async Task<ReadingItem> ItemAsync(StaffMember staff, string list, int place) => (await ReadingRoom.ItemAsync(town.Town, staff, list, place, Cancel)).Value.Item;

    private Task<Result<int>> VerdictAsync(StaffMember staff, string list, int place, NewVerdict verdict) => GiveVerdict.RunAsync(town.Town, staff, list, place, verdict, Cancel);

    private async Task<Dataset> DatasetAsync(string number) => (await DatasetList.ReadAsync(town.Town, Mille, number, Cancel)).Value;

    private Task<long> CountAsync(string sql) => FirstAsync<long>(sql);

    private async Task<T> FirstAsync<T>(string sql)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<T>(sql, cancel: Cancel);
    }
}
