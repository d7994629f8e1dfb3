using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Cases;
using Vaern.App.Workplace;
using Vaern.Data;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>A page of the workplace's way inside one case. In a case of another track it does not exist.</summary>
public abstract class WorkplacePage : CasePage
{
    private WorkplaceView? file;

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    /// <summary>The workplace's side of the case; read by <see cref="ReadFileAsync"/>.</summary>
    public WorkplaceView Sheet => file ?? throw new InvalidOperationException("The case was not read.");

    protected async Task<bool> ReadFileAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || Case.Track != "workplace")
        {
            return false;
        }

        file = await WorkplaceFile.ReadAsync(Town, Me, Case.Id, cancel);
        return true;
    }

    /// <summary>Saves and goes on, or shows the page again with the refusal beside <paramref name="field"/>.</summary>
    protected IActionResult After<T>(Result<T> done, string path, string textKey, Func<string, string> field) =>
        done.TryGet(out _, out var error) ? Saved(path.StartsWith('/') ? path : $"{Address}/{path}", textKey) : Again(field(error.Code), error);

    protected static DateOnly? Day(string? typed) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    protected static string? Write(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Every colleague, for a list.</summary>
    protected async Task<IReadOnlyList<SelectListItem>> ColleaguesAsync(CancellationToken cancel) =>
        [.. (await Colleagues.ListAsync(Town, cancel)).Select(one => new SelectListItem($"{one.Name}, {one.Unit}", one.Account.Value.ToString()))];

    /// <summary>The document of a page as a file, or 404 for an unknown form.</summary>
    protected async Task<IActionResult> FileAsync(App.Printing.Document document, string? form, string name, CancellationToken cancel)
    {
        var files = (Documents.DocumentFiles)HttpContext.RequestServices.GetService(typeof(Documents.DocumentFiles))!;
        return await files.AnswerAsync(document, form ?? "", $"{Case.Number}-{name}".ToLowerInvariant(), cancel) ?? NotFound();
    }
}
