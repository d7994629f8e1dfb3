namespace Vaern.Screening.Normalising;

/// <summary>
/// A way of reading one text. Every view but <see cref="Base"/> writes å, ø and æ as aa, oe and ae and drops accents, so that one
/// lexicon (folded with <see cref="DanishFolding.Fold(string)"/>) serves all of them. Views after <see cref="Folded"/> are extra: they may
/// add a hit, never remove one, and a finding names the view that it came from.
/// </summary>
public enum TextView
{
    /// <summary>NFC, lower case, control characters as spaces, invisible characters gone, runs of white space as one space.</summary>
    Base,

    /// <summary>Base with å as aa, ø as oe, æ as ae and without accents.</summary>
    Folded,

    /// <summary>Letters that stand three times or more stand twice.</summary>
    Squeezed,

    /// <summary>Letters that stand three times or more stand once.</summary>
    SqueezedOnce,

    /// <summary>Letters of other scripts that look Latin are Latin, in words that mix scripts or stand between Latin words.</summary>
    Plain,

    /// <summary>Digits and signs inside words read as letters: 0 o, 1 i, 3 e, 4 a, 5 s, 7 t, @ a, $ s.</summary>
    Deleet,

    /// <summary>As <see cref="Deleet"/>, with 1 as l and 4 as å.</summary>
    DeleetOther,

    /// <summary>Four or more single letters with a space, dot or hyphen between them are one word; a wider gap ends the word.</summary>
    Joined,
}
