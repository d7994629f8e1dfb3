using DocumentFormat.OpenXml.Wordprocessing;

namespace Vaern.App.Printing;

/// <summary>The look of our DOCX: the paper sizes and colours of the house, as styles that a reader can change in one place.</summary>
internal static class DocxStyles
{
    private const string Face = "IBM Plex Sans";

    public static Styles Of(string language) => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = Face, HighAnsi = Face, ComplexScript = Face },
                new Color { Val = "1A1A1A" },
                new FontSize { Val = "21" },
                new Languages { Val = language == "en" ? "en-GB" : "da-DK" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "140", Line = "288", LineRule = LineSpacingRuleValues.Auto }))),
        Named("Normal", "Normal", null, null, true),
        Named("Title", "Title", Spaced(0, 240, true, outline: 0), Letters("40", "073F46", bold: true)),
        Named("Heading2", "heading 2", Spaced(360, 100, true, outline: 1), Letters("26", "0B5A62", bold: true)),
        Named("Heading3", "heading 3", Spaced(240, 60, true, outline: 2), Letters("22", "1A1A1A", bold: true)),
        Named("Heading4", "heading 4", Spaced(200, 40, true, outline: 3), Letters("21", "1A1A1A", bold: true)),
        Named("Strongparagraph", "Strong Paragraph", null, Letters("21", "1A1A1A", bold: true)),
        Named("Listparagraph", "List Paragraph", Spaced(0, 60), null),
        Named("Fact", "Fact", Spaced(0, 40), null),
        Named("Quote", "Quote", Inset(), null),
        Named("Quoteby", "Quote By", Inset(), Letters("18", "4C5758")),
        Named("Note", "Note", Framed(), null),
        Named("Writingline", "Writing Line", Ruled(), Letters("20", "4C5758")),
        Named("Caption", "caption", Spaced(160, 60, true), Letters("20", "1A1A1A", bold: true)),
        Named("Tablehead", "Table Head", Spaced(40, 40), Letters("19", "073F46", bold: true)),
        Named("Tablecell", "Table Cell", Spaced(40, 40), Letters("19", "1A1A1A")),
        Named("Aftertable", "After Table", Spaced(0, 60), Letters("12", "1A1A1A")),
        Named("Footer", "footer", Spaced(0, 0), Letters("16", "4C5758")),
        TableLines());

    private static Style Named(string id, string name, StyleParagraphProperties? paragraph, StyleRunProperties? letters, bool standard = false)
    {
        var style = new Style(new StyleName { Val = name }) { Type = StyleValues.Paragraph, StyleId = id, Default = standard ? true : null, CustomStyle = id is "Normal" or "Title" or "Footer" or "Quote" or "Caption" || id.StartsWith("Heading", StringComparison.Ordinal) ? null : true };
        if (!standard)
        {
            style.Append(new BasedOn { Val = "Normal" });
        }

        style.Append(new PrimaryStyle());
        if (paragraph is not null)
        {
            style.Append(paragraph);
        }

        if (letters is not null)
        {
            style.Append(letters);
        }

        return style;
    }

    private static StyleRunProperties Letters(string halfPoints, string colour, bool bold = false)
    {
        var letters = new StyleRunProperties();
        if (bold)
        {
            letters.Append(new Bold());
        }

        letters.Append(new Color { Val = colour }, new FontSize { Val = halfPoints });
        return letters;
    }

    private static StyleParagraphProperties Spaced(int before, int after, bool keepNext = false, int? outline = null)
    {
        var spaced = new StyleParagraphProperties();
        if (keepNext)
        {
            spaced.Append(new KeepNext());
        }

        spaced.Append(new SpacingBetweenLines { Before = Text(before), After = Text(after) });
        if (outline is { } level)
        {
            spaced.Append(new OutlineLevel { Val = level });
        }

        return spaced;
    }

    private static StyleParagraphProperties Inset() => new(
        new ParagraphBorders(new LeftBorder { Val = BorderValues.Single, Size = 18, Color = "0B5A62", Space = 8 }),
        new SpacingBetweenLines { After = "100" },
        new Indentation { Left = "340" });

    private static StyleParagraphProperties Framed() => new(
        new ParagraphBorders(
            new TopBorder { Val = BorderValues.Single, Size = 6, Color = "7A4A00", Space = 4 },
            new LeftBorder { Val = BorderValues.Single, Size = 6, Color = "7A4A00", Space = 4 },
            new BottomBorder { Val = BorderValues.Single, Size = 6, Color = "7A4A00", Space = 4 },
            new RightBorder { Val = BorderValues.Single, Size = 6, Color = "7A4A00", Space = 4 }),
        new SpacingBetweenLines { Before = "120", After = "160" });

    private static StyleParagraphProperties Ruled() => new(
        new ParagraphBorders(new BottomBorder { Val = BorderValues.Single, Size = 6, Color = "5F6B6B", Space = 26 }),
        new SpacingBetweenLines { Before = "120", After = "200" });

    private static Style TableLines() => new(
        new StyleName { Val = "Plain" },
        new StyleTableProperties(
            new TableBorders(
                new TopBorder { Val = BorderValues.Single, Size = 8, Color = "0B5A62" },
                new BottomBorder { Val = BorderValues.Single, Size = 4, Color = "8A9696" },
                new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4, Color = "8A9696" }),
            new TableCellMarginDefault(new TopMargin { Width = "40", Type = TableWidthUnitValues.Dxa }, new TableCellRightMargin { Width = 120, Type = TableWidthValues.Dxa })))
    { Type = StyleValues.Table, StyleId = "Plain", CustomStyle = true };

    private static string Text(int twips) => twips.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
