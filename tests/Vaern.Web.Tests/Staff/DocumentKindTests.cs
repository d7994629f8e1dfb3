using System.Net;
using Shouldly;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.App.Plans;
using Vaern.App.Plans.Strategies;
using Vaern.App.Removal;
using Vaern.App.Sharing;
using Vaern.App.Workplace;
using Vaern.Data;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>A town in which every paper of school, workplace, removal, strategies and sharing lies ready, by kind: who fetches it, from where, and a word that must stand in it.</summary>
public sealed class PaperTown : IAsyncLifetime
{
    private static readonly string[] Rungs = ["author", "platform", "helper", "complaint", "coordinator", "authority"];

    public WorkplaceSite Here { get; } = new();

    /// <summary>Login, address with <c>FORM</c> where the form stands, and a word of the paper.</summary>
    public Dictionary<string, (string Login, string Address, string Word)> Papers { get; } = [];

    public static IReadOnlyList<string> Kinds { get; } =
    [
        "plan-school", "plan-family", "letter-parents", "letter-class", .. Rungs.Select(rung => $"removal-{rung}"), "workplace-police", "workplace-injury", "workplace-apology", "workplace-citizen",
        "unit-strategy", "unit-handling", "unit-guidelines", "unit-preparedness", "extract", "annex",
    ];

    private TestTown Town => Here.Town;

    public async ValueTask InitializeAsync()
    {
        await Here.InitializeAsync();
        await SchoolAsync();
        await WorkplaceAsync();
        await UnitsAsync();
    }

    public ValueTask DisposeAsync() => Here.DisposeAsync();

    private async Task SchoolAsync()
    {
        var (town, leader) = (Town.Town, Town["leder1"]);
        var opened = (await OpenCase.HandleAsync(town, leader, new NewCase(Guid.CreateVersion7(), Town.Tanghoj.Id, "school", "digital-bullying", false, "Mobning i gruppechat, 8.B", null, false, null, "En elev fortalte det."))).Value;
        var villads = (await Parties.AddAsync(town, leader, opened.Id, Guid.CreateVersion7(), "affected", new PartyBody("Villads Prøvesen", "8.B", null))).Value;
        await Parties.AddAsync(town, leader, opened.Id, Guid.CreateVersion7(), "alleged", new PartyBody("Storm Prøvesen", "8.B", null));
        var entry = (await WriteEntry.HandleAsync(town, leader, opened.Id, Guid.CreateVersion7(), "fact", "Storm skrev til Villads.", null)).Value;
        (await EstablishBullying.HandleAsync(town, leader, opened.Id, "Udelukkelse og hån i en gruppechat.", null)).IsOk.ShouldBeTrue();
        var plan = new PlanBody("Villads er med igen.", [new Measure("Samtale hver uge", "Farid Elmquist", new DateOnly(2027, 2, 1)), new Measure("Klassemøde", "Signe Rørbæk", new DateOnly(2027, 2, 3))], "De skal stoppe.", "Tre samtaler.", "Klassemøde.", "Ringet op.", "Ring fredag.", "Hver mandag.");
        (await ActionPlans.FinishAsync(town, leader, opened.Id, plan, 0)).IsOk.ShouldBeTrue();
        Add("plan-school", "leder1", $"/sager/{opened.Number}/plan/fil/skole/FORM", "Villads er med igen.");
        Add("plan-family", "leder1", $"/sager/{opened.Number}/plan/fil/familie/FORM", "Villads er med igen.");
        foreach (var (key, kind, about) in new[] { ("letter-parents", "affected-parents", (Guid?)villads), ("letter-class", "class", null) })
        {
            var id = Guid.CreateVersion7();
            (await Letters.SendAsync(town, leader, opened.Id, id, kind, about, null, new LetterBody("Forældre i 8.B", "Om chatten", "Vi taler med klassen i morgen.\n\nRing, hvis I har spørgsmål."), 0)).IsOk.ShouldBeTrue();
            Add(key, "leder1", $"/sager/{opened.Number}/brev/{kind}/{id}/fil/FORM", "Vi taler med klassen i morgen.");
        }

        var share = (await HandOverDrafts.BeginAsync(town, leader, opened.Id, Guid.CreateVersion7(), "unit", Town.Ssp.Id, "SSP", "Fælles indsats")).Value;
        (await HandOverDrafts.ChooseGroundAsync(town, leader, opened.Id, share, "prevention", false, null)).IsOk.ShouldBeTrue();
        (await HandOverDrafts.ChooseAsync(town, leader, opened.Id, share, HandOverChoice.Nothing with { About = [villads], Entries = [entry], Necessity = "Samlet hjælp." })).IsOk.ShouldBeTrue();
        var preview = (await HandOverPreview.ReadAsync(town, leader, opened.Id, share)).Value;
        (await HandOverDrafts.SendToApprovalAsync(town, leader, opened.Id, share, preview.PayloadSha256, [.. preview.Extract!.Masks.Select(mask => mask.Alias)], true)).IsOk.ShouldBeTrue();
        Add("extract", "leder1", $"/sager/{opened.Number}/overdragelse/{share}/fil/FORM", "barn A skrev til Villads.");
    }

    private async Task WorkplaceAsync()
    {
        var told = await Here.TellAsync();
        var (town, leader) = (Town.Town, Town["leder3"]);
        Town.Clock.SetDanish(2027, 1, 22, 9, 0);
        await CaseAccess.GrantAsync(town, leader, told.Id, Town["leder4"].Account, true, "Kontrol.");
        (await Care.CheckAsync(town, Town["leder4"], told.Id, Guid.CreateVersion7(), "found", "Ét brev var forsinket.")).IsOk.ShouldBeTrue();
        (await Care.ApologiseAsync(town, Town["leder4"], told.Id, Guid.CreateVersion7(), "Vi beklager, at brevet kom for sent.")).IsOk.ShouldBeTrue();
        (await Police.SaveAsync(town, leader, told.Id, new PoliceBody("Keld Prøvesen", "Et opslag", "En åben gruppe", "19. januar", "Som opslag", "Ukendt", "B-001"), 0)).IsOk.ShouldBeTrue();
        (await Injuries.SaveAsync(
            town, leader, told.Id, "accident", new DateOnly(2027, 1, 20), new DateOnly(2027, 1, 21), null, false, new DateOnly(2027, 1, 21), new InjuryBody("Udsat for et opslag.", "Søvnbesvær", null), 0)).IsOk.ShouldBeTrue();
        var measure = Guid.CreateVersion7();
        (await CitizenMeasures.DecideAsync(
            town, leader, told.Id, measure, "written-only", new DateOnly(2027, 1, 25), new DateOnly(2027, 4, 22), new MeasureBody("Keld Prøvesen", "Privat adresse", "Opslaget", "Skriv til os.", "Klag til lederen."))).IsOk.ShouldBeTrue();
        var at = $"/sager/{told.Number}";
        Add("workplace-police", "leder3", $"{at}/politi?handler=Document&som=FORM", "Fjordgade 1");
        Add("workplace-injury", "leder3", $"{at}/skade?handler=Export&som=FORM", "Søvnbesvær");
        Add("workplace-apology", "leder4", $"{at}/raad?handler=Letter&som=FORM", "Vi beklager");
        Add("workplace-citizen", "leder3", $"{at}/borger?handler=Letter&id={measure}&som=FORM", "22. april 2027");

        var content = (await CaseRemoval.ListAsync(town, leader, told.Id)).Single().Id;
        foreach (var rung in Rungs)
        {
            var body = new StepBody("Modtager af brevet", "Opslaget viser en privat adresse.", true, "Ydelseskontoret", "ydelse@fjordby.example");
            (await CaseRemoval.WriteAsync(town, leader, told.Id, content, rung, body, null, null, 0)).IsOk.ShouldBeTrue(rung);
        }

        using var thomas = Here.Site.As("leder3");
        var ladder = await thomas.OpenAsync($"{at}/fjernelse");
        var steps = ladder.QuerySelectorAll("a").Select(a => a.GetAttribute("href") ?? "").Where(href => href.Contains($"/fjernelse/{content}/", StringComparison.OrdinalIgnoreCase)).Distinct().ToArray();
        foreach (var (rung, index) in Rungs.Select((rung, index) => (rung, index)))
        {
            Add($"removal-{rung}", "leder3", $"{steps[index]}?handler=Letter&som=FORM", "Opslaget viser en privat adresse.");
        }
    }

    private async Task UnitsAsync()
    {
        foreach (var (kind, word, login, unit) in new[]
        {
            ("strategy", "strategi", "leder2", Town.Fyrlund.Id), ("handling", "haandteringsplan", "leder2", Town.Fyrlund.Id), ("guidelines", "retningslinjer", "leder3", Town.Ydelse.Id),
            ("preparedness", "beredskab", "bered1", Town["bered1"].Posts[0].Unit),
        })
        {
            (await UnitPlans.OpenAsync(Town.Town, Town[login], unit, kind)).IsOk.ShouldBeTrue(kind);
            foreach (var chapter in PlanTemplate.Find(kind)!.Chapters)
            {
                var answers = chapter.Questions.ToDictionary(question => question.Key, question => $"Sådan gør vi.\n\nFørst det ene, så det andet.");
                (await SaveChapter.HandleAsync(Town.Town, Town[login], unit, kind, chapter.Key, answers, 0)).IsOk.ShouldBeTrue($"{kind} {chapter.Key}");
            }

            Add($"unit-{kind}", login, $"/planer/{unit.Value}/{word}/udgave/1/fil/FORM", "Først det ene, så det andet.");
        }

        Add("annex", "dpo1", "/administration/databeskyttelse/bilag/FORM", "Bilaget beskriver");
    }

    private void Add(string kind, string login, string address, string word) => Papers[kind] = (login, address, word);
}

/// <summary>Every kind of paper that leaves a case, a unit or a room is a valid DOCX that LibreOffice opens, and a tagged PDF that somebody who does not see it can read.</summary>
public sealed class DocumentKindTests(PaperTown town) : IClassFixture<PaperTown>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => [.. PaperTown.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_opens_elsewhere_and_can_be_read_by_anybody(string kind)
    {
        var (login, address, word) = town.Papers[kind];
        var docx = await FetchAsync(login, address, "docx");
        DocumentChecks.DocxFaults(docx).ShouldBeEmpty();
        (await DocumentChecks.InLibreOfficeAsync(docx, "docx", Cancel)).ShouldNotBeNull().ShouldContain(word);
        (await DocumentChecks.PdfFaultsAsync(await FetchAsync(login, address, "pdf"), Cancel)).ShouldBeEmpty();
        System.Text.Encoding.UTF8.GetString(await FetchAsync(login, address, "txt")).ShouldContain(word);
    }

    private async Task<byte[]> FetchAsync(string login, string address, string form)
    {
        using var browser = town.Here.Site.As(login);
        using var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, address.Replace("FORM", form, StringComparison.Ordinal)));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{login} {address} {form}");
        return await answer.Content.ReadAsByteArrayAsync(Cancel);
    }
}
