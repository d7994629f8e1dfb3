namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>How hard a code is to read (ISO/IEC 18004:2015 §7.8.3): long runs, squares, what looks like a finder, too dark or too light.</summary>
internal static class QrPenalty
{
    private static readonly bool[] FinderLike = [true, false, true, true, true, false, true];

    public static int Of(bool[,] dark)
    {
        var size = dark.GetLength(0);
        var penalty = 0;
        var count = 0;
        for (var i = 0; i < size; i++)
        {
            var line = i;
            penalty += Line(size, at => dark[line, at]) + Line(size, at => dark[at, line]);
            for (var j = 0; j < size; j++)
            {
                count += dark[i, j] ? 1 : 0;
                if (i + 1 < size && j + 1 < size && dark[i, j] == dark[i, j + 1] && dark[i, j] == dark[i + 1, j] && dark[i, j] == dark[i + 1, j + 1])
                {
                    penalty += 3;
                }
            }
        }

        return penalty + (Math.Abs((count * 20) - (size * size * 10)) / (size * size) * 10);
    }

    private static int Line(int size, Func<int, bool> dark)
    {
        var penalty = 0;
        var run = 0;
        for (var at = 0; at < size; at++)
        {
            run = at > 0 && dark(at) == dark(at - 1) ? run + 1 : 1;
            penalty += run == 5 ? 3 : run > 5 ? 1 : 0;
            penalty += at + FinderLike.Length <= size && IsFinder(at) ? 40 : 0;
        }

        return penalty;

        bool IsFinder(int from) =>
            Enumerable.Range(0, FinderLike.Length).All(i => dark(from + i) == FinderLike[i]) && (IsLight(from - 4) || IsLight(from + FinderLike.Length));

        // Beyond the edge lies the quiet zone, which is light.
        bool IsLight(int from) => Enumerable.Range(from, 4).All(at => at < 0 || at >= size || !dark(at));
    }
}
