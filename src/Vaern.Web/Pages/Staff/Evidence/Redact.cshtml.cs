using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Evidence;
using Vaern.App.Evidence.Previews;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>
/// Makes a redacted copy: places of a picture said in percent beside a grid of tenths, or words of a text. Works with the keyboard alone and without script.
/// To cover something one must see it, so opening is a recorded view like any other.
/// </summary>
public sealed class RedactModel : CasePage
{
    private const int FirstRows = 3;
    private OrdinaryEvidence? item;

    [FromRoute(Name = "bevis")]
    public string? Label { get; set; }

    /// <summary>The id of the copy, chosen by the form, so that pressing twice makes one.</summary>
    [BindProperty]
    public Guid Id { get; set; }

    /// <summary>The recorded view that this work rests on.</summary>
    [BindProperty]
    public string? Ticket { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public int Side { get; set; } = 1;

    [BindProperty]
    public IReadOnlyList<string?> Left { get; set; } = [];

    [BindProperty]
    public IReadOnlyList<string?> Top { get; set; } = [];

    [BindProperty]
    public IReadOnlyList<string?> Wide { get; set; } = [];

    [BindProperty]
    public IReadOnlyList<string?> High { get; set; } = [];

    /// <summary>The words to cover, one on each line.</summary>
    [BindProperty]
    public string? Words { get; set; }

    public OrdinaryEvidence Item => item!;

    public bool IsPicture => Item.DetectedType is "image/png" or "image/jpeg" or "application/pdf";

    public bool IsPdf => Item.DetectedType == "application/pdf";

    /// <summary>What stands in the text, while it is open.</summary>
    public Preview? Preview { get; private set; }

    public bool IsOpen => ViewTicket.IsGood(HttpContext, Me, $"{Case.Number}/{Item.Label}", Ticket);

    public int Rows => Math.Max(FirstRows, Left.Count);

    /// <summary>The picture with the grid and what is covered so far.</summary>
    public string Picture => string.Create(
        CultureInfo.InvariantCulture, $"{Request.PathBase}{Address}/uddrag/{Item.Label}?billet={Uri.EscapeDataString(Ticket ?? "")}&side={Side}&net=true&felter={string.Join(',', Typed().OfType<Patch>().Select(Write))}");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadBothAsync(cancel) ? Page() : NotFound();

    /// <summary>Opens the file for redaction; recorded.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        var revealed = await ShownFile.RevealAsync(Town, Me, new FilePlace.OfCase(Case.Id, Item.Label), Reason ?? "", cancel);
        if (!revealed.TryGet(out var preview, out var error))
        {
            return Again(error.Code == "reason.missing" ? nameof(Reason) : "", error);
        }

        Preview = preview;
        if (preview.Missing is null)
        {
            Ticket = ViewTicket.Issue(HttpContext, Me, $"{Case.Number}/{Item.Label}");
            Id = Guid.CreateVersion7();
            ModelState.Clear();
        }

        return Page();
    }

    /// <summary>Shows what the places cover, with one more row to write in.</summary>
    public async Task<IActionResult> OnPostTryAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel) || !IsOpen)
        {
            return NotFound();
        }

        RefuseUnreadable();
        (Left, Top, Wide, High) = ([.. Left, null], [.. Top, null], [.. Wide, null], [.. High, null]);
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel) || !IsOpen)
        {
            return NotFound();
        }

        if (RefuseUnreadable())
        {
            return Page();
        }

        var redaction = new Redaction(Side, [.. Typed().OfType<Patch>()], (Words ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var made = await RedactItem.HandleAsync(Town, Me, Case.Id, Item.Label, Id, redaction, cancel);
        if (made.TryGet(out var copy, out var error))
        {
            return Saved($"{Address}/bevis/{copy}", "saved.redacted", Item.Label);
        }

        Preview = IsPicture ? null : (await ShownFile.RevealAsync(Town, Me, new FilePlace.OfCase(Case.Id, Item.Label), "sløring", cancel)).Value;
        return Again(IsPicture ? "" : nameof(Words), error);
    }

    /// <summary>Places from an address, in percent: <c>10-20-30-5,…</c>; what is not one is left out.</summary>
    internal static IReadOnlyList<Patch> Read(string? places)
    {
        var read = new List<Patch>();
        foreach (var place in (places ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Take(Redaction.Most))
        {
            int[] numbers = [.. place.Split('-').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)];
            if (numbers is [var left, var top, var wide, var high] && new Patch(left, top, wide, high) is { IsInside: true } patch)
            {
                read.Add(patch);
            }
        }

        return read;
    }

    // Thousandths in the address, percent in the fields.
    private static string Write(Patch patch) => string.Create(CultureInfo.InvariantCulture, $"{patch.Left}-{patch.Top}-{patch.Width}-{patch.Height}");

    private bool RefuseUnreadable()
    {
        var wrong = Typed().Any(patch => patch is { IsInside: false });
        if (wrong)
        {
            Refuse("", "fault.redact.outside");
        }

        return wrong;
    }

    /// <summary>The rows as typed: null for an empty one, and one that is outside for what is no number.</summary>
    private IEnumerable<Patch?> Typed()
    {
        for (var row = 0; row < Left.Count; row++)
        {
            string?[] cells = [Left[row], Top.ElementAtOrDefault(row), Wide.ElementAtOrDefault(row), High.ElementAtOrDefault(row)];
            yield return cells.All(string.IsNullOrWhiteSpace) ? null : new Patch(Thousandths(cells[0]), Thousandths(cells[1]), Thousandths(cells[2]), Thousandths(cells[3]));
        }
    }

    private static int Thousandths(string? percent) =>
        decimal.TryParse((percent ?? "").Trim().TrimEnd('%').Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100
            ? (int)(number * 10)
            : -1;

    private async Task<bool> ReadBothAsync(CancellationToken cancel) =>
        await ReadAsync(cancel) && MayWrite
        && (item = Case.Items.FirstOrDefault(found => found is { Sha256: not null, State: "kept" } && string.Equals(found.Label, Label, StringComparison.OrdinalIgnoreCase))) is not null;
}
