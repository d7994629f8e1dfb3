using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.EndToEnd.Tests.Browser;
using Vaern.EndToEnd.Tests.CrossChecks;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>J4, without hashing: a teacher hears of an illegal image. Help within the hour, and no byte of it anywhere.</summary>
public sealed class IllegalImageTests(TestBrowser browser)
{
    private const string Case = "F-2027-0001";

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    [InlineData(Screen.PhoneWithoutScript)]
    public async Task A_teacher_opens_a_case_that_can_take_no_file_and_its_clocks_are_kept(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        scene.At(1, 14, 10, 12);
        var signe = await scene.VisitorAsync();
        await ReadTheCardAsync(signe);
        await OpenCaseAsync(scene, signe);
        await RefuseFilesAsync(scene, signe);
        await ActAsync(scene, signe);
        await CloseListAsync(scene);

        var reached = await scene.CaseAsync("leder1", Case);
        (reached.Restricted, reached.State, reached.Items.Count).ShouldBe((true, "handling", 0));
        var police = reached.Clocks.Single(clock => clock.Rule.Id == "A-01");
        (police.DueAt, police.State, police.SettledAt).ShouldBe((Danish.At(1, 16, 21, 0), "met", Danish.At(1, 14, 10, 31)));
        police.Note.ShouldNotBeNull().ShouldContain("PRØVE-77124");
        var notified = reached.Clocks.Single(clock => clock.Rule.Id == "D-01");
        (notified.State, notified.SettledAt, notified.SettledBy).ShouldBe(("met", Danish.At(1, 14, 12, 40), "Signe Rørbæk"));
        reached.Clocks.Single(clock => clock.Rule.Id == "B-02").State.ShouldBe("met");
        var plan = reached.Clocks.Single(clock => clock.Rule.Id == "B-03");
        (plan.State, plan.DueOn).ShouldBe(("running", new DateOnly(2027, 1, 28)));
        reached.Referrals.Single().DeviceHolder.ShouldBe("politiet");
        var record = await CustodyRecord.ReadAsync(scene.Town.Town, scene.Town["leder1"], reached.Id, TestContext.Current.CancellationToken);
        record.Broken.ShouldBeNull();
        var signed = reached.Custody[^1].Body.Receiver.ShouldNotBeNull();
        (signed.Name, signed.Number, signed.Strokes is not null).ShouldBe(("Betjent Prøvesen", "PRØVE-4711", screen.HasScript()), "without script the name alone is the signature");
        foreach (var bag in new[] { "BH-1", "BH-2" })
        {
            reached.Custody.Where(note => note.Labels.Contains(bag)).Select(note => (note.Kind, note.HappenedAt)).ShouldBe(
                [("received", Danish.At(1, 14, 10, 50)), ("kept", Danish.At(1, 14, 10, 55)), ("handed-over", Danish.At(1, 14, 14, 50))], bag);
            record.Lines.Where(line => line.Item == bag).Select(line => line.Action).ShouldBe(["received", "hold-set", "transferred", "receipt-confirmed"], bag);
        }

        reached.Acts.Single(act => act.Kind == "reaction").Body.Level.ShouldBe(4);
        reached.Tasks.Select(task => task.Title).ShouldContain("Skolepsykolog i dag");
        reached.Acts.Single(act => act.Kind == "helper-call").HappenedAt.ShouldBe(Danish.At(1, 14, 10, 44));
        var talks = reached.Acts.Where(act => act.Kind == "parent-talk").ToList();
        talks.Count.ShouldBe(2);
        talks.ShouldAllBe(talk => !talk.Body.Words.Contains("Freja"));
        reached.ParentSuspected.ShouldBeFalse();
        var sent = (await ChildNotifications.OfCaseAsync(scene.Town.Town, scene.Town["leder1"], reached.Id, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        (sent.AuthorName, sent.SentAt, sent.AcceptedAt, sent.AcceptedBy).ShouldBe(("Signe Rørbæk, teacher", Danish.At(1, 14, 12, 40), Danish.At(1, 14, 12, 52), "Ditte Havnsø"));
        (await scene.ReadAsync<long>("select count(*) from blob")).ShouldBe(0);
    }

    private static async Task ReadTheCardAsync(Visitor signe)
    {
        await signe.OpenAsync("/");
        await signe.OpenAsync("/kort/billede");
        await signe.SeeAsync("Se det ikke.");
        await signe.SeeAsync("Bed ikke om at få det vist.");
        await signe.SeeAsync("Send det ikke.");
        (await signe.Context.CookiesAsync()).ShouldBeEmpty("a card needs no cookie");
        await signe.LookAsync("kort-billede");
    }

    private static async Task OpenCaseAsync(Scene scene, Visitor signe)
    {
        scene.At(1, 14, 10, 20);
        await Desk.SignInAsync(signe, "laerer1");
        await signe.FollowAsync("Opret sag");
        await signe.SeeAsync("Er der et nøgenbillede med?");
        await signe.ChooseAsync("Ja");
        await signe.WriteAsync("Hvad handler det om?", "Billede delt, 7.A");
        await signe.Field("Handler om").SelectOptionAsync("sexual-image-under-18");
        await signe.SelectAsync("Hvilken enhed?", "Tanghøj Skole");
        await signe.ChooseAsync("Skole");
        await signe.WriteAsync("Hvornår skete det?", Desk.Moment(1, 13, 21, 0));
        await signe.WriteAsync("Hvorfor oprettes sagen?", "En elev fortæller, at et nøgenbillede af hende går rundt.");
        (await signe.Page.Locator("input[type=file]").CountAsync()).ShouldBe(0);
        await signe.LookAsync("sag-ny-billede");
        await signe.PressAsync("Opret sag");
        signe.At.ShouldBe($"/sager/{Case}");
        await signe.SeeAsync($"{Case} er oprettet. Sagen kan ikke modtage filer.");
        await signe.SeeAsync("senest lørdag 16. januar 2027 kl. 21.00");
        await signe.LookAsync("sag-billede");
        foreach (var page in new[] { "", "/drejebog", "/breve", "/brev/class", "/underretning", "/rum", "/forvaring", "/forvaring/overlevering", "/handling/police-call", "/frister", "/opgaver", "/personer/ny", "/adgang", "/opfoelgning", "/plan", "/henvisning/ny", "/luk", "/pakke" })
        {
            await signe.OpenAsync($"/sager/{Case}{page}");
            (await signe.Page.Locator("input[type=file], [enctype='multipart/form-data']").CountAsync()).ShouldBe(0, $"a way to send a file on {page}");
        }

        (await signe.OpenAsync($"/sager/{Case}/bevis/ny")).Status.ShouldBe((int)HttpStatusCode.NotFound);
    }

    /// <summary>Somebody posts a file past the pages, with a valid session and a valid token of the form.</summary>
    private static async Task RefuseFilesAsync(Scene scene, Visitor signe)
    {
        var marker = new Marker();
        await signe.OpenAsync($"/sager/{Case}/henvisning/ny");
        var token = await signe.Page.Locator("main [name=__RequestVerificationToken]").First.InputValueAsync();
        var cookies = string.Join("; ", (await signe.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"));
        using var client = scene.Web.Visitor();
        foreach (var address in new[] { "bevis/ny", "henvisning/ny", "plan", "opfoelgning", "luk", "?handler=Entry", "pakke", "personer/ny", "forvaring", "forvaring/overlevering", "underretning", "brev/class" })
        {
            foreach (var type in new[] { "multipart/form-data; boundary=x", "image/png", "application/octet-stream" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/sager/{Case}/{address}".Replace("/?", "?", StringComparison.Ordinal), UriKind.Relative));
                byte[] body = type.StartsWith("multipart", StringComparison.Ordinal)
                    ? [.. Encoding.UTF8.GetBytes($"--x\r\nContent-Disposition: form-data; name=\"__RequestVerificationToken\"\r\n\r\n{token}\r\n--x\r\nContent-Disposition: form-data; name=\"Attached\"; filename=\"{marker.Text}.png\"\r\nContent-Type: image/png\r\n\r\n"), .. marker.AsPicture(), .. "\r\n--x--\r\n"u8]
                    : marker.AsPicture();
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
                request.Headers.Add("Cookie", cookies);
                request.Headers.Add("RequestVerificationToken", token);
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                answer.StatusCode.ShouldBeOneOf(HttpStatusCode.UnsupportedMediaType, HttpStatusCode.NotFound);
            }
        }

        await marker.ShouldBeNowhereAsync(scene);
        (await scene.ReadAsync<long>("select count(*) from stream_event where position('upload.refused'::bytea in line) > 0")).ShouldBeGreaterThan(0);
    }

    private static async Task ActAsync(Scene scene, Visitor signe)
    {
        scene.At(1, 14, 10, 22);
        signe = await scene.StaffAsync("laerer1");
        await Desk.ActAsync(signe, Case, "leader-call", ["Ja"], [("Hvem ringede du til?", "Kirsten Vadmose")], look: "sag-handling-leder");

        var kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync($"/sager/{Case}");
        await kirsten.SeeAsync("Ring 114. Ring 112, hvis nogen er i fare.");
        scene.At(1, 14, 10, 31);
        await Desk.ActAsync(kirsten, Case, "police-call", ["Ja, det er anmeldt"], [("Hvem talte du med?", "Vagthavende"), ("Hvad blev der sagt?", "Ringet 114. De vender tilbage med et nummer.")], look: "sag-handling-politi");
        scene.At(1, 14, 10, 40);
        await Desk.ActAsync(kirsten, Case, "phones", ["Læg dem i poser med nummer"], [("Politiets ord", "Flytilstand, i pose, ingen åbner dem.")]);
        scene.At(1, 14, 10, 44);
        await Desk.ActAsync(kirsten, Case, "helper-call", [], [("Hvem ringede I til?", "SletDet"), ("Hvad blev aftalt?", "De beder tjenesten fjerne det.")]);
        await BagAsync(scene, kirsten);

        scene.At(1, 14, 11, 5);
        kirsten = await scene.StaffAsync("leder1");
        await Desk.ActAsync(kirsten, Case, "reaction", ["4 af 5."], [("Hvem er den faste voksne?", "Signe Rørbæk"), ("Hvad ser og hører du?", "Hun ryster og siger ikke noget.")], look: "sag-handling-stoette");
        scene.At(1, 14, 11, 20);
        await Desk.ActAsync(kirsten, Case, "parent-suspected", ["Nej"], [("Hvad bygger det på?", "Freja taler trygt om sin mor.")]);
        await Desk.ActAsync(kirsten, Case, "wish", [], [("Ønsket, med egne ord", "Min mor skal ringes op, og jeg vil sidde ved siden af.")]);

        scene.At(1, 14, 12, 10);
        kirsten = await scene.StaffAsync("leder1");
        await Desk.ActAsync(kirsten, Case, "police-number", [], [("Nummer", "PRØVE-77124")]);
        await NotifyAsync(scene);

        scene.At(1, 14, 13, 0);
        kirsten = await scene.StaffAsync("leder1");
        foreach (var family in new[] { "Den ene elevs forældre", "Den anden elevs forældre" })
        {
            await Desk.ActAsync(kirsten, Case, "parent-talk", [], [("Hvem talte I med?", family), ("Hvad blev der sagt?", "Om deres eget barn. De fik siden »Mit barn har delt«.")]);
        }

        scene.At(1, 14, 14, 15);
        kirsten = await scene.StaffAsync("leder1");
        await Desk.LetterAsync(kirsten, Case, "class", null, look: "sag-brev-klasse");

        scene.At(1, 14, 14, 50);
        kirsten = await scene.StaffAsync("leder1");
        await SignAsync(kirsten, scene.Screen.HasScript());

        await kirsten.OpenAsync($"/sager/{Case}");
        await kirsten.UnfoldAsync("Beviser");
        await kirsten.FollowAsync("Beskriv H");
        await kirsten.WriteAsync("Beskrivelse", "Et nøgenbillede af eleven siges at være delt i en klassechat.");
        await kirsten.WriteAsync("Hvem har enheden?", "politiet");
        await kirsten.WriteAsync("Politiets nummer", "PRØVE-77124");
        await kirsten.LookAsync("sag-henvisning");
        await kirsten.PressAsync("Gem");

        scene.At(1, 14, 15, 0);
        kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync($"/sager/{Case}/konstater");
        await kirsten.WriteAsync("Hvad er konstateret?", "Billedet er delt for at ramme en elev i 7.A.");
        await kirsten.PressAsync("Se, hvilke frister det giver");
        await kirsten.SeeAsync("torsdag 28. januar 2027");
        await kirsten.PressAsync("Konstatér");
        await Desk.MeetAsync(kirsten, Case, "Midlertidige tiltag", "Fast voksen, skolepsykolog i dag, hjem med nogen.");
    }

    /// <summary>The pupils lay their telephones in numbered bags themselves; five minutes later the bags are locked up.</summary>
    private static async Task BagAsync(Scene scene, Visitor kirsten)
    {
        scene.At(1, 14, 10, 50);
        foreach (var bag in new[] { "BH-1", "BH-2" })
        {
            await kirsten.OpenAsync($"/sager/{Case}/forvaring");
            await kirsten.SeeAsync("Sæt selv telefonen på flytilstand, og læg den i posen.");
            await kirsten.ChooseAsync("Afleveret");
            await kirsten.WriteAsync("Nummer på en ny pose", bag);
            await kirsten.WriteAsync("Hvem har den nu", "Kirsten Vadmose");
            await kirsten.WriteAsync("Hvor ligger den", "Kontoret");
            await kirsten.WriteAsync("Aftalt med", "vagthavende på 114");
            await kirsten.WriteAsync("Bemærkning", "Flytilstand, ikke åbnet.");
            if (bag == "BH-1")
            {
                await kirsten.LookAsync("forvaring-pose");
            }

            await kirsten.PressAsync("Gem notat");
            await kirsten.SeeAsync($"Afleveret: {bag}");
        }

        scene.At(1, 14, 10, 55);
        await kirsten.OpenAsync($"/sager/{Case}/forvaring");
        await kirsten.ChooseAsync("Lagt til side");
        await kirsten.ChooseAsync("BH-1");
        await kirsten.ChooseAsync("BH-2");
        await kirsten.WriteAsync("Hvem har den nu", "Kirsten Vadmose");
        await kirsten.WriteAsync("Hvor ligger den", "Skabet på kontoret, låst");
        await kirsten.PressAsync("Gem notat");
        await kirsten.SeeAsync("Lagt til side: BH-1, BH-2");
    }

    /// <summary>The officer signs on Kirsten's screen: name and number always, a drawing where there is script.</summary>
    private static async Task SignAsync(Visitor kirsten, bool draws)
    {
        await kirsten.OpenAsync($"/sager/{Case}/forvaring");
        await kirsten.FollowAsync("Overlever og få underskrift");
        await kirsten.ChooseAsync("BH-1");
        await kirsten.ChooseAsync("BH-2");
        await kirsten.WriteAsync("Hvem henter?", "Politiet i Fjordby");
        await kirsten.WriteAsync("Dit navn", "Betjent Prøvesen");
        await kirsten.WriteAsync("Dit tjenestenummer", "PRØVE-4711");
        await kirsten.WriteAsync("Bemærkning", "PRØVE-77124");
        var pad = kirsten.Page.Locator("svg.v-signed--pad");
        (await pad.IsVisibleAsync()).ShouldBe(draws);
        if (draws)
        {
            await Desk.DrawAsync(kirsten, pad, (0.1, 0.6), (0.2, 0.2), (0.3, 0.7), (0.45, 0.4), (0.6, 0.6));
            (await kirsten.Page.Locator("input[name=Strokes]").InputValueAsync()).Split(' ').Length.ShouldBeGreaterThan(4);
        }

        await kirsten.PressAsync("Underskriv og gem");
        await kirsten.SeeAsync("Den, der henter, skal bekræfte, at tingene er modtaget.");
        await kirsten.ChooseAsync("Jeg har modtaget tingene ovenfor");
        await kirsten.LookAsync("forvaring-underskrift");
        await kirsten.PressAsync("Underskriv og gem");
        await kirsten.SeeAsync("Overleveringen er gemt med underskriften.");
        await kirsten.SeeAsync("Betjent Prøvesen har skrevet sit navn og bekræftet, at tingene er modtaget.");
        (await kirsten.Page.Locator(".v-keep svg.v-signed").CountAsync()).ShouldBe(draws ? 1 : 0);
        await kirsten.LookAsync("forvaring-overleveret");
        await kirsten.OpenAsync($"/sager/{Case}/sporbarhed");
        await kirsten.SeeAsync("overdraget BH-2");
        await kirsten.LookAsync("sporbarhed-poser");
    }

    /// <summary>Signe writes and sends it herself; the duty receives it.</summary>
    private static async Task NotifyAsync(Scene scene)
    {
        scene.At(1, 14, 12, 40);
        var signe = await scene.StaffAsync("laerer1");
        await signe.OpenAsync($"/sager/{Case}/underretning");
        await signe.WriteAsync("Hvilket barn?", "Freja Prøvesen, 7.A");
        await signe.WriteAsync("Hvad har du set, hørt og fået fortalt?", "Freja siger, at et nøgenbillede af hende går rundt.");
        await signe.LookAsync("sag-underretning");
        await signe.PressAsync("Send underretningen");
        await signe.SeeAsync("Underretningen er sendt.");

        scene.At(1, 14, 12, 52);
        var ditte = await scene.StaffAsync("vagt1");
        await ditte.OpenAsync("/underretninger");
        await ditte.SeeAsync("Freja Prøvesen, 7.A");
        await ditte.LookAsync("underretninger");
        await ditte.PressAsync("Modtag");
        await ditte.SeeAsync("Underretningen er modtaget.");
    }

    private static async Task CloseListAsync(Scene scene)
    {
        scene.At(1, 15, 8, 15);
        var signe = await scene.StaffAsync("laerer1");
        await signe.OpenAsync($"/sager/{Case}/drejebog");
        await signe.LookAsync("sag-drejebog");
        await signe.FollowAsync("Skriv, hvad du gjorde: Mød barnet næste morgen, som aftalt");
        await signe.WriteAsync("Hvad gjorde I?", "Signe mødte Freja ved porten. Næste gang mandag.");
        await signe.PressAsync("Færdig");
        var kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync($"/sager/{Case}/luk");
        await kirsten.SeeAsync("Kan ikke lukkes endnu.");
        foreach (var missing in new[] { "Handlingsplan", "Frister i loven, der stadig kører", "Hvem det går ud over" })
        {
            await Microsoft.Playwright.Assertions.Expect(kirsten.Page.Locator(".v-missing").GetByText(missing)).ToBeVisibleAsync();
        }

        (await kirsten.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Luk sagen" }).CountAsync()).ShouldBe(0);
        await kirsten.LookAsync("sag-billede-luk");
        await kirsten.OpenAsync($"/sager/{Case}");
        await kirsten.LookAsync("sag-billede-senere");
    }
}
