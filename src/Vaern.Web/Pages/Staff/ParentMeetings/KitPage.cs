using Microsoft.AspNetCore.Mvc;
using Vaern.App.Learning.Parents;
using Vaern.Web.Guidance;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.ParentMeetings;

/// <summary>A kit by grade and length, with the figures that may be shown. Screen, file and paper read it the same way.</summary>
public abstract class KitPage : StaffPage
{
    [BindProperty(SupportsGet = true, Name = "minutter")]
    public int Minutes { get; set; } = 45;

    public Kit Kit { get; private set; } = null!;

    public SheetView View { get; private set; } = null!;

    public IReadOnlyList<LocalFigure> Figures { get; private set; } = [];

    /// <summary>The address for parents: a grade, no class, no person.</summary>
    public string Link => $"{Request.Scheme}://{Request.Host}/raad/{Kit.Grade}-klasse/foraelder";

    public string VersionLine => Texts["kit.version", Kit.Name, Kit.Sheet.Version, When.Date(View.Standing.Reviewed), When.Date(View.Standing.Expires)];

    /// <summary>«Version 3 udløb 28. februar.» on everything that is shown, saved and printed of it; null while it holds.</summary>
    public string? Expired => View.IsExpired ? Texts["kit.expired", Kit.Sheet.Version, When.Date(View.Standing.Expires)] : null;

    public string FigureText(LocalFigure figure) =>
        $"{Texts[$"figure.said.{figure.Question}", figure.Percent, Kit.Grade]} {Texts["figure.base", figure.Yes, figure.Answers, Town.Name, When.Date(figure.MeasuredOn), figure.Source]}";

    /// <summary>The answer to a quiz question: the municipality's own figure where one may be shown, then the kit's words.</summary>
    public string AnswerTo(QuizQuestion question) =>
        Figures.FirstOrDefault(figure => figure.Question == question.Figure) is { } shown ? $"{FigureText(shown)} {question.Answer}".Trim()
        : question.Figure is null ? question.Answer : $"{Texts["quiz.nofigure"]} {question.Answer}".Trim();

    protected async Task<bool> ReadAsync(int grade, CancellationToken cancel)
    {
        var language = Texts.Language.Code;
        var link = $"{Request.Scheme}://{Request.Host}/raad/{grade}-klasse/foraelder";
        if (Kit.Of(grade, Minutes, language, Town.Name, link) is not { } kit)
        {
            return false;
        }

        Kit = kit;
        View = await SheetView.OfAsync(Town, kit.Sheet, Me, cancel);
        Figures = await LocalFigures.ShownAsync(Town, grade, cancel);
        return true;
    }
}
