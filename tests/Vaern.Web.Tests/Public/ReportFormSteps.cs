using System.Net;
using AngleSharp.Dom;
using Vaern.App;
using Vaern.App.Intake;
using Vaern.TestKit;
using Vaern.Web.Pages.Public.Report;

namespace Vaern.Web.Tests.Public;

/// <summary>How the tests of the form come to where they begin.</summary>
public sealed partial class ReportFormTests
{
    private async Task<PublicBrowser> BeginAsync(string who, string? code, string? agent = null)
    {
        var visitor = new PublicBrowser(web.Address);
        if (agent is not null)
        {
            visitor.CallItself(agent);
        }

        await visitor.OpenAsync($"/anmeld/start/{who}{(code is null ? "" : $"?enhed={code}")}");
        await visitor.PressAsync("Næste", ("Danger", "no"));
        return visitor;
    }

    private async Task<PublicBrowser> ToFilesAsync()
    {
        var visitor = await BeginAsync("barn", "TANG-4172");
        await AnswerToShowAsync(visitor, "no", "De griner.");
        return visitor;
    }

    private static async Task AnswerToShowAsync(PublicBrowser visitor, string show, string story)
    {
        await visitor.PressAsync("Begynd");
        await visitor.PressAsync("Næste", ("Who", "me"));
        await visitor.PressAsync("Næste", ("Category", "digital-bullying"));
        await visitor.PressAsync("Næste", ("Story", story));
        await visitor.PressAsync("Næste", ("Day", "unknown"));
        await visitor.PressAsync("Næste");
        await visitor.PressAsync("Næste");
        await visitor.PressAsync("Næste", ("Show", show));
    }

    private async Task<PublicBrowser> ToCheckAsync(string adult = "no", string? agent = null, string story = "De griner.")
    {
        var visitor = await BeginAsync("barn", "TANG-4172", agent);
        await AnswerToShowAsync(visitor, "skip", story);
        await visitor.PressAsync("Næste", ("Adult", adult));
        await visitor.PressAsync("Næste");
        await visitor.PressAsync("Næste", ("Tell", "no"));
        return visitor;
    }

    private async Task<PublicBrowser> ToMailboxAsync(string? agent = null, string story = "De griner.")
    {
        var visitor = await ToCheckAsync(agent: agent, story: story);
        await visitor.PressAsync("Send");
        var words = Words(visitor);
        await visitor.OpenAsync("/svar");
        await visitor.PressAsync("Åbn", ("Words", string.Join(' ', words)));
        visitor.At.ShouldBe("/svar/kasse");
        return visitor;
    }

    private static string[] Words(PublicBrowser visitor) => [.. visitor.Page.QuerySelectorAll("#ord li").Select(word => word.TextContent.Trim())];

    private string DraftToken(PublicBrowser visitor) => visitor.Cookies.GetCookies(web.Address)[Visit.DraftCookie]!.Value;
}
