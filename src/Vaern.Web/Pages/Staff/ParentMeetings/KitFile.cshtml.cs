using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Printing;
using Vaern.Web.Documents;

namespace Vaern.Web.Pages.Staff.ParentMeetings;

/// <summary>The whole kit as a file, for a school without a network: the same content under the same version number as on the screen.</summary>
public sealed class KitFileModel(DocumentFiles files) : KitPage
{
    public async Task<IActionResult> OnGetAsync(int klasse, string format, CancellationToken cancel)
    {
        if (!await ReadAsync(klasse, cancel))
        {
            return NotFound();
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{Kit.Name}-v{Kit.Sheet.Version}-{Kit.Minutes}-min");
        return await files.AnswerAsync(Write(), format, name, cancel) ?? Saved(string.Create(CultureInfo.InvariantCulture, $"/foraeldremoede/{klasse}?minutter={Minutes}"), "kit.file.missing");
    }

    private Document Write()
    {
        var document = Document.Write(Texts["kit.title", Kit.Grade], Kit.Sheet.Language, Town.Name, Expired is { } expired ? $"{VersionLine} {expired}" : VersionLine);
        if (Expired is { } mark)
        {
            document.Note(mark);
        }

        document.Text(Texts["kit.lead", Kit.Minutes], strong: true);
        document.Heading(Texts["kit.agenda"]).Steps([.. Kit.Agenda.Select(point => $"{Texts["kit.minutes", point.Minutes]} {point.Text}")]);
        document.Heading(Texts["kit.slides"]);
        foreach (var slide in Kit.Slides)
        {
            document.Heading(slide.Title, 3);
            Plain(document, slide.Markdown);
        }

        document.Heading(Texts["kit.card"]);
        Plain(document, Kit.TalkCard);
        document.Heading(Texts["kit.quiz"]).Text(Texts["kit.quiz.how"]);
        foreach (var question in Kit.Quiz)
        {
            document.Heading(question.Text, 3).Text(AnswerTo(question));
        }

        document.Heading(Texts["kit.figures"]);
        if (Figures.Count == 0)
        {
            document.Text(Texts["kit.figures.none"]);
        }

        document.Bullets([.. Figures.Select(FigureText)]);
        document.Heading(Texts["kit.message"]);
        Plain(document, Kit.Message);
        document.Heading(Texts["kit.hard"]);
        foreach (var one in Kit.Hard)
        {
            document.Heading(one.Question, 3);
            Plain(document, one.Answer);
        }

        document.Note($"{Texts["sheet.owner", Kit.Sheet.Owner]} {Texts["sheet.source", Kit.Sheet.Source]} {VersionLine}");
        return document.Done();
    }

    // The texts use little of Markdown: headings, points, quotations and plain lines.
    private static void Plain(DocumentBuilder document, string markdown)
    {
        var points = new List<string>();
        foreach (var line in markdown.Split('\n').Select(line => line.Trim()).Append(""))
        {
            if (line.StartsWith("- ", StringComparison.Ordinal))
            {
                points.Add(Bare(line[2..]));
                continue;
            }

            if (points.Count > 0)
            {
                document.Bullets([.. points]);
                points.Clear();
            }

            if (line.StartsWith("### ", StringComparison.Ordinal) || line.StartsWith("## ", StringComparison.Ordinal))
            {
                document.Heading(Bare(line.TrimStart('#', ' ')), 3);
            }
            else if (line.StartsWith("> ", StringComparison.Ordinal))
            {
                document.Quote(Bare(line[2..]));
            }
            else if (line.Length > 0)
            {
                document.Text(Bare(line));
            }
        }
    }

    private static string Bare(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text.Replace("**", "", StringComparison.Ordinal), @"\[([^\]]+)\]\(([^)]+)\)", "$1");
}
