using System.Net;
using AngleSharp.Dom;
using Vaern.Rules;
using Vaern.TestKit;
using Vaern.Web.Pages.Public;

namespace Vaern.Web.Tests.Public;

/// <summary>A page of guidance for every kind of report and everyone who may read it.</summary>
public sealed class CategoryGuideTests(WebTown web) : IClassFixture<WebTown>
{
    public static TheoryData<string> Categories => [.. ReportCategories.All.Select(category => category.Code)];

    [Theory]
    [MemberData(nameof(Categories))]
    public async Task Every_category_has_a_page_for_children_parents_and_employees_in_both_languages(string category)
    {
        using var visitor = new PublicBrowser(web.Address);
        foreach (var who in GuideModel.Audiences)
        {
            foreach (var language in new[] { "", "/en" })
            {
                await visitor.OpenAsync($"{language}/raad/om/{category}/{who}");
                visitor.Status.ShouldBe(HttpStatusCode.OK);
                visitor.Page.QuerySelectorAll("ol.v-bullets li").Length.ShouldBeGreaterThan(0);
                visitor.Page.QuerySelectorAll(".v-numbers li").Length.ShouldBeGreaterThan(0);
                foreach (var verdict in new[] { "er ulovlig", "er strafbar", "er forbudt", "is illegal", "is a crime" })
                {
                    visitor.Main.ShouldNotContain(verdict, Case.Insensitive);
                }
            }
        }

        await visitor.OpenAsync($"/raad/om/{category}/barn");
        visitor.Main.ShouldNotContain("§");
        var advice = visitor.Page.QuerySelectorAll("section:first-of-type h1, section:first-of-type p.v-lead, section:first-of-type li").Select(line => line.TextContent.Trim().TrimEnd('.') + ".");
        Lix.Of(string.Join(' ', advice)).ShouldBeLessThan(Lix.ChildLimit);
    }

    [Fact]
    public async Task The_list_leads_to_all_of_them_and_an_unknown_one_is_not_there()
    {
        using var visitor = new PublicBrowser(web.Address);
        await visitor.OpenAsync("/raad");
        visitor.Page.QuerySelectorAll("a[href^='/raad/om/']").Length.ShouldBe(ReportCategories.All.Count * 3);

        await visitor.OpenAsync("/raad/om/noget-andet/barn");
        visitor.Status.ShouldBe(HttpStatusCode.NotFound);
        await visitor.OpenAsync("/raad/om/threat/alle");
        visitor.Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
