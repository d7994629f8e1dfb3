using Shouldly;
using Vaern.App.Background;
using Vaern.App.Learning.Sparring;
using Vaern.Data;
using Vaern.TestKit;
using Xunit;

namespace Vaern.App.Tests.Learning;

/// <summary>Sparring: asked without names, promised, late, answered, masked, counted, forgotten. Between the asker and the team alone.</summary>
public sealed class SparringTests : IAsyncLifetime
{
    private const string Plain = "Drengene på 13–14 kører på Telegram med voldsvideoer – hvad siger jeg?";
    private readonly TestTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await town.InitializeAsync();
        await LearningPeople.JoinAsync(town);
        town.Clock.SetDanish(2027, 2, 10, 13, 10);
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task A_question_has_a_promise_of_one_working_day_and_twice_is_once()
    {
        var asked = New(Plain);
        var number = (await AskSparring.HandleAsync(town.Town, town["paed1"], asked, Cancel)).Value;
        (await AskSparring.HandleAsync(town.Town, town["paed1"], asked, Cancel)).Value.ShouldBe(number);

        var question = (await OneAsync("paed1", number)).Value;
        question.Due.ShouldBe(new DateTimeOffset(2027, 2, 11, 13, 10, 0, TimeSpan.FromHours(1)));
        question.Messages.ShouldHaveSingleItem().Text.ShouldBe(Plain);
        question.HasNames.ShouldBeFalse();
        question.DutyAt.ShouldBeNull();
    }

    [Fact]
    public async Task Asked_on_a_Friday_the_answer_is_promised_for_Monday()
    {
        town.Clock.SetDanish(2027, 2, 12, 15, 30);
        var number = await AskAsync(Plain);
        (await OneAsync("paed1", number)).Value.Due.ShouldBe(new DateTimeOffset(2027, 2, 15, 15, 30, 0, TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task A_name_is_warned_of_before_it_is_sent_and_nothing_is_kept()
    {
        (await AskSparring.HandleAsync(town.Town, town["paed1"], New("Storm viste mig en film i går."), Cancel)).Error.Code.ShouldBe("sparring.person");
        (await AskSparring.HandleAsync(town.Town, town["paed1"], New("Ring til hans mor på 20 30 40 50."), Cancel)).Error.Code.ShouldBe("sparring.person");
        (await ReadSparring.MineAsync(town.Town, town["paed1"], 0, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sent_all_the_same_a_number_is_covered_at_once_and_a_name_by_one_press_and_its_key_is_gone()
    {
        var number = (await AskSparring.HandleAsync(town.Town, town["paed1"], New("Oscar Prøvesen viste en film. Hans nummer er 20 30 40 50.") with { SendAnyway = true }, Cancel)).Value;
        var kept = (await OneAsync("tryg1", number)).Value;
        kept.HasNames.ShouldBeTrue();
        kept.Messages[0].Text.ShouldNotContain("20 30 40 50");
        (await AnswerSparring.HandleAsync(town.Town, town["tryg1"], number, Guid.CreateVersion7(), "Spørg ham roligt.", false, kept.Version, Cancel)).Error.Code.ShouldBe("sparring.names-first");
        var key = await ValueAsync<Guid>("select key_id from sparring_message");

        (await AnswerSparring.MaskAsync(town.Town, town["tryg1"], number, Cancel)).IsOk.ShouldBeTrue();

        var masked = (await OneAsync("paed1", number)).Value;
        masked.Messages[0].Text.ShouldContain("[person]");
        masked.Messages[0].Text.ShouldNotContain("Prøvesen");
        masked.Messages[0].MaskedAt.ShouldNotBeNull();
        (await ValueAsync<long>($"select count(*) from data_key where owner_id = '{key}'")).ShouldBe(0);
        (await ValueAsync<long>("select count(*) from stream_event where encode(line, 'escape') like '%sparring.masked%'")).ShouldBe(1);
        (await ValueAsync<long>("select count(*) from stream_event where convert_from(line, 'UTF8') like '%Prøvesen%'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_question_about_a_colleague_is_not_kept()
    {
        (await AskSparring.HandleAsync(town.Town, town["paed1"], New(Plain) with { About = "colleague" }, Cancel)).Error.Code.ShouldBe("sparring.colleague");
        (await ValueAsync<long>("select count(*) from sparring_question")).ShouldBe(0);
    }

    [Theory]
    [InlineData("", "violence", "13-15", "sparring.empty")]
    [InlineData("Hvad siger jeg?", "nonsense", "13-15", "sparring.topic")]
    [InlineData("Hvad siger jeg?", "violence", "99", "sparring.age")]
    public async Task What_is_missing_is_said(string text, string topic, string age, string code) =>
        (await AskSparring.HandleAsync(town.Town, town["paed1"], New(text) with { Topic = topic, Age = age }, Cancel)).Error.Code.ShouldBe(code);

    [Fact]
    public async Task Nobody_but_the_asker_and_the_team_finds_it_whatever_is_asked_of_the_database()
    {
        var number = await AskAsync(Plain);
        foreach (var login in new[] { "leder5", "chef1", "dir1", "dpo1", "ssp2", "laerer1" })
        {
            (await OneAsync(login, number)).Error.Code.ShouldBe("sparring.not-found", login);
            await using var work = await town.Town.Database.BeginAsync(new Acting.Staff(town[login].Account.Value), Cancel);
            (await work.SingleAsync<long>("select count(*) from sparring_question", cancel: Cancel)).ShouldBe(0, login);
            (await work.SingleAsync<long>("select count(*) from sparring_message", cancel: Cancel)).ShouldBe(0, login);
        }

        (await OneAsync("tryg2", number)).IsOk.ShouldBeTrue();
        (await AnswerSparring.HandleAsync(town.Town, town["leder5"], number, Guid.CreateVersion7(), "Svar", false, 1, Cancel)).Error.Code.ShouldBe("sparring.not-found");
    }

    [Fact]
    public async Task An_answer_in_time_is_counted_and_the_leader_sees_counts_of_the_own_unit_only()
    {
        var number = await AskAsync(Plain);
        town.Clock.SetDanish(2027, 2, 11, 9, 40);
        await AnswerAsync(number);
        await AskAsync("Hvad siger man om skærmtid?", "laerer2");
        var question = (await OneAsync("paed1", number)).Value;
        (question.AnsweredAt!.Value - question.AskedAt).ShouldBe(new TimeSpan(20, 30, 0));
        (await AskSparring.HelpedAsync(town.Town, town["paed1"], number, "yes", question.Version, Cancel)).IsOk.ShouldBeTrue();
        (await AskSparring.HelpedAsync(town.Town, town["paed1"], number, "no", question.Version, Cancel)).Error.Code.ShouldBe("sparring.stale");

        var lanternen = town.Town.Units.FindByCode("LANT-3318")!.Id;
        (await CountsAsync("leder5")).ShouldBe([new SparringCounts(lanternen, 1, 1, 1, 0, 1, 1)]);
        (await CountsAsync("leder2")).ShouldHaveSingleItem().Unit.ShouldBe(town.Fyrlund.Id);
        (await CountsAsync("chef1")).ShouldHaveSingleItem().Unit.ShouldBe(town.Fyrlund.Id);
        (await CountsAsync("tryg1")).Count.ShouldBe(2);
        (await CountsAsync("paed1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task When_nobody_answers_in_time_the_one_named_is_told_once_and_the_asker_sees_it()
    {
        var number = await AskAsync(Plain);
        var id = (await OneAsync("paed1", number)).Value.Id;
        await SparringRounds.LateAsync(town.Town, id, Cancel);
        (await OneAsync("paed1", number)).Value.EscalatedAt.ShouldBeNull("the promise still holds");

        town.Clock.SetDanish(2027, 2, 11, 13, 10);
        var before = await NoticesAsync("ssp2");
        var worker = new Worker(new MunicipalityRegistry([town.Town]), new NoMail(), town.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(town.Town, Cancel))
        {
        }

        await SparringRounds.LateAsync(town.Town, id, Cancel);
        (await OneAsync("paed1", number)).Value.EscalatedAt.ShouldNotBeNull();
        (await NoticesAsync("ssp2")).ShouldBe(before + 1);
        (await CountsAsync("leder5"))[0].Late.ShouldBe(1);
    }

    [Fact]
    public async Task A_sign_of_harm_shows_the_duty_and_half_a_year_later_the_words_are_gone_and_the_count_stays()
    {
        var number = await AskAsync(Plain);
        var id = Guid.CreateVersion7();
        (await AskSparring.WriteAsync(town.Town, town["paed1"], number, id, "En af drengene siger, at hans stedfar slår ham.", false, Cancel)).IsOk.ShouldBeTrue();
        (await AskSparring.WriteAsync(town.Town, town["paed1"], number, id, "En af drengene siger, at hans stedfar slår ham.", false, Cancel)).IsOk.ShouldBeTrue();
        var question = (await OneAsync("paed1", number)).Value;
        question.DutyAt.ShouldNotBeNull();
        question.Messages.Count.ShouldBe(2);

        town.Clock.SetDanish(2027, 8, 13, 4);
        await SparringRounds.ForgetAsync(town.Town, Cancel);

        (await OneAsync("paed1", number)).IsOk.ShouldBeFalse();
        (await ValueAsync<long>("select count(*) from sparring_message")).ShouldBe(0);
        (await ValueAsync<long>("select count(*) from data_key where kind = 'sparring'")).ShouldBe(0);
        (await ValueAsync<long>("select count(*) from sparring_question where asker_id is null and gone_at is not null")).ShouldBe(1);
    }

    [Theory]
    [InlineData("hans stedfar slår ham", true)]
    [InlineData("hun siger, at hun bliver slået derhjemme", true)]
    [InlineData("en af pigerne skærer i sig selv", true)]
    [InlineData("his mother hits him", true)]
    [InlineData("de er bange for at gå hjem", true)]
    [InlineData("Drengene på 13–14 kører på Telegram med voldsvideoer – hvad siger jeg?", false)]
    [InlineData("Hvor meget skærmtid er normalt for en på 10?", false)]
    [InlineData("", false)]
    public void Signs_of_harm_are_a_hint(string text, bool found) => Vaern.App.Learning.DutySigns.In(text).ShouldBe(found);

    private static NewSparring New(string text) => new(Guid.CreateVersion7(), "children", "violence", "13-15", text, false);

    private async Task<string> AskAsync(string text, string login = "paed1") => (await AskSparring.HandleAsync(town.Town, town[login], New(text), Cancel)).Value;

    private Task<Result<SparringQuestion>> OneAsync(string login, string number) => ReadSparring.OneAsync(town.Town, town[login], number, Cancel);

    private async Task AnswerAsync(string number) =>
        (await AnswerSparring.HandleAsync(town.Town, town["tryg1"], number, Guid.CreateVersion7(), "Spørg: hvad gør I, når sådan en dukker op? Jeg tager gerne med.", false, (await OneAsync("tryg1", number)).Value.Version, Cancel)).IsOk.ShouldBeTrue();

    private Task<IReadOnlyList<SparringCounts>> CountsAsync(string login) => ReadSparring.CountsAsync(town.Town, town[login], town.Clock.GetUtcNow().AddYears(-1), town.Clock.GetUtcNow().AddDays(1), Cancel);

    private Task<long> NoticesAsync(string login) => ValueAsync<long>($"select count(*) from outbox where account_id = '{town[login].Account.Value}'");

    private async Task<T> ValueAsync<T>(string sql)
    {
        await using var connection = await town.Postgres.OpenAsync(DatabaseRole.Administrator);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own text
        command.CommandText = sql;
#pragma warning restore CA2100
        return (T)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private sealed class NoMail : IMailTransport
    {
        public Task SendAsync(Mail mail, CancellationToken cancel) => Task.CompletedTask;
    }
}
