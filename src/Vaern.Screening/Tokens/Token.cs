namespace Vaern.Screening.Tokens;

/// <summary>What a token is, beside the word it spells. Patterns name these with <c>#</c>.</summary>
[Flags]
internal enum Marks
{
    None = 0,
    Number = 1,

    /// <summary>A number with a currency beside it.</summary>
    Price = 2,

    /// <summary>A time of day.</summary>
    Clock = 4,

    /// <summary>Capitalised and not first in its sentence, or an alias: most often a name.</summary>
    Capital = 8,
    Handle = 16,
    Hashtag = 32,
    Emoji = 64,
    Link = 128,

    /// <summary>Between quotation marks.</summary>
    Quoted = 256,

    /// <summary>Closes a question.</summary>
    Question = 512,
}

/// <summary>One word, number or emoji of a view.</summary>
internal struct Token
{
    /// <summary>Where it begins in the view.</summary>
    public int Start { get; set; }

    /// <summary>Behind its last character in the view.</summary>
    public int End { get; set; }
    public int Sentence { get; set; }
    public Marks Marks { get; set; }
    public Word Word { get; set; }
}
