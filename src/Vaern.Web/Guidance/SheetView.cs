using Markdig;
using Microsoft.AspNetCore.Html;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Learning.Knowledge;
using Vaern.App.Learning.Library;
using Vaern.Rules;
using Vaern.Web.Localisation;

namespace Vaern.Web.Guidance;

/// <summary>A shared text as a page shows it: how it stands here, whether it has stopped holding, and what the municipality has added.</summary>
/// <param name="ReviewedBy">Who went through it here; null while only its file says so.</param>
public sealed record SheetView(SheetStanding Standing, bool IsExpired, string? ReviewedBy, IReadOnlyList<KnowledgeItem> Local)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    public Sheet Sheet => Standing.Sheet;

    /// <summary>Right-to-left scripts say so.</summary>
    public string Direction => Sheet.Language is "ar" or "fa" or "ur" ? "rtl" : "ltr";

    public static async Task<SheetView> OfAsync(Municipality town, Sheet sheet, StaffMember? staff, CancellationToken cancel)
    {
        var standing = await Reviews.StandingAsync(town, sheet, cancel);
        var by = standing.By is { } account ? await town.Staff.NameAsync(account, cancel) : null;
        return new SheetView(standing, standing.IsExpired(DanishTime.DayOf(town.Now)), by, await KnowledgeItems.BesideAsync(town, sheet.Name, staff, cancel));
    }

    /// <summary>Markdown as HTML: no raw HTML, links of ours in the reader's language.</summary>
    public static IHtmlContent Html(string markdown, Texts texts) =>
        new HtmlString(Markdown.ToHtml(markdown, Pipeline).Replace("href=\"/", $"href=\"{texts.Path("/")}".TrimEnd('/') + "/", StringComparison.Ordinal));
}
