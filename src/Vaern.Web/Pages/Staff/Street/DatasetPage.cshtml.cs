using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.StreetWork.Imports;
using Vaern.Data;
using Vaern.Screening.Explaining;
using Vaern.Web.Localisation;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>One data set: what became of it, how it was made, where it stands in the tree, and what can be made of it.</summary>
[Needs(Permission.ImportUnderMandates, Permission.AdviseOnMandates)]
public sealed class DatasetPageModel : StreetPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Route { get; set; } = "concern";

    [BindProperty]
    public string[] Kinds { get; set; } = [];

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public int Budget { get; set; } = 50;

    [BindProperty]
    public bool IncludeRead { get; set; }

    public Dataset One { get; private set; } = null!;

    public IReadOnlyList<Dataset> Above { get; private set; } = [];

    public IReadOnlyList<Dataset> Below { get; private set; } = [];

    public DatasetCertificate? Certificate { get; private set; }

    public ReadingProgress? Progress { get; private set; }

    public ReportNumbers? Numbers { get; private set; }

    public bool Reads => Me.Can(Permission.ImportUnderMandates);

    public bool IsReadable => One.IsReadableOn(When.Today);

    public static IReadOnlyList<string> AllKinds { get; } = [.. Codes.AllCategories.Where(kind => kind != "care")];

    /// <summary>The share of the unflagged that a reader would have flagged: <c>0 % – 11 %</c>, 95 %.</summary>
    public string? Missed
    {
        get
        {
            if (One.Kind != "sample" || Progress is not { Read: > 0 } read)
            {
                return null;
            }

            var (low, high) = UnflaggedSample.MissedShare(read.Read, read.Missed);
            return string.Create(CultureInfo.InvariantCulture, $"{low * 100:0} % – {high * 100:0} %");
        }
    }

    public async Task<IActionResult> OnGetAsync(string nr, CancellationToken cancel)
    {
        Id = Guid.CreateVersion7();
        return await ReadAsync(nr, cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostListAsync(string nr, CancellationToken cancel) =>
        await MadeAsync(nr, await MakeDataset.ListAsync(Town, Me, Id, nr, new DatasetParameters(Route, Kinds, Day(From), Day(To), Budget, IncludeRead ? true : null), cancel), "dataset.saved.list", cancel);

    public async Task<IActionResult> OnPostSampleAsync(string nr, CancellationToken cancel) => await MadeAsync(nr, await MakeDataset.SampleAsync(Town, Me, Id, nr, cancel), "dataset.saved.sample", cancel);

    public async Task<IActionResult> OnPostReportAsync(string nr, CancellationToken cancel) => await MadeAsync(nr, await MakeDataset.ReportAsync(Town, Me, Id, nr, cancel), "dataset.saved.report", cancel);

    /// <summary>The parameters as people read them.</summary>
    public IEnumerable<string> Parameters()
    {
        var made = One.Parameters;
        if (made.Route is { } route)
        {
            yield return Texts[$"dataset.route.{route}"];
        }

        if (made.Kinds is { Count: > 0 } kinds)
        {
            yield return string.Join(", ", kinds.Select(kind => Texts[$"category.{kind}"]));
        }

        if (made.From is { } from)
        {
            yield return Texts["dataset.parameter.from", When.Date(from)];
        }

        if (made.To is { } to)
        {
            yield return Texts["dataset.parameter.to", When.Date(to)];
        }

        if (made.Week is { } week)
        {
            yield return Texts["dataset.parameter.week", week, made.Budget ?? 0, made.Among ?? 0];
        }
        else if (made.Budget is { } budget)
        {
            yield return Texts["dataset.parameter.budget", budget];
        }

        if (made.Again == true)
        {
            yield return Texts["dataset.parameter.again"];
        }
    }

    public string Told(long count) => count < 0 ? Texts["trends.few"] : count.ToString("N0", Texts.Language.Culture);

    public string Reason(string code) => Texts.Has($"import.reason.{code}") ? Texts[$"import.reason.{code}"] : code;

    private async Task<IActionResult> MadeAsync(string nr, Result<string> made, string saved, CancellationToken cancel)
    {
        if (made.TryGet(out var number, out var error))
        {
            return Saved($"/gadeplan/data/{number}", saved, number);
        }

        return IsHidden(error) || !await ReadAsync(nr, cancel)
            ? NotFound()
            : Again(error.Code switch { "readinglist.route" => nameof(Route), "readinglist.budget" => nameof(Budget), "readinglist.period" => nameof(To), "readinglist.kind" => nameof(Kinds), _ => "" }, error);
    }

    private async Task<bool> ReadAsync(string nr, CancellationToken cancel)
    {
        if (!(await DatasetList.ReadAsync(Town, Me, nr, cancel)).TryGet(out var found, out _))
        {
            return false;
        }

        One = found;
        (Above, Below) = await DatasetList.TreeAsync(Town, Me, found.Id, cancel);
        Certificate = await DatasetList.CertificateAsync(Town, Me, found, cancel);
        Progress = Reads && found.Kind is "list" or "sample" ? await ReadingRoom.ProgressAsync(Town, Me, found.Id, cancel) : null;
        Numbers = found.Kind == "report" ? await MakeDataset.NumbersAsync(Town, Me, found.Id, cancel) : null;
        await KnowAsync(found.Made is { } by ? [by] : [], cancel);
        return true;
    }
}
