using Vaern.App.Printing;
using Vaern.App.Retention;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Protection;

/// <summary>What a run deleted, with both dates of each key: destroyed, and unreadable in the last backup that may hold it.</summary>
public abstract class CertificatePage : StaffPage
{
    private RunCertificate? found;

    public RunCertificate Found => found ?? throw new InvalidOperationException("The run was not read.");

    public IReadOnlyList<IReadOnlyList<string>> Lines => CertificateLines.Of(Found, type => Texts[$"retention.type.{type}"]);

    public IReadOnlyList<string> Header => [Texts["retention.type"], Texts["retention.number"], Texts["retention.expires"], Texts["certificate.destroyed"], Texts["certificate.final"]];

    protected async Task<bool> ReadAsync(Guid run, CancellationToken cancel) => (await RetentionPages.CertificateAsync(Town, Me, run, cancel)).TryGet(out found, out _);

    protected Document Paper()
    {
        var run = Found.Run;
        var paper = Document.Write(Texts["certificate.title", CertificateLines.Day(run.Day)], Texts.Language.Code, Town.Name, $"SHA-256 {run.Sha256}")
            .Facts(
                (Texts["certificate.run"], CertificateLines.Moment(run.StartedAt)), (Texts["retention.deleted"], $"{run.Deleted}"), (Texts["retention.held"], $"{run.Held}"),
                (Texts["retention.for-archive"], $"{run.ForArchive}"), (Texts["retention.left"], $"{run.Kept}"), (Texts["certificate.chain"], Texts["certificate.chain.was", run.BrokenBefore, run.BrokenAfter]))
            .Text(Texts["certificate.backups"]);
        return (Lines.Count == 0 ? paper.Text(Texts["certificate.none.why"]) : paper.Table(Texts["certificate.table"], Header, Lines)).Done();
    }
}
