using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>The status page as CSV (RFC 4180, UTF-8 with mark, semicolons as Danish spreadsheets expect), with the filter of the page.</summary>
[Needs(Permission.SeePlanStatus)]
public sealed class StatusCsvModel : StatusLines
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var csv = new StringBuilder("enhed;plan;status;kode;digital_definition;under_arbejde;udgave;offentliggjort;besluttet;besluttet_af;naeste_gennemgang;regel;fra_foer;trukket_tilbage\r\n");
        foreach (var line in Shown)
        {
            string?[] cells =
            [
                line.Unit.Name, line.Template.Title.Da, Texts[$"planstatus.state.{line.State}"], line.State, line.Digital switch { true => "ja", false => "nej", _ => "" }, line.OpenState,
                line.Number?.ToString(CultureInfo.InvariantCulture), Day(line.PublishedOn), Day(line.DecidedOn), line.DecidedBy, Day(line.NextReview), line.ReviewRule?.Id, Day(line.EarlierOn), Day(line.WithdrawnOn),
            ];
            csv.AppendJoin(';', cells.Select(Cell)).Append("\r\n");
        }

        return File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv.ToString())], "text/csv; charset=utf-8", $"planstatus-{When.Today:yyyy-MM-dd}.csv");
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    // A cell that begins like a formula is a formula to a spreadsheet; names of units are written by people.
    private static string Cell(string? text)
    {
        var safe = text is { Length: > 0 } && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text ?? "";
        return safe.AsSpan().ContainsAny(";\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
