using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.School;

/// <summary>The notification (barnets lov § 133), written and sent by the one who knows. There is no step for a leader.</summary>
public sealed class NotificationModel : CasePage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Child { get; set; }

    [BindProperty]
    public string? Worry { get; set; }

    [BindProperty]
    public string? Done { get; set; }

    [BindProperty]
    public string? ChildKnows { get; set; }

    [BindProperty]
    public string? Parents { get; set; }

    public IReadOnlyList<ChildNotification> Sent { get; private set; } = [];

    public Unit? Duty => ChildNotifications.Duty(Town);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ShowAsync(cancel))
        {
            return NotFound();
        }

        var draft = (await ChildNotifications.OfCaseAsync(Town, Me, Case.Id, cancel)).FirstOrDefault(one => one.State == "draft");
        (Id, Version) = (draft?.Id ?? Guid.CreateVersion7(), draft?.Version ?? 0);
        (Child, Worry, Done) = draft is null
            ? (Case.Parties.FirstOrDefault(party => party.Role == "affected")?.Body.Name, "", string.Join("\n", Case.Acts.Where(act => act.Kind is "police-call" or "helper-call").Select(act => Texts[$"act.{act.Kind}.title"] + " " + When.Near(act.HappenedAt))))
            : (draft.Body.Child, draft.Body.Worry, draft.Body.Done);
        (ChildKnows, Parents) = (draft?.Body.ChildKnows, draft?.Body.Parents);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => KeepAsync(send: false, cancel);

    public Task<IActionResult> OnPostSendAsync(CancellationToken cancel) => KeepAsync(send: true, cancel);

    private async Task<IActionResult> KeepAsync(bool send, CancellationToken cancel)
    {
        if (!await ShowAsync(cancel))
        {
            return NotFound();
        }

        var body = new NotificationBody(Text(Child), Text(Worry), Text(Done), Text(ChildKnows), Text(Parents));
        var kept = send
            ? await ChildNotifications.SendAsync(Town, Me, Case.Id, Id, body, Version, cancel)
            : await ChildNotifications.SaveAsync(Town, Me, Case.Id, Id, body, Version, cancel);
        return kept.TryGet(out _, out var error)
            ? Saved($"{Address}/underretning", send ? "saved.notification.sent" : "saved.notification.draft")
            : Again(error.Code switch { "notification.child-missing" => nameof(Child), "notification.worry-missing" or "notification.too-long" => nameof(Worry), _ => "" }, error);

        static string Text(string? typed) => typed?.Trim() ?? "";
    }

    private async Task<bool> ShowAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        Sent = [.. (await ChildNotifications.OfCaseAsync(Town, Me, Case.Id, cancel)).Where(one => one.State != "draft")];
        return true;
    }
}
