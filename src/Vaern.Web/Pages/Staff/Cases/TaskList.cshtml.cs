using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Cases;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>All tasks of a case, and adding one.</summary>
public sealed class TaskListModel : CasePage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public Guid? Owner { get; set; }

    [BindProperty]
    public string? DueOn { get; set; }

    public IEnumerable<SelectListItem> Owners => Case.Participants.Where(person => person.Writes).Select(person => new SelectListItem(person.Name, person.Account.Value.ToString()));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        Id = Guid.CreateVersion7();
        Owner = Me.Account.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        DateOnly? due = null;
        if (!string.IsNullOrWhiteSpace(DueOn))
        {
            if (!DateOnly.TryParseExact(DueOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                Refuse(nameof(DueOn), "fault.day.unreadable");
                return Page();
            }

            due = day;
        }

        // Only somebody with access can be given a task.
        var owner = Case.Participants.FirstOrDefault(person => person.Account.Value == Owner)?.Account;
        var added = await Tasks.AddAsync(Town, Me, Case.Id, Id, Title ?? "", owner, due, cancel);
        return added.TryGet(out _, out var error) ? Saved($"{Address}/opgaver", "saved.task.added") : Again(nameof(Title), error);
    }
}
