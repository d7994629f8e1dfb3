using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>The rules of the municipality's own pages: one writes, another publishes, every version stays.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class RulesPageModel : StaffPage
{
    private IReadOnlyDictionary<AccountId, string> names = new Dictionary<AccountId, string>();

    [BindProperty]
    public IReadOnlyList<string?> Titles { get; set; } = [];

    [BindProperty]
    public IReadOnlyList<string?> Words { get; set; } = [];

    [BindProperty]
    public string? ValidFrom { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public IReadOnlyList<PageRuleSet> Sets { get; private set; } = [];

    public PageRuleSet? Draft => Sets.FirstOrDefault(set => set.PublishedAt is null);

    public string NameOf(AccountId? account) => account is { } known ? names.GetValueOrDefault(known, "–") : "–";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        IReadOnlyList<PageRule> rules = Sets is [var newest, ..] ? newest.Rules : [.. Enumerable.Range(1, 4).Select(at => new PageRule(Texts[$"pagerules.start.{at}"], Texts[$"pagerules.start.{at}.text"]))];
        Titles = [.. rules.Select(rule => rule.Title), "", ""];
        Words = [.. rules.Select(rule => rule.Text), "", ""];
        ValidFrom = PrepFields.Write(Draft?.ValidFrom is { } day && day > When.Today ? day : When.Today);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        if (PrepFields.Day(ValidFrom) is not { } from)
        {
            Refuse(nameof(ValidFrom), "fault.rules.day");
            return Page();
        }

        var written = await PageRules.WriteAsync(Town, Me, [.. Titles.Zip(Words, (title, text) => new PageRule(title ?? "", text ?? ""))], from, cancel);
        if (written.TryGet(out var version, out var error))
        {
            return Saved("/beredskab/moderering/regler", "saved.rules.draft", version);
        }

        Refuse(error.Code == "rules.day" ? nameof(ValidFrom) : "", error);
        return Page();
    }

    public async Task<IActionResult> OnPostPublishAsync(CancellationToken cancel)
    {
        var published = await PageRules.PublishAsync(Town, Me, Version, cancel);
        if (published.TryGet(out var version, out var error))
        {
            return Saved("/beredskab/moderering/regler", "saved.rules", version);
        }

        Refuse("", error);
        await OnGetAsync(cancel);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        Sets = await PageRules.ListAsync(Town, Me, cancel);
        names = await Names.OfAsync(Town, Sets.Select(set => set.Author).Concat(Sets.Select(set => set.PublishedBy).OfType<AccountId>()), cancel);
    }
}
