using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Insight.Measures;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Figures;

/// <summary>What the municipality does, for whom and with what effect; and what it learned and could not do.</summary>
[Needs(Permission.SeeFigures, Permission.KeepCourses, Permission.KeepSurveys)]
public sealed class MeasuresPageModel : StaffPage
{
    [BindProperty]
    public Guid Id { get; set; } = Guid.CreateVersion7();

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? What { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Audience { get; set; }

    [BindProperty]
    public int? GradeFrom { get; set; }

    [BindProperty]
    public int? GradeTo { get; set; }

    [BindProperty]
    public string? EffectKind { get; set; } = "unknown";

    [BindProperty]
    public string? Effect { get; set; }

    [BindProperty]
    public string? Since { get; set; }

    [BindProperty]
    public Guid LogId { get; set; } = Guid.CreateVersion7();

    [BindProperty]
    public string? LogKind { get; set; } = "limit";

    [BindProperty]
    public string? LogWhat { get; set; }

    [BindProperty]
    public string? LogWhy { get; set; }

    [BindProperty]
    public string? LogWish { get; set; }

    [BindProperty]
    public string? LogOn { get; set; }

    [BindProperty]
    public bool LogNational { get; set; }

    public IReadOnlyList<Measure> Measures { get; private set; } = [];

    public IReadOnlyList<Experience> Log { get; private set; } = [];

    public bool MayWrite => MeasureRegister.MayWrite(Me);

    public bool AddFailed { get; private set; }

    public bool LogFailed { get; private set; }

    public IEnumerable<SelectListItem> Items(IEnumerable<string> keys, string text) => keys.Select(key => new SelectListItem(Texts[$"{text}.{key}"], key));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancel)
    {
        var asked = new NewMeasure(Kind, Audience, GradeFrom, GradeTo, EffectKind, Day(Since), new MeasureWords(Name?.Trim() ?? "", What?.Trim() ?? "", Effect?.Trim()));
        var added = await MeasureRegister.AddAsync(Town, Me, Id, asked, cancel);
        if (added.IsOk)
        {
            return Saved("/tal/indsatser", "saved.register");
        }

        AddFailed = true;
        return await RefusedAsync(added.Error.Code switch { "register.kind" => nameof(Kind), "register.since" => nameof(Since), _ => nameof(Name) }, added.Error, cancel);
    }

    public async Task<IActionResult> OnPostEndAsync(Guid id, int version, CancellationToken cancel)
    {
        var ended = await MeasureRegister.EndAsync(Town, Me, id, version, cancel);
        return ended.IsOk || !IsHidden(ended.Error) ? Saved("/tal/indsatser", ended.IsOk ? "saved.register" : "fault.register.stale") : NotFound();
    }

    public async Task<IActionResult> OnPostLogAsync(CancellationToken cancel)
    {
        var written = await MeasureRegister.WriteAsync(Town, Me, LogId, LogKind != "experience", Day(LogOn), LogNational, new ExperienceWords(LogWhat?.Trim() ?? "", LogWhy?.Trim() ?? "", LogWish?.Trim()), cancel);
        if (written.IsOk)
        {
            return Saved("/tal/indsatser", "saved.experience");
        }

        LogFailed = true;
        return await RefusedAsync(written.Error.Code == "experience.on" ? nameof(LogOn) : nameof(LogWhat), written.Error, cancel);
    }

    private static DateOnly Day(string? typed) => DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : DateOnly.MaxValue;

    private async Task<IActionResult> RefusedAsync(string field, Vaern.Data.Error refused, CancellationToken cancel)
    {
        if (IsHidden(refused) || !await ReadAsync(cancel))
        {
            return NotFound();
        }

        Refuse(field, refused);
        return Page();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (!(await MeasureRegister.ListAsync(Town, Me, cancel)).TryGet(out var measures, out _))
        {
            return false;
        }

        (Measures, Log) = (measures, (await MeasureRegister.LogAsync(Town, Me, cancel)).Value);
        return true;
    }
}
