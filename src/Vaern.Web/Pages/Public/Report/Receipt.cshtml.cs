using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App;
using Vaern.App.Intake;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>The six words, until they have been typed back or the answer is declined; then never again.</summary>
public sealed class ReceiptModel(CurrentMunicipality current, Visit visit, Texts texts) : PageModel
{
    private readonly Municipality municipality = current.Value;

    public Receipt Receipt { get; private set; } = null!;

    public DateTimeOffset Sent { get; private set; }

    public string Category { get; private set; } = "";

    public bool IsSchool { get; private set; }

    /// <summary>72 hours from the act, for somebody at work; from when they wrote where nobody knows the act.</summary>
    public DateTimeOffset? PoliceDue { get; private set; }

    /// <summary>The rule behind <see cref="PoliceDue"/>.</summary>
    public Vaern.Rules.Rule PoliceRule => municipality.Law.Find("A-01").Value;

    public string RuleSet => municipality.Law.RuleSet;

    public IReadOnlyList<string> ReadBy { get; private set; } = [];

    [BindProperty]
    public string? Word2 { get; set; }

    [BindProperty]
    public string? Word4 { get; set; }

    [BindProperty]
    public string? Word6 { get; set; }

    [BindProperty]
    public bool NoAnswer { get; set; }

    public async Task<IActionResult> OnGetAsync() => await ReadAsync() ? Page() : Redirect($"{Request.PathBase}/anmeld/slut");

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await ReadAsync())
        {
            return Redirect($"{Request.PathBase}/anmeld/slut");
        }

        if (NoAnswer)
        {
            visit.EndDraft();
            return Redirect($"{Request.PathBase}/anmeld/tak?svar=nej");
        }

        var words = Receipt.Words.Split(' ');
        Check(Word2, nameof(Word2), 2);
        Check(Word4, nameof(Word4), 4);
        Check(Word6, nameof(Word6), 6);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        visit.EndDraft();
        return Redirect($"{Request.PathBase}/anmeld/tak");

        void Check(string? typed, string field, int number)
        {
            if (!ReceiptWords.IsSame(typed, words[number - 1]))
            {
                ModelState.AddModelError(field, texts["receipt.word.wrong", number]);
            }
        }
    }

    private async Task<bool> ReadAsync()
    {
        var cancel = HttpContext.RequestAborted;
        if (visit.DraftToken is not { } token || await SubmitDraft.SentEarlierAsync(municipality, token, cancel) is not { } receipt)
        {
            return false;
        }

        Receipt = receipt;
        if ((await Mailboxes.OpenAsync(municipality, receipt.Report, cancel)).TryGet(out var mailbox, out _))
        {
            (Sent, Category) = (mailbox.ReceivedAt, mailbox.Category);
            IsSchool = municipality.Units.Find(mailbox.Unit)?.Kind == "school";
            PoliceDue = Category == "employee-harassment"
                ? Vaern.Rules.DeadlineEngine.Compute(PoliceRule, Vaern.Rules.StartMoment.At(mailbox.HappenedAt ?? mailbox.ReceivedAt), municipality.Law.ClosedDays) is { IsOk: true } computed ? computed.Value.Due?.Instant : null
                : null;
            ReadBy = await Readers.OfAsync(municipality, mailbox.Unit, cancel);
        }

        return true;
    }
}
