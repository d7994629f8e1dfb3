using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Printing;
using Vaern.App.Workplace;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>The lawyer's advice, the check of one's own handling, the colleagues, mediation, and what the work-environment group learns.</summary>
public sealed class AdviceModel : WorkplacePage
{
    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Minutes { get; set; }

    [BindProperty]
    public string? At { get; set; }

    [BindProperty]
    public bool Agreed { get; set; }

    [BindProperty]
    public bool AssessmentChanged { get; set; }

    /// <summary>Which of the forms was sent: its refusals stand in it, and what was typed.</summary>
    public string? Sent { get; private set; }

    public bool IsLawyer => Me.Posts.Any(post => post.Role == "legal");

    /// <summary>True for a leader who is not the one handling the case.</summary>
    public bool MayCheck => Me.Account != Case.Owner && Me.Posts.Any(post => post.Role is "leader" or "school_leader" or "director" or "head_of_schools");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        Id = Guid.CreateVersion7();
        return Page();
    }

    /// <summary>The apology and the offer of a talk, as a letter.</summary>
    public async Task<IActionResult> OnGetLetterAsync(string? som, CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel) || Sheet.Of("apology").LastOrDefault() is not { } apology)
        {
            return NotFound();
        }

        var letter = Document.Write(Texts["apology.letter"], Texts.Language.Culture.TwoLetterISOLanguageName, UnitName, null)
            .Text(apology.Text ?? "").Text(Texts["apology.letter.talk"]).Note(Texts["apology.letter.note"]);
        if (Sheet.Contact is { } contact)
        {
            letter.Facts([(Texts["removal.contact.name"], contact.Name), (Texts["contact.address"], contact.Address), (Texts["removal.contact.mail"], contact.Mail)]);
        }

        return await FileAsync(letter.Done(), som, "beklagelse", cancel);
    }

    public Task<IActionResult> OnPostLegalAsync(CancellationToken cancel) =>
        DoAsync("jurist", async () => After(await Care.AdviseAsync(Town, Me, Case.Id, Id, Text ?? "", cancel), "raad#jurist", "saved.legal", _ => nameof(Text)), cancel);

    public Task<IActionResult> OnPostCheckAsync(CancellationToken cancel) =>
        DoAsync("kontrol", async () => After(await Care.CheckAsync(Town, Me, Case.Id, Id, Outcome ?? "", Text ?? "", cancel), "raad#kontrol", "saved.check", code => code == "check.outcome-missing" ? nameof(Outcome) : nameof(Text)), cancel);

    public Task<IActionResult> OnPostApologyAsync(CancellationToken cancel) =>
        DoAsync("beklagelse", async () => After(await Care.ApologiseAsync(Town, Me, Case.Id, Id, Text ?? "", cancel), "raad#kontrol", "saved.apology", _ => nameof(Text)), cancel);

    public Task<IActionResult> OnPostMediationAsync(CancellationToken cancel) =>
        DoAsync("maegling", async () => After(await Care.MediateAsync(Town, Me, Case.Id, Id, Outcome ?? "", Text ?? "", cancel), "raad#maegling", "saved.mediation", code => code == "mediation.outcome-missing" ? nameof(Outcome) : nameof(Text)), cancel);

    public Task<IActionResult> OnPostDebriefAsync(CancellationToken cancel) =>
        DoAsync("kolleger", async () =>
        {
            if (!LocalMoment.Read(At).TryGet(out var at, out var unreadable))
            {
                return Again(nameof(At), unreadable);
            }

            var minutes = int.TryParse(Minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : 0;
            return After(
                await Care.DebriefAsync(Town, Me, Case.Id, Id, minutes, Agreed, at, cancel), "raad#kolleger", "saved.debrief",
                code => code switch { "debrief.agreed-missing" => nameof(Agreed), "debrief.minutes" => nameof(Minutes), _ => nameof(At) });
        }, cancel);

    public Task<IActionResult> OnPostFollowAsync(CancellationToken cancel) =>
        DoAsync("arbejdsmiljoe", async () => After(await Care.FollowAsync(Town, Me, Case.Id, Id, Text ?? "", AssessmentChanged, cancel), "raad#arbejdsmiljoe", "saved.follow", _ => nameof(Text)), cancel);

    private async Task<IActionResult> DoAsync(string section, Func<Task<IActionResult>> act, CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        Sent = section;
        return await act();
    }
}
