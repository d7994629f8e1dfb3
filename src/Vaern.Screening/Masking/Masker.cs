using System.Text;
using Vaern.Screening.Normalising;

namespace Vaern.Screening.Masking;

/// <summary>
/// Takes persons out of a text before it is stored, and leaves the sense: <c>[CPR]</c>, <c>[TLF]</c>, <c>[LINK example.org]</c>,
/// <c>Person-7F3A</c>. Patterns run on a plain view of the text, so that invisible characters, foreign digits and look-alikes do not
/// get past. Masking a masked text changes nothing. Not thread-safe: one per thread.
/// </summary>
/// <param name="key">Gives the aliases; the caller owns and destroys it.</param>
/// <param name="participants">The persons of the import; may be filled further between texts.</param>
/// <param name="allowed">Public offices, places, teams and brands that are not persons, kept by the municipality.</param>
public sealed class Masker(AliasKey key, Participants participants, IEnumerable<string>? allowed = null)
{
    private const int MostRounds = 4;

    private readonly WordList allow = new((allowed ?? []).Select(word => DanishFolding.Fold(word.ToLowerInvariant())));
    private readonly MaskingText text = new();
    private readonly Findings findings = new();

    /// <summary>Masks a text. Never throws, whatever the UTF-16.</summary>
    /// <param name="raw">The text as received.</param>
    /// <param name="hints">Stretches that the format marks as personal.</param>
    public MaskedText Mask(string raw, IReadOnlyList<MaskHint>? hints = null)
    {
        if (raw.Length == 0) return new MaskedText("", [], false);
        text.Read(raw);
        findings.Clear();
        findings.Keep(raw);
        foreach (var hint in hints ?? []) Take(hint);
        if (text.Groups.Count > 0)
        {
            DigitPatterns.Find(text, findings);
            PhonePatterns.Find(text, findings);
            AddressPatterns.Find(text, findings);
        }
        WebPatterns.Find(text, key, participants, findings);
        NamePatterns.Find(text, key, participants, allow, findings);
        if (!findings.IsEmpty) return WithoutNumbers(Write(raw, findings.Settled(), findings.CprAlarm));
        CprGuard.Find(raw, findings);
        return findings.IsEmpty ? new MaskedText(raw, [], false) : WithoutNumbers(Write(raw, findings.Settled(), findings.CprAlarm));
    }

    private void Take(MaskHint hint)
    {
        if (hint.Source.Start < 0 || hint.Source.Length <= 0 || hint.Source.End > text.Raw.Length) return;
        // Formats count characters in their own way: a stretch that would cut a character is widened.
        var source = Graphemes.Widen(text.Raw, hint.Source.Start, hint.Source.End);
        var words = text.Raw.Substring(source.Start, source.Length);
        findings.Add(hint.Kind, source, hint.Kind switch
        {
            MaskKind.Name or MaskKind.Handle => key.Alias(hint.Person ?? participants.OfHandle(DanishFolding.Fold(words.TrimStart('@').ToLowerInvariant()))),
            MaskKind.Mail => "[MAIL]",
            MaskKind.Phone => "[TLF]",
            MaskKind.Card => "[KORT]",
            MaskKind.Address => "[ADRESSE]",
            _ => "[SKJULT]",
        });
    }

    /// <summary>The last guard: what masking itself has brought together is looked at again.</summary>
    private MaskedText WithoutNumbers(MaskedText masked)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            text.Read(masked.Text);
            if (text.Groups.Count == 0) return masked;
            findings.Clear();
            DigitPatterns.Find(text, findings);
            CprGuard.Find(masked.Text, findings);
            if (findings.IsEmpty) return masked;
            foreach (var span in masked.Spans) findings.WidenOver(span.Masked);
            masked = Again(masked, Write(masked.Text, findings.Settled(), masked.CprAlarm || findings.CprAlarm));
        }
        return masked;
    }

    /// <summary>Brings the stretches of a second round back to the text as received.</summary>
    private static MaskedText Again(MaskedText first, MaskedText second)
    {
        var spans = new List<MaskedSpan>();
        foreach (var span in first.Spans)
        {
            var shift = 0;
            var covered = false;
            foreach (var later in second.Spans)
            {
                covered |= later.Source.Start < span.Masked.End && later.Source.End > span.Masked.Start;
                if (later.Source.End <= span.Masked.Start) shift += later.Masked.Length - later.Source.Length;
            }
            if (!covered) spans.Add(span with { Masked = span.Masked with { Start = span.Masked.Start + shift } });
        }
        foreach (var later in second.Spans) spans.Add(later with { Source = Received(first, later.Source) });
        spans.Sort(static (a, b) => a.Masked.Start.CompareTo(b.Masked.Start));
        return second with { Spans = spans };
    }

    private static TextSpan Received(MaskedText first, TextSpan masked)
    {
        var (start, end) = (Received(first, masked.Start, atEnd: false), Received(first, masked.End, atEnd: true));
        return new TextSpan(start, Math.Max(0, end - start));
    }

    private static int Received(MaskedText first, int place, bool atEnd)
    {
        var shift = 0;
        foreach (var span in first.Spans)
        {
            if (span.Masked.End <= place) shift = span.Source.End - span.Masked.End;
            else if (span.Masked.Start < place) return atEnd ? span.Source.End : span.Source.Start;
        }
        return place + shift;
    }

    private static MaskedText Write(string raw, List<Findings.Finding> found, bool alarm)
    {
        var written = new StringBuilder(raw.Length + 16);
        var spans = new List<MaskedSpan>(found.Count);
        var from = 0;
        foreach (var finding in found)
        {
            written.Append(raw, from, finding.Source.Start - from);
            spans.Add(new MaskedSpan(finding.Kind, finding.Source, new TextSpan(written.Length, finding.Mask.Length)));
            written.Append(finding.Mask);
            from = finding.Source.End;
        }
        written.Append(raw, from, raw.Length - from);
        return new MaskedText(written.ToString(), spans, alarm);
    }
}
