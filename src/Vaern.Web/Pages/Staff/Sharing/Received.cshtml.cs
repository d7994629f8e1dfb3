using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Sharing;
using Vaern.Data;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Sharing;

/// <summary>One received hand-over. Opening it is the receipt; it is taken into a case of one's own, or turned down with a reason.</summary>
[Needs(Permission.WorkOnCases)]
public sealed class ReceivedModel : StaffPage
{
    private ReceivedHandOver? one;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [BindProperty]
    public string? CaseNumber { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    /// <summary>Chosen by the form, so that pressing twice opens one case.</summary>
    [BindProperty]
    public Guid NewCase { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public ReceivedHandOver One => one ?? throw new InvalidOperationException("The hand-over was not read.");

    public Ground? Ground => Grounds.Find(One.Ground);

    public IReadOnlyList<ExtractBlock> Blocks => One.Extract is { } text ? HandOverExtract.Read(text) : [];

    public string NameOf(UnitId unit) => Town.Units.Find(unit)?.Name ?? "–";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        NewCase = Guid.CreateVersion7();
        return await ReadAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAcceptAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var number = CaseNumber;
        if (string.IsNullOrWhiteSpace(number))
        {
            if (string.IsNullOrWhiteSpace(Title))
            {
                Refuse(nameof(CaseNumber), "fault.handover.case");
                return Page();
            }

            var track = Town.Units.Find(One.To)?.Kind switch { "school" => "school", "workplace" => "workplace", _ => "child" };
            var opened = await OpenCase.HandleAsync(Town, Me, new NewCase(NewCase, One.To, track, "something-else", false, Title, null, false, null, $"Modtaget {One.Number}."), cancel);
            if (!opened.TryGet(out var made, out var fault))
            {
                Refuse(nameof(Title), fault);
                return Page();
            }

            number = made.Number;
        }

        var taken = await HandOverInbox.AcceptAsync(Town, Me, Id, number, cancel);
        if (taken.TryGet(out var into, out var error))
        {
            return Saved($"/deling/{Id}", "saved.inbox.taken", into);
        }

        Refuse(nameof(CaseNumber), error);
        return Page();
    }

    public async Task<IActionResult> OnPostRejectAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var rejected = await HandOverInbox.RejectAsync(Town, Me, Id, Reason ?? "", cancel);
        if (rejected.IsOk)
        {
            return Saved("/deling", "saved.inbox.rejected", One.Number);
        }

        Refuse(nameof(Reason), rejected.Error!);
        return Page();
    }

    public FetchFiles Files => new($"/deling/{Id}?handler=Fetch", One.Number, One.Parts);

    public async Task<IActionResult> OnPostFetchAsync(int? part, CancellationToken cancel) =>
        await ReadAsync(cancel) ? await Files.SendAsync(Response, part, body => HandOverInbox.CopyPackageAsync(Town, Me, Id, part, body, cancel)) : NotFound();

    private async Task<bool> ReadAsync(CancellationToken cancel) => (await HandOverInbox.OpenAsync(Town, Me, Id, cancel)).TryGet(out one, out _);
}
