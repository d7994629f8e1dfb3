using Vaern.App.Printing;
using Vaern.App.Rights;
using Vaern.App.Sharing;
using Vaern.TestKit;

namespace Vaern.App.Tests.Rights;

/// <summary>Every paper of sharing and rights is a valid, accessible document that opens elsewhere.</summary>
public sealed class PapersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly ExtractBlock[] Blocks =
    [
        new("title", "", "Uddrag af en sag"), new("fact", "Til", "Forebyggende enhed"), new("fact", "Formål", "Fælles indsats"), new("text", "", "Må ikke bruges til efterforskning."),
        new("heading", "", "Forløb"), new("entry", "Udsagn, 1. april 2027 kl. 10.05", "Noah filmede, mens barn A stod ved siden af.\nDet var i hallen."), new("text", "", "Det er et uddrag."),
    ];

    private static readonly RightsMailbox Box = new(
        Guid.Empty, "R-2027-0015", "access", "decided", default, default, null, null, "known", null, false, HandOverExtract.TextOf(Blocks), new string('a', 64), default,
        "Oplysningen bliver stående.\nGrundlag: artikel 16.", new DateTimeOffset(2027, 5, 21, 10, 0, 0, TimeSpan.Zero), [], []);

    public static TheoryData<string> Kinds => ["extract", "answer", "decision"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_is_a_valid_docx_that_opens_elsewhere_and_a_tagged_pdf(string kind)
    {
        var paper = kind switch
        {
            "extract" => ExtractDocument.Of(Blocks, "Fjordby Kommune", "P-2027-0004", "Fælles indsats", new string('a', 64)),
            "answer" => RightsPapers.Answer(Box, "Fjordby Kommune"),
            _ => RightsPapers.Decision(Box, "Fjordby Kommune"),
        };

        var docx = DocxWriter.Of(paper);
        DocumentChecks.DocxFaults(docx).ShouldBeEmpty();
        (await DocumentChecks.InLibreOfficeAsync(docx, "docx", Cancel)).ShouldNotBeNull().Length.ShouldBeGreaterThan(80);
        var pdf = await new WeasyPrintRenderer().RenderAsync(DocumentHtml.Of(paper), Cancel);
        (await DocumentChecks.PdfFaultsAsync(pdf.ShouldNotBeNull(), Cancel)).ShouldBeEmpty();
    }
}
