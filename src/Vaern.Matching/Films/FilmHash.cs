using System.Globalization;
using Vaern.Matching.Hashing;

namespace Vaern.Matching.Films;

/// <summary>One frame of a film.</summary>
/// <param name="Number">Counted from 0.</param>
/// <param name="Seconds">From the beginning.</param>
public sealed record FilmFrame(int Number, int Quality, PdqHash Hash, double Seconds)
{
    /// <summary>The text form of vPDQ, <c>frame,quality,hash,seconds</c>; null when the line is not of that form.</summary>
    public static FilmFrame? Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Split(',') is [var number, var quality, var hash, var seconds]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            && int.TryParse(quality, NumberStyles.None, CultureInfo.InvariantCulture, out var q) && q <= 100
            && PdqHash.TryParse(hash, out var bits)
            && double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var s)
            ? new FilmFrame(n, q, bits, s)
            : null;
    }

    /// <summary>The line that <see cref="Parse"/> reads, seconds with three decimals.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Number},{Quality},{Hash.ToHex()},{Seconds:0.000}");
}

/// <summary>A film as its frames; one a second is enough.</summary>
public sealed record FilmHash(IReadOnlyList<FilmFrame> Frames)
{
    /// <summary>Different hashes of frames that are good enough to compare. Order and time do not count.</summary>
    public IReadOnlyList<PdqHash> Distinct { get; } =
        [.. Frames.Where(frame => frame.Quality >= PdqFingerprint.LeastQuality).Select(frame => frame.Hash).Distinct()];

    /// <summary>Reads vPDQ text: a frame a line, empty lines and <c>#</c> comments passed over. Lines that are no frame come back by number, from 1.</summary>
    public static (FilmHash Film, IReadOnlyList<int> RefusedLines) Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var frames = new List<FilmFrame>();
        var refused = new List<int>();
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            line = line.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            if (FilmFrame.Parse(line) is { } frame)
            {
                frames.Add(frame);
            }
            else
            {
                refused.Add(number);
            }
        }
        return (new FilmHash(frames), refused);
    }

    /// <summary>Without the frames within <paramref name="distance"/> of the last one that was kept.</summary>
    public FilmHash Pruned(int distance)
    {
        var kept = new List<FilmFrame>();
        foreach (var frame in Frames)
        {
            if (kept.Count == 0 || kept[^1].Hash.Distance(frame.Hash) > distance)
            {
                kept.Add(frame);
            }
        }
        return new FilmHash(kept);
    }
}

/// <summary>Which side of a match is a part of the other.</summary>
public enum FilmClip
{
    /// <summary>Both films hold most of each other.</summary>
    Neither,

    /// <summary>The asked film is a clip of the known one.</summary>
    Query,

    /// <summary>The known film is a clip of the asked one.</summary>
    Entry,
}

/// <summary>How much of each film is in the other.</summary>
/// <param name="QueryMatched">Different hashes of the query with a partner in the entry.</param>
/// <param name="EntryMatched">The reverse.</param>
public sealed record FilmMatch(int QueryMatched, int QueryDistinct, int EntryMatched, int EntryDistinct)
{
    /// <summary>Share from which a film is a lead.</summary>
    public const double LeadPercent = 80;

    /// <summary>False when a side has no frame that is good enough: that is not "no match".</summary>
    public bool CanBeCompared => QueryDistinct > 0 && EntryDistinct > 0;

    public double QueryPercent => QueryDistinct == 0 ? 0 : 100.0 * QueryMatched / QueryDistinct;

    public double EntryPercent => EntryDistinct == 0 ? 0 : 100.0 * EntryMatched / EntryDistinct;

    public bool IsLead => CanBeCompared && (QueryPercent >= LeadPercent || EntryPercent >= LeadPercent);

    public FilmClip Clip => (QueryPercent >= LeadPercent, EntryPercent >= LeadPercent) switch
    {
        (true, false) => FilmClip.Query,
        (false, true) => FilmClip.Entry,
        _ => FilmClip.Neither,
    };

    /// <summary>Compares two films frame by frame (vPDQ, distance 31, quality 50).</summary>
    public static FilmMatch Of(FilmHash query, FilmHash entry)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(entry);
        return new FilmMatch(Held(query, entry), query.Distinct.Count, Held(entry, query), entry.Distinct.Count);
    }

    private static int Held(FilmHash one, FilmHash other) =>
        one.Distinct.Count(hash => other.Distinct.Any(partner => partner.Distance(hash) <= PdqFingerprint.MostDistance));
}
