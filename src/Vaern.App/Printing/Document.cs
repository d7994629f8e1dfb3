namespace Vaern.App.Printing;

/// <summary>
/// A text that leaves Værn on paper or as a file: a letter, a plan, a report. It is written once and drawn as HTML, PDF/UA, DOCX and plain
/// text, so that all of them say the same.
/// </summary>
/// <param name="Title">The first heading and the title of the file; one line.</param>
/// <param name="Language">BCP 47, such as <c>da</c>.</param>
/// <param name="Author">The municipality, or the office that writes.</param>
/// <param name="Blocks">The content in reading order. Levels of headings go down one at a time and begin at 2.</param>
/// <param name="Footer">Small print at the foot of each page, such as a case number and a rule version; null for none.</param>
public sealed record Document(string Title, string Language, string Author, IReadOnlyList<Block> Blocks, string? Footer = null)
{
    /// <summary>Writes a document block by block.</summary>
    public static DocumentBuilder Write(string title, string language, string author, string? footer = null) => new(title, language, author, footer);
}

/// <summary>One piece of a document. Text is plain: a line break is <c>\n</c>, and nothing in it is markup.</summary>
public abstract record Block;

/// <param name="Level">2 to 4; 1 is the title.</param>
public sealed record Heading(int Level, string Text) : Block;

/// <param name="Strong">The whole paragraph stands out.</param>
public sealed record Paragraph(string Text, bool Strong = false) : Block;

/// <summary>Words to say, a quotation or somebody's own words: set in, and marked with whose they are where <paramref name="By"/> is given.</summary>
public sealed record Quote(string Text, string? By = null) : Block;

/// <summary>Terms with values, such as sender, recipient and date.</summary>
public sealed record Facts(IReadOnlyList<(string Term, string Value)> Lines) : Block;

public sealed record Bullets(IReadOnlyList<string> Items) : Block;

/// <summary>Numbered from one.</summary>
public sealed record Steps(IReadOnlyList<string> Items) : Block;

/// <param name="Caption">Says what the table shows; also what a screen reader hears first.</param>
/// <param name="Header">One cell for each column.</param>
/// <param name="Rows">Each as long as the header; the first cell heads its row.</param>
public sealed record TableBlock(string Caption, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows) : Block;

/// <summary>A remark that must not be overlooked: a limit, a missing verification.</summary>
public sealed record Note(string Text) : Block;

/// <summary>An empty line to write on, with what belongs there; for forms that are filled in by hand.</summary>
public sealed record WritingLine(string Label) : Block;

/// <summary>A drawing, with words that say the same to somebody who does not see it.</summary>
/// <param name="Svg">The drawing for HTML and PDF: a whole <c>svg</c> element without script and without references.</param>
/// <param name="Png">The same for DOCX, where there is one; without it DOCX has the words.</param>
/// <param name="Words">What the drawing shows.</param>
public sealed record Picture(string Svg, byte[]? Png, string Words) : Block;

/// <summary>Gathers the blocks of a document in reading order.</summary>
public sealed class DocumentBuilder(string title, string language, string author, string? footer)
{
    private readonly List<Block> blocks = [];

    public DocumentBuilder Add(Block block)
    {
        blocks.Add(block);
        return this;
    }

    public DocumentBuilder Heading(string text, int level = 2) => Add(new Heading(level, text));

    public DocumentBuilder Text(string text, bool strong = false) => Add(new Paragraph(text, strong));

    public DocumentBuilder Quote(string text, string? by = null) => Add(new Quote(text, by));

    public DocumentBuilder Facts(params IReadOnlyList<(string Term, string Value)> lines) => lines.Count == 0 ? this : Add(new Facts(lines));

    public DocumentBuilder Bullets(params IReadOnlyList<string> items) => items.Count == 0 ? this : Add(new Bullets(items));

    public DocumentBuilder Steps(params IReadOnlyList<string> items) => items.Count == 0 ? this : Add(new Steps(items));

    public DocumentBuilder Table(string caption, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows) => Add(new TableBlock(caption, header, rows));

    public DocumentBuilder Note(string text) => Add(new Note(text));

    public Document Done() => new(title, language, author, [.. blocks], footer);
}
