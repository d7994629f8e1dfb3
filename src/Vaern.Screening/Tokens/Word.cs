namespace Vaern.Screening.Tokens;

/// <summary>What the model knows of one spelling; made once a spelling and shared.</summary>
/// <param name="Symbols">Ids of the pattern symbols that the word stands for, sorted.</param>
/// <param name="PhraseStarts">Phrases that begin with the word.</param>
/// <param name="Hash">Of the spelling, for features of word pairs.</param>
/// <param name="Features">How many features the word has in the heads; 0 without heads.</param>
/// <param name="HeadSums">What they add to each head, in units of its scale.</param>
internal sealed record Word(ushort[] Symbols, int[] PhraseStarts, ulong Hash, int Features, int[] HeadSums)
{
    public bool Is(int symbol) => Array.IndexOf(Symbols, (ushort)symbol) >= 0;
}
