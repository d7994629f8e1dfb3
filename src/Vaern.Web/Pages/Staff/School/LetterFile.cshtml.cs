using Microsoft.AspNetCore.Mvc;
using Vaern.App.Plans;
using Vaern.App.Printing;
using Vaern.Rules;
using Vaern.Web.Documents;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.School;

/// <summary>A sent letter as a file. Drafts have none: what has not been checked does not leave.</summary>
public sealed class LetterFileModel(DocumentFiles files) : CasePage
{
    public async Task<IActionResult> OnGetAsync(Guid id, string format, CancellationToken cancel)
    {
        if (!await ReadAsync(cancel)
            || (await App.Plans.Letters.ListAsync(Town, Me, Case.Id, cancel)).FirstOrDefault(one => one.Id == id) is not { SentAt: { } sent } letter)
        {
            return NotFound();
        }

        var document = Document.Write(letter.Body.Subject, "da", UnitName, Case.Number).Facts((Texts["letter.to"], letter.Body.To), (Texts["letter.date"], When.Day(DanishTime.DayOf(sent))));
        foreach (var part in letter.Body.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            document.Text(part);
        }

        return await files.AnswerAsync(document.Done(), format, $"brev-{Case.Number}", cancel) ?? NotFound();
    }
}
