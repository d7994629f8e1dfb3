using System.Net;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.App.Plans;
using Vaern.TestKit;

namespace Vaern.Web.Tests.Staff;

/// <summary>The school's pages besides the plan: what is late, letters, the notification, rooms, exercises, files.</summary>
public sealed class SchoolPagesTests(StaffSite site) : IClassFixture<StaffSite>
{
    private TestTown Town => site.Town;

    [Fact]
    public async Task A_missed_plan_is_red_until_it_says_why_and_when_and_stays_missed()
    {
        Town.Clock.SetDanish(2027, 1, 13, 14, 5);
        var opened = await A.CaseAsync(Town);
        await EstablishBullying.HandleAsync(Town.Town, Town["leder1"], opened.Id, "Udelukkelse.", null);
        Town.Clock.SetDanish(2027, 1, 28, 9, 0);
        using var browser = site.As("leder1");
        var page = await browser.OpenAsync($"/sager/{opened.Number}");
        page.QuerySelectorAll(".v-clock--explain").Select(card => card.TextContent).ShouldContain(text => text.Contains("Fristen er overskredet. Skriv hvorfor, og hvornår planen er klar."));
        var clock = (await A.ReadAsync(Town, opened.Number)).Clocks.Single(one => one.Rule.Id == "B-03");
        var form = await browser.OpenAsync($"/sager/{opened.Number}/frist/{clock.Id}/forsinket");

        var refused = await browser.PressAsync(form, "Gem", ("Reason", "Farid har været syg."), ("Ready", "2027-01-20"));
        refused.QuerySelector("#v-errors")!.TextContent.ShouldContain("i dag eller senere");
        var saved = await browser.PressAsync(refused, "Gem", ("Ready", "2027-02-01"));

        saved.Body!.TextContent.ShouldContain("klar mandag 1. februar 2027");
        saved.Body.TextContent.ShouldContain("Fristen er og bliver overskredet.");
        var letter = await browser.OpenAsync($"/sager/{opened.Number}/brev/plan-late");
        letter.QuerySelector("#Text")!.TextContent.ShouldContain("Planen er forsinket til mandag 1. februar 2027");
        Town.Clock.SetDanish(2027, 1, 11, 20, 17);
    }

    [Fact]
    public async Task Correcting_when_it_was_established_needs_a_reason_and_both_times_stand()
    {
        var opened = await A.CaseAsync(Town);
        await EstablishBullying.HandleAsync(Town.Town, Town["leder1"], opened.Id, "Udelukkelse.", null);
        using var browser = site.As("leder1");
        var form = await browser.OpenAsync($"/sager/{opened.Number}/konstater");

        var refused = await browser.PressAsync(form, "Se, hvilke frister", ("At", "2027-01-08T09:00"));
        refused.QuerySelector("#v-errors").ShouldNotBeNull();
        var preview = await browser.PressAsync(refused, "Se, hvilke frister", ("At", "2027-01-08T09:00"), ("Reason", "Jeg besluttede det fredag."));
        await browser.PressAsync(preview, "Ret tidspunktet");

        var limits = (await browser.OpenAsync($"/sager/{opened.Number}/frister")).Body!.TextContent;
        limits.ShouldContain("fredag 8. januar 2027 kl. 09.00");
        limits.ShouldContain("mandag 11. januar 2027");
    }

    [Fact]
    public async Task The_familys_plan_does_not_leave_while_it_names_another_child()
    {
        var opened = await A.CaseAsync(Town);
        await Parties.AddAsync(Town.Town, Town["leder1"], opened.Id, Guid.CreateVersion7(), "affected", new PartyBody("Villads Prøvesen", "8.B", null));
        await Parties.AddAsync(Town.Town, Town["leder1"], opened.Id, Guid.CreateVersion7(), "alleged", new PartyBody("Storm Prøvesen", "8.B", null));
        var body = new PlanBody("Tryg i klassen", [new Measure("Storm flytter plads", "Farid", new DateOnly(2027, 2, 1))], "De skal stoppe", "Storm er hørt.", "", "Ringet op", "Ring hver fredag.", "Om to uger");
        await ActionPlans.FinishAsync(Town.Town, Town["leder1"], opened.Id, body, 0);
        using var browser = site.As("leder1");

        var refused = await browser.OpenAsync($"/sager/{opened.Number}/plan/fil/familie/docx");
        browser.At.ShouldBe($"/sager/{opened.Number}/plan");
        refused.Body!.TextContent.ShouldContain("Planen nævner: Storm.");

        await ActionPlans.SaveAsync(Town.Town, Town["leder1"], opened.Id, body with { Measures = [new Measure("Ny plads", "Farid", new DateOnly(2027, 2, 1))] }, 1);
        using var family = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/sager/{opened.Number}/plan/fil/familie/docx"));
        family.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        using var school = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/sager/{opened.Number}/plan/fil/skole/txt"));
        var text = await school.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.ShouldContain("Storm er hørt.");
        text.ShouldContain("Ring hver fredag.");
        text.ShouldContain("under verifikation");
    }

    [Fact]
    public async Task A_class_message_from_the_template_names_nobody_and_is_a_file_when_sent()
    {
        var opened = await A.CaseAsync(Town);
        await Parties.AddAsync(Town.Town, Town["leder1"], opened.Id, Guid.CreateVersion7(), "affected", new PartyBody("Villads Prøvesen", "8.B", null));
        using var browser = site.As("leder1");
        var form = await browser.OpenAsync($"/sager/{opened.Number}/brev/class");

        var refused = await browser.PressAsync(form, "Kontrollér, og skriv som sendt", ("Text", "Lad Villads være."));
        refused.QuerySelector("#v-errors")!.TextContent.ShouldContain("Brevet nævner andre børn i sagen: Villads.");
        var list = await browser.PressAsync(form, "Kontrollér, og skriv som sendt");

        browser.At.ShouldBe($"/sager/{opened.Number}/breve");
        var letter = (await Letters.ListAsync(Town.Town, Town["leder1"], opened.Id)).Single();
        list.Body!.TextContent.ShouldContain(letter.Body.Subject);
        using var file = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/sager/{opened.Number}/brev/class/{letter.Id}/fil/txt"));
        (await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("116 111");
    }

    [Fact]
    public async Task Where_a_parent_is_suspected_the_words_for_parents_are_gone_and_the_duty_stands_first()
    {
        var opened = await A.CaseAsync(Town, restricted: true);
        using var browser = site.As("leder1");
        (await browser.OpenAsync($"/sager/{opened.Number}/handling/wish")).QuerySelector(".v-next__say").ShouldNotBeNull();
        var form = await browser.OpenAsync($"/sager/{opened.Number}/handling/parent-suspected");
        await browser.PressAsync(form, "Gem", ("Decision", "yes"), ("Words", "Barnet er bange for at gå hjem."));

        var page = await browser.OpenAsync($"/sager/{opened.Number}");
        page.Body!.TextContent.ShouldContain("Kontakt Børnemodtagelsen før forældrene");
        (await browser.OpenAsync($"/sager/{opened.Number}/handling/wish")).QuerySelector(".v-next__say").ShouldBeNull();
        (await browser.OpenAsync($"/sager/{opened.Number}/breve")).QuerySelectorAll("a[href$='/brev/affected-parents']").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_notification_has_no_button_for_the_leader_who_did_not_write_it()
    {
        var opened = await A.CaseAsync(Town, "laerer1", restricted: true);
        using var teacher = site.As("laerer1");
        var form = await teacher.OpenAsync($"/sager/{opened.Number}/underretning");
        await teacher.PressAsync(form, "Gem kladde", ("Child", "Freja Prøvesen"), ("Worry", "Hun er bange."));
        using var leader = site.As("leder1");
        (await leader.OpenAsync($"/sager/{opened.Number}/underretning")).QuerySelector("#Worry")!.TextContent.ShouldNotContain("Hun er bange.");

        var draft = await teacher.OpenAsync($"/sager/{opened.Number}/underretning");
        draft.QuerySelector("#Worry")!.TextContent.ShouldContain("Hun er bange.");
        await teacher.PressAsync(draft, "Send underretningen");
        using var duty = site.As("vagt1");
        var inbox = await duty.OpenAsync("/underretninger");
        inbox.Body!.TextContent.ShouldContain("Freja Prøvesen");
        await duty.PressAsync(inbox, "Modtag");

        (await leader.OpenAsync($"/sager/{opened.Number}/underretning")).Body!.TextContent.ShouldContain("Modtaget af Ditte Havnsø");
        await leader.OpenAsync("/underretninger");
        leader.Status.ShouldBe(HttpStatusCode.NotFound);
        await duty.OpenAsync($"/sager/{opened.Number}");
        duty.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Another_school_is_told_whom_to_call_and_answers_with_its_own_case()
    {
        var opened = await A.CaseAsync(Town);
        using var here = site.As("leder1");
        var form = await here.OpenAsync($"/sager/{opened.Number}/rum");
        await here.PressAsync(form, "Sig til dem", ("Unit", Town.Fyrlund.Id.Value.ToString()));
        var own = (await OpenCase.HandleAsync(
            Town.Town, Town["leder2"], new NewCase(Guid.CreateVersion7(), Town.Fyrlund.Id, "school", "digital-bullying", false, "En elev hos os", null, false, null, "Ringet op."))).Value;

        using var there = site.As("leder2");
        var inbox = await there.OpenAsync("/rum");
        inbox.Body!.TextContent.ShouldContain("Ring til Kirsten Vadmose");
        inbox.Body.TextContent.ShouldNotContain("gruppechat");
        var wrong = await there.PressAsync(inbox, "Vi har en sag", ("number", opened.Number));
        wrong.Body!.TextContent.ShouldContain("Sagen findes ikke, eller du har ikke adgang til den.");
        var linked = await there.PressAsync(wrong, "Vi har en sag", ("number", own.Number.ToLowerInvariant()));

        there.At.ShouldBe($"/sager/{own.Number}/rum");
        linked.Body!.TextContent.ShouldContain("Tanghøj Skole");
        (await here.OpenAsync($"/sager/{opened.Number}/rum")).Body!.TextContent.ShouldContain("Ring til Jens-Ole Krathus");
    }

    [Fact]
    public async Task An_exercise_stands_under_its_banner_from_the_first_step_to_the_result()
    {
        using var browser = site.As("nogle1");
        var list = await browser.OpenAsync("/oevelser");
        var page = await browser.PressAsync(list, "Begynd øvelsen", ("Book", "P-TRUSSEL"), ("Unit", Town.Tanghoj.Id.Value.ToString()));
        var steps = Playbook.All.Single(book => book.Id == "P-TRUSSEL").Steps.Count;
        var refused = await browser.PressAsync(page, "Næste trin");
        refused.QuerySelector("#v-errors").ShouldNotBeNull();
        page = await browser.OpenAsync(browser.At);

        for (var step = 0; step < steps; step++)
        {
            page.QuerySelector(".v-drill")!.TextContent.ShouldContain("ØVELSE");
            page.QuerySelector(".v-stepfacts").ShouldNotBeNull();
            page = await browser.PressAsync(page, "Næste trin", ("Answer", "could"));
        }

        var result = await browser.PressAsync(page, "Afslut øvelsen");
        result.Body!.TextContent.ShouldContain("Resultat: 100 af 100");
        result.QuerySelector(".v-drill").ShouldNotBeNull();
        var at = browser.At;
        var wrong = await browser.PressAsync(result, "Skriv det på listen", ("What", "Skriv numrene ved telefonen"), ("Owner", "Nøglepersonen"), ("DueOn", "2020-01-01"));
        wrong.QuerySelector("#v-errors")!.TextContent.ShouldContain("Vælg en dag fra i dag");
        wrong.QuerySelector("#What")!.TextContent.ShouldContain("Skriv numrene ved telefonen", Case.Sensitive, "what was typed stays");
        var due = Town.Clock.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var listed = await browser.PressAsync(wrong, "Skriv det på listen", ("DueOn", due));
        listed.QuerySelector("#liste")!.TextContent.ShouldContain("Skriv numrene ved telefonen");
        using var stranger = site.As("leder2");
        await stranger.OpenAsync(at);
        stranger.Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
