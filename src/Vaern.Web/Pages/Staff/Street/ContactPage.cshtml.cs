using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Data;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>The guide through a talk that a young person began. The talk is on the platform; here are steps and times.</summary>
[Needs(Permission.WorkOnTheStreet, Permission.KeepMandates)]
public sealed class ContactPageModel : StreetPage
{
    private IReadOnlyList<TakenStep> steps = [];

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Step { get; set; }

    [BindProperty]
    public bool Done { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    [BindProperty]
    public string? AgeBand { get; set; }

    [BindProperty]
    public string? AgeWhy { get; set; }

    [BindProperty]
    public string? RemindAt { get; set; }

    [BindProperty]
    public string? MeetAt { get; set; }

    [BindProperty]
    public string? Where { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? ClosingAge { get; set; }

    public Contact One { get; private set; } = null!;

    public IReadOnlyList<GuideStep> Guide => ContactGuide.Steps(One.Kind, One.Age);

    public string FirstName => Me.Name.Split(' ')[0];

    public string? Advice => ContactGuide.AdvicePage(One.Kind);

    /// <summary>The goal in words, with its rule: a goal and not a law.</summary>
    public string AnswerBy => When.Clock(One.CountedFrom.AddMinutes(Town.Law.Find(ContactGuide.FirstAnswerRule).Value.Limit.Value ?? 15));

    public IEnumerable<SelectListItem> Ages => Choices(Contact.Ages, code => Texts[$"street.contact.age.{code}"]);

    public IEnumerable<SelectListItem> Places => Choices(Contact.Places, code => Texts[$"street.contact.place.{code}"]);

    public IEnumerable<SelectListItem> Outcomes => Choices(Contact.Outcomes, code => Texts[$"street.contact.outcome.{code}"]);

    public TakenStep? Taken(string key) => steps.FirstOrDefault(step => step.Key == key);

    /// <summary>The whole address of a public page, to be copied into the talk.</summary>
    public string AddressOf(string path) => $"{Request.Scheme}://{Request.Host}{path}";

    public async Task<IActionResult> OnGetAsync(string nr, CancellationToken cancel)
    {
        (MeetAt, RemindAt, Where) = (null, LocalMoment.Write(When.Now.AddMinutes(30)), "club");
        return await ReadAsync(nr, cancel) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostAnsweredAsync(string nr, CancellationToken cancel) =>
        DoAsync(nr, () => App.StreetWork.Contacts.AnsweredAsync(Town, Me, nr, cancel), "street.saved.answered", "", cancel);

    public Task<IActionResult> OnPostStepAsync(string nr, CancellationToken cancel) =>
        DoAsync(nr, () => App.StreetWork.Contacts.StepAsync(Town, Me, nr, Step ?? "", Done, Why, cancel), "street.saved.step", "", cancel);

    public Task<IActionResult> OnPostColleagueAsync(string nr, CancellationToken cancel) =>
        DoAsync(nr, () => App.StreetWork.Contacts.ColleagueAsync(Town, Me, nr, cancel), "street.saved.colleague", "", cancel);

    public Task<IActionResult> OnPostDangerAsync(string nr, CancellationToken cancel) =>
        DoAsync(nr, () => App.StreetWork.Contacts.DangerAsync(Town, Me, nr, cancel), "street.saved.danger", "", cancel);

    public Task<IActionResult> OnPostRedAsync(string nr, CancellationToken cancel) =>
        DoAsync(nr, () => App.StreetWork.Contacts.RedAsync(Town, Me, nr, cancel), "street.saved.red", "", cancel);

    public Task<IActionResult> OnPostAgeAsync(string nr, CancellationToken cancel) =>
        DoAsync(nr, () => App.StreetWork.Contacts.AgeAsync(Town, Me, nr, AgeBand ?? "", AgeWhy, Version, cancel), "street.saved.age", nameof(AgeBand), cancel);

    public Task<IActionResult> OnPostRemindAsync(string nr, CancellationToken cancel) =>
        DoAsync(nr, async () => LocalMoment.Read(RemindAt) is { IsOk: true, Value: { } at } ? await App.StreetWork.Contacts.RemindAsync(Town, Me, nr, at, cancel) : new Error("contact.time", "No time."), "street.saved.remind", nameof(RemindAt), cancel);

    public Task<IActionResult> OnPostMeetAsync(string nr, CancellationToken cancel) =>
        DoAsync(nr, async () => await App.StreetWork.Contacts.MeetAsync(Town, Me, nr, LocalMoment.Read(MeetAt) is { IsOk: true, Value: var at } ? at : null, Where ?? "", cancel), "street.saved.meet", nameof(MeetAt), cancel);

    public Task<IActionResult> OnPostCloseAsync(string nr, CancellationToken cancel) =>
        DoAsync(nr, () => App.StreetWork.Contacts.CloseAsync(Town, Me, nr, Outcome ?? "", ClosingAge ?? "", Version, cancel), "street.saved.contact-closed", nameof(Outcome), cancel);

    private async Task<IActionResult> DoAsync(string nr, Func<Task<Result<Guid>>> act, string saved, string field, CancellationToken cancel)
    {
        if (!await ReadAsync(nr, cancel))
        {
            return NotFound();
        }

        if ((await act()).TryGet(out _, out var error))
        {
            return Saved($"/gadeplan/kontakter/{nr}", saved, nr);
        }

        return IsHidden(error) ? NotFound() : Again(error.Code == "contact.age" && field == nameof(Outcome) ? nameof(ClosingAge) : error.Code.StartsWith("words.", StringComparison.Ordinal) ? "" : field, error);
    }

    private async Task<bool> ReadAsync(string nr, CancellationToken cancel)
    {
        if (!(await ContactList.ReadAsync(Town, Me, nr, cancel)).TryGet(out var found, out _))
        {
            return false;
        }

        (One, steps) = found;
        return true;
    }
}
