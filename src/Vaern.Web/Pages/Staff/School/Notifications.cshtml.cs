using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Cases;

namespace Vaern.Web.Pages.Staff.School;

/// <summary>What has been sent to the duty, and accepting it.</summary>
public sealed class NotificationsModel : StaffPage
{
    public IReadOnlyList<ChildNotification> Inbox { get; private set; } = [];

    private bool OnDuty => Town.Units.All.Any(unit => unit.Kind == "duty" && Me.Can(Permission.WorkOnCases, unit.Id));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!OnDuty)
        {
            return NotFound();
        }

        Inbox = await ChildNotifications.InboxAsync(Town, Me, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, int version, CancellationToken cancel)
    {
        if (!OnDuty)
        {
            return NotFound();
        }

        var accepted = await ChildNotifications.AcceptAsync(Town, Me, id, version, cancel);
        if (accepted.TryGet(out _, out var error))
        {
            return Saved("/underretninger", "saved.notification.accepted");
        }

        if (IsHidden(error))
        {
            return NotFound();
        }

        Inbox = await ChildNotifications.InboxAsync(Town, Me, cancel);
        Refuse("", error);
        return Page();
    }
}
