using Vaern.Screening.Normalising;

namespace Vaern.Screening.Masking;

/// <summary>Something that was masked. The value itself is kept nowhere.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Source">Where it stood in the text as received.</param>
/// <param name="Masked">Where its mask stands in the masked text.</param>
public readonly record struct MaskedSpan(MaskKind Kind, TextSpan Source, TextSpan Masked);

/// <summary>A stretch that the format itself says is personal, for example a mention.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Source">Where it stands in the text; a stretch outside the text is left out.</param>
/// <param name="Person">The person's id in the import, or null when only the words are known.</param>
public readonly record struct MaskHint(MaskKind Kind, TextSpan Source, string? Person = null);

/// <summary>A text in which persons cannot be read. It is pseudonymised, not anonymous: it stays personal data.</summary>
/// <param name="Text">The masked text.</param>
/// <param name="Spans">What was masked, in the order of the text, without overlaps.</param>
/// <param name="CprAlarm">A number stood there that satisfies modulus 11 or stood beside a word for it: somebody's CPR number was posted.</param>
public sealed record MaskedText(string Text, IReadOnlyList<MaskedSpan> Spans, bool CprAlarm);
