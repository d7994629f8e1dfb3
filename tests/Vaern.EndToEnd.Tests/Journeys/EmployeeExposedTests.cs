using Vaern.EndToEnd.Tests.Browser;
using Vaern.EndToEnd.Tests.CrossChecks;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>J5, the first day: an employee is exposed in a post, and the leader takes care.</summary>
public sealed class EmployeeExposedTests(TestBrowser browser)
{
    private const string Report = "H-2027-0001";
    private const string Case = "F-2027-0001";
    private const string Post = "https://opslag.example/gruppe/4711";
    private const string Story = "Keld Prøvesen har lagt min private adresse ud. Han skriver, at nogen burde besøge mig. Jeg er bange.";

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    [InlineData(Screen.PhoneWithoutScript)]
    public async Task An_employee_reports_and_the_leader_has_the_clocks_and_the_evidence_the_same_morning(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        scene.At(1, 20, 8, 5);
        var helle = await scene.VisitorAsync();
        var words = await ReportAsync(helle);
        await CareAsync(scene);
        await AddEvidenceAsync(scene);

        var reached = await scene.CaseAsync("leder3", Case);
        (reached.Track, reached.State, reached.Restricted).ShouldBe(("workplace", "handling", false));
        var police = reached.Clocks.Single(clock => clock.Rule.Id == "A-01");
        (police.StartedAt, police.DueAt, police.State).ShouldBe((Danish.At(1, 19, 16, 30), Danish.At(1, 22, 16, 30), "running"));
        var contact = reached.Clocks.Single(clock => clock.Rule.Id == "GOAL-LEADER-CONTACT");
        (contact.State, contact.SettledAt, contact.Missed).ShouldBe(("met", Danish.At(1, 20, 9, 0), false));
        reached.Clocks.ShouldContain(clock => clock.Rule.Id == "GOAL-REMOVAL-FIRST" && clock.Running);
        reached.Clocks.ShouldContain(clock => clock.Rule.Id == "GOAL-POLICE-DECISION" && clock.Running);
        var evidence = reached.Items.Single();
        (evidence.Meta.PostedAt, evidence.Meta.ObservedAt, evidence.Size).ShouldBe((Danish.At(1, 19, 16, 30), Danish.At(1, 20, 9, 12), 40_000L));
        evidence.Sha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(AnonymousReport.Screenshot("x.png", 40_000).Buffer)));
        reached.Participants.Select(one => one.Name).ShouldContain("Aisha Lundfald");
        await Privacy.CheckAsync(scene, words, [Story, Post, "Prøvesen", "opslag.example"]);
    }

    private static async Task<string[]> ReportAsync(Visitor helle)
    {
        await helle.OpenAsync("/?enhed=YDEL-3301");
        await helle.FollowAsync("Jeg er ansat");
        await helle.ChooseAsync("Nej");
        await helle.PressAsync("Næste");
        await helle.LookAsync("ansat-velkommen");
        await helle.PressAsync("Begynd");
        await helle.ChooseAsync("Mig");
        await helle.PressAsync("Næste");
        await helle.ChooseAsync("Chikane mod en ansat");
        await helle.LookAsync("ansat-hvad");
        await helle.PressAsync("Næste");
        await helle.WriteAsync("Hvad er der sket?", Story);
        await helle.PressAsync("Næste");
        await helle.ChooseAsync("I går");
        await helle.WriteAsync("Hvad var klokken?", "16:30");
        await helle.PressAsync("Næste");
        await helle.WriteAsync("Hvor skete det?", "En åben gruppe");
        await helle.WriteAsync("Har du et link?", Post);
        await helle.PressAsync("Næste");
        await helle.WriteAsync("Hvem har måske gjort det?", "Keld Prøvesen");
        await helle.PressAsync("Næste");
        await helle.ChooseAsync("Jeg har ikke noget at vise");
        await helle.PressAsync("Næste");
        await helle.ChooseAsync("Nej");
        await helle.PressAsync("Næste");
        await helle.PressAsync("Næste");
        await helle.ChooseAsync("Ja");
        await helle.WriteAsync("Dit navn", "Helle Stormgaard");
        await helle.PressAsync("Næste");
        await helle.SeeAsync("tirsdag 19. januar 2027 kl. 16.30");
        await helle.LookAsync("ansat-tjek");
        var (words, number) = await AnonymousReport.SendAsync(helle);
        number.ShouldBe(Report);
        await helle.SeeAsync("Din leder får besked nu.");
        await helle.SeeAsync("fredag 22. januar 2027 kl. 16.30");
        await helle.LookAsync("ansat-kvittering");
        await AnonymousReport.ConfirmWordsAsync(helle, words);
        return words;
    }

    private static async Task CareAsync(Scene scene)
    {
        scene.At(1, 20, 8, 31);
        var thomas = await scene.StaffAsync("leder3");
        await thomas.OpenAsync("/mit");
        await thomas.SeeAsync(Report);
        await thomas.FollowAsync(Report);
        await thomas.SeeAsync(Story);
        (await thomas.Page.GetByText("Helle Stormgaard").CountAsync()).ShouldBe(0, "the name is sealed apart until a reason is written");
        await thomas.WriteAsync("Hvorfor er det nødvendigt?", "Jeg skal ringe til hende nu.");
        await thomas.PressAsync("Åbn navnet");
        await thomas.SeeAsync("Helle Stormgaard");
        await thomas.LookAsync("ansat-henvendelse-navn");
        await thomas.FollowAsync("Opret en sag");
        await thomas.ChooseAsync("Nej");
        await thomas.WriteAsync("Hvad handler det om?", "Opslag om en medarbejder");
        (await thomas.Field("Hvornår skete det?").InputValueAsync()).ShouldBe("2027-01-19T16:30");
        await thomas.ChooseAsync("Det kan være strafbart");
        await thomas.WriteAsync("Hvorfor oprettes sagen?", "Privat adresse lagt ud med en skjult trussel.");
        await thomas.PressAsync("Opret sag");
        await thomas.SeeAsync("senest fredag 22. januar 2027 kl. 16.30");
        await thomas.LookAsync("ansat-sag");

        scene.At(1, 20, 9, 0);
        await Desk.MeetAsync(thomas, Case, "Lederen ringer", "Omsorgssamtale kl. 9, følgeskab hjem er aftalt.", look: "ansat-omsorg");
        await thomas.OpenAsync($"/sager/{Case}/adgang");
        await thomas.LookAsync("ansat-adgang");
        await thomas.Field("Hvem?").First.SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Label = await OptionAsync(thomas, "Aisha Lundfald") });
        await thomas.ChooseAsync("kan skrive");
        await thomas.WriteAsync("Hvorfor?", "Arbejdsmiljørepræsentanten hjælper med beviser.");
        await thomas.PressAsync("Giv en kollega adgang");
        await thomas.SeeAsync("Kollegaen har fået adgang.");
    }

    private static async Task AddEvidenceAsync(Scene scene)
    {
        scene.At(1, 20, 9, 12);
        var aisha = await scene.StaffAsync("amr1");
        await aisha.OpenAsync($"/sager/{Case}/bevis/ny");
        await aisha.SelectAsync("Hvordan er det kommet?", "Skærmbillede, taget af en ansat");
        await aisha.SelectAsync("Hvem har afleveret det?", "mig eller en kollega");
        await aisha.WriteAsync("Beskrivelse", "Opslaget med adresselinje, afsender og tidspunkt.");
        await aisha.WriteAsync("Adresse", Post);
        await aisha.WriteAsync("Lagt op", Desk.Moment(1, 19, 16, 30));
        await aisha.WriteAsync("Set", Desk.Moment(1, 20, 9, 12));
        await aisha.Page.Locator("input[type=file][name]").SetInputFilesAsync(AnonymousReport.Screenshot("opslag.png", 40_000));
        if (aisha.Screen.HasScript())
        {
            await Microsoft.Playwright.Assertions.Expect(aisha.Page.Locator("input[name=filaftryk]")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^[0-9a-f]{64}$"));
        }

        await aisha.LookAsync("ansat-bevis-nyt");
        await aisha.PressAsync("Tilføj beviset");
        await aisha.SeeAsync("Beviset er modtaget og forseglet.");
        await aisha.LookAsync("ansat-bevis");
        var kept = (await scene.CaseAsync("amr1", Case)).Items.Single(item => item.Sha256 is not null);
        kept.Meta.Sha256Browser.ShouldBe(aisha.Screen.HasScript() ? kept.Sha256 : null, "the browser's hash is that of what arrived");
    }

    private static async Task<string> OptionAsync(Visitor staff, string name) =>
        (await staff.Field("Hvem?").First.Locator("option").AllInnerTextsAsync()).Single(option => option.Contains(name, StringComparison.Ordinal));
}
