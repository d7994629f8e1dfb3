using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App;
using Vaern.App.Cases;
using Vaern.App.Intake;
using Vaern.Web.Hosting;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Public.Report;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Answer;

/// <summary>The conversation with the municipality, from the reporter's side.</summary>
[ReadsOwnForm]
[IgnoreAntiforgeryToken]
public sealed class BoxModel(CurrentMunicipality current, Visit visit, WebOptions options, Texts texts) : PageModel
{
    private readonly Municipality municipality = current.Value;

    public Mailbox Mailbox { get; private set; } = null!;

    /// <summary>The same message sent twice is one message.</summary>
    public Guid MessageToken { get; private set; } = Guid.CreateVersion7();

    public bool Sent { get; private set; }

    /// <summary>«Er det stoppet?», where staff have asked.</summary>
    public FollowUpQuestion? Question { get; private set; }

    public string? Text { get; private set; }

    public string? Files => null;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (visit.OpenMailbox is not { } report
            || !(await Mailboxes.OpenAsync(municipality, report, HttpContext.RequestAborted)).TryGet(out var mailbox, out _))
        {
            context.Result = Redirect($"{Request.PathBase}/svar");
            return;
        }

        visit.Open(report);
        Mailbox = mailbox;
        Question = await FollowUpQuestions.OpenAsync(municipality, report, HttpContext.RequestAborted);
        await next();
    }

    public void OnGet(string? sendt) => Sent = sendt is not null;

    public async Task<IActionResult> OnPostAsync()
    {
        var form = await UploadForm.BeginAsync(HttpContext, options.LargestUpload);
        if (form is null)
        {
            return BadRequest();
        }

        Text = form["Text"];
        MessageToken = Guid.TryParse(form["Token"], out var token) ? token : MessageToken;
        var written = await Mailboxes.WriteAsync(municipality, Mailbox.Report, Text ?? "", form.FilesAsync(), MessageToken, HttpContext.RequestAborted);
        if (written.IsOk)
        {
            return Redirect($"{Request.PathBase}/svar/kasse?sendt=1");
        }

        var (field, message) = written.Error.Code switch
        {
            "message.empty" => (nameof(Text), texts["box.empty"]),
            "message.too-long" => (nameof(Text), texts["form.long", Mailboxes.TextLimit]),
            "report.files-refused" => (nameof(Files), texts["file.refused"]),
            var code when code.StartsWith("file.", StringComparison.Ordinal) => (nameof(Files), texts[code, texts["box.files.one"], ReportFiles.MaxCount]),
            _ => ("", texts["form.invalid"]),
        };
        ModelState.AddModelError(field, message);
        return Page();
    }
}
