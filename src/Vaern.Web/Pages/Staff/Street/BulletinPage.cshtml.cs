using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Data;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>One bulletin: written by one, published by another.</summary>
[Needs(Permission.WorkOnTheStreet, Permission.KeepMandates)]
public sealed class BulletinPageModel : StreetPage
{
    private const int Small = 5;

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public List<string> Titles { get; set; } = [];

    [BindProperty]
    public List<string> Seen { get; set; } = [];

    [BindProperty]
    public List<string> Say { get; set; } = [];

    [BindProperty]
    public List<string> Avoid { get; set; } = [];

    [BindProperty]
    public bool NotAName { get; set; }

    public Bulletin One { get; private set; } = null!;

    public string CountOf(int count) => count < Small ? Texts["bulletin.few"] : Texts["bulletin.count", count];

    public async Task<IActionResult> OnGetAsync(string uge, CancellationToken cancel)
    {
        if (!await ReadAsync(uge, cancel))
        {
            return NotFound();
        }

        (Titles, Seen, Say, Avoid) = ([.. One.Body.Items.Select(item => item.Words.Title)], [.. One.Body.Items.Select(item => item.Words.Seen)], [.. One.Body.Items.Select(item => item.Words.Say)], [.. One.Body.Items.Select(item => item.Words.Avoid)]);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(string uge, CancellationToken cancel)
    {
        string Of(List<string> texts, int n) => n < texts.Count ? texts[n]?.Trim() ?? "" : "";
        return DoAsync(
            uge,
            () => Bulletins.SaveAsync(Town, Me, uge, [.. Enumerable.Range(0, One.Body.Items.Count).Select(n => new BulletinWords(Of(Titles, n), Of(Seen, n), Of(Say, n), Of(Avoid, n)))], NotAName, Version, cancel),
            "street.saved.bulletin", cancel);
    }

    public Task<IActionResult> OnPostPublishAsync(string uge, CancellationToken cancel) => DoAsync(uge, () => Bulletins.PublishAsync(Town, Me, uge, Version, cancel), "street.saved.published", cancel);

    public Task<IActionResult> OnPostWithdrawAsync(string uge, CancellationToken cancel) => DoAsync(uge, () => Bulletins.WithdrawAsync(Town, Me, uge, Version, cancel), "street.saved.withdrawn", cancel);

    private async Task<IActionResult> DoAsync(string uge, Func<Task<Result<Guid>>> act, string saved, CancellationToken cancel)
    {
        if (!await ReadAsync(uge, cancel))
        {
            return NotFound();
        }

        return (await act()).TryGet(out _, out var error) ? Saved($"/gadeplan/bulletiner/{uge}", saved) : IsHidden(error) ? NotFound() : Again("", error);
    }

    private async Task<bool> ReadAsync(string uge, CancellationToken cancel)
    {
        if (!(await Bulletins.ReadAsync(Town, Me, uge, cancel)).TryGet(out var found, out _))
        {
            return false;
        }

        One = found;
        await KnowAsync(found.ReviewedBy is { } by ? [found.EditedBy, by] : [found.EditedBy], cancel);
        return true;
    }
}
