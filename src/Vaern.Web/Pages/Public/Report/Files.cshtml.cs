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

    public void OnGet() => AllowOwnFilms();

    public async Task<IActionResult> OnPostAsync()
    {
        var form = await UploadForm.BeginAsync(HttpContext, options.LargestUpload);
        if (form is null)
        {
            return BadRequest();
        }

        AllowOwnFilms();
        Data.Result<FingerprintBody>? print = form["aftryk"] is { Length: > 0 } json ? DeviceFingerprints.Read(json) : default(Data.Result<FingerprintBody>?);
        Guid? sent = null;
        var taken = 0;
        await foreach (var file in form.FilesAsync())
        {
            var added = await Drafts.AddFileAsync(Municipality, Token, file, HttpContext.RequestAborted);
            taken++;
            sent = taken == 1 && added.IsOk ? added.Value.Blob : null;
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

        if (print is { } read && ModelState.IsValid)
        {
            await AddPrintAsync(read, sent);
        }

        if (Guid.TryParse(form["fjern-aftryk"], out var gone))
        {
            await Drafts.RemoveFingerprintAsync(Municipality, Token, gone, HttpContext.RequestAborted);
        }

        if (form["tilfoej"] is not null && taken == 0 && print is null)
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

    // Which file it is of is known only where exactly one was sent beside it.
    private async Task AddPrintAsync(Data.Result<FingerprintBody> print, Guid? sent)
    {
        var added = print.TryGet(out var body, out var error) ? await Drafts.AddFingerprintAsync(Municipality, Token, body, sent, HttpContext.RequestAborted) : error;
        if (!added.IsOk)
        {
            ModelState.AddModelError(nameof(Files), added.Error.Code is "draft.missing" or "report.files-refused" ? T["file.refused"] : T[$"fault.{added.Error.Code}"]);
        }
    }

    private void AllowOwnFilms() => Response.Headers.ContentSecurityPolicy = SecurityHeaders.WithOwnFilms;
}
