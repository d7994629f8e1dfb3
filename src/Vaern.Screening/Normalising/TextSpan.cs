namespace Vaern.Screening.Normalising;

/// <summary>A stretch of a text as it was received, in UTF-16 code units.</summary>
/// <param name="Start">From 0.</param>
/// <param name="Length">May be 0.</param>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>The first position after the stretch.</summary>
    public int End => Start + Length;
}
