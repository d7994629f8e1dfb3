using System.Net;
using Shouldly;
using Vaern.App.Intake;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

public sealed class ReportPageTests(StaffSite site) : IClassFixture<StaffSite>
{
    private TestTown Town => site.Town;

    [Fact]
    public async Task Nothing_is_sent_before_the_preview_is_confirmed()
    {
        var receipt = await A.ReportAsync(Town);
        using var browser = site.As("nogle1");
        var page = await browser.OpenAsync($"/henvendelser/{receipt.Number}");

        var preview = await browser.PressAsync(page, "Se, hvad anmelderen får", ("Text", "Tak, fordi du skriver det.\nDet er ikke din skyld."));

        (await StaffReports.ReadAsync(Town.Town, Town["nogle1"], receipt.Number)).Value.Messages.ShouldBeEmpty();
        preview.QuerySelector(".v-message--ours")!.TextContent.ShouldContain("Det er ikke din skyld.");

        await browser.PressAsync(preview, "Send til anmelder");

        browser.At.ShouldBe($"/henvendelser/{receipt.Number}");
        var sent = (await StaffReports.ReadAsync(Town.Town, Town["nogle1"], receipt.Number)).Value;
        sent.Messages.ShouldHaveSingleItem().Text.ReplaceLineEndings("\n").ShouldBe("Tak, fordi du skriver det.\nDet er ikke din skyld.");
        sent.State.ShouldBe("answered");
    }

    [Fact]
    public async Task The_leader_sees_that_a_report_waits_and_not_what_it_says()
    {
        var receipt = await A.ReportAsync(Town, "Kun for Farid.");
        using var browser = site.As("leder1");

        var inbox = await browser.OpenAsync("/henvendelser");

        inbox.Body!.TextContent.ShouldContain(receipt.Number);
        inbox.QuerySelectorAll($"a[href='/henvendelser/{receipt.Number}']").ShouldBeEmpty();
        await browser.OpenAsync($"/henvendelser/{receipt.Number}");
        browser.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_name_is_opened_only_with_a_reason()
    {
        var receipt = await A.ReportAsync(Town, contact: new ReportContact("Rikke Prøvesen", "rikke@eksempel.example", null));
        using var browser = site.As("nogle1");
        var page = await browser.OpenAsync($"/henvendelser/{receipt.Number}");

        var refused = await browser.PressAsync(page, "Åbn navnet");
        refused.QuerySelector("#v-errors")!.TextContent.ShouldContain("hvorfor navnet er nødvendigt");
        refused.Body!.TextContent.ShouldNotContain("Rikke Prøvesen");

        var opened = await browser.PressAsync(refused, "Åbn navnet", ("ContactReason", "Jeg skal ringe til hende i dag."));
        opened.Body!.TextContent.ShouldContain("Rikke Prøvesen");
    }

    [Fact]
    public async Task A_case_is_opened_from_a_report_and_the_words_become_a_statement()
    {
        var receipt = await A.ReportAsync(Town, "De skriver grimme ting om mig.");
        using var browser = site.As("nogle1");
        var form = await browser.OpenAsync($"/sager/ny?henvendelse={receipt.Number}");

        var refused = await browser.PressAsync(form, "Opret sag", ("Title", ""));
        refused.QuerySelector("#v-errors")!.TextContent.ShouldContain("Skriv med få ord, hvad det handler om.");

        var page = await browser.PressAsync(refused, "Opret sag", ("Title", "Grimme beskeder, 7.B"), ("Reason", "Gentaget."));

        browser.At.ShouldStartWith("/sager/F-2027-");
        page.QuerySelector(".v-entry--statement")!.TextContent.ShouldContain("De skriver grimme ting om mig.");
    }

    [Fact]
    public async Task Closing_waits_for_an_answer_and_for_the_advice()
    {
        var receipt = await A.ReportAsync(Town);
        using var browser = site.As("nogle1");
        var form = await browser.OpenAsync($"/henvendelser/{receipt.Number}/afslut");

        var refused = await browser.PressAsync(form, "Afslut henvendelsen", ("Advice", "Tal med din klasselærer."));
        refused.QuerySelector("#v-errors")!.TextContent.ShouldContain("Svar anmelderen, før du afslutter.");

        var report = (await StaffReports.ReadAsync(Town.Town, Town["nogle1"], receipt.Number)).Value;
        (await StaffReports.AnswerAsync(Town.Town, Town["nogle1"], report.Id, "Tak.", Guid.CreateVersion7())).IsOk.ShouldBeTrue();
        await browser.PressAsync(refused, "Afslut henvendelsen");
        browser.At.ShouldBe("/henvendelser");
    }
}
