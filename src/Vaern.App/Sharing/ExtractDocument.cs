using Vaern.App.Printing;

namespace Vaern.App.Sharing;

/// <summary>An extract as a paper: the same words as its canonical text, with purpose, number and fingerprint at the foot of every page.</summary>
public static class ExtractDocument
{
    /// <param name="number">P-, or null while it is not approved.</param>
    public static Document Of(IReadOnlyList<ExtractBlock> blocks, string municipality, string? number, string purpose, string sha256)
    {
        var title = blocks.FirstOrDefault(block => block.Kind == "title")?.Text ?? "Uddrag";
        var paper = Document.Write(title, "da", municipality, $"{number ?? "Kladde"} · {purpose} · SHA-256 {sha256}");
        var facts = new List<(string, string)>();
        foreach (var block in blocks.Where(block => block.Kind != "title"))
        {
            if (block.Kind == "fact")
            {
                facts.Add((block.Label, block.Text));
                continue;
            }

            Flush();
            _ = block.Kind switch
            {
                "heading" => paper.Heading(block.Text),
                "entry" => paper.Quote(block.Text, block.Label),
                _ => paper.Text(block.Text),
            };
        }

        Flush();
        return paper.Done();

        void Flush()
        {
            paper.Facts([.. facts]);
            facts.Clear();
        }
    }
}
