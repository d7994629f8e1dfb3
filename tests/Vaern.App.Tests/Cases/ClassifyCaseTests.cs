using System.Text;
using Vaern.App.Cases;
using Vaern.Data;
using Vaern.TestKit;

namespace Vaern.App.Tests.Cases;

/// <summary>What a case may be covered by: kept sealed with one event, said again with history, and nothing started by it.</summary>
public sealed class ClassifyCaseTests(TestTown town) : IClassFixture<TestTown>
{
    private static readonly Dictionary<string, string> Bullying = new()
    {
        ["danger"] = "no", ["affected"] = "under-15", ["what"] = "teasing", ["actor"] = "under-15", ["relation"] = "pupil-pupil",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_keeps_the_answers_with_who_and_when_and_starts_no_clock()
    {
        var opened = await OpenAsync();

        var kept = (await ClassifyCase.HandleAsync(town.Town, town["leder1"], opened.Id, Bullying, 0, Cancel)).Value;

        (kept.Version, kept.MadeBy, kept.MadeAt).ShouldBe((1, "Kirsten Vadmose", town.Clock.GetUtcNow()));
        var read = await ReadAsync(opened.Number);
        read.Classification!.Result.Outcome.ShouldBe("bullying-minor");
        read.Classification.Result.Text.Da.ShouldContain("kan være");
        read.Classification.Result.Answers.Select(answer => answer.Answered.Da).ShouldContain("Drillerier, mobning eller udelukkelse");
        read.Clocks.ShouldBeEmpty();
        read.OfferedClocks.Select(clock => clock.Id).ShouldBe(["B-02", "B-03"]);
    }

    [Fact]
    public async Task A_clock_that_somebody_starts_is_no_longer_offered()
    {
        var opened = await OpenAsync();
        (await ClassifyCase.HandleAsync(town.Town, town["leder1"], opened.Id, Bullying, 0, Cancel)).IsOk.ShouldBeTrue();

        (await StartClock.HandleAsync(town.Town, town["leder1"], opened.Id, "B-03", town.Clock.GetUtcNow(), Cancel)).IsOk.ShouldBeTrue();

        (await ReadAsync(opened.Number)).OfferedClocks.Select(clock => clock.Id).ShouldBe(["B-02"]);
    }

    [Fact]
    public async Task Said_again_the_earlier_stays_and_the_event_holds_old_and_new_sealed()
    {
        var opened = await OpenAsync();
        (await ClassifyCase.HandleAsync(town.Town, town["leder1"], opened.Id, Bullying, 0, Cancel)).IsOk.ShouldBeTrue();

        (await ClassifyCase.HandleAsync(town.Town, town["nogle1"], opened.Id, With("what", "threat"), 0, Cancel)).Error.Code.ShouldBe("classification.stale");
        (await ClassifyCase.HandleAsync(town.Town, town["nogle1"], opened.Id, With("what", "threat"), 1, Cancel)).IsOk.ShouldBeTrue();

        var read = await ReadAsync(opened.Number);
        read.Classifications.Select(one => (one.Version, one.MadeBy, one.Result.Outcome)).ShouldBe([(2, "Farid Elmquist", "threat"), (1, "Kirsten Vadmose", "bullying-minor")]);
        var lines = (await LinesAsync(opened.Id.Value)).Where(line => line.Contains("case.classified", StringComparison.Ordinal)).ToList();
        lines.Count.ShouldBe(2);
        lines[1].ShouldContain("\"version\":2");
        lines.ShouldAllBe(line => !line.Contains("teasing") && !line.Contains("threat") && line.Contains("\"sealed\":"));
    }

    [Fact]
    public async Task The_database_holds_none_of_the_answers_in_the_open()
    {
        var opened = await OpenAsync();
        (await ClassifyCase.HandleAsync(town.Town, town["leder1"], opened.Id, With("what", "stalking"), 0, Cancel)).IsOk.ShouldBeTrue();

        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        var body = await work.SingleAsync<byte[]>("select body from classification where case_id = @id", new { id = opened.Id.Value }, Cancel);
        Encoding.UTF8.GetString(body).ShouldNotContain("stalking");
    }

    [Fact]
    public async Task A_matter_that_may_show_somebody_under_18_closes_the_case_for_files_and_never_opens_it_again()
    {
        var opened = await OpenAsync();

        (await ClassifyCase.HandleAsync(town.Town, town["leder1"], opened.Id, With("what", "sexual-image-shared"), 0, Cancel)).IsOk.ShouldBeTrue();
        (await ClassifyCase.HandleAsync(town.Town, town["leder1"], opened.Id, Bullying, 1, Cancel)).IsOk.ShouldBeTrue();

        var read = await ReadAsync(opened.Number);
        read.Restricted.ShouldBeTrue();
        read.Referrals.Count.ShouldBe(1);
        (await LinesAsync(opened.Id.Value)).Count(line => line.Contains("case.restricted", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Opened_with_answers_the_case_has_them_from_its_first_moment_and_takes_no_files_when_they_say_so()
    {
        var asked = new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "image-sharing", false, "Billede i en gruppe", null, false, null, "Set af en lærer", With("what", "sexual-image-shared"));

        var opened = (await OpenCase.HandleAsync(town.Town, town["leder1"], asked, Cancel)).Value;

        var read = await ReadAsync(opened.Number);
        (read.Restricted, read.Classification!.Result.Restricted, read.Classification.Version).ShouldBe((true, true, 1));
    }

    [Fact]
    public async Task Answers_that_do_not_go_together_and_people_who_may_not_write_are_refused()
    {
        var opened = await OpenAsync();

        (await ClassifyCase.HandleAsync(town.Town, town["leder1"], opened.Id, With("relation", "colleague"), 0, Cancel)).Error.Code.ShouldBe("classification.answers");
        (await ClassifyCase.HandleAsync(town.Town, town["leder1"], opened.Id, new Dictionary<string, string>(), 0, Cancel)).Error.Code.ShouldBe("classification.answers");
        (await ClassifyCase.HandleAsync(town.Town, town["leder2"], opened.Id, Bullying, 0, Cancel)).Error.Code.ShouldBe("case.not-found");
        var asked = new NewCase(Guid.CreateVersion7(), town.Tanghoj.Id, "school", "threat", false, "Trussel", null, false, null, "Ringet ind", With("affected", "nobody"));
        (await OpenCase.HandleAsync(town.Town, town["leder1"], asked, Cancel)).Error.Code.ShouldBe("classification.answers");
    }

    private static Dictionary<string, string> With(string question, string answer) => new(Bullying) { [question] = answer };

    private async Task<OpenedCase> OpenAsync() => (await OpenCase.HandleAsync(
        town.Town, town["leder1"],
        new NewCase(Guid.CreateVersion7(), town.Tanghoj.Id, "school", "digital-bullying", false, "Mobning i en gruppe", null, false, null, "En forælder ringede."), Cancel)).Value;

    private async Task<CaseView> ReadAsync(string number) => (await ReadCase.HandleAsync(town.Town, town["leder1"], number, Cancel)).Value;

    private async Task<IReadOnlyList<string>> LinesAsync(Guid stream)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return [.. (await work.Streams.LinesAsync(stream, Cancel)).Select(Encoding.UTF8.GetString)];
    }
}
