namespace Vaern.Screening.Normalising;

/// <summary>The characters of a view with the stretch of the raw text behind each of them. Grows and is used again.</summary>
internal sealed class ViewBuffer
{
    private char[] characters = new char[256];
    private int[] starts = new int[256];
    private int[] ends = new int[256];

    public int Length { get; private set; }

    public Span<char> Characters => characters.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Add(char character, int start, int end)
    {
        if (Length == characters.Length) Grow();
        characters[Length] = character;
        starts[Length] = start;
        ends[Length] = end;
        Length++;
    }

    /// <summary>Copies a character of another view with its source.</summary>
    public void AddFrom(ViewBuffer other, int index) => Add(other.characters[index], other.starts[index], other.ends[index]);

    public int Start(int index) => starts[index];

    public int End(int index) => ends[index];

    /// <summary>Lets the last characters, all made of one source, reach on to <paramref name="end"/>.</summary>
    public void ReachOn(int end)
    {
        var source = starts[Length - 1];
        for (var i = Length - 1; i >= 0 && starts[i] == source; i--) ends[i] = end;
    }

    private void Grow()
    {
        Array.Resize(ref characters, Length * 2);
        Array.Resize(ref starts, Length * 2);
        Array.Resize(ref ends, Length * 2);
    }
}
