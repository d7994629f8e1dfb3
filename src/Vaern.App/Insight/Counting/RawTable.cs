namespace Vaern.App.Insight.Counting;

/// <summary>Counts as a query found them. They leave the query layer only through <see cref="Suppression.Publish"/>.</summary>
internal sealed class RawTable
{
    private readonly List<string> rows;
    private readonly List<string> columns;
    private readonly int[,] counts;

    /// <param name="rows">Units, or none where only everybody is counted.</param>
    /// <param name="columns">Answers that exclude each other and together cover everybody.</param>
    public RawTable(IEnumerable<string> rows, IEnumerable<string> columns)
    {
        (this.rows, this.columns) = ([.. rows], [.. columns]);
        IsWhole = this.rows.Count == 0;
        counts = new int[Math.Max(1, this.rows.Count), this.columns.Count];
    }

    /// <summary>True when there are no units: one row that is everybody.</summary>
    public bool IsWhole { get; }

    public IReadOnlyList<string> Rows => rows;

    public IReadOnlyList<string> Columns => columns;

    public int RowCount => counts.GetLength(0);

    public int this[int row, int column] => counts[row, column];

    /// <summary>Adds to a cell; a row of null is the only one of a table without units.</summary>
    public void Add(string? row, string column, int count)
    {
        var at = row is null ? 0 : rows.IndexOf(row);
        var place = columns.IndexOf(column);
        if (at < 0 || place < 0)
        {
            throw new ArgumentException($"The table has no {row}/{column}.", nameof(row));
        }

        counts[at, place] += count;
    }

    public int RowTotal(int row) => Enumerable.Range(0, columns.Count).Sum(column => counts[row, column]);

    public int ColumnTotal(int column) => Enumerable.Range(0, RowCount).Sum(row => counts[row, column]);

    public int Total => Enumerable.Range(0, RowCount).Sum(RowTotal);
}
