using DocumentFormat.OpenXml.Wordprocessing;

namespace Vaern.App.Printing;

/// <summary>The lists of one DOCX: one kind of bullet, and numbers that begin again at one for each list of steps.</summary>
internal sealed class DocxNumbering
{
    private const int BulletKind = 1;
    private const int NumberKind = 2;

    private int numberedLists;

    /// <summary>The numbering of every list of bullets.</summary>
    public const int Bullet = 1;

    /// <summary>A numbering of its own, from one.</summary>
    public int NewNumbers() => 1 + ++numberedLists;

    public Numbering Done()
    {
        var numbering = new Numbering(
            Kind(BulletKind, NumberFormatValues.Bullet, "–"),
            Kind(NumberKind, NumberFormatValues.Decimal, "%1."));
        numbering.Append(new NumberingInstance(new AbstractNumId { Val = BulletKind }) { NumberID = Bullet });
        for (var list = 1; list <= numberedLists; list++)
        {
            numbering.Append(new NumberingInstance(
                new AbstractNumId { Val = NumberKind },
                new LevelOverride(new StartOverrideNumberingValue { Val = 1 }) { LevelIndex = 0 })
            { NumberID = 1 + list });
        }

        return numbering;
    }

    private static AbstractNum Kind(int id, NumberFormatValues format, string text) => new(
        new MultiLevelType { Val = MultiLevelValues.SingleLevel },
        new Level(
            new StartNumberingValue { Val = 1 },
            new NumberingFormat { Val = format },
            new LevelText { Val = text },
            new LevelJustification { Val = LevelJustificationValues.Left },
            new PreviousParagraphProperties(new Indentation { Left = "400", Hanging = "300" }))
        { LevelIndex = 0 })
    { AbstractNumberId = id };
}
