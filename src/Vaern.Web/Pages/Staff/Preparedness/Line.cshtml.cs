using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Preparedness;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>The answer: one writes it, two others approve it, then everyone who asked gets it.</summary>
public sealed class LineModel : IssuePage
{
    private IReadOnlyList<string> chain = [];

    [BindProperty]
    public string? Known { get; set; }

    [BindProperty]
    public string? NotKnown { get; set; }

    [BindProperty]
    public string? Ask { get; set; }

    /// <summary>The newest version the writer saw.</summary>
    [BindProperty]
    public int After { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public IssueLine? Newest => Issue.Lines is [.., var line] ? line : null;

    [BindProperty]
    public Guid Tip { get; set; }

    /// <summary>How many have asked and not got the newest approved version; those who rang are rung by a person.</summary>
    public int Waiting => Issue.Sent is { } sent ? sent.Asked - sent.Answered - sent.ToRing : 0;

    /// <summary>Those who rang and wait for the answer.</summary>
    public IReadOnlyList<Tip> ToRing { get; private set; } = [];

    /// <summary>Those on call whom one may ring for the approval that is missing.</summary>
    public IReadOnlyList<string> MayApprove => chain;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadLineAsync(cancel))
        {
            return NotFound();
        }

        After = Newest?.Version ?? 0;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadLineAsync(cancel))
        {
            return NotFound();
        }

        var written = await IssueLines.WriteAsync(Town, Me, Issue.Id, new LineBody(Known ?? "", NotKnown ?? "", Ask ?? ""), After, cancel);
        return written.TryGet(out var version, out var error)
            ? Saved($"{Address}/svar", "saved.line", version)
            : Again(error.Code == "answer.empty" ? string.IsNullOrWhiteSpace(Known) ? nameof(Known) : nameof(Ask) : "", error);
    }

    public async Task<IActionResult> OnPostApproveAsync(CancellationToken cancel)
    {
        if (!await ReadLineAsync(cancel))
        {
            return NotFound();
        }

        var approved = await IssueLines.ApproveAsync(Town, Me, Issue.Id, Version, cancel);
        return approved.TryGet(out var count, out var error) ? Saved($"{Address}/svar", count >= IssueLines.Approvers ? "saved.line.approved" : "saved.line.first") : Again("", error);
    }

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancel)
    {
        if (!await ReadLineAsync(cancel))
        {
            return NotFound();
        }

        var sent = await Answers.SendAsync(Town, Me, Issue.Id, cancel);
        return sent.TryGet(out var answers, out var error) ? Saved($"{Address}/svar", "saved.answers", answers.Answered) : Again("", error);
    }

    public async Task<IActionResult> OnPostRungAsync(CancellationToken cancel)
    {
        if (!await ReadLineAsync(cancel))
        {
            return NotFound();
        }

        var rung = await Answers.RungAsync(Town, Me, Issue.Id, new TipId(Tip), cancel);
        return rung.TryGet(out var answers, out var error) ? Saved($"{Address}/svar", "saved.rung", answers.Answered) : Again("", error);
    }

    private async Task<bool> ReadLineAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        ToRing = Issue.Sent is { ToRing: > 0 } sent ? await ReadIssues.ToRingAsync(Town, Me, Issue.Id, sent.Version, cancel) : [];
        var accounts = (await Alerts.ChainAsync(Town, Me, cancel)).Where(account => account != Newest?.Author && Newest?.Approvals.Any(one => one.Account == account) != true).ToArray();
        chain = [.. (await Names.OfAsync(Town, accounts, cancel)).Values];
        return true;
    }
}
