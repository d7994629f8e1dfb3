using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vaern.App.Printing;
using Vaern.TestKit;
using Xunit;

namespace Vaern.App.Tests.Printing;

/// <summary>One document, four forms that say the same, each readable by somebody who does not see it.</summary>
public sealed class DocumentTests
{
    private static readonly Document Plan = Document.Write("Handlingsplan for 8.B", "da", "Fjordby Kommune", "F-2027-0011 · regelversion DK-2026-11")
        .Facts(("Skole", "Tanghøj Skole"), ("Frist", "onsdag 27. januar 2027"))
        .Heading("Det gør vi nu")
        .Text("Vi taler med klassen.\nVi følger op.")
        .Steps("Luk chatten", "Skift pladser")
        .Heading("Samtaler", 3)
        .Bullets("med eleven", "med forældrene")
        .Steps("Begynder forfra ved et")
        .Quote("At de stopper.", "eleven")
        .Table("Tiltag", ["Tiltag", "Hvem", "Hvornår"], [["Chatten lukkes", "klasselærer", "i dag"], ["Samtale & <opfølgning>", "leder", "fredag"]])
        .Note("Reglen er ikke verificeret.")
        .Add(new WritingLine("Underskrift"))
        .Add(new Picture("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\" role=\"img\" aria-label=\"En prik\"><circle cx=\"5\" cy=\"5\" r=\"4\"/></svg>", null, "En prik viser ét tiltag."))
        .Done();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_docx_is_valid_and_accessible() => DocumentChecks.DocxFaults(DocxWriter.Of(Plan)).ShouldBeEmpty();

    [Fact]
    public async Task LibreOffice_opens_the_docx_and_reads_every_word()
    {
        var text = await DocumentChecks.InLibreOfficeAsync(DocxWriter.Of(Plan), "docx", Cancel);

        text.ShouldNotBeNull();
        string[] words = ["Handlingsplan for 8.B", "Tanghøj Skole", "Det gør vi nu", "Vi følger op.", "Skift pladser", "med forældrene", "At de stopper.", "Samtale & <opfølgning>", "Reglen er ikke verificeret.", "Underskrift", "En prik viser ét tiltag."];
        words.ShouldAllBe(word => text.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_pdf_is_tagged_PDF_UA()
    {
        var pdf = await new WeasyPrintRenderer().RenderAsync(DocumentHtml.Of(Plan), Cancel);

        (await DocumentChecks.PdfFaultsAsync(pdf.ShouldNotBeNull(), Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public void The_plain_text_has_every_word_too()
    {
        var text = DocumentText.Of(Plan);

        text.ShouldContain("Frist: onsdag 27. januar 2027");
        text.ShouldContain("2. Skift pladser");
        text.ShouldContain("- Tiltag: Chatten lukkes; Hvem: klasselærer; Hvornår: i dag");
        text.ShouldEndWith("F-2027-0011 · regelversion DK-2026-11\n");
    }

    [Fact]
    public void No_text_becomes_markup_and_no_character_breaks_the_file() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(text => text is not null), text =>
        {
            var odd = Document.Write($"T{text}", "da", "Fjordby Kommune", text)
                .Text(text).Heading($"H{text}").Quote(text, text).Facts((text, text)).Bullets(text).Steps(text).Table($"C{text}", ["a", text], [[text, text]]).Note(text).Done();
            DocumentChecks.DocxFaults(DocxWriter.Of(odd)).ShouldBeEmpty();
            DocumentHtml.Of(odd).ShouldNotContain("<script", Case.Insensitive);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("</style><script>alert(1)</script>")]
    [InlineData("\" } body { display: none } \"\n<b>\u0000\u0007\ud800")]
    public void A_hostile_text_stays_a_text(string text)
    {
        var odd = Document.Write(text, "da", text, text).Text(text).Table(text, [text], [[text]]).Add(new WritingLine(text)).Done();

        DocumentChecks.DocxFaults(DocxWriter.Of(odd)).ShouldBeEmpty();
        var html = DocumentHtml.Of(odd);
        html.ShouldNotContain("<script");
        html.ShouldNotContain("<b>");
        html.Split("</style>").Length.ShouldBe(2);
    }
}
