using System.Text;

namespace Vaern.Screening.Importing;

/// <summary>Gives every field name one string, so that a million messages do not make a million copies of it.</summary>
internal sealed class FieldNames
{
    private const int Places = 1024;

    private readonly (byte[] Bytes, string Name)[] table = new (byte[], string)[Places];
    private int count;

    public string Of(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        var at = hash.ToHashCode() & (Places - 1);
        while (table[at].Bytes is { } held)
        {
            if (bytes.SequenceEqual(held)) return table[at].Name;
            at = (at + 1) & (Places - 1);
        }
        var name = bytes.Contains((byte)'\\') ? JsonText.Lenient(bytes) : Encoding.UTF8.GetString(bytes);
        // Names without end would fill the table: the rest is made anew each time.
        if (count < Places / 2)
        {
            table[at] = (bytes.ToArray(), name);
            count++;
        }
        return name;
    }
}
