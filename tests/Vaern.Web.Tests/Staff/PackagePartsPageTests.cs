using System.Net;
using System.Security.Cryptography;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Vaern.App;
using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.App.Sharing;
using Vaern.Sealing.Verification;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>A package over the limit of one file is fetched file by file, by whoever sends it and by whoever receives it. The limit is lowered to what three small files exceed.</summary>
public sealed class PackagePartsPageTests(StaffSite site) : IClassFixture<StaffSite>
{
    private TestTown Town => site.Town;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sender_and_receiver_fetch_each_part_and_each_part_is_a_line_of_the_chain()
    {
        var opened = await CaseAsync();
        var outside = await SendAsync(opened, small: true, toPolice: true);
        var id = await SendAsync(opened, small: true, toPolice: false);
        using var sender = site.As("leder1");
        using var receiver = site.As("ssp1");
        var mine = await sender.OpenAsync($"/sager/{opened.Number}/overdragelse/{outside}");
        var theirs = await receiver.OpenAsync($"/deling/{id}");

        foreach (var (browser, page, address) in new[] { (sender, mine, $"/sager/{opened.Number}/overdragelse/{outside}"), (receiver, theirs, $"/deling/{id}") })
        {
            page.QuerySelectorAll("input[name=part]").Select(input => input.GetAttribute("value")).ShouldBe(["1", "2", "3"], address);
            page.QuerySelectorAll("button").ShouldNotContain(button => button.TextContent.Contains("Hent pakken"));
            var labels = new List<string>();
            foreach (var part in (string[])["1", "2", "3"])
            {
                using var answer = await FetchAsync(browser, page, address, part);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK);
                answer.Content.Headers.ContentDisposition!.FileName.ShouldNotBeNull().Trim('"').ShouldEndWith(".zip");
                var bytes = await answer.Content.ReadAsByteArrayAsync(Cancel);
                page.Body!.TextContent.ShouldContain(Convert.ToHexStringLower(SHA256.HashData(bytes)), Case.Sensitive, "the hash stands on the page");
                using var zip = new MemoryStream(bytes);
                var verified = PackageVerifier.Verify(zip, VerificationRoots.FromPackage, Cancel);
                verified.Reason.ShouldBeNull();
                labels.AddRange(verified.Hashes.Keys.Where(path => path.Contains("/original/", StringComparison.Ordinal) && path.Contains("/B-", StringComparison.Ordinal)).Select(path => path.Split('/')[1]));
            }

            labels.ShouldBe(["B-001", "B-002", "B-003"]);
            foreach (var wrong in (string?[])[null, "0", "4", "x"])
            {
                using var answer = await FetchAsync(browser, page, address, wrong);
                answer.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.BadRequest);
            }
        }

        var taken = (await CustodyRecord.ReadAsync(Town.Town, Town["leder1"], opened.Id, Cancel)).Lines.Where(line => line.Action == "exported").ToList();
        taken.Select(line => line.Reason).ShouldBe(["udlevering", "udlevering", "udlevering", "modtaget", "modtaget", "modtaget"]);
        taken.Select(line => line.Detail.Single()).ShouldBe([("part", "1 / 3"), ("part", "2 / 3"), ("part", "3 / 3"), ("part", "1 / 3"), ("part", "2 / 3"), ("part", "3 / 3")]);
        using var stranger = site.As("leder2");
        using var refused = await FetchAsync(stranger, theirs, $"/deling/{id}", "1");
        refused.StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_package_of_one_file_has_one_button_and_no_part()
    {
        var opened = await CaseAsync();
        var id = await SendAsync(opened, small: false, toPolice: false);
        using var receiver = site.As("ssp1");
        var page = await receiver.OpenAsync($"/deling/{id}");

        page.QuerySelectorAll("input[name=part]").ShouldBeEmpty();
        using var part = await FetchAsync(receiver, page, $"/deling/{id}", "1");
        part.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var whole = await FetchAsync(receiver, page, $"/deling/{id}", null);
        using var zip = new MemoryStream(await whole.Content.ReadAsByteArrayAsync(Cancel));
        PackageVerifier.Verify(zip, VerificationRoots.FromPackage, Cancel).Reason.ShouldBeNull();
    }

    private static async Task<HttpResponseMessage> FetchAsync(StaffBrowser browser, IHtmlDocument page, string address, string? part)
    {
        var fields = new Dictionary<string, string> { ["__RequestVerificationToken"] = page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")! };
        if (part is not null)
        {
            fields["part"] = part;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address + "?handler=Fetch", UriKind.Relative)) { Content = new FormUrlEncodedContent(fields) };
        return await browser.SendAsync(request);
    }

    private async Task<OpenedCase> CaseAsync()
    {
        var opened = await A.CaseAsync(Town);
        for (var n = 1; n <= 3; n++)
        {
            byte[] file = [.. A.PngBytes, .. RandomNumberGenerator.GetBytes(4_000)];
            var meta = new ItemMeta(
                "", null, "screenshot", $"Skærmbillede {n}", null, "Instagram", null, null, "stated", null, "screenshot-by-staff", null, "leader", "leader", Town.Clock.GetUtcNow(), "web-form", "none stated", "none stated");
            (await AddEvidence.HandleAsync(Town.Town, Town["leder1"], opened.Id, meta, null, One(file, $"{n}.png"), Cancel)).IsOk.ShouldBeTrue();
        }

        return opened;
    }

    private async Task<Guid> SendAsync(OpenedCase opened, bool small, bool toPolice)
    {
        var id = (await HandOverDrafts.BeginAsync(
            Town.Town, Town["leder1"], opened.Id, Guid.CreateVersion7(), toPolice ? "police" : "unit", toPolice ? null : Town.Ssp.Id, toPolice ? "Kredsen" : "", "Fælles indsats", Cancel)).Value;
        (await HandOverDrafts.ChooseGroundAsync(Town.Town, Town["leder1"], opened.Id, id, toPolice ? "police-report" : "prevention", false, null, Cancel)).IsOk.ShouldBeTrue();
        (await HandOverDrafts.ChooseAsync(Town.Town, Town["leder1"], opened.Id, id, HandOverChoice.Nothing with { Labels = ["B-001", "B-002", "B-003"], Necessity = "Møde" }, Cancel)).IsOk.ShouldBeTrue();
        var preview = (await HandOverPreview.ReadAsync(Town.Town, Town["leder1"], opened.Id, id, Cancel)).Value;
        (await HandOverDrafts.SendToApprovalAsync(Town.Town, Town["leder1"], opened.Id, id, preview.PayloadSha256, [], true, Cancel)).IsOk.ShouldBeTrue();
        (await HandOvers.DecideAsync(Town.Town, Town["nogle1"], opened.Id, id, true, null, preview.PayloadSha256, Cancel)).IsOk.ShouldBeTrue();
        var kit = Town.Town.SealKit!;
        var worker = (await Municipality.OpenAsync(Town.Town.Database, Town.Clock, small ? kit with { LargestPart = 5_000 } : kit, Cancel)).Value;
        await using var registry = new MunicipalityRegistry([]);
        var mail = new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N")));
        var working = new Worker(registry, mail, Town.Clock, NullLogger<Worker>.Instance);
        while (await working.WorkOnceAsync(worker, Cancel))
        {
        }

        return id;
    }

    private static async IAsyncEnumerable<IncomingFile> One(byte[] file, string name)
    {
        await Task.CompletedTask;
        yield return new IncomingFile(name, "image/png", new MemoryStream(file));
    }
}
