using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Insight.Measures;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Figures;

/// <summary>The register as CSV with the codes that are the same in every municipality, to be laid beside another's.</summary>
[Needs(Permission.SeeFigures, Permission.KeepCourses, Permission.KeepSurveys)]
public sealed class MeasuresCsvModel : StaffPage
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!(await MeasureRegister.ListAsync(Town, Me, cancel)).TryGet(out var measures, out _))
        {
            return NotFound();
        }

        var csv = new StringBuilder("kommune;indsats;slags;maalgruppe;trin_fra;trin_til;effekt_kendt;effekt;siden;sluttet;beskrivelse\r\n");
        foreach (var measure in measures)
        {
            string?[] cells =
            [
                Town.Name, measure.Words.Name, measure.Kind, measure.Audience, measure.GradeFrom?.ToString(CultureInfo.InvariantCulture), measure.GradeTo?.ToString(CultureInfo.InvariantCulture), measure.Effect, measure.Words.Effect,
                measure.Since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), measure.EndedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), measure.Words.What,
            ];
            csv.AppendJoin(';', cells.Select(Cell)).Append("\r\n");
        }

        return File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv.ToString())], "text/csv; charset=utf-8", $"indsatser-{When.Today:yyyy-MM-dd}.csv");
    }

    // A cell that begins like a formula is a formula to a spreadsheet; people write these.
    private static string Cell(string? text)
    {
        var safe = text is { Length: > 0 } && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text ?? "";
        return safe.AsSpan().ContainsAny(";\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
