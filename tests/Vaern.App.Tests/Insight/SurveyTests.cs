using Npgsql;
using Shouldly;
using Vaern.App.Accounts;
using Vaern.App.Insight.Surveys;
using Vaern.Data;
using Vaern.TestKit;
using Xunit;

namespace Vaern.App.Tests.Insight;

/// <summary>J10 below the pages: codes, answers, closing, what may be said, and what must not be there.</summary>
public sealed class SurveyTests : IAsyncLifetime
{
    private readonly TestTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await town.InitializeAsync();
        await town.HireAsync("analyse1", "Eva Klinting", "analyst");
        await town.HireAsync("udvalg1", "Grethe Sund", "municipal_council");
        town.Clock.SetDanish(2027, 4, 5, 9);
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task A_code_answers_once_and_a_code_nobody_made_is_told_apart()
    {
        var number = await PupilsAsync(("p1", "yes"));
        var codes = await CodesAsync(number, town.Tanghoj.Id, 2);

        (await SendAsync(codes[0], ("p1", ["no"]))).IsOk.ShouldBeTrue();
        (await SendAsync(codes[0], ("p1", ["often"]))).Error.Code.ShouldBe("survey.used-code");
        (await AnswerSurvey.BeginAsync(town.Town, codes[0].ToLowerInvariant().Replace('-', ' '), Cancel)).Error.Code.ShouldBe("survey.used-code");
        foreach (var invented in new[] { "", "   ", "AAAAA-AAAAA", "12345", "Prøvesen", new string('A', 5_000), "' or 1=1 --" })
        {
            (await AnswerSurvey.BeginAsync(town.Town, invented, Cancel)).Error.Code.ShouldBe("survey.unknown-code", invented);
        }

        (await RowAsync<long>("select count(*) from survey_answer")).ShouldBe(1);
        (await RowAsync<string>("select answers::text from survey_answer")).ShouldBe("""{"p1": ["no"]}""");
    }

    [Fact]
    public async Task Two_at_once_with_one_code_give_one_answer()
    {
        var number = await PupilsAsync();
        var code = (await CodesAsync(number, town.Tanghoj.Id, 1))[0];

        var sent = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(code, ("p1", ["no"]))));

        sent.Count(one => one.IsOk).ShouldBe(1);
        sent.Where(one => !one.IsOk).ShouldAllBe(one => one.Error.Code == "survey.used-code");
        (await RowAsync<long>("select count(*) from survey_answer")).ShouldBe(1);
    }

    [Fact]
    public async Task Every_question_may_be_skipped_and_an_answer_of_another_survey_is_refused()
    {
        var number = await PupilsAsync();
        var codes = await CodesAsync(number, town.Tanghoj.Id, 4);

        (await SendAsync(codes[0])).IsOk.ShouldBeTrue();
        foreach (var (key, answers) in new[] { ("q1", new[] { "yes" }), ("p1", ["yes", "no"]), ("p1", ["Emil Prøvesen"]), ("class", ["8a"]) })
        {
            (await SendAsync(codes[1], (key, answers))).Error.Code.ShouldBe("survey.answer", key);
        }

        (await SendAsync(codes[1], ("p1", ["once"]))).IsOk.ShouldBeTrue("a refused answer does not spend the code");
    }

    [Fact]
    public async Task The_store_has_no_account_no_code_no_day_and_the_web_reads_no_answer()
    {
        var number = await PupilsAsync();
        var code = (await CodesAsync(number, town.Tanghoj.Id, 1))[0];
        await SendAsync(code, ("p1", ["no"]));

        (await RowAsync<string>("select string_agg(column_name || ' ' || data_type, ', ' order by column_name) from information_schema.columns where table_name = 'survey_answer'"))
            .ShouldBe("answers jsonb, id uuid, survey_id uuid, unit_id uuid");
        (await RowAsync<string>("select substr(id::text, 15, 1) from survey_answer")).ShouldBe("4", "an id of version 7 holds the time");
        (await RowAsync<long>("select count(*) from survey_code")).ShouldBe(0, "a used code is gone");
        await using (var work = await town.Town.Database.BeginAsync(new Acting.Staff(town["analyse1"].Account.Value), Cancel))
        {
            (await Should.ThrowAsync<PostgresException>(() => work.QueryAsync<Guid>("select id from survey_answer", cancel: Cancel))).SqlState.ShouldBe("42501");
        }

        await using var nobody = await town.Town.Database.BeginAsync(Acting.Nobody, Cancel);
        (await Should.ThrowAsync<PostgresException>(() => nobody.QueryAsync<byte[]>("select mac from survey_code", cancel: Cancel))).SqlState.ShouldBe("42501");
    }

    [Fact]
    public async Task Month_of_birth_country_and_postcode_are_refused_together_and_any_two_are_not()
    {
        (await DraftAsync("p1", "birth-month", "country", "postcode")).Error.Code.ShouldBe("survey.identifying");
        (await DraftAsync("p1", "birth-month", "country")).IsOk.ShouldBeTrue();
        (await DraftAsync("gender")).Error.Code.ShouldBe("survey.items", "background alone asks nothing");
        (await DraftAsync("p1", "class-level")).Error.Code.ShouldBe("survey.items");
        (await SurveyDesk.DraftAsync(town.Town, town["leder1"], Guid.CreateVersion7(), New("pupil", ["p1"]), Cancel)).Error.Code.ShouldBe("survey.not-found");
        (await SurveyDesk.DraftAsync(town.Town, town["udvalg1"], Guid.CreateVersion7(), New("pupil", ["p1"]), Cancel)).Error.Code.ShouldBe("survey.not-found", "the committee sees figures only");
    }

    [Fact]
    public async Task A_sheet_of_codes_is_shown_once_and_a_lost_one_is_withdrawn()
    {
        var number = await PupilsAsync();
        var sheet = Guid.CreateVersion7();
        var codes = (await SurveyCodes.MakeAsync(town.Town, town["analyse1"], number, sheet, town.Tanghoj.Id, 3, false, Cancel)).Value;
        (await SurveyCodes.MakeAsync(town.Town, town["analyse1"], number, sheet, town.Tanghoj.Id, 3, false, Cancel)).Error.Code.ShouldBe("survey.made");
        await SendAsync(codes[0], ("p1", ["no"]));

        (await SurveyCodes.WithdrawAsync(town.Town, town["analyse1"], number, sheet, Cancel)).IsOk.ShouldBeTrue();

        (await AnswerSurvey.BeginAsync(town.Town, codes[1], Cancel)).Error.Code.ShouldBe("survey.used-code");
        (await RowAsync<long>("select count(*) from survey_answer")).ShouldBe(1);
        foreach (var (count, unit, code) in new[] { (0, town.Tanghoj.Id, "survey.count"), (5_001, town.Tanghoj.Id, "survey.count"), (5, town.Ydelse.Id, "survey.unit") })
        {
            (await SurveyCodes.MakeAsync(town.Town, town["analyse1"], number, Guid.CreateVersion7(), unit, count, false, Cancel)).Error.Code.ShouldBe(code);
        }
    }

    [Fact]
    public async Task Closing_counts_destroys_the_codes_and_on_the_deletion_day_the_answers_go_and_the_tables_stay()
    {
        var number = await PupilsAsync();
        var (tang, fyrl) = (await CodesAsync(number, town.Tanghoj.Id, 40), await CodesAsync(number, town.Fyrlund.Id, 40));
        foreach (var code in tang.Take(30))
        {
            await SendAsync(code, ("p1", ["no"]), ("p4", ["yes"]));
        }

        foreach (var code in fyrl.Take(4))
        {
            await SendAsync(code, ("p1", ["often"]));
        }

        town.Clock.SetDanish(2027, 4, 16, 12);
        await SurveyRounds.RunAsync(town.Town, Cancel);
        await SurveyRounds.RunAsync(town.Town, Cancel);

        (await RowAsync<long>("select count(*) from survey_code")).ShouldBe(0);
        (await RowAsync<string>("select state from survey")).ShouldBe("closed");
        (await RowAsync<DateOnly>("select delete_on from survey")).ShouldBe(new DateOnly(2028, 4, 16));
        (await RowAsync<long>("select count(distinct xmin::text) from survey_answer")).ShouldBe(1, "written anew by one transaction");
        (await AnswerSurvey.BeginAsync(town.Town, tang[35], Cancel)).Error.Code.ShouldBe("survey.over");
        var result = (await SurveyResults.ReadAsync(town.Town, town["udvalg1"], number, null, Cancel)).Value;
        result.Base.Value.ShouldBe(34);
        result.Response.Percent.ShouldBe(43);
        result.Response.IsUnderHalf.ShouldBeTrue();
        (await SurveyResults.ReadAsync(town.Town, town["analyse1"], number, town.Fyrlund.Id, Cancel)).Value.Base.Value.ShouldBeNull();
        (await SurveyResults.ReadAsync(town.Town, town["analyse1"], number, town.Tanghoj.Id, Cancel)).Value.Base.Value.ShouldBeNull("or Fyrlund could be found by subtraction");
        result.NotRepresentative.ShouldBe([town.Tanghoj.Id, town.Fyrlund.Id], ignoreOrder: true);

        town.Clock.SetDanish(2028, 4, 15, 12);
        await SurveyRounds.RunAsync(town.Town, Cancel);
        (await RowAsync<long>("select count(*) from survey_answer")).ShouldBe(34);
        town.Clock.SetDanish(2028, 4, 16, 0, 1);
        await SurveyRounds.RunAsync(town.Town, Cancel);
        (await RowAsync<long>("select count(*) from survey_answer")).ShouldBe(0);
        (await SurveyResults.ReadAsync(town.Town, town["udvalg1"], number, null, Cancel)).Value.Base.Value.ShouldBe(34);
    }

    [Fact]
    public async Task Leaders_answer_for_no_school_and_the_national_figures_stand_beside()
    {
        var number = await OpenAsync(New("leader", ["q1", "q2", "q6", "q9"]), async made =>
            (await SurveyCodes.MakeAsync(town.Town, town["analyse1"], made, Guid.CreateVersion7(), null, 11, false, Cancel)).Value);
        for (var at = 0; at < 10; at++)
        {
            await SendAsync(lastCodes[at], ("q1", [at < 7 ? "yes" : "no"]), ("q2", [at < 3 ? "yes" : "no"]), ("q6", [at < 3 ? "high" : at < 8 ? "some" : "less"]), ("q9", ["time", "other"]));
        }

        town.Clock.SetDanish(2027, 4, 16, 12);
        await SurveyRounds.CloseDueAsync(town.Town, Cancel);

        var result = (await SurveyResults.ReadAsync(town.Town, town["udvalg1"], number, null, Cancel)).Value;
        var lines = result.Questions.SelectMany(question => question.Lines).ToDictionary(line => (line.Item.Key, line.Answer.Key));
        lines[("q1", "yes")].Percent.ShouldBe(70);
        lines[("q1", "yes")].National.ShouldBe(72);
        lines[("q1", "yes")].Interval!.Low.ShouldBe(63.6, 0.1);
        lines[("q1", "yes")].Interval!.High.ShouldBe(72.7, 0.1);
        lines[("q1", "no")].Count.IsFew.ShouldBeTrue();
        lines[("q2", "yes")].Count.IsFew.ShouldBeTrue();
        lines[("q6", "high-or-some")].Percent.ShouldBe(80);
        lines[("q6", "high-or-some")].National.ShouldBe(77);
        lines.ShouldNotContainKey(("q6", "high"));
        result.Response.Percent.ShouldBe(91);
        result.Response.IsUnderHalf.ShouldBeFalse();
        (await RowAsync<long>("select count(*) from survey_answer where unit_id is not null")).ShouldBe(0);
    }

    [Fact]
    public async Task Raw_answers_cannot_be_fetched_and_asking_is_kept()
    {
        var number = await PupilsAsync();
        (await SurveyResults.RawAskedAsync(town.Town, town["analyse1"], number, Cancel)).Code.ShouldBe("survey.raw");
        (await SurveyResults.RawAskedAsync(town.Town, town["leder1"], number, Cancel)).Code.ShouldBe("survey.not-found");
        (await RowAsync<long>("select count(*) from stream_event where convert_from(line, 'UTF8') like '%survey.raw-asked%'")).ShouldBe(1);
        (await RowAsync<long>("select count(*) from stream_event where convert_from(line, 'UTF8') like '%answer%sent%'")).ShouldBe(0);
    }

    [Theory]
    [InlineData(7, 10, 11, 63.6, 72.7, "missing")]
    [InlineData(50, 100, 150, 42.9, 57.1, "sample")]
    [InlineData(0, 100, 10_000, 0, 3.7, "sample")]
    [InlineData(10, 10, 10, 100, 100, "missing")]
    public void Uncertainty_is_between_the_bounds_it_names(int count, int answered, int invited, double low, double high, string method)
    {
        var interval = Uncertainty.Of(count, answered, invited)!;
        interval.Low.ShouldBe(low, 1.5);
        interval.High.ShouldBe(high, 1.5);
        interval.Method.ShouldBe(method);
        Uncertainty.Of(3, 2, 5).ShouldBeNull();
    }

    private IReadOnlyList<string> lastCodes = [];

    private static NewSurvey New(string audience, string[] items) =>
        new(audience, items, new DateTimeOffset(2027, 4, 5, 9, 0, 0, TimeSpan.FromHours(2)), new DateTimeOffset(2027, 4, 16, 12, 0, 0, TimeSpan.FromHours(2)));

    private Task<Result<string>> DraftAsync(params string[] items) => SurveyDesk.DraftAsync(town.Town, town["analyse1"], Guid.CreateVersion7(), New("pupil", items), Cancel);

    private Task<string> PupilsAsync(params (string, string)[] _) => OpenAsync(New("pupil", ["p1", "p2", "p4"]), async number =>
        (await SurveyCodes.MakeAsync(town.Town, town["analyse1"], number, Guid.CreateVersion7(), town.Tanghoj.Id, 1, true, Cancel)).Value);

    private async Task<string> OpenAsync(NewSurvey asked, Func<string, Task<IReadOnlyList<string>>> codes)
    {
        var number = (await SurveyDesk.DraftAsync(town.Town, town["analyse1"], Guid.CreateVersion7(), asked, Cancel)).Value;
        (await SurveyDesk.OpenAsync(town.Town, town["analyse1"], number, 1, Cancel)).Error.Code.ShouldBe("survey.no-codes");
        lastCodes = await codes(number);
        (await SurveyDesk.OpenAsync(town.Town, town["analyse1"], number, 1, Cancel)).IsOk.ShouldBeTrue();
        (await SurveyDesk.OpenAsync(town.Town, town["analyse1"], number, 1, Cancel)).Error.Code.ShouldBe("survey.stale");
        foreach (var spare in asked.Audience == "pupil" ? lastCodes : [])
        {
            await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
            await work.ExecuteAsync("delete from survey_code", cancel: Cancel);
            await work.CommitAsync(Cancel);
            spare.Length.ShouldBe(11);
        }

        return number;
    }

    private async Task<IReadOnlyList<string>> CodesAsync(string number, UnitId unit, int count) =>
        (await SurveyCodes.MakeAsync(town.Town, town["analyse1"], number, Guid.CreateVersion7(), unit, count, false, Cancel)).Value;

    private Task<Result> SendAsync(string code, params (string Key, string[] Answers)[] answers) =>
        AnswerSurvey.SendAsync(town.Town, code, answers.ToDictionary(answer => answer.Key, answer => (IReadOnlyList<string>)answer.Answers), Cancel);

    private async Task<T> RowAsync<T>(string sql)
    {
        await using var connection = await town.Postgres.OpenAsync(DatabaseRole.Administrator);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own constants
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        (await reader.ReadAsync(Cancel)).ShouldBeTrue();
        return await reader.GetFieldValueAsync<T>(0, Cancel);
    }
}
