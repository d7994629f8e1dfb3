using System.Text;

namespace Vaern.Screening.Importing;

/// <summary>Lines of a text with their numbers. A line without end is cut: nobody writes a million characters without a break.</summary>
internal sealed class TextLines(TextReader source)
{
    private const int Longest = 1 << 20;

    private readonly char[] block = new char[16 * 1024];
    private readonly StringBuilder line = new();
    private int at;
    private int held;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    public string? Next()
    {
        line.Clear();
        var any = false;
        while (true)
        {
            if (at == held)
            {
                (at, held) = (0, source.Read(block, 0, block.Length));
                if (held == 0) break;
            }
            any = true;
            var rest = block.AsSpan(at, held - at);
            var end = rest.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            if (line.Length < Longest) line.Append(part[..Math.Min(part.Length, Longest - line.Length)]);
            at += part.Length;
            if (end < 0) continue;
            at++;
            break;
        }
        if (!any) return null;
        Number++;
        if (line.Length > 0 && line[^1] == '\r') line.Length--;
        return line.ToString();
    }
}
