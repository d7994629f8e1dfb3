using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vaern.App.Printing;
using Vaern.Data;
using Vaern.Rules;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>What a role is obliged to, on a page and as PDF/UA.</summary>
public sealed class DutyPageTests(StaffSite site) : IClassFixture<StaffSite>
{
    public static TheoryData<string> Keys => [.. DutyPlace.All.Select(place => place.Key)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Every_role_has_its_page_in_both_languages_with_law_and_recommendation_apart(string key)
    {
        using var browser = site.As("leder1");
        foreach (var address in new[] { $"/regler/pligter/{key}", $"/pligter/{key}", $"/en/pligter/{key}" })
        {
            var page = await browser.OpenAsync(address);
            browser.Status.ShouldBe(HttpStatusCode.OK, address);
            var rows = page.QuerySelectorAll(".v-duties tbody tr").ToList();
            rows.Count.ShouldBeGreaterThan(0, address);
            rows.Where(row => row.QuerySelector("th[scope=row]") is null).ShouldBeEmpty();
            rows.Where(row => row.QuerySelector(".v-duties__mark") is null).ShouldAllBe(row => row.QuerySelectorAll("td").Length == 1);
            page.QuerySelectorAll(".v-duties__mark").ShouldAllBe(mark => mark.TextContent.Contains("erificeret") || mark.TextContent.Contains("erified"));
        }

        await browser.OpenAsync("/pligter/wizard");
        browser.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_leader_prints_the_duties_of_a_primary_school_as_tagged_PDF_UA()
    {
        using var browser = site.As("leder1");
        using var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/regler/pligter/folkeskole/pdf"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        using var folder = new ScratchFolder();
        var file = await folder.KeepAsync(await answer.Content.ReadAsByteArrayAsync(Cancel));

        var info = await RunAsync("pdfinfo", file);
        info.ShouldMatch("(?m)^Title: +Pligter: Folkeskole$");
        info.ShouldMatch("(?m)^Author: +Fjordby Kommune$");
        info.ShouldMatch("(?m)^Tagged: +yes$");
        info.ShouldMatch("(?m)^Page size: .*A4");
        var metadata = await RunAsync("pdfinfo", "-meta", file);
        metadata.ShouldMatch("pdfuaid:part(>|=\")1");
        var structure = await RunAsync("qpdf", "--qdf", "--object-streams=disable", file, "-");
        structure.ShouldContain("/Lang (da)");
        structure.ShouldContain("/MarkInfo");
        structure.ShouldContain("/DisplayDocTitle true");
        structure.ShouldContain("/S /TH");
        structure.ShouldContain("/S /H1");
        var text = await RunAsync("pdftotext", "-layout", file, "-");
        text.ShouldContain("Pligter i loven: Skoleleder");
        text.ShouldContain("inden 10 arbejdsdage");
        text.ShouldContain("B-03 · Ikke verificeret");
        text.ShouldContain("Kun anbefalet – ikke lov");
        (await RunAsync("pdffonts", file)).Split('\n').Skip(2).Where(line => line.Length > 0).ShouldAllBe(line => line.Contains(" yes "));
    }

    [Fact]
    public async Task The_same_words_are_made_once()
    {
        using var browser = site.As("leder1");
        var first = await BytesAsync(browser, "/regler/pligter/med/pdf");
        var again = await BytesAsync(browser, "/pligter/med/pdf");
        var english = await BytesAsync(browser, "/en/pligter/med/pdf");

        again.ShouldBe(first);
        english.ShouldNotBe(first);
    }

    [Fact]
    public async Task Where_the_renderer_is_missing_the_page_says_so_and_still_prints()
    {
        await using var poor = new StaffSite { Configure = services => services.AddSingleton<Sealing.Packages.IPdfRenderer>(new NoRenderer()) };
        await poor.InitializeAsync();
        using var browser = poor.As("leder1");

        var page = await browser.OpenAsync("/regler/pligter/folkeskole/pdf");

        browser.At.ShouldBe("/regler/pligter/folkeskole?pdf=mangler");
        page.QuerySelector(".v-notice--warning")!.TextContent.ShouldContain("PDF kan ikke laves her");
        page.QuerySelectorAll(".v-duties tbody tr").Length.ShouldBeGreaterThan(20);
        (await browser.OpenAsync("/en/pligter/folkeskole/pdf")).QuerySelector(".v-notice--warning")!.TextContent.ShouldContain("PDF cannot be made here");
    }

    [Fact]
    public async Task The_renderer_gives_nothing_for_a_request_that_was_given_up()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => new WeasyPrintRenderer().RenderAsync("<p>Hej", gone.Token));
    }

    private static async Task<byte[]> BytesAsync(StaffBrowser browser, string address)
    {
        using var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, address));
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync(Cancel);
    }

    private static async Task<string> RunAsync(params string[] command)
    {
        var run = await ProgramRun.ToEndAsync(command, Cancel);
        run.Succeeded.ShouldBeTrue($"{command[0]}: {run.LastWords}");
        return run.Output;
    }

    private sealed class NoRenderer : Sealing.Packages.IPdfRenderer
    {
        public Task<byte[]?> RenderAsync(string html, CancellationToken cancellationToken) => Task.FromResult<byte[]?>(null);
    }

    private sealed class ScratchFolder : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vaern-duties-");

        public async Task<string> KeepAsync(byte[] bytes)
        {
            var path = Path.Combine(folder.FullName, "pligter.pdf");
            await File.WriteAllBytesAsync(path, bytes, Cancel);
            return path;
        }

        public void Dispose() => folder.Delete(recursive: true);
    }
}
