using System.Text;

namespace Vaern.Screening.Importing;

/// <summary>
/// Records of a CSV text (RFC 4180, read with patience): line breaks inside quotation marks belong to the field, a mark inside an
/// unquoted field is text, empty lines are nothing.
/// </summary>
internal sealed class CsvRecords(TextReader source, char delimiter)
{
    private const int LargestField = 1 << 20;
    private const int MostFields = 1000;

    private readonly List<string> fields = [];
    private readonly StringBuilder field = new();
    private long line = 1;
    private int ahead = -2;

    /// <summary>The line on which the record begins that was read last.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Whether the text ended inside a quoted field.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The next record, valid until the one after it; null at the end.</summary>
    public List<string>? Next()
    {
        while (true)
        {
            fields.Clear();
            Line = line;
            if (Peek() < 0) return null;
            ReadRecord();
            if (fields.Count > 1 || fields[0].Length > 0) return fields;
        }
    }

    private void ReadRecord()
    {
        while (true)
        {
            var end = ReadField();
            if (fields.Count < MostFields) fields.Add(field.ToString());
            if (end != delimiter) return;
        }
    }

    /// <returns>What ended the field: the delimiter, a line feed, or -1.</returns>
    private int ReadField()
    {
        field.Clear();
        var quoted = false;
        if (Peek() == '"')
        {
            Take();
            quoted = true;
        }
        while (true)
        {
            var c = Take();
            if (c < 0)
            {
                IsOpen = quoted;
                return c;
            }
            if (quoted)
            {
                if (c != '"') Append((char)c);
                else if (Peek() == '"') Append((char)Take());
                else quoted = false;
                continue;
            }
            if (c == delimiter) return c;
            if (c == '\r' && Peek() == '\n') c = Take();
            if (c is '\n' or '\r') return '\n';
            Append((char)c);
        }
    }

    private void Append(char c)
    {
        if (field.Length < LargestField) field.Append(c);
    }

    private int Peek() => ahead == -2 ? ahead = source.Read() : ahead;

    private int Take()
    {
        var c = Peek();
        ahead = c < 0 ? -1 : -2;
        if (c == '\n') line++;
        return c;
    }
}
