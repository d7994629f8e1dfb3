using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using A = DocumentFormat.OpenXml.Drawing;
using W = DocumentFormat.OpenXml.Wordprocessing;
using Wp = DocumentFormat.OpenXml.Drawing.Wordprocessing;
using Pic = DocumentFormat.OpenXml.Drawing.Pictures;

namespace Vaern.App.Printing;

/// <summary>
/// A document as DOCX (ECMA-376, transitional): headings, lists and tables as such, language and title set, header rows marked, words for each
/// drawing, no macro and nothing that is fetched. The same document gives the same bytes as far as the packaging allows.
/// </summary>
public static class DocxWriter
{
    private const long EmuPerPixel = 9525;
    private const int WidestPixels = 620;

    public static byte[] Of(Document document)
    {
        using var stream = new MemoryStream();
        using (var file = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            file.PackageProperties.Title = Allowed(document.Title);
            file.PackageProperties.Creator = Allowed(document.Author);
            file.PackageProperties.Language = document.Language;
            var main = file.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = DocxStyles.Of(document.Language);
            var numbering = new DocxNumbering();
            var body = new W.Body();
            body.Append(Paragraph("Title", document.Title));
            foreach (var block in document.Blocks)
            {
                body.Append(Draw(main, numbering, block));
            }

            body.Append(Section(main, document.Footer));
            main.AddNewPart<NumberingDefinitionsPart>().Numbering = numbering.Done();
            main.AddNewPart<DocumentSettingsPart>().Settings = new W.Settings(new W.DisplayBackgroundShape(), new W.Compatibility(
                new W.CompatibilitySetting { Name = W.CompatSettingNameValues.CompatibilityMode, Uri = "http://schemas.microsoft.com/office/word", Val = "15" }));
            main.Document = new W.Document(body);
        }

        return stream.ToArray();
    }

    private static IEnumerable<OpenXmlElement> Draw(MainDocumentPart main, DocxNumbering numbering, Block block) => block switch
    {
        Heading heading => [Paragraph($"Heading{Math.Clamp(heading.Level, 2, 4)}", heading.Text)],
        Paragraph { Strong: true } paragraph => [Paragraph("Strongparagraph", paragraph.Text)],
        Paragraph paragraph => [Paragraph(null, paragraph.Text)],
        Quote quote => quote.By is { } by ? [Paragraph("Quote", quote.Text), Paragraph("Quoteby", $"– {by}")] : [Paragraph("Quote", quote.Text)],
        Facts facts => facts.Lines.Select(line => Paragraph("Fact", line.Value, $"{line.Term}: ")),
        Bullets bullets => bullets.Items.Select(item => Listed(item, DocxNumbering.Bullet)),
        Steps steps => Numbered(steps, numbering.NewNumbers()),
        TableBlock table => [Paragraph("Caption", table.Caption), Table(table), Paragraph("Aftertable", "")],
        Note note => [Paragraph("Note", note.Text)],
        WritingLine line => [Paragraph("Writingline", line.Label)],
        Picture { Png: { } png } picture => [Drawn(main, png, picture.Words), Paragraph("Caption", picture.Words)],
        Picture picture => [Paragraph("Caption", picture.Words)],
        _ => throw new InvalidOperationException($"A document holds a block of an unknown kind: {block.GetType().Name}."),
    };

    private static IEnumerable<OpenXmlElement> Numbered(Steps steps, int numbers) => steps.Items.Select(item => Listed(item, numbers));

    private static W.Paragraph Listed(string text, int numbering)
    {
        var paragraph = Paragraph("Listparagraph", text);
        paragraph.ParagraphProperties!.Append(new W.NumberingProperties(new W.NumberingLevelReference { Val = 0 }, new W.NumberingId { Val = numbering }));
        return paragraph;
    }

    private static W.Paragraph Paragraph(string? style, string text, string? term = null)
    {
        var paragraph = new W.Paragraph();
        if (style is not null)
        {
            paragraph.ParagraphProperties = new W.ParagraphProperties(new W.ParagraphStyleId { Val = style });
        }

        if (term is not null)
        {
            paragraph.Append(new W.Run(new W.RunProperties(new W.Bold()), Words(term)));
        }

        if (text.Length > 0)
        {
            paragraph.Append(Run(text));
        }

        return paragraph;
    }

    private static W.Run Run(string text)
    {
        var run = new W.Run();
        foreach (var (line, at) in Allowed(text).ReplaceLineEndings("\n").Split('\n').Select((line, at) => (line, at)))
        {
            if (at > 0)
            {
                run.Append(new W.Break());
            }

            run.Append(Words(line));
        }

        return run;
    }

    private static W.Text Words(string text) => new(Allowed(text)) { Space = SpaceProcessingModeValues.Preserve };

    // XML 1.0 has no place for control characters and lone surrogates, and somebody pastes them.
    private static string Allowed(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => rune.Value is 9 or 10 or 13 or >= 32 and not (0xFFFE or 0xFFFF)));

    private static W.Table Table(TableBlock table)
    {
        var drawn = new W.Table(new W.TableProperties(
            new W.TableStyle { Val = "Plain" },
            new W.TableWidth { Width = "5000", Type = W.TableWidthUnitValues.Pct },
            new W.TableLook { Val = "04A0", FirstRow = true, LastRow = false, FirstColumn = true, LastColumn = false, NoHorizontalBand = true, NoVerticalBand = true },
            new W.TableCaption { Val = Allowed(table.Caption) }));
        drawn.Append(new W.TableGrid(table.Header.Select(_ => new W.GridColumn())));
        drawn.Append(new W.TableRow([new W.TableRowProperties(new W.CantSplit(), new W.TableHeader()), .. table.Header.Select(cell => Cell("Tablehead", cell))]));
        foreach (var row in table.Rows)
        {
            drawn.Append(new W.TableRow([new W.TableRowProperties(new W.CantSplit()), .. row.Select(cell => Cell("Tablecell", cell))]));
        }

        return drawn;
    }

    private static W.TableCell Cell(string style, string text) => new(Paragraph(style, text));

    private static W.Paragraph Drawn(MainDocumentPart main, byte[] png, string words)
    {
        var part = main.AddImagePart(ImagePartType.Png);
        part.FeedData(new MemoryStream(png));
        var id = (uint)main.ImageParts.Count();
        var (width, height) = SizeOf(png);
        var inline = new Wp.Inline(
            new Wp.Extent { Cx = width, Cy = height },
            new Wp.EffectExtent { LeftEdge = 0, TopEdge = 0, RightEdge = 0, BottomEdge = 0 },
            new Wp.DocProperties { Id = id, Name = $"Picture {id}", Description = Allowed(words) },
            new Wp.NonVisualGraphicFrameDrawingProperties(new A.GraphicFrameLocks { NoChangeAspect = true }),
            new A.Graphic(new A.GraphicData(new Pic.Picture(
                new Pic.NonVisualPictureProperties(new Pic.NonVisualDrawingProperties { Id = id, Name = $"picture{id}.png", Description = Allowed(words) }, new Pic.NonVisualPictureDrawingProperties()),
                new Pic.BlipFill(new A.Blip { Embed = main.GetIdOfPart(part) }, new A.Stretch(new A.FillRectangle())),
                new Pic.ShapeProperties(
                    new A.Transform2D(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = width, Cy = height }),
                    new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle })))
            { Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture" }))
        { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 };
        return new W.Paragraph(new W.Run(new W.Drawing(inline)));
    }

    // Width and height stand first in the IHDR chunk (PNG, third edition, 11.2.1).
    private static (long Width, long Height) SizeOf(byte[] png)
    {
        var width = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        var height = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20));
        var shown = Math.Min(width, WidestPixels);
        return (shown * EmuPerPixel, (long)height * shown / width * EmuPerPixel);
    }

    private static W.SectionProperties Section(MainDocumentPart main, string? footer)
    {
        var part = main.AddNewPart<FooterPart>();
        var line = Paragraph("Footer", footer is null ? "" : $"{footer} · ");
        line.Append(
            new W.Run(new W.FieldChar { FieldCharType = W.FieldCharValues.Begin }),
            new W.Run(new W.FieldCode(" PAGE ") { Space = SpaceProcessingModeValues.Preserve }),
            new W.Run(new W.FieldChar { FieldCharType = W.FieldCharValues.Separate }),
            new W.Run(new W.Text("1")),
            new W.Run(new W.FieldChar { FieldCharType = W.FieldCharValues.End }));
        part.Footer = new W.Footer(line);
        return new W.SectionProperties(
            new W.FooterReference { Type = W.HeaderFooterValues.Default, Id = main.GetIdOfPart(part) },
            new W.PageSize { Width = 11906, Height = 16838 },
            new W.PageMargin { Top = 1247, Bottom = 1134, Left = 1134, Right = 1134, Header = 567, Footer = 567, Gutter = 0 });
    }
}
