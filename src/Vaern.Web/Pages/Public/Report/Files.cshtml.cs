using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;
using Vaern.Web.Hosting;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>Files of the ordinary regime. The page exists only in a draft that has answered no to the question of age.</summary>
[ReadsOwnForm]
[IgnoreAntiforgeryToken]
public sealed class FilesModel(WebOptions options) : ReportQuestion("filer")
{
    public string? Files => null;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var form = await UploadForm.BeginAsync(HttpContext, options.LargestUpload);
        if (form is null)
        {
            return BadRequest();
        }

        var taken = 0;
        await foreach (var file in form.FilesAsync())
        {
            var added = await Drafts.AddFileAsync(Municipality, Token, file, HttpContext.RequestAborted);
            taken++;
            if (!added.IsOk)
            {
                ModelState.AddModelError(nameof(Files), added.Error.Code switch
                {
                    "draft.missing" or "report.files-refused" => T["file.refused"],
                    var code => T[code, Path.GetFileName(file.Name), ReportFiles.MaxCount],
                });
            }
        }

        if (Guid.TryParse(form["fjern"], out var blob))
        {
            await Drafts.RemoveFileAsync(Municipality, Token, blob, HttpContext.RequestAborted);
        }

        if (form["tilfoej"] is not null && taken == 0)
        {
            ModelState.AddModelError(nameof(Files), T["file.missing"]);
        }

        if (!ModelState.IsValid)
        {
            await ReloadAsync();
            return Page();
        }

        return form["frem"] is not null ? await SaveAsync(answers => answers) : To("filer");
    }
}
