namespace Vaern.App.Insight.Counting;

/// <summary>What a filter gives: the base, and a count for each column in the order of the table.</summary>
public sealed record TableAnswer(Counted Base, IReadOnlyList<Counted> Counts);

/// <summary>
/// A table of which every number may be said, alone and together with every other: rows are units (or none), columns are answers that exclude each other.
/// It is made once by <see cref="Suppression"/>; a filter only chooses among its numbers or adds up what is shown, so no row of filters can tell more than the whole table does.
/// </summary>
/// <param name="Limit">Below this many a count is not said.</param>
/// <param name="Columns">Keys of the columns.</param>
/// <param name="Total">Everybody counted.</param>
/// <param name="Totals">Everybody, by column.</param>
/// <param name="Rows">The units that have a row, in the order they were counted in.</param>
public sealed record PublishedTable(int Limit, IReadOnlyList<string> Columns, Counted Total, IReadOnlyList<Counted> Totals, IReadOnlyList<PublishedRow> Rows)
{
    /// <summary>Asks for some units; none means everybody.</summary>
    /// <returns>Few for units that are hidden, unless all hidden ones are asked for together with all others; hidden where a part of a sum is.</returns>
    public TableAnswer Ask(IReadOnlyCollection<string> units)
    {
        if (units.Count == 0 || (Rows.Count > 0 && Rows.All(row => units.Contains(row.Key))))
        {
            return new TableAnswer(Total, Totals);
        }

        var rows = Rows.Where(row => units.Contains(row.Key)).ToArray();
        return rows.Length switch
        {
            0 => new TableAnswer(Counted.Few, [.. Columns.Select(_ => Counted.Few)]),
            1 => new TableAnswer(rows[0].Base, rows[0].Counts),
            _ => new TableAnswer(Sum(rows.Select(row => row.Base)), [.. Columns.Select((_, at) => Sum(rows.Select(row => row.Counts[at])))]),
        };
    }

    public Counted Of(string column) => Columns.ToList().IndexOf(column) is var at and >= 0 ? Totals[at] : Counted.Hidden;

    private static Counted Sum(IEnumerable<Counted> counts)
    {
        var sum = 0;
        foreach (var count in counts)
        {
            if (count.Value is not { } shown)
            {
                return Counted.Hidden;
            }

            sum += shown;
        }

        return Counted.Of(sum);
    }
}

/// <summary>A unit of a table.</summary>
/// <param name="Key">The unit.</param>
/// <param name="Base">Everybody counted there.</param>
/// <param name="Counts">By column.</param>
public sealed record PublishedRow(string Key, Counted Base, IReadOnlyList<Counted> Counts);
