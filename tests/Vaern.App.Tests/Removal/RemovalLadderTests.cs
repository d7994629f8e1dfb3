using Npgsql;
using Vaern.App.Cases;
using Vaern.App.Removal;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.TestKit;

namespace Vaern.App.Tests.Removal;

public sealed class RemovalLadderTests(TestTown town) : IClassFixture<TestTown>
{
    private const string Link = "https://opslag.example/gruppe/4711";
    private static readonly StepBody Notice = new(Reasons: "Private oplysninger er offentliggjort. Det kan være ulovligt.", GoodFaith: true, ContactName: "Ydelseskontoret", ContactMail: "ydelse@fjordby.example");

    [Fact]
    public async Task The_author_is_skipped_with_a_reason_and_the_platform_removes_after_so_many_minutes()
    {
        town.Clock.SetDanish(2027, 1, 20, 9, 40);
        var opened = await OpenAsync();
        var content = await AddAsync(opened);
        town.Clock.SetDanish(2027, 1, 20, 10, 15);

        (await CaseRemoval.SkipAsync(town.Town, town["leder3"], opened.Id, content, "author", " ", 0)).Error.Code.ShouldBe("reason.missing");
        (await CaseRemoval.SkipAsync(town.Town, town["leder3"], opened.Id, content, "author", "Trussel", 0)).IsOk.ShouldBeTrue();
        (await CaseRemoval.WriteAsync(town.Town, town["leder3"], opened.Id, content, "platform", Notice, town.Clock.GetUtcNow(), new DateOnly(2027, 1, 22), 0)).IsOk.ShouldBeTrue();
        town.Clock.SetDanish(2027, 1, 21, 8, 40);
        (await CaseRemoval.AnswerAsync(town.Town, town["leder3"], opened.Id, content, "platform", "removed", null, "Fjernet efter reglerne om private oplysninger.", null, 1)).IsOk.ShouldBeTrue();

        var shown = (await CaseRemoval.ListAsync(town.Town, town["leder3"], opened.Id)).ShouldHaveSingleItem();
        (shown.State, shown.Minutes, shown.Next).ShouldBe(("removed", 1345, null));
        (shown.Step("author")!.State, shown.Step("author")!.Body.Skipped, shown.Step("author")!.SettledBy).ShouldBe(("skipped", "Trussel", "Thomas Kvistrup"));
        shown.Step("platform")!.Statement.ShouldBe("Fjernet efter reglerne om private oplysninger.");
        var view = await ReadAsync(opened);
        view.Clocks.Single(clock => clock.Rule.Id == "GOAL-REMOVAL-FIRST").State.ShouldBe("met");
        (await StreamVerifier.VerifyAsync(town.Town.Database)).Broken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_notice_has_the_fields_of_article_16_and_names_nobody_it_is_about()
    {
        var opened = await OpenAsync();
        await Parties.AddAsync(town.Town, town["leder3"], opened.Id, Guid.CreateVersion7(), "affected", new PartyBody("Helle Stormgaard", "sagsbehandler", "helle@privat.example"));
        await Parties.AddAsync(town.Town, town["leder3"], opened.Id, Guid.CreateVersion7(), "alleged", new PartyBody("Keld Prøvesen", null, null));
        var content = await AddAsync(opened);

        (await SendAsync(opened, content, Notice with { Reasons = null })).ShouldBe("removal.reasons-missing");
        (await SendAsync(opened, content, Notice with { GoodFaith = false })).ShouldBe("removal.good-faith-missing");
        (await SendAsync(opened, content, Notice with { ContactMail = "ikke en mail" })).ShouldBe("removal.contact-missing");
        (await SendAsync(opened, content, Notice with { Reasons = "Opslaget nævner helles adresse." })).ShouldBe("removal.names-person");
        (await SendAsync(opened, content, Notice with { ContactMail = "Helle@privat.example" })).ShouldBe("removal.names-person");
        (await SendAsync(opened, content, Notice with { Reasons = "Hendes nummer 010190-1234 står der." })).ShouldBe("removal.cpr");
        (await SendAsync(opened, content, Notice with { Reasons = "Skrevet af Keld Prøvesen. Det kan være ulovligt." })).ShouldBe("");
        (await SendAsync(opened, content, Notice)).ShouldBe("removal.done");
    }

    [Fact]
    public async Task In_a_case_about_children_nobody_is_named_and_in_a_restricted_one_nobody_writes_to_the_author()
    {
        town.Clock.SetDanish(2027, 1, 14, 10, 20);
        var opened = (await OpenCase.HandleAsync(town.Town, town["leder1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "sexual-image-under-18", true, "Billede i en gruppe", null, true, null, "Set af en lærer."))).Value;
        await Parties.AddAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), "alleged", new PartyBody("Storm Prøvesen", "8.B", null));
        var content = Guid.CreateVersion7();
        (await CaseRemoval.AddAsync(town.Town, town["leder1"], opened.Id, content, "snapchat", new ContentBody(Link, "Et billede", null))).IsOk.ShouldBeTrue();

        async Task<string> Write(string kind, StepBody body) =>
            (await CaseRemoval.WriteAsync(town.Town, town["leder1"], opened.Id, content, kind, body, town.Clock.GetUtcNow(), null, 0)) is { IsOk: false } refused ? refused.Error.Code : "";
        (await Write("author", new StepBody(Reasons: "Fjern det."))).ShouldBe("removal.author-restricted");
        (await Write("platform", new StepBody(Reasons: "Lagt op af Storm.", GoodFaith: true))).ShouldBe("removal.names-person");
        (await Write("platform", new StepBody(Reasons: "Se " + new string('A', 260), GoodFaith: true))).ShouldBe("removal.encoded");
        (await Write("platform", new StepBody(Reasons: "Seksuelt materiale med en under 18.", GoodFaith: true))).ShouldBe("", "name and mail are waived (DSA art. 16, 2 c)");
        (await Write("helper", new StepBody(Reasons: "Hjælp os."))).ShouldBe("removal.to-missing");
        (await Write("helper", new StepBody(To: "AnmeldDet (Red Barnet)", Reasons: "Hjælp os."))).ShouldBe("");
        typeof(StepBody).GetProperties().ShouldNotContain(property => property.PropertyType == typeof(byte[]) || property.PropertyType == typeof(Stream));
    }

    [Fact]
    public async Task A_refusal_opens_the_platforms_complaint_and_removal_closes_it_again()
    {
        var opened = await OpenAsync();
        var content = await AddAsync(opened);
        await SendAsync(opened, content, Notice);
        (await CaseRemoval.AnswerAsync(town.Town, town["leder3"], opened.Id, content, "platform", "refused", null, "Ingen overtrædelse.", null, 1)).IsOk.ShouldBeTrue();
        (await ReadAsync(opened)).Clocks.Single(clock => clock.Rule.Id == "E-02-20").Running.ShouldBeTrue();
        (await CaseRemoval.ListAsync(town.Town, town["leder3"], opened.Id))[0].Next!.Kind.ShouldBe("author");
        (await CaseRemoval.AnswerAsync(town.Town, town["leder3"], opened.Id, content, "helper", "removed", null, null, null, 0)).Error.Code.ShouldBe("removal.not-sent");
        (await CaseRemoval.AnswerAsync(town.Town, town["leder3"], opened.Id, content, "platform", "removed", null, null, null, 1)).Error.Code.ShouldBe("removal.stale");

        (await CaseRemoval.GoneAsync(town.Town, town["leder3"], opened.Id, content, null)).IsOk.ShouldBeTrue();
        (await ReadAsync(opened)).Clocks.Single(clock => clock.Rule.Id == "E-02-20").State.ShouldBe("not-applicable");
    }

    [Fact]
    public async Task The_ladder_belongs_to_those_who_see_the_case_and_a_kind_without_its_functions_to_nobody()
    {
        var opened = await OpenAsync();
        var content = await AddAsync(opened);

        (await CaseRemoval.ListAsync(town.Town, town["leder1"], opened.Id)).ShouldBeEmpty();
        (await CaseRemoval.SkipAsync(town.Town, town["leder1"], opened.Id, content, "author", "x", 0)).Error.Code.ShouldBe("case.not-found");
        await using var work = await town.Town.Database.BeginAsync(new Acting.Staff(town["leder3"].Account.Value));
        await Should.ThrowAsync<PostgresException>(() => work.ExecuteAsync(
            "insert into removal_content (id, owner_kind, owner_id, platform, body, added_at, added_by) values (@id, 'family', @owner, 'x', '\\x00', now(), @me)",
            new { id = Guid.CreateVersion7(), owner = opened.Id.Value, me = town["leder3"].Account.Value }));
    }

    [Fact]
    public async Task Time_to_removal_is_given_by_platform_from_five_on()
    {
        var from = new DateTimeOffset(2027, 6, 1, 0, 0, 0, TimeSpan.Zero);
        for (var n = 0; n < 5; n++)
        {
            town.Clock.SetDanish(2027, 6, 2, 8);
            var opened = await OpenAsync();
            var content = await AddAsync(opened, n == 4 ? "tiktok" : "instagram");
            await SendAsync(opened, content, Notice);
            town.Clock.Advance(TimeSpan.FromMinutes(10 * (n + 1)));
            await CaseRemoval.GoneAsync(town.Town, town["leder3"], opened.Id, content, null);
        }

        (await RemovalTimes.ReadAsync(town.Town, from, from.AddMonths(1))).ShouldBe([new RemovalTime("instagram", null, null), new RemovalTime("tiktok", null, null)]);
        var fifth = await OpenAsync();
        var last = await AddAsync(fifth, "instagram");
        await SendAsync(fifth, last, Notice);
        town.Clock.Advance(TimeSpan.FromMinutes(90));
        await CaseRemoval.GoneAsync(town.Town, town["leder3"], fifth.Id, last, null);
        (await RemovalTimes.ReadAsync(town.Town, from, from.AddMonths(1)))[0].ShouldBe(new RemovalTime("instagram", 5, 30));
        (await RemovalTimes.ReadAsync(town.Town, from.AddMonths(1), from.AddMonths(2))).ShouldBeEmpty();
    }

    private async Task<string> SendAsync(OpenedCase opened, Guid content, StepBody body)
    {
        var sent = await CaseRemoval.WriteAsync(town.Town, town["leder3"], opened.Id, content, "platform", body, town.Clock.GetUtcNow(), null, 0);
        return sent.IsOk ? "" : sent.Error.Code;
    }

    private async Task<Guid> AddAsync(OpenedCase opened, string platform = "facebook")
    {
        var id = Guid.CreateVersion7();
        (await CaseRemoval.AddAsync(town.Town, town["leder3"], opened.Id, id, platform, new ContentBody(Link, "Opslag med privat adresse", null))).IsOk.ShouldBeTrue();
        return id;
    }

    private async Task<OpenedCase> OpenAsync() => (await OpenCase.HandleAsync(town.Town, town["leder3"], new NewCase(
        Guid.CreateVersion7(), town.Ydelse.Id, "workplace", "employee-harassment", false, "Opslag om en medarbejder", null, false, null, "Privat adresse lagt ud."))).Value;

    private async Task<CaseView> ReadAsync(OpenedCase opened) => (await ReadCase.HandleAsync(town.Town, town["leder3"], opened.Number)).Value;
}
