using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.LawBook;
using Vaern.Data;
using Vaern.Rules;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Rules;

/// <summary>What the municipality sets itself beside the rules that ship: targets, closed days, contacts. A limit in law cannot be loosened here.</summary>
[Needs(Permission.VerifyRules)]
public sealed class LocalModel : StaffPage
{
    private MunicipalityOverrides settings = new();

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Rule { get; set; }

    [BindProperty]
    public string? Value { get; set; }

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public bool Withdrawn { get; set; }

    [BindProperty]
    public string? ClosedDays { get; set; }

    public ClockWords Clocks => new(Texts, When, Town.Law);

    public IReadOnlyList<LocalChange> History { get; private set; } = [];

    /// <summary>Every target ever set, the latest first, with the rule it is for and whether it is the one that stands.</summary>
    public IEnumerable<(Target Target, Rule Rule, bool Stands)> Targets => settings.Targets.Reverse()
        .Select(target => (target, Town.Law.Find(target.Rule).Value, ReferenceEquals(target, settings.Targets.Last(other => other.Rule == target.Rule))));

    /// <summary>What a target can be set for: goals, and limits in law that a stricter target can stand beside.</summary>
    public IEnumerable<SelectListItem> Rules
    {
        get
        {
            var law = new SelectListGroup { Name = Texts["local.group.law"] };
            var goal = new SelectListGroup { Name = Texts["local.group.goal"] };
            return RuleBook.Default.All.Where(rule => rule.CanStartClock && rule.Limit.Kind == LimitKind.Period).OrderByDescending(rule => rule.Kind)
                .Select(rule => new SelectListItem($"{rule.Title.In(Texts.Language.Culture)} ({rule.Id}, {Clocks.LimitOf(rule)})", rule.Id) { Group = rule.Kind == RuleKind.Law ? law : goal });
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        ClosedDays = string.Join('\n', settings.ClosedDays);
        From = When.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Page();
    }

    public async Task<IActionResult> OnPostTargetAsync(CancellationToken cancel)
    {
        if (!RuleBook.Default.Find(Rule ?? "").TryGet(out var rule, out _) || rule.Limit.Kind != LimitKind.Period)
        {
            return await AgainAsync(nameof(Rule), "fault.local.rule", cancel);
        }

        if (!int.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && !Withdrawn || value > 10_000)
        {
            return await AgainAsync(nameof(Value), "fault.local.value", cancel);
        }

        if (!DateOnly.TryParseExact(From, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from))
        {
            return await AgainAsync(nameof(From), "fault.day.unreadable", cancel);
        }

        // Taking a goal back is setting it to what ships; a target beside the law ends.
        var limit = Withdrawn ? rule.Limit : rule.Limit with { Value = value };
        var target = new Target(rule.Id, limit, from, Withdrawn && rule.Kind == RuleKind.Law);
        return await AfterAsync(await LocalRules.SetTargetAsync(Town, Me, target, Version, cancel), "maal", nameof(Value), cancel);
    }

    public async Task<IActionResult> OnPostClosedAsync(CancellationToken cancel) =>
        await AfterAsync(await LocalRules.SetClosedDaysAsync(Town, Me, ClosedDays ?? "", Version, cancel), "lukkedage", nameof(ClosedDays), cancel);

    private async Task<IActionResult> AfterAsync(Result changed, string part, string field, CancellationToken cancel) => changed.IsOk
        ? Saved($"/regler/lokalt#{part}", "saved.local")
        : await AgainAsync(changed.Error.Code == "local.stale" ? "" : field, $"fault.{changed.Error.Code}", cancel);

    private async Task<IActionResult> AgainAsync(string field, string fault, CancellationToken cancel)
    {
        var (typed, version) = (ClosedDays, Version);
        await ReadAsync(cancel);
        ClosedDays = typed ?? string.Join('\n', settings.ClosedDays);
        if (version != Version)
        {
            ModelState.Remove(nameof(Version)); // what was typed stays and is sent again on top of what somebody else saved
        }

        Refuse(field, fault);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        (Version, settings) = await LocalRules.ReadAsync(Town, cancel);
        History = await LocalRules.HistoryAsync(Town, Me, cancel);
    }
}
