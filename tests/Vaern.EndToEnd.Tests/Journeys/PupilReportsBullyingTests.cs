using Vaern.EndToEnd.Tests.Browser;
using Vaern.EndToEnd.Tests.CrossChecks;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>J3: a pupil reports bullying anonymously; key person and leader take it from there, until the pupil says that it stopped.</summary>
public sealed class PupilReportsBullyingTests(TestBrowser browser)
{
    private const string Case = "F-2027-0001";
    private const string Report = "H-2027-0001";

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    [InlineData(Screen.PhoneWithoutScript)]
    public async Task A_report_becomes_a_case_with_a_plan_in_time_and_the_pupils_own_answer(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var words = await ReportAsync(scene);
        await AnswerAsync(scene);
        await WriteBackAsync(scene, words);
        await EstablishAsync(scene);
        await LettersAsync(scene);
        await PlanAsync(scene);
        await CommentAsync(scene);
        await FollowUpAsync(scene, words);
        await CloseAsync(scene);

        var ended = await scene.CaseAsync("leder1", Case);
        ended.State.ShouldBe("closed");
        ended.Outcome.ShouldBe("stopped");
        ended.EstablishedAt.ShouldBe(Danish.At(1, 13, 14, 5));
        ended.EstablishedBy.ShouldBe("Kirsten Vadmose");
        ended.ClosedAt.ShouldBe(Danish.At(3, 9, 10, 0));

        var measures = ended.Clocks.Single(clock => clock.Rule.Id == "B-02");
        (measures.State, measures.SettledAt, measures.Missed).ShouldBe(("met", Danish.At(1, 13, 14, 40), false));
        var plan = ended.Clocks.Single(clock => clock.Rule.Id == "B-03");
        (plan.State, plan.DueOn, plan.SettledAt, plan.Missed).ShouldBe(("met", new DateOnly(2027, 1, 27), Danish.At(1, 25, 15, 30), false));

        ended.Items.Select(item => item.Size).ShouldBe([184_000L, 92_000L], ignoreOrder: true);
        ended.Items.ShouldAllBe(item => item.Sha256 != null && item.Sha256.Length == 64);
        ended.Parties.Select(party => (party.Body.Name, party.Role, party.Informed)).ShouldBe(
            [("Villads Prøvesen", "affected", "informed"), ("Storm Prøvesen", "alleged", "informed"), ("Mor til Villads", "parent", "informed")], ignoreOrder: true);
        ended.FollowUps.Take(2).Select(one => one.Answer).ShouldBe(["almost", "yes"]);
        ended.Plan!.Body.ParentComment.ShouldBe("Jeg vil gerne ringes op hver fredag.");
        ended.Plan.Body.Measures.Select(measure => measure.What).ShouldBe(["Farid taler med Villads hver uge", "Farid taler med den ene, der stadig skriver"]);
        ended.Questions.Select(question => question.Answer).ShouldBe(["almost", "yes"]);
        var letters = await App.Plans.Letters.ListAsync(scene.Town.Town, scene.Town["leder1"], ended.Id, TestContext.Current.CancellationToken);
        letters.Select(letter => letter.State).ShouldBe(["sent", "sent", "sent", "sent"]);
        letters.ShouldAllBe(letter => !letter.Body.Text.Contains("Storm") || !letter.Body.Text.Contains("Villads"));

        var report = ended.Reports.Single();
        report.IdentityReleasedAt.ShouldBe(Danish.At(1, 13, 9, 40));
        report.AnsweredAt.ShouldBe(Danish.At(1, 12, 9, 22));
        report.Messages.Count.ShouldBeGreaterThanOrEqualTo(4);
        report.Messages.Where(message => !message.FromReporter).ShouldAllBe(message => message.From == "Farid Elmquist", "every message to the pupil is a person's");
        (await scene.ReadAsync<string>("select state from report")).ShouldBe("linked");
        await Privacy.CheckAsync(scene, words, [AnonymousReport.Story, AnonymousReport.Link, "Prøvesen", "8b-uden-villads", "+4500112233"]);
    }

    private static async Task<string[]> ReportAsync(Scene scene)
    {
        var pupil = await scene.VisitorAsync();
        await AnonymousReport.AnswerAsync(pupil, pupil.LookAsync);
        var (words, number) = await AnonymousReport.SendAsync(pupil);
        await pupil.LookAsync("anmeld-kvittering");
        number.ShouldBe(Report);
        await pupil.SeeAsync("tirsdag 12. januar kl. 14");

        // The page is not left through its own button until the words are right.
        await pupil.WriteAsync("Ord 2", words[1]);
        await pupil.WriteAsync("Ord 4", words[3]);
        await pupil.WriteAsync("Ord 6", "forkert");
        await pupil.PressAsync("Jeg har gemt ordene");
        await pupil.SeeAsync("Ord 6 passer ikke");
        await pupil.LookAsync("anmeld-kvittering-forkert");
        await AnonymousReport.ConfirmWordsAsync(pupil, words);
        await pupil.LookAsync("anmeld-tak");
        (await scene.ReadAsync<long>("select count(*) from draft")).ShouldBe(0);
        return words;
    }

    private static async Task AnswerAsync(Scene scene)
    {
        scene.At(1, 12, 9, 10);
        var farid = await scene.VisitorAsync();
        await Desk.SignInAsync(farid, "nogle1", look: true);
        await farid.SeeAsync("Én ting skal nås i dag.");
        await farid.LookAsync("mit");
        await farid.OpenAsync("/henvendelser");
        await farid.LookAsync("henvendelser");
        await farid.FollowAsync(Report);
        await farid.SeeAsync(AnonymousReport.Story);
        await farid.SeeAsync("Anonym.");
        await farid.SeeAsync("mandag 11. januar 2027, tidspunkt ikke kendt");
        await farid.LookAsync("henvendelse");

        scene.At(1, 12, 9, 22);
        await Desk.ReplyAsync(farid, Report, "Tak, fordi du skriver. Det er ikke din skyld. Hvornår begyndte det? Er der en voksen, der ved det?", farid.LookAsync);
        (await scene.ReadAsync<string>("select state from report")).ShouldBe("answered");
    }

    private static async Task WriteBackAsync(Scene scene, string[] words)
    {
        scene.At(1, 12, 12, 5);
        var pupil = await scene.VisitorAsync();
        await pupil.OpenAsync("/svar");
        await pupil.LookAsync("svar");
        await AnonymousReport.OpenMailboxAsync(pupil, words);
        await pupil.SeeAsync("Det er ikke din skyld.");
        await pupil.LookAsync("svar-kasse");
        await pupil.WriteAsync("Skriv til os", "Det begyndte før jul. Kun min storebror ved det.");
        await pupil.PressAsync("Send besked");
        await pupil.SeeAsync("Din besked er sendt.");
        await pupil.PressAsync("Luk postkassen");
        await pupil.SeeAsync("Postkassen er lukket.");

        scene.At(1, 13, 9, 40);
        await AnonymousReport.OpenMailboxAsync(pupil, words);
        await pupil.FollowAsync("Fortæl, hvem du er");
        await pupil.LookAsync("svar-navn");
        await pupil.WriteAsync("Dit navn", "Villads Prøvesen");
        await pupil.WriteAsync("Dit telefonnummer", "+4500112233");
        await pupil.PressAsync("Fortæl hvem jeg er");
        await pupil.SeeAsync("Sæt kryds, hvis du er sikker.");
        (await pupil.Field("Dit navn").InputValueAsync()).ShouldBe("Villads Prøvesen");
        await pupil.ChooseAsync("Ja, jeg vil sige, hvem jeg er");
        await pupil.PressAsync("Fortæl hvem jeg er");
        await pupil.SeeAsync("Du har sagt, hvem du er");
        await pupil.LookAsync("svar-kasse-navn");
    }

    private static async Task EstablishAsync(Scene scene)
    {
        scene.At(1, 13, 10, 0);
        var farid = await scene.StaffAsync("nogle1");
        await farid.OpenAsync($"/henvendelser/{Report}");
        await farid.SeeAsync("Anmelderen har selv fortalt, hvem det er");
        await farid.PressAsync("Åbn navnet");
        await farid.SeeAsync("Villads Prøvesen");
        await farid.FollowAsync("Opret en sag");
        await farid.ChooseAsync("Nej");
        await farid.WriteAsync("Hvad handler det om?", "Mobning i gruppechat, 8.B");
        await farid.WriteAsync("Hvorfor oprettes sagen?", "En elev er holdt ude og hånet i en gruppechat.");
        await farid.LookAsync("sag-ny");
        await farid.PressAsync("Opret sag");
        await farid.SeeAsync($"{Case} er oprettet.");
        farid.At.ShouldBe($"/sager/{Case}");

        scene.At(1, 13, 14, 5);
        var kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync("/mit");
        await kirsten.LookAsync("mit-leder");
        await kirsten.OpenAsync($"/sager/{Case}");
        await kirsten.LookAsync("sag-ny-oprettet");
        await kirsten.FollowAsync("Konstatér mobning");
        await kirsten.WriteAsync("Hvad er konstateret?", "Villads er siden december holdt ude og hånet i klassens gruppechat.");
        await kirsten.PressAsync("Se, hvilke frister det giver");
        await kirsten.SeeAsync("onsdag 27. januar 2027");
        await kirsten.LookAsync("sag-konstater");
        await kirsten.PressAsync("Konstatér");
        await kirsten.SeeAsync("Mobning er konstateret. Fristerne er i gang.");
        await kirsten.SeeAsync("senest onsdag 27. januar 2027");
        await kirsten.LookAsync("sag-konstateret");
        await kirsten.OpenAsync($"/sager/{Case}/frister");
        await kirsten.LookAsync("sag-frister");

        scene.At(1, 13, 14, 40);
        kirsten = await scene.StaffAsync("leder1");
        await Desk.MeetAsync(kirsten, Case, "Midlertidige tiltag", "Gruppechatten er lukket med klassen, pladser er byttet, Farid ser til ham hver dag.", look: "sag-frist");
        await Desk.AddPersonAsync(kirsten, Case, "den det går ud over", "Villads Prøvesen", "8.B", look: "sag-person");
        await Desk.AddPersonAsync(kirsten, Case, "den der måske har gjort det", "Storm Prøvesen", "8.B");
        await Desk.AddPersonAsync(kirsten, Case, "forælder", "Mor til Villads", "forælder");

        scene.At(1, 14, 9, 0);
        kirsten = await scene.StaffAsync("leder1");
        await Desk.InformAsync(kirsten, Case, "Villads Prøvesen", true, "Farid talte med ham", look: "sag-informeret");
        await Desk.InformAsync(kirsten, Case, "Storm Prøvesen", true, "Kirsten talte med ham og hans forældre");
        await Desk.InformAsync(kirsten, Case, "Mor til Villads", true, "Villads ringede selv");
    }

    private static async Task PlanAsync(Scene scene)
    {
        scene.At(1, 25, 15, 30);
        var kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync($"/sager/{Case}/plan");
        await kirsten.LookAsync("sag-plan");

        // A plan that lacks what the law asks for is not finished; what was typed stays.
        await kirsten.WriteAsync("Hvad skal være anderledes?", "Villads er med i klassens fællesskaber, også på nettet.");
        await kirsten.PressAsync("Gør planen færdig");
        await kirsten.SeeAsync("Skriv, hvad eleven selv siger.");
        (await kirsten.Field("Hvad skal være anderledes?").InputValueAsync()).ShouldBe("Villads er med i klassens fællesskaber, også på nettet.");
        await kirsten.LookAsync("sag-plan-mangler");

        await kirsten.Page.Locator("[name=MeasureWhat]").First.FillAsync("Farid taler med Villads hver uge");
        await kirsten.Page.Locator("[name=MeasureWho]").First.FillAsync("Farid Elmquist");
        await kirsten.Page.Locator("[name=MeasureDue]").First.FillAsync("2027-02-05");
        await kirsten.WriteAsync("Hvad siger eleven selv?", "»De skal stoppe. Jeg vil med i gruppen igen.«");
        await kirsten.WriteAsync("Samtaler med dem", "Tre samtaler, én ad gangen.");
        await kirsten.WriteAsync("Klassen", "Klassemøde om gruppechatten.");
        await kirsten.Field("Forældre").First.FillAsync("Begge familier har fået brev om deres eget barn.");
        await kirsten.WriteAsync("Hvornår ser I på det igen?", "Den 8. februar og den 8. marts.");
        await kirsten.PressAsync("Gør planen færdig");
        await kirsten.SeeAsync("Handlingsplanen er færdig, og opfølgningen er planlagt.");
        await kirsten.LookAsync("sag-plan-faerdig");
    }

    private static async Task LettersAsync(Scene scene)
    {
        scene.At(1, 14, 13, 10);
        var kirsten = await scene.StaffAsync("leder1");

        // The first try names the other child: the check stops it, and what was typed stays.
        await kirsten.OpenAsync($"/sager/{Case}/brev/affected-parents");
        await kirsten.SelectAsync("Hvilket barn handler brevet om?", "Villads Prøvesen (den det går ud over)");
        await kirsten.WriteAsync("Brevet", "Storm har skrevet grimt om Villads.");
        await kirsten.PressAsync("Kontrollér, og skriv som sendt");
        await kirsten.SeeAsync("Brevet nævner andre børn i sagen: Storm.");
        (await kirsten.Field("Brevet").InputValueAsync()).ShouldBe("Storm har skrevet grimt om Villads.");
        await kirsten.LookAsync("sag-brev-navne");

        await Desk.LetterAsync(kirsten, Case, "affected-parents", "Villads Prøvesen (den det går ud over)", look: "sag-brev");
        await Desk.LetterAsync(kirsten, Case, "alleged-parents", "Storm Prøvesen (den der måske har gjort det)");
        await Desk.LetterAsync(kirsten, Case, "shared", "Storm Prøvesen (den der måske har gjort det)");
        await Desk.LetterAsync(kirsten, Case, "class", null);
        await kirsten.LookAsync("sag-breve");
    }

    private static async Task CommentAsync(Scene scene)
    {
        scene.At(1, 26, 14, 0);
        var kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync($"/sager/{Case}/plan");
        await kirsten.WriteAsync("Forældrenes kommentar", "Jeg vil gerne ringes op hver fredag.");
        await kirsten.PressAsync("Gem ændringer");
        await kirsten.SeeAsync("Familiens udgave:");
        await kirsten.LookAsync("sag-plan-kommentar");
    }

    private static async Task FollowUpAsync(Scene scene, string[] words)
    {
        scene.At(2, 8, 8, 15);
        var kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync($"/sager/{Case}/luk");
        await kirsten.SeeAsync("Kan ikke lukkes endnu.");
        await kirsten.LookAsync("sag-luk-mangler");
        await AskAndAnswerAsync(scene, words, 2, "Næsten", look: true);
        kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync($"/sager/{Case}/plan");
        await kirsten.Page.Locator("[name=MeasureWhat]").Last.FillAsync("Farid taler med den ene, der stadig skriver");
        await kirsten.Page.Locator("[name=MeasureWho]").Last.FillAsync("Farid Elmquist");
        await kirsten.Page.Locator("[name=MeasureDue]").Last.FillAsync("2027-02-12");
        await kirsten.PressAsync("Gem ændringer");
        await AskAndAnswerAsync(scene, words, 3, "Ja, det er stoppet", look: false);
    }

    /// <summary>Farid asks in the mailbox, Villads answers in one press, Farid writes it into the follow-up.</summary>
    private static async Task AskAndAnswerAsync(Scene scene, string[] words, int month, string answer, bool look)
    {
        scene.At(month, 8, 9, 0);
        var farid = await scene.StaffAsync("nogle1");
        await farid.OpenAsync($"/sager/{Case}/opfoelgning");
        if (look)
        {
            await farid.LookAsync("sag-opfoelgning-spoerg");
        }

        await farid.PressAsync("Send spørgsmålet");
        await farid.SeeAsync($"Spørgsmålet er sendt til {Report}.");

        scene.At(month, 8, 9, 40);
        var pupil = await scene.VisitorAsync();
        await AnonymousReport.OpenMailboxAsync(pupil, words);
        await pupil.FollowAsync("Svar her");
        await pupil.ChooseAsync(answer);
        if (look)
        {
            await pupil.LookAsync("svar-stoppet");
        }

        await pupil.PressAsync("Send svaret");
        await pupil.SeeAsync("Du har svaret:");

        scene.At(month, 8, 10, 0);
        farid = await scene.StaffAsync("nogle1");
        await farid.OpenAsync($"/sager/{Case}/opfoelgning");
        await farid.SeeAsync("Svar i postkassen:");
        if (look)
        {
            await farid.LookAsync("sag-opfoelgning");
        }

        await farid.PressAsync("Gem");
        await farid.SeeAsync("Svaret er gemt.");
    }

    private static async Task CloseAsync(Scene scene)
    {
        scene.At(3, 9, 10, 0);
        var kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync($"/sager/{Case}/luk");
        await kirsten.SelectAsync("Hvordan endte det?", "det er stoppet");
        await kirsten.WriteAsync("Hvorfor slutter sagen nu?", "Villads siger selv, at det er stoppet.");
        await kirsten.WriteAsync("Hvad har I lært?", "Vi spørger til gruppechats i alle klasser ved skoleårets start.");
        await kirsten.LookAsync("sag-luk");
        await kirsten.PressAsync("Luk sagen");
        await kirsten.SeeAsync($"{Case} er lukket.");
        await kirsten.LookAsync("sag-lukket");
    }
}
