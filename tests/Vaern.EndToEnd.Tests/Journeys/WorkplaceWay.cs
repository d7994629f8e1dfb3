using Vaern.EndToEnd.Tests.Browser;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>What the people of journey J5 do at the workplace's pages, by the words that stand on them.</summary>
internal static class WorkplaceWay
{
    public const string Case = "F-2027-0001";
    public const string Post = "https://opslag.example/gruppe/4711";
    public const string Story = "Keld Prøvesen har lagt min private adresse ud. Han skriver, at nogen burde besøge mig. Jeg er bange.";

    public static async Task TellAsync(Scene scene)
    {
        scene.At(1, 20, 8, 5);
        var helle = await scene.StaffAsync("sagsb1");
        await helle.OpenAsync("/arbejdsplads/mine");
        await helle.LookAsync("arbejdsplads-mine-tom");
        await helle.OpenAsync("/arbejdsplads/ny");
        await helle.LookAsync("arbejdsplads-ny");
        await helle.WriteAsync("Hvad er der sket?", Story);
        await helle.ChooseAsync("Opslag på nettet");
        await helle.ChooseAsync("Private oplysninger");
        await helle.WriteAsync("Hvornår blev det lagt op", Desk.Moment(1, 19, 16, 30));
        await helle.SelectAsync("Hvor ligger det?", "Facebook");
        await helle.WriteAsync("Link", Post);
        await helle.ChooseAsync("En borger eller pårørende");
        await helle.WriteAsync("Navn eller profil", "Keld Prøvesen");
        await helle.ChooseAsync("Jeg er bange");
        scene.At(1, 20, 8, 8);
        await helle.PressAsync("Send");
        await helle.SeeAsync("Thomas Kvistrup får besked nu");
        await helle.SeeAsync("Du skal ikke svare afsenderen.");
        await helle.SeeAsync("fredag 22. januar 2027 kl. 16.30");
        await helle.SeeAsync("ikke verificeret");
        await helle.LookAsync("arbejdsplads-modtaget");
        await helle.FollowAsync("Følg din sag");
        await helle.LookAsync("arbejdsplads-min-foerst");
    }

    public static async Task CareAsync(Scene scene)
    {
        scene.At(1, 20, 9, 0);
        var thomas = await scene.StaffAsync("leder3");
        await thomas.OpenAsync($"/sager/{Case}/arbejdsplads");
        await thomas.SeeAsync("Medarbejderen er bange");
        await thomas.LookAsync("arbejdsplads-vej");
        await thomas.FollowAsync("Skriv kontakten");
        await thomas.WriteAsync("Hvornår talte I sammen?", Desk.Moment(1, 20, 8, 31));
        await thomas.WriteAsync("Hvad aftalte I?", "Hun er bange. Vi mødes kl. 9.");
        await thomas.PressAsync("Gem kontakten");
        await thomas.SeeAsync("Kontakten er gemt.");
        await thomas.WriteAsync("Hvem er med i dag", "En kollega følger hende hjem.");
        await thomas.WriteAsync("Hvem tager borgerens sag?", "En kollega overtager arbejdet med borgeren.");
        await thomas.ChooseAsync("Ja tak, vi bestiller tid");
        await thomas.ChooseAsync("Efter 1, 3 og 8 uger");
        await thomas.LookAsync("arbejdsplads-omsorg");
        await thomas.PressAsync("Gem planen");
        await thomas.SeeAsync("tre samtaler er planlagt");
        foreach (var (name, why) in new[] { ("Aisha Lundfald", "Hjælper med beviser."), ("Palle Sindholt", "Juridisk råd."), ("Inge Bisgård", "Kontrol af egen sagsbehandling.") })
        {
            await LetInAsync(thomas, name, why);
        }

        await thomas.OpenAsync("/arbejdsplads/kontakt");
        await thomas.WriteAsync("Arbejdspladsens adresse", "Fjordgade 1, 0000 Fjordby");
        await thomas.WriteAsync("Kontakt: mail", "ydelse@fjordby.example");
        await thomas.LookAsync("arbejdsplads-kontakt");
        await thomas.PressAsync("Gem");
        await thomas.SeeAsync("Adressen er gemt.");
    }

    public static async Task EvidenceAsync(Scene scene)
    {
        scene.At(1, 20, 9, 12);
        var aisha = await scene.StaffAsync("amr1");
        await aisha.OpenAsync($"/sager/{Case}/bevis/ny");
        await aisha.WriteAsync("Beskrivelse", "Opslaget med adresselinje, afsender og tidspunkt.");
        await aisha.WriteAsync("Adresse", Post);
        await aisha.WriteAsync("Lagt op", Desk.Moment(1, 19, 16, 30));
        await aisha.WriteAsync("Set", Desk.Moment(1, 20, 9, 12));
        await aisha.SelectAsync("Hvordan er det kommet?", "Skærmbillede, taget af en ansat");
        await aisha.SelectAsync("Hvem har afleveret det?", "mig eller en kollega");
        await aisha.Page.Locator("input[type=file][name]").SetInputFilesAsync(AnonymousReport.Screenshot("opslag.png", 40_000));
        await aisha.PressAsync("Tilføj beviset");
        await aisha.SeeAsync("Beviset er modtaget og forseglet.");
    }

    public static async Task JudgeAndRemoveAsync(Scene scene)
    {
        scene.At(1, 20, 9, 40);
        var thomas = await scene.StaffAsync("leder3");
        await thomas.OpenAsync($"/sager/{Case}/vurdering");
        await thomas.ChooseAsync("Trussel, også skjult");
        await thomas.ChooseAsync("Privat adresse, nummer eller familie");
        await thomas.PressAsync("Vis forslag");
        await thomas.SeeAsync("Forslag: Kan være strafbart");
        await thomas.LookAsync("arbejdsplads-vurdering");
        await thomas.WriteAsync("Hvorfor?", "Kan være en skjult trussel, og adressen er privat.");
        await thomas.PressAsync("Gem vurderingen");
        await thomas.SeeAsync("Vurderingen er gemt.");

        scene.At(1, 20, 10, 15);
        thomas = await scene.StaffAsync("leder3");
        await thomas.OpenAsync($"/sager/{Case}/fjernelse");
        await thomas.LookAsync("fjernelse-stige");
        await thomas.FollowAsync("Næste trin: Skriv til ophavsmanden");
        await thomas.WriteAsync("Hvorfor springes trinet over?", "Trussel");
        await thomas.PressAsync("Spring trinet over");
        await thomas.FollowAsync("Næste trin: Anmeld til platformen");
        await thomas.ChooseAsync("Vi anmelder i god tro");
        await thomas.LookAsync("fjernelse-platform");
        await thomas.PressAsync("Skriv, at det er sendt");
        await thomas.SeeAsync("Det er skrevet, at det er sendt.");
    }

    public static async Task AdviseAndCheckAsync(Scene scene)
    {
        scene.At(1, 20, 10, 45);
        var palle = await scene.StaffAsync("jur1");
        await palle.OpenAsync($"/sager/{Case}/raad");
        await palle.WriteAsync("Juristens råd", "Kan være omfattet af § 266. Anmeld, hvis hun vil. Spørg politiet om tilhold.");
        await palle.PressAsync("Gem rådet");
        await palle.SeeAsync("Rådet er gemt.");

        scene.At(1, 20, 11, 30);
        var inge = await scene.StaffAsync("leder4");
        await inge.OpenAsync($"/sager/{Case}/raad");
        await inge.ChooseAsync("En fejl er fundet");
        await inge.WriteAsync("Hvad er set igennem, og hvad blev fundet?", "Ét brev var elleve dage forsinket.");
        await inge.LookAsync("arbejdsplads-kontrol");
        await inge.PressAsync("Gem kontrollen");
        await inge.SeeAsync("Kontrollen er gemt.");
        await inge.PressAsync("Gem, at beklagelsen er tilbudt");
        await inge.SeeAsync("Det er gemt, at beklagelsen er tilbudt.");
    }

    public static async Task ReportAsync(Scene scene)
    {
        scene.At(1, 21, 8, 40);
        var thomas = await scene.StaffAsync("leder3");
        await thomas.OpenAsync($"/sager/{Case}/fjernelse");
        await thomas.FollowAsync("2. Anmeld til platformen");
        await thomas.ChooseAsync("Fjernet");
        await thomas.WriteAsync("Svaret ordret", "Indholdet er fjernet efter reglerne om private oplysninger.");
        await thomas.PressAsync("Gem");
        await thomas.SeeAsync("22 timer og 25 minutter");
        await thomas.LookAsync("fjernelse-fjernet");

        scene.At(1, 21, 11, 5);
        thomas = await scene.StaffAsync("leder3");
        await thomas.OpenAsync($"/sager/{Case}/politi");
        (await thomas.Button("Skriv, at anmeldelsen er sendt").CountAsync()).ShouldBe(0, "no button without the employee's yes");
        await thomas.LookAsync("arbejdsplads-politi-foer");
        await thomas.ChooseAsync("Ja");
        await thomas.PressAsync("Gem svaret");
        await thomas.SeeAsync("Ja til anmeldelse er gemt.");

        scene.At(1, 21, 13, 5);
        thomas = await scene.StaffAsync("leder3");
        await thomas.OpenAsync($"/sager/{Case}/politi");
        await thomas.SeeAsync("Fjordgade 1, 0000 Fjordby");
        await thomas.LookAsync("arbejdsplads-politi-udkast");
        await thomas.PressAsync("Skriv, at anmeldelsen er sendt");
        await thomas.SeeAsync("Det er skrevet, at anmeldelsen er sendt.");
        await thomas.WriteAsync("Politiets nummer", "PRØVE-77310");
        await thomas.PressAsync("Gem nummeret");
        await thomas.SeeAsync("Politiets nummer er gemt.");

        scene.At(1, 21, 14, 45);
        thomas = await scene.StaffAsync("leder3");
        await thomas.OpenAsync($"/sager/{Case}/raad");
        await thomas.Page.GetByText("Skriv, at mødet er holdt").ClickAsync();
        await thomas.WriteAsync("Hvornår?", Desk.Moment(1, 21, 14, 0));
        await thomas.WriteAsync("Hvor mange minutter?", "40");
        await thomas.ChooseAsync("Medarbejderen har sagt ja til");
        await thomas.PressAsync("Gem mødet");
        await thomas.SeeAsync("Mødet er gemt uden detaljer.");
    }

    public static async Task InjuryAndCitizenAsync(Scene scene)
    {
        scene.At(1, 22, 9, 0);
        var thomas = await scene.StaffAsync("leder3");
        await thomas.OpenAsync($"/sager/{Case}/skade");
        await thomas.WriteAsync("Skadedag", "2027-01-20");
        await thomas.WriteAsync("Første fraværsdag", "2027-01-21");
        await thomas.WriteAsync("Rådet til at gå til læge", "2027-01-22");
        await thomas.LookAsync("arbejdsplads-skade");
        await thomas.PressAsync("Gem");
        await thomas.SeeAsync("senest torsdag 4. februar 2027");

        scene.At(1, 25, 10, 0);
        thomas = await scene.StaffAsync("leder3");
        await thomas.OpenAsync($"/sager/{Case}/borger");
        await thomas.ChooseAsync("Kun skriftlig kontakt");
        await thomas.WriteAsync("Beslutning", "Skriv til Ydelseskontoret, så svarer vi inden fem arbejdsdage.");
        await thomas.WriteAsync("Begrundelse", "Et opslag 19. januar med en privat adresse og en opfordring til at møde op.");
        await thomas.Page.Locator("#From").FillAsync("2027-01-25");
        await thomas.Page.Locator("#Until").FillAsync("2027-04-22");
        await thomas.LookAsync("arbejdsplads-borger");
        await thomas.PressAsync("Gem som kladde til brevet");
        await thomas.PressAsync("Skriv, at brevet er sendt");
        await thomas.SeeAsync("Beslutningen gælder.");

        scene.At(1, 28, 10, 0);
        thomas = await scene.StaffAsync("leder3");
        await thomas.OpenAsync($"/sager/{Case}/skade");
        await thomas.PressAsync("Skriv, at det er anmeldt");
        await thomas.SeeAsync("Det er skrevet, at skaden er anmeldt.");
        var helle = await scene.StaffAsync("sagsb1");
        await helle.OpenAsync($"/arbejdsplads/min/{Case}");
        await helle.SeeAsync("Hent en kopi af anmeldelsen");
        await helle.SeeAsync("PRØVE-77310");
        await helle.LookAsync("arbejdsplads-min");
    }

    public static async Task TalkAsync(Scene scene, int month, int day, string stopped)
    {
        scene.At(month, day, 10, 0);
        var thomas = await scene.StaffAsync("leder3");
        await thomas.OpenAsync($"/sager/{Case}/omsorg");
        await thomas.WriteAsync("Hvad talte I om?", "Søvn, arbejde og hjem.");
        await thomas.Page.Locator("#samtaler label").Filter(new Microsoft.Playwright.LocatorFilterOptions { HasText = stopped }).First.ClickAsync();
        await thomas.PressAsync("Gem samtalen");
        await thomas.SeeAsync("Samtalen er gemt.");
    }

    private static async Task LetInAsync(Visitor staff, string name, string why)
    {
        await staff.OpenAsync($"/sager/{Case}/adgang");
        var options = await staff.Field("Hvem?").First.Locator("option").AllInnerTextsAsync();
        await staff.Field("Hvem?").First.SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Label = options.Single(option => option.Contains(name, StringComparison.Ordinal)) });
        await staff.ChooseAsync("kan skrive");
        await staff.Field("Hvorfor?").First.FillAsync(why);
        await staff.PressAsync("Giv en kollega adgang");
        await staff.SeeAsync("Kollegaen har fået adgang.");
    }
}
