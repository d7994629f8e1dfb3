using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Printing;
using Vaern.App.Retention;
using Vaern.App.Rights;
using Vaern.App.Sharing;
using Vaern.Rules;
using Vaern.Web.Documents;
using Vaern.Web.Localisation;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Protection;

/// <summary>The annex to the impact assessment (F-06) that the program can write itself: what is kept how long, on which grounds it leaves, and the figures of the last month. The assessment is the municipality's.</summary>
[Needs(Permission.SeeAudit)]
public sealed class AnnexModel(DocumentFiles files) : StaffPage
{
    public async Task<IActionResult> OnGetAsync(string format, CancellationToken cancel)
    {
        var today = DanishTime.DayOf(Town.Now);
        if (!(await Oversight.ReadAsync(Town, Me, today.AddDays(-30), today, cancel)).TryGet(out var view, out _))
        {
            return NotFound();
        }

        string Standing(bool verified) => Texts[verified ? "share.verified" : "share.unverified"];
        var culture = Texts.Language.Culture;
        var paper = Document.Write(Texts["dpoannex.title"], Texts.Language.Code, Town.Name, $"F-06 · {today:yyyy-MM-dd}")
            .Text(Texts["dpoannex.what"])
            .Heading(Texts["retention.schedule"])
            .Table(Texts["retention.schedule"], [Texts["retention.type"], Texts["retention.after"], Texts["retention.then"], Texts["retention.source"]],
                [.. Schedule.All.Select(rule => (IReadOnlyList<string>)[Texts[$"retention.type.{rule.Type}"], Texts[$"retention.after.{rule.After}"], Texts[$"retention.act.{rule.Act}"], $"{rule.Source.In(culture)} ({Standing(rule.Verified)})"])])
            .Heading(Texts["dpoannex.grounds"])
            .Table(Texts["dpoannex.grounds"], [Texts["handover.basis"], Texts["dpoannex.provision"], Texts["dpoannex.rule"]],
                [.. Grounds.All.Select(ground => (IReadOnlyList<string>)[ground.Name.In(culture), ground.Provision.In(culture), $"{ground.Rule}, {Standing(!ground.Unverified && Town.Law.Find(ground.Rule) is { IsOk: true } rule && rule.Value.IsVerified)}"])])
            .Heading(Texts["dpoannex.figures"])
            .Facts(
                (Texts["retention.left"], $"{view.ExpiredButKept}"), (Texts["oversight.deleted"], $"{view.DeletedInPeriod}"), (Texts["retention.holds"], Texts["oversight.holds", view.Holds, view.OverdueHolds]),
                (Texts["oversight.shares"], Texts["oversight.shares.count", view.SharesInPeriod, view.OverriddenInPeriod]), (Texts["oversight.looks"], Texts["oversight.looks.count", view.Looks, view.Searches, view.Denied, view.Overrides]))
            .Note(Texts["dpoannex.yours"])
            .Done();
        return await files.AnswerAsync(paper, format, $"bilag-konsekvensanalyse-{today:yyyy-MM-dd}", cancel) ?? NotFound();
    }
}
