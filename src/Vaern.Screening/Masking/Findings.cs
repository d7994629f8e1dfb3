using Vaern.Screening.Normalising;

namespace Vaern.Screening.Masking;

/// <summary>What patterns and lists have found in one text; overlaps are settled at the end.</summary>
internal sealed class Findings
{
    private readonly List<Finding> all = [];
    private readonly List<TextSpan> kept = [];

    /// <param name="Kind">What it is.</param>
    /// <param name="Source">Where it stands in the raw text.</param>
    /// <param name="Mask">What stands there instead.</param>
    public readonly record struct Finding(MaskKind Kind, TextSpan Source, string Mask);

    public bool CprAlarm { get; set; }

    public bool IsEmpty => all.Count == 0;

    public void Clear()
    {
        all.Clear();
        kept.Clear();
        CprAlarm = false;
    }

    /// <summary>The domains in masks of an earlier round stay: masking twice is masking once.</summary>
    public void Keep(string raw)
    {
        const string Opening = "[LINK ";
        for (var at = raw.IndexOf(Opening, StringComparison.Ordinal); at >= 0; at = raw.IndexOf(Opening, at + 1, StringComparison.Ordinal))
        {
            var end = raw.AsSpan(at + Opening.Length).IndexOfAny(' ', ']');
            if (end > 0 && raw[at + Opening.Length + end] == ']') kept.Add(new TextSpan(at, Opening.Length + end + 1));
        }
    }

    private bool IsKept(TextSpan source)
    {
        foreach (var span in kept)
        {
            if (source.Start >= span.Start && source.End <= span.End) return true;
        }
        return false;
    }

    public void Add(MaskKind kind, TextSpan source, string mask)
    {
        if (source.Length == 0 || (kind is MaskKind.Link or MaskKind.Name && IsKept(source))) return;
        all.Add(new Finding(kind, source, mask));
    }

    /// <summary>A finding that touches a mask of an earlier round takes all of it: half a mask belongs to no stretch of the received text.</summary>
    public void WidenOver(TextSpan mask)
    {
        for (var i = 0; i < all.Count; i++)
        {
            var source = all[i].Source;
            if (source.Start >= mask.End || source.End <= mask.Start) continue;
            var start = Math.Min(source.Start, mask.Start);
            all[i] = all[i] with { Source = new TextSpan(start, Math.Max(source.End, mask.End) - start) };
        }
    }

    /// <summary>
    /// The findings that stay, in the order of the text: the longer wins, then the earlier. What overlaps a longer one beyond its
    /// edge is masked together with it, so that no rest stays readable.
    /// </summary>
    public List<Finding> Settled()
    {
        all.Sort(static (a, b) => a.Source.Start != b.Source.Start ? a.Source.Start.CompareTo(b.Source.Start)
            : a.Source.Length != b.Source.Length ? b.Source.Length.CompareTo(a.Source.Length) : a.Kind.CompareTo(b.Kind));
        var settled = new List<Finding>(all.Count);
        foreach (var finding in all)
        {
            if (settled.Count == 0 || finding.Source.Start >= settled[^1].Source.End)
            {
                settled.Add(finding);
                continue;
            }
            var last = settled[^1];
            var both = new TextSpan(last.Source.Start, Math.Max(last.Source.End, finding.Source.End) - last.Source.Start);
            settled[^1] = (finding.Source.Length > last.Source.Length ? finding : last) with { Source = both };
        }
        return settled;
    }
}
