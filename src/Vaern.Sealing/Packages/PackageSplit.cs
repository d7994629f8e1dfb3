using System.Globalization;

namespace Vaern.Sealing.Packages;

/// <summary>
/// Splits an export by item so that no package is larger than what old file systems and readers take (4 GiB). Each part is a whole package: with the
/// whole custody stream, its own seal and a line about where the rest is. An item that is larger by itself gets a part of its own, with zip64.
/// </summary>
public static class PackageSplit
{
    /// <summary>Room for texts, manifests and the ZIP's own structures is left below 4 GiB.</summary>
    public const long LargestPayload = (4L << 30) - (64 << 20);

    /// <summary>The requests of the parts, in order; the request itself when nothing needs to be split.</summary>
    /// <param name="largest">Most bytes of items in one part.</param>
    public static IReadOnlyList<PackageRequest> Split(PackageRequest request, long largest = LargestPayload)
    {
        ArgumentNullException.ThrowIfNull(request);
        var parts = new List<List<PackageItem>> { new() };
        long filled = 0;
        foreach (var item in request.Items)
        {
            var size = item.Length + item.Derived.Sum(d => d.Length);
            if (filled > 0 && size > 0 && filled + size > largest)
            {
                parts.Add([]);
                filled = 0;
            }
            parts[^1].Add(item);
            filled += size;
        }
        return parts.Count == 1 ? [request] : [.. parts.Select((items, index) => Part(request, parts, items, index))];
    }

    private static PackageRequest Part(PackageRequest request, List<List<PackageItem>> parts, List<PackageItem> items, int index) => request with
    {
        Case = request.Case with { Part = index + 1, Parts = parts.Count },
        Items = items,
        // What is not stored anywhere is told of once.
        Referrals = index == 0 ? request.Referrals : [],
        LeftOut = [.. request.LeftOut, .. parts.Select((others, n) => (others, n)).Where(p => p.n != index).Select(p => Elsewhere(p.others, p.n, parts.Count))],
    };

    private static string Elsewhere(List<PackageItem> items, int index, int parts) => string.Create(
        CultureInfo.InvariantCulture, $"{items[0].Id}{(items.Count > 1 ? " til " + items[^1].Id : "")}: ligger i del {index + 1} af {parts}");
}
