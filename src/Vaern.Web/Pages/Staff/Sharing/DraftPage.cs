using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Sharing;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Sharing;

/// <summary>A page of one hand-over. One that is not there and one of a case that is not the person's are the same 404.</summary>
public abstract class DraftPage : CasePage
{
    private HandOver? found;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    public HandOver Found => found ?? throw new InvalidOperationException("The hand-over was not read.");

    public string Here => $"{Address}/overdragelse/{Id}";

    public bool MayChange => Case.MayWrite && Me.Can(Permission.ExportCases, Case.Unit) && Found.State == "draft";

    public Ground? Ground => Grounds.Find(Found.Ground);

    protected async Task<bool> ReadHandOverAsync(CancellationToken cancel) =>
        await ReadAsync(cancel) && (found = (await HandOverList.OfCaseAsync(Town, Me, Case.Id, cancel)).FirstOrDefault(one => one.Id == Id)) is not null;
}
