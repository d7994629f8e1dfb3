using Microsoft.AspNetCore.Mvc;
using Vaern.App.Sharing;
using Vaern.Data;

namespace Vaern.Web.Pages.Staff.Sharing;

/// <summary>One hand-over: what is shown is what is approved, sealed and sent, by its hash.</summary>
public sealed class HandOverPageModel : DraftPage
{
    [BindProperty]
    public string? Shown { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Checked { get; set; } = [];

    [BindProperty]
    public bool ReadAll { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public bool WithoutStamp { get; set; }

    [BindProperty]
    public string? Receipt { get; set; }

    [BindProperty]
    public bool Accepted { get; set; }

    [BindProperty]
    public string? Answer { get; set; }

    [BindProperty]
    public string? Inform { get; set; }

    [BindProperty]
    public DateOnly? InformOn { get; set; }

    [BindProperty]
    public string? InformWhy { get; set; }

    [BindProperty]
    public string? Recall { get; set; }

    [BindProperty]
    public bool Wrong { get; set; }

    /// <summary>What is read at the other end: of a draft as the case stands now, afterwards as it was frozen.</summary>
    public IReadOnlyList<ExtractBlock> Blocks { get; private set; } = [];

    public IReadOnlyList<MaskUse> Masks { get; private set; } = [];

    public IReadOnlyList<string> Doubts { get; private set; } = [];

    public string Payload { get; private set; } = "";

    public string PayloadSha256 { get; private set; } = "";

    public bool IsVerified => Town.Law.Find(Found.RuleId ?? "") is { IsOk: true } rule && rule.Value.IsVerified && Ground is { Unverified: false };

    public string StateKey => HandOversModel.KeyOf(Found);

    public string Tone => Found.State switch { _ when Found.HasFailed => "late", "accepted" => "done", "rejected" or "recalled" => "late", "draft" or "waiting" => "wait", _ => "calm" };

    public string KindName => Found.ToUnit is null ? Texts[$"share.kind.{Found.Kind}"] : Texts["share.inside.one"];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAllAsync(cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostSendAsync(CancellationToken cancel) =>
        ActAsync(
            () => HandOverDrafts.SendToApprovalAsync(Town, Me, Case.Id, Id, Shown ?? "", [.. Checked], ReadAll, cancel), "saved.handover.asked",
            code => code switch { "handover.unchecked" => nameof(Checked), "handover.unread" => nameof(ReadAll), _ => "" }, cancel);

    public Task<IActionResult> OnPostDropAsync(CancellationToken cancel) =>
        ActAsync(() => HandOvers.DropAsync(Town, Me, Case.Id, Id, cancel), "saved.share.dropped", _ => "", cancel);

    public Task<IActionResult> OnPostApproveAsync(CancellationToken cancel) =>
        ActAsync(() => HandOvers.DecideAsync(Town, Me, Case.Id, Id, true, null, Shown ?? "", cancel), "saved.handover.approved", _ => "", cancel);

    public Task<IActionResult> OnPostRefuseAsync(CancellationToken cancel) =>
        ActAsync(() => HandOvers.DecideAsync(Town, Me, Case.Id, Id, false, Reason, Shown ?? "", cancel), "saved.share.back", _ => nameof(Reason), cancel);

    public Task<IActionResult> OnPostAgainAsync(CancellationToken cancel) =>
        ActAsync(() => HandOvers.MakeAgainAsync(Town, Me, Case.Id, Id, WithoutStamp, cancel), "saved.share.again", _ => "", cancel);

    public Task<IActionResult> OnPostReceiveAsync(CancellationToken cancel) =>
        ActAsync(() => HandOvers.ReceiveAsync(Town, Me, Case.Id, Id, Receipt ?? "", cancel), "saved.handover.received", _ => nameof(Receipt), cancel);

    public Task<IActionResult> OnPostAnswerAsync(CancellationToken cancel) =>
        ActAsync(() => HandOvers.AnswerAsync(Town, Me, Case.Id, Id, Accepted, Answer ?? "", cancel), Accepted ? "saved.share.accepted" : "saved.share.rejected", _ => nameof(Answer), cancel);

    public Task<IActionResult> OnPostInformAsync(CancellationToken cancel) =>
        ActAsync(
            () => HandOvers.InformAsync(Town, Me, Case.Id, Id, Inform ?? "", InformOn, InformWhy, cancel), "saved.share.inform",
            code => code switch { "handover.inform-day" => nameof(InformOn), "reason.missing" => nameof(InformWhy), _ => nameof(Inform) }, cancel);

    public Task<IActionResult> OnPostRecallAsync(CancellationToken cancel) =>
        ActAsync(() => HandOvers.RecallAsync(Town, Me, Case.Id, Id, Recall ?? "", Wrong, cancel), "saved.handover.recalled", _ => nameof(Recall), cancel);

    public FetchFiles Files => new($"{Here}?handler=Fetch", Found.Package ?? "", Found.Parts);

    /// <summary>Hands the sealed package out, or one file of it; the custody chain says when.</summary>
    public async Task<IActionResult> OnPostFetchAsync(int? part, CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel) || Found is not { PackageState: "ready", PackageId: { } package })
        {
            return NotFound();
        }

        return await Files.SendAsync(Response, part, body => MakePackage.CopyAsync(Town, Me, Case.Id, package, part, body, cancel));
    }

    private async Task<IActionResult> ActAsync(Func<Task<Result<Guid>>> act, string saved, Func<string, string> field, CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var done = await act();
        return done.IsOk ? Saved(Here, saved) : Again(field(done.Error!.Code), done.Error);
    }

    private async Task<bool> ReadAllAsync(CancellationToken cancel)
    {
        if (!await ReadHandOverAsync(cancel))
        {
            return false;
        }

        (Payload, PayloadSha256) = (Found.Body.Payload, Found.PayloadSha256 ?? Found.Body.PayloadSha256);
        if (Found.State != "draft")
        {
            Blocks = await HandOverPreview.FrozenAsync(Town, Me, Case.Id, Id, cancel) is { } text ? HandOverExtract.Read(text) : [];
        }
        else if (Found.Body.Parts.Count > 0 && (await HandOverPreview.ReadAsync(Town, Me, Case.Id, Id, cancel)).TryGet(out var preview, out _))
        {
            (Blocks, Masks, Doubts) = (preview.Extract?.Blocks ?? [], preview.Extract?.Masks ?? [], preview.Extract?.Doubts ?? []);
            (Payload, PayloadSha256) = (preview.Payload, preview.PayloadSha256);
        }

        return true;
    }
}
