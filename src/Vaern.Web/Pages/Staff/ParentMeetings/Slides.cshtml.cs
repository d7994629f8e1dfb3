using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Vaern.Web.Guidance;

namespace Vaern.Web.Pages.Staff.ParentMeetings;

/// <summary>The slides as a page: one a sheet on paper, one after another on a projector. Every one carries the kit's version.</summary>
public sealed class SlidesModel : KitPage
{
    /// <summary>The kit's slides, then each quiz question with its answer on the next.</summary>
    public IEnumerable<(string Title, IHtmlContent Body)> All =>
    [
        .. Kit.Slides.Select(slide => (slide.Title, SheetView.Html(slide.Markdown, Texts))),
        .. Kit.Quiz.SelectMany(question => new[]
        {
            (Texts["kit.slide.guess"], SheetView.Html($"**{question.Text}**", Texts)),
            (Texts["kit.slide.answer"], SheetView.Html($"{question.Text}\n\n**{AnswerTo(question)}**", Texts)),
        }),
    ];

    public async Task<IActionResult> OnGetAsync(int klasse, CancellationToken cancel) => await ReadAsync(klasse, cancel) ? Page() : NotFound();
}
