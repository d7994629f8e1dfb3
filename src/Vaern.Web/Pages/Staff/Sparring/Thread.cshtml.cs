using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Learning.Library;
using Vaern.App.Learning.Sparring;
using Vaern.App.StreetWork;
using Vaern.Data;
using Vaern.Web.Guidance;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Sparring;

/// <summary>A thread between one who asked and the team. For everybody else it does not exist.</summary>
public sealed class ThreadModel : SparringPage
{
    private IReadOnlyDictionary<AccountId, string> names = new Dictionary<AccountId, string>();

    /// <summary>Chosen by the form, so that pressing twice writes once.</summary>
    [BindProperty]
    public Guid MessageId { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Anyway { get; set; }

    [BindProperty]
    public bool NotAName { get; set; }

    [BindProperty]
    public string? Helped { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public SparringQuestion Question { get; private set; } = null!;

    public bool Warned { get; private set; }

    public bool HasBulletin { get; private set; }

    public IReadOnlyList<SheetView> Sheets { get; private set; } = [];

    public IReadOnlyList<string> Leads { get; private set; } = [];

    public bool IsAsker => Question.Asker == Me.Account;

    /// <summary>Who asked, for the team: the person and the unit.</summary>
    public string AskerLine => $"{(Question.Asker is { } asker ? NameOf(asker) : "–")}, {Town.Units.Find(Question.Unit)?.Name}";

    public string NameOf(AccountId account) => names.GetValueOrDefault(account, "–");

    public async Task<IActionResult> OnGetAsync(string nr, CancellationToken cancel)
    {
        MessageId = Guid.CreateVersion7();
        return await ReadAsync(nr, cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostWriteAsync(string nr, CancellationToken cancel) =>
        await AnswerAsync(nr, await AskSparring.WriteAsync(Town, Me, nr, MessageId, Text ?? "", Anyway == "ja", cancel), "saved.sparring.written", nameof(Text), cancel);

    public async Task<IActionResult> OnPostHelpedAsync(string nr, CancellationToken cancel) =>
        await AnswerAsync(nr, await AskSparring.HelpedAsync(Town, Me, nr, Helped, Version, cancel), "saved.sparring.helped", nameof(Helped), cancel);

    public async Task<IActionResult> OnPostAnswerAsync(string nr, CancellationToken cancel) =>
        await AnswerAsync(nr, await AnswerSparring.HandleAsync(Town, Me, nr, MessageId, Text ?? "", NotAName, Version, cancel), "saved.sparring.answered", nameof(Text), cancel);

    public async Task<IActionResult> OnPostMaskAsync(string nr, CancellationToken cancel) =>
        await AnswerAsync(nr, await AnswerSparring.MaskAsync(Town, Me, nr, cancel), "saved.sparring.masked", "", cancel);

    public async Task<IActionResult> OnPostNoNameAsync(string nr, CancellationToken cancel) =>
        await AnswerAsync(nr, await AnswerSparring.NoNameAsync(Town, Me, nr, cancel), "saved.sparring.noname", "", cancel);

    public async Task<IActionResult> OnPostDutyAsync(string nr, CancellationToken cancel) =>
        await AnswerAsync(nr, await AnswerSparring.DutyAsync(Town, Me, nr, cancel), "saved.sparring.duty", "", cancel);

    private async Task<IActionResult> AnswerAsync(string nr, Result<Guid> result, string saved, string field, CancellationToken cancel)
    {
        if (result.TryGet(out _, out var error))
        {
            return Saved($"/sparring/{nr.ToUpperInvariant()}", saved);
        }

        if (IsHidden(error) || !await ReadAsync(nr, cancel))
        {
            return NotFound();
        }

        Warned = error.Code == "sparring.person";
        Refuse(error.Code is "sparring.stale" or "sparring.names-first" or "sparring.unanswered" ? "" : field, error);
        return Page();
    }

    private async Task<bool> ReadAsync(string nr, CancellationToken cancel)
    {
        if (!(await ReadSparring.OneAsync(Town, Me, nr, cancel)).TryGet(out var question, out _))
        {
            return false;
        }

        Question = question;
        names = await Town.Staff.NamesAsync(question.Messages.Select(message => message.By), cancel);
        Leads = [.. (await Town.Staff.NamesAsync(await ReadSparring.LeadsAsync(Town, Me, cancel), cancel)).Values.Select(name => name.Split(' ')[0])];
        HasBulletin = await Bulletins.PublicAsync(Town, null, cancel) is not null;
        var sheets = new List<SheetView>();
        foreach (var sheet in Library.Of("faenomen", Texts.Language.Code).Where(sheet => sheet.Topics.Contains(question.Topic))
            .Concat(Library.Of("samtale", Texts.Language.Code).Where(sheet => question.Age == "unknown" || sheet.Ages.Contains(question.Age))))
        {
            sheets.Add(await SheetView.OfAsync(Town, sheet, Me, cancel));
        }

        Sheets = sheets;
        return true;
    }
}
