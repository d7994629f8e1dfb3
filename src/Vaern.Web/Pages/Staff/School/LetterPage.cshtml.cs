using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Plans;
using Vaern.Data;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.School;

/// <summary>A letter from its template: changed as one likes, checked for other children's names, then marked as sent.</summary>
public sealed class LetterModel : CasePage
{
    [FromRoute(Name = "slags")]
    public string Kind { get; set; } = "";

    [FromRoute(Name = "id")]
    public Guid? Id { get; set; }

    [BindProperty]
    public Guid LetterId { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public Guid? About { get; set; }

    [BindProperty]
    public Guid? Recipient { get; set; }

    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public string? Subject { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    public Letter? Sent { get; private set; }

    public IEnumerable<SelectListItem> Children => Case.Parties.Where(party => party.Role is "affected" or "alleged" or "witness")
        .Select(party => new SelectListItem($"{party.Body.Name} ({Texts[$"party.{party.Role}"]})", party.Id.ToString()));

    public IEnumerable<SelectListItem> Recipients => Case.Parties.Where(party => party.Role == "parent").Select(party => new SelectListItem(party.Body.Name, party.Id.ToString()));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !App.Plans.Letters.Kinds.Contains(Kind))
        {
            return NotFound();
        }

        if (Id is { } id)
        {
            if ((await App.Plans.Letters.ListAsync(Town, Me, Case.Id, cancel)).FirstOrDefault(letter => letter.Id == id) is not { } found)
            {
                return NotFound();
            }

            Sent = found.SentAt is null ? null : found;
            (LetterId, Version, About, Recipient, To, Subject, Text) = (found.Id, found.Version, found.About, found.Recipient, found.Body.To, found.Body.Subject, found.Body.Text);
            return Page();
        }

        if (!MayWrite)
        {
            return NotFound();
        }

        LetterId = Guid.CreateVersion7();
        About = Case.Parties.FirstOrDefault(party => party.Role == (Kind is "alleged-parents" or "shared" ? "alleged" : "affected"))?.Id;
        Recipient = Kind is "class" ? null : Case.Parties.FirstOrDefault(party => party is { Role: "parent", Informed: "pending" })?.Id;
        To = Texts[$"letter.{Kind}.to"];
        Subject = Texts[$"letter.{Kind}.subject"];
        var plan = Case.Clocks.FirstOrDefault(clock => clock.Rule.Id == "B-03");
        Text = Texts[
            $"letter.{Kind}.text", Case.Parties.FirstOrDefault(party => party.Id == About)?.Body.Name.Split(' ')[0] ?? Texts["letter.child"], UnitName, Me.Name,
            plan is null ? "" : Clocks.Due(Ring.Of(plan)), plan?.PromisedOn is { } ready ? When.Day(ready) : Texts["letter.day"]].Replace("\\n", "\n", StringComparison.Ordinal);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => KeepAsync(send: false, cancel);

    public Task<IActionResult> OnPostSendAsync(CancellationToken cancel) => KeepAsync(send: true, cancel);

    private async Task<IActionResult> KeepAsync(bool send, CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !App.Plans.Letters.Kinds.Contains(Kind) || !MayWrite)
        {
            return NotFound();
        }

        var body = new LetterBody((To ?? "").Trim(), (Subject ?? "").Trim(), (Text ?? "").Trim());
        var about = Kind == "class" ? null : About;
        var kept = send
            ? await App.Plans.Letters.SendAsync(Town, Me, Case.Id, LetterId, Kind, about, Recipient, body, Version, cancel)
            : await App.Plans.Letters.SaveAsync(Town, Me, Case.Id, LetterId, Kind, about, Recipient, body, Version, cancel);
        if (kept.TryGet(out _, out var error))
        {
            return Saved($"{Address}/breve", send ? "saved.letter.sent" : "saved.letter.draft");
        }

        if (error.Code == "letter.names")
        {
            ModelState.AddModelError(nameof(Text), Texts["fault.letter.names", error.Message]);
            return Page();
        }

        return Again(error.Code switch { "letter.about-missing" => nameof(About), "letter.empty" or "letter.too-long" => nameof(Text), _ => "" }, error);
    }
}
