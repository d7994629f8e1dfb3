using System.Globalization;
using Vaern.Sealing.Signing;

namespace Vaern.Sealing.Packages;

/// <summary>
/// The report that lies on top of a package: one HTML file without scripts or outside resources, written so that it prints well in
/// black and white. The PDF is made from it.
/// </summary>
internal static class ReportHtml
{
    private const string Mark = "IKKE TIDSSTEMPLET";

    /// <param name="stamped">False puts the red mark on every page.</param>
    internal static string Write(PackageRequest request, PackageSigner? signer, bool stamped)
    {
        var report = new ReportText();
        Begin(report, $"Rapport til bevispakke {request.Case.CaseNumber}", request.Case, stamped);
        Cover(report, request, stamped);
        report.Markup("<section class=\"chapter\"><h2>2. Hvad pakken viser, og hvad den ikke viser</h2>\n").Markup(PackageTexts.Resource("rapport-graenser.html")).Markup("</section>\n");
        ReportItems.List(report, request);
        ReportItems.Pages(report, request);
        ReportItems.Referrals(report, request);
        ReportCustody.Table(report, request);
        report.Markup("<section class=\"chapter\"><h2>7. Mulige indsigelser</h2>\n").Markup(PackageTexts.Resource("rapport-indsigelser.html")).Markup("</section>\n");
        report.Markup("<section><h2>8. Sådan kontrolleres pakken</h2>\n").Markup(PackageTexts.Resource("rapport-kontrol.html")).Markup("</section>\n");
        Appendix(report, request, signer);
        return report.Markup("</main></body></html>\n").ToString();
    }

    /// <summary>The read-me as a page for print.</summary>
    internal static string ReadMePage(PackageCase about, string readMe, bool stamped)
    {
        var page = new ReportText();
        Begin(page, "Læs mig", about, stamped);
        return page.Element("h1", "Læs mig").Markup("<pre>").Markup(ReportText.Encode(readMe)).Markup("</pre></main></body></html>\n").ToString();
    }

    private static void Begin(ReportText report, string title, PackageCase about, bool stamped)
    {
        var head = $"Sag {PathNames.ForReference(about.CaseNumber)} · udlevering {about.ExportId:D}";
        var css = PackageTexts.Resource("rapport.css").Replace("PAGE_HEAD", head, StringComparison.Ordinal).Replace("PAGE_MARK", stamped ? "" : Mark, StringComparison.Ordinal);
        report.Markup("<!DOCTYPE html>\n<html lang=\"da\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">")
            .Element("title", title).Markup("<style>\n").Markup(css).Markup("</style></head><body><main>\n");
    }

    private static void Cover(ReportText report, PackageRequest request, bool stamped)
    {
        var about = request.Case;
        report.Element("h1", $"Bevispakke {about.CaseNumber}").Element("p", about.Description);
        if (!stamped) report.Markup("<p class=\"mark\">").Markup(Mark).Markup(". Pakken mangler tidsstempel eller underskrift, og en kontrol af den svarer NOT OK.</p>\n");
        report.Markup("<h2>1. Om pakken</h2>\n<dl>\n")
            .Fact("Afsender", $"{about.Sender.Name}, CVR {about.Sender.Cvr}")
            .Fact("Adresse", about.Sender.Address)
            .Fact("Kontakt", about.Sender.Contact)
            .Fact("Modtager", about.Recipient.Name)
            .Fact("Formål", about.Recipient.Purpose)
            .Fact("Hjemmel", about.Recipient.LegalBasis)
            .Fact("Dannet", PackageTimes.ForPeople(about.At))
            .Fact("Udlevering", about.ExportId.ToString("D"))
            .Fact("Indhold", string.Create(CultureInfo.InvariantCulture, $"{request.Items.Count} genstande, {request.Referrals.Count} henvisninger"))
            .Markup("</dl>\n");
    }

    private static void Appendix(ReportText report, PackageRequest request, PackageSigner? signer)
    {
        report.Markup("<section class=\"chapter\"><h2>9. Programmer og certifikater</h2>\n<dl>\n")
            .Fact("Program", request.Case.Software)
            .Fact("Format", "Værn bevispakke 1; BagIt 1.0 (RFC 8493), tidsstempler efter RFC 3161, underskrift efter RFC 5652, SHA-256");
        if (signer is null)
        {
            report.Fact("Underskrift", "ingen").Markup("</dl></section>\n");
            return;
        }
        var certificate = signer.Certificate;
        report.Fact("Underskrevet med", certificate.Subject)
            .Fact("Udstedt af", certificate.Issuer)
            .Fact("Certifikatets nummer", certificate.SerialNumber)
            .Fact("Gyldigt", $"{PackageTimes.ForPeople(certificate.NotBefore)} til {PackageTimes.ForPeople(certificate.NotAfter)}")
            .CodeFact("SHA-256 af certifikatet", Hex.Sha256(certificate.RawDataMemory.Span))
            .Markup("</dl></section>\n");
    }
}
