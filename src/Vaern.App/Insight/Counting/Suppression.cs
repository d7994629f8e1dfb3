namespace Vaern.App.Insight.Counting;

/// <summary>
/// Makes of counts what may be said of them. Counts below the limit are hidden, and so are others wherever a small one could be worked out from sums
/// and differences to fewer than three values. Zero is small too: that nobody answered yes tells what everybody answered.
/// </summary>
internal static class Suppression
{
    /// <summary>For staff, cases and reports.</summary>
    public const int Limit = 5;

    /// <summary>For answers of pupils; the project's own setting.</summary>
    public const int PupilLimit = 10;

    public static PublishedTable Publish(RawTable raw, int limit)
    {
        if (raw.Total < limit)
        {
            return new PublishedTable(limit, raw.Columns, Counted.Few, All(raw, Counted.Hidden), []);
        }

        if (raw.IsWhole)
        {
            return new PublishedTable(limit, raw.Columns, Counted.Of(raw.Total), Whole(raw, limit), []);
        }

        // First who answered at all: a unit below the limit is out, and another with it where it could be found from the total.
        var units = new HiddenRanges(limit);
        foreach (var row in Enumerable.Range(0, raw.RowCount))
        {
            units.Add(0, 1, raw.RowTotal(row));
        }

        if (!units.Protect())
        {
            return new PublishedTable(limit, raw.Columns, Counted.Of(raw.Total), Whole(raw, limit), [.. raw.Rows.Select(row => new PublishedRow(row, Counted.Hidden, All(raw, Counted.Hidden)))]);
        }

        return Units(raw, limit, [.. Enumerable.Range(0, raw.RowCount).Select(row => units[row])]);
    }

    private static PublishedTable Units(RawTable raw, int limit, IReadOnlyList<Counted> bases)
    {
        // Hidden units are one row to a reader, who can subtract the shown ones from the totals.
        var shown = Enumerable.Range(0, raw.RowCount).Where(row => bases[row].Value is not null).ToArray();
        int[] hidden = [.. Enumerable.Range(0, raw.RowCount).Except(shown)];
        int[][] rows = hidden.Length == 0 ? [.. shown.Select(row => new[] { row })] : [.. shown.Select(row => new[] { row }), hidden];
        var (columns, everybody) = (raw.Columns.Count, rows.Length + raw.Columns.Count);
        var net = new HiddenRanges(limit);
        var cells = new int[rows.Length, columns];
        for (var row = 0; rows.Length > 1 && row < rows.Length; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                cells[row, column] = net.Add(row, rows.Length + column, rows[row].Sum(one => raw[one, column]));
            }
        }

        var totals = Enumerable.Range(0, columns).Select(column => net.Add(rows.Length > 1 ? rows.Length + column : 0, everybody, raw.ColumnTotal(column))).ToArray();
        var isSafe = net.Protect();
        var published = new List<PublishedRow>();
        for (var row = 0; row < raw.RowCount; row++)
        {
            var line = Array.IndexOf(shown, row);
            IReadOnlyList<Counted> counts = (line, isSafe) switch
            {
                ( < 0, _) => All(raw, bases[row].IsFew ? Counted.Few : Counted.Hidden),
                (_, false) => All(raw, Counted.Hidden),
                _ when rows.Length == 1 => [.. totals.Select(total => net[total])],
                _ => [.. Enumerable.Range(0, columns).Select(column => net[cells[line, column]])],
            };
            published.Add(new PublishedRow(raw.Rows[row], bases[row], counts));
        }

        return new PublishedTable(limit, raw.Columns, Counted.Of(raw.Total), isSafe ? [.. totals.Select(total => net[total])] : Whole(raw, limit), published);
    }

    private static IReadOnlyList<Counted> Whole(RawTable raw, int limit)
    {
        var net = new HiddenRanges(limit);
        var totals = Enumerable.Range(0, raw.Columns.Count).Select(column => net.Add(0, 1, raw.ColumnTotal(column))).ToArray();
        return net.Protect() ? [.. totals.Select(total => net[total])] : All(raw, Counted.Hidden);
    }

    private static IReadOnlyList<Counted> All(RawTable raw, Counted what) => [.. raw.Columns.Select(_ => what)];
}
