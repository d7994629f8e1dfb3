using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Printing;
using Vaern.App.StreetWork;
using Vaern.Web.Documents;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Public;

/// <summary>The bulletin as PDF/UA. Where it cannot be made, the page prints from the browser.</summary>
public sealed class BulletinPdfModel(CurrentMunicipality current, Texts texts, TimeText time, DocumentFiles files) : PageModel
{
    private const int Small = 5;

    public async Task<IActionResult> OnGetAsync(string uge, CancellationToken cancel)
    {
        if (await Bulletins.PublicAsync(current.Value, uge, cancel) is not { } one || !one.HoldsOn(time.Today))
        {
            return NotFound();
        }

        var responsible = await current.Value.Staff.NameAsync(one.ReviewedBy!.Value, cancel);
        var document = Document.Write(
                $"{texts["bulletin.title"]}, {texts["bulletin.week", one.Week]}", texts.Language == PageLanguage.English ? "en" : "da", current.Value.Name,
                $"{texts["bulletin.built", one.Shifts, one.Sources, time.Date(one.From), time.Date(one.To), one.Mandate]} {texts["bulletin.responsible", responsible]}")
            .Text($"{texts["bulletin.until", time.Date(one.ExpiresOn!.Value)]} {texts["bulletin.lead"]}")
            .Text(texts["bulletin.lead.only"], strong: true);
        foreach (var item in one.Body.Items)
        {
            document.Heading(item.Words.Title)
                .Text($"{texts[$"bulletin.trend.{item.Trend}"]}. {(item.Count < Small ? texts["bulletin.few"] : texts["bulletin.count", item.Count])}.")
                .Text(item.Words.Seen)
                .Quote($"{texts["bulletin.say"]}: »{item.Words.Say}«")
                .Text($"{texts["bulletin.avoid"]}: {item.Words.Avoid}");
        }

        document.Heading(texts["bulletin.unknown"]).Text(texts["bulletin.unknown.text"]);
        return await files.AnswerAsync(document.Done(), "pdf", $"ugens-faenomener-{one.Key}", cancel) ?? Redirect($"{Request.PathBase}/bulletin/{one.Key}");
    }
}
