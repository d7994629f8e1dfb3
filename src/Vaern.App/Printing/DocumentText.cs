using System.Text;

namespace Vaern.App.Printing;

/// <summary>A document as plain text in UTF-8 with CRLF-free lines: for a form of an authority, a mail or a message.</summary>
public static class DocumentText
{
    public static string Of(Document document)
    {
        var text = new StringBuilder();
        text.Append(document.Title).Append('\n').Append('=', Math.Min(72, document.Title.Length)).Append('\n');
        foreach (var block in document.Blocks)
        {
            text.Append('\n');
            Append(text, block);
        }

        if (document.Footer is { } footer)
        {
            text.Append("\n--\n").Append(footer).Append('\n');
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Block block)
    {
        switch (block)
        {
            case Heading heading:
                text.Append(heading.Text).Append('\n').Append('-', Math.Min(72, heading.Text.Length)).Append('\n');
                break;
            case Paragraph paragraph:
                text.Append(paragraph.Text).Append('\n');
                break;
            case Quote quote:
                text.Append("> ").Append(quote.Text.ReplaceLineEndings("\n> ")).Append('\n');
                if (quote.By is { } by)
                {
                    text.Append("> – ").Append(by).Append('\n');
                }

                break;
            case Facts facts:
                foreach (var (term, value) in facts.Lines)
                {
                    text.Append(term).Append(": ").Append(value.ReplaceLineEndings("\n  ")).Append('\n');
                }

                break;
            case Bullets bullets:
                foreach (var item in bullets.Items)
                {
                    text.Append("- ").Append(item.ReplaceLineEndings("\n  ")).Append('\n');
                }

                break;
            case Steps steps:
                foreach (var (item, at) in steps.Items.Select((item, at) => (item, at)))
                {
                    text.Append(at + 1).Append(". ").Append(item.ReplaceLineEndings("\n   ")).Append('\n');
                }

                break;
            case TableBlock table:
                text.Append(table.Caption).Append('\n');
                foreach (var row in table.Rows)
                {
                    text.Append("- ").AppendJoin("; ", row.Select((cell, at) => $"{table.Header[at]}: {cell.ReplaceLineEndings(" ")}")).Append('\n');
                }

                break;
            case Note note:
                text.Append("! ").Append(note.Text).Append('\n');
                break;
            case WritingLine line:
                text.Append(line.Label).Append(": ").Append('_', 40).Append('\n');
                break;
            case Picture picture:
                text.Append('[').Append(picture.Words).Append("]\n");
                break;
        }
    }
}
