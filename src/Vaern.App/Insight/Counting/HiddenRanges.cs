namespace Vaern.App.Insight.Counting;

/// <summary>
/// How exactly a reader of a table with margins can work out what is hidden in it. A table is a network: each count is a flow from its row to its
/// column, each total of a column a flow from the column to everybody. A reader knows what is shown, all sums, that a small count lies below the limit and
/// that one hidden for its sake does not. What a hidden count can be is then how far its flow can be pushed round through other hidden ones
/// (complementary suppression as network flow: Cox 1995, «Network models for complementary cell suppression», JASA 90).
/// </summary>
internal sealed class HiddenRanges(int limit)
{
    /// <summary>A reader is left with at least this many values that a small count may have.</summary>
    public const int LeastValues = 3;

    private const int Unbounded = 1 << 28;
    private readonly List<Cell> cells = [];
    private readonly Dictionary<int, List<int>> at = [];

    /// <summary>One count between two nodes. Small ones are hidden from the beginning.</summary>
    public int Add(int from, int to, int value)
    {
        cells.Add(new Cell(from, to, value, value < limit) { Hidden = value < limit });
        Node(from).Add(cells.Count - 1);
        Node(to).Add(cells.Count - 1);
        return cells.Count - 1;

        List<int> Node(int node) => at.TryGetValue(node, out var found) ? found : at[node] = [];
    }

    public Counted this[int cell] => cells[cell] switch
    {
        { Hidden: false, Value: var value } => Counted.Of(value),
        { Small: true } => Counted.Few,
        _ => Counted.Hidden,
    };

    /// <summary>Hides as little more as it finds until every small count is uncertain enough; false when there is nothing left to hide.</summary>
    public bool Protect()
    {
        for (var cell = 0; cell < cells.Count; cell++)
        {
            while (cells[cell].Small && Values(cell) < LeastValues)
            {
                if (!HideMore(cell))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>How many values a hidden count may have for a reader; stops counting at <see cref="LeastValues"/>.</summary>
    public int Values(int cell)
    {
        if (!cells[cell].Hidden)
        {
            return 1;
        }

        // Pushing up and pulling down start from the true table, which is one of those a reader must take into account.
        return 1 + Push(cell, up: true, LeastValues - 1) is var upwards && upwards >= LeastValues
            ? upwards
            : upwards + Push(cell, up: false, LeastValues - upwards);
    }

    private int Push(int cell, bool up, int most)
    {
        var shift = new int[cells.Count];
        var pushed = 0;
        var room = Room(cell, 0, up);
        while (pushed < most && pushed < room && Path(cell, up, shift) is { } path)
        {
            foreach (var (step, forward) in path)
            {
                shift[step] += forward ? 1 : -1;
            }

            pushed++;
        }

        return pushed;
    }

    // Breadth first from where the extra unit of flow arrives back to where it left, through hidden cells that still give way.
    private List<(int Cell, bool Forward)>? Path(int cell, bool up, int[] shift)
    {
        var (start, goal) = up ? (cells[cell].To, cells[cell].From) : (cells[cell].From, cells[cell].To);
        var came = new Dictionary<int, (int Cell, bool Forward)>();
        var queue = new Queue<int>([start]);
        var seen = new HashSet<int> { start };
        while (queue.TryDequeue(out var node))
        {
            if (node == goal)
            {
                var path = new List<(int, bool)>();
                while (node != start)
                {
                    var step = came[node];
                    path.Add(step);
                    node = step.Forward ? cells[step.Cell].From : cells[step.Cell].To;
                }

                return path;
            }

            foreach (var next in at[node])
            {
                var forward = cells[next].From == node;
                var there = forward ? cells[next].To : cells[next].From;
                if (next != cell && cells[next].Hidden && Room(next, shift[next], forward) > 0 && seen.Add(there))
                {
                    came[there] = (next, forward);
                    queue.Enqueue(there);
                }
            }
        }

        return null;
    }

    private int Room(int cell, int shift, bool up)
    {
        var one = cells[cell];
        var value = one.Value + shift;
        var (low, high) = one.Small ? (0, limit - 1) : (limit, Unbounded);
        return up ? high - value : value - low;
    }

    // The cheapest way round through cells that are shown; where all of it is hidden already and still too stiff, the smallest shown cell that touches it.
    private bool HideMore(int cell)
    {
        var path = Cheapest(cell);
        var hid = false;
        foreach (var step in path.Where(step => !cells[step].Hidden))
        {
            cells[step].Hidden = hid = true;
        }

        if (hid)
        {
            return true;
        }

        var touching = Component(cell).SelectMany(node => at[node]).Where(step => !cells[step].Hidden).ToArray();
        var rest = touching.Length > 0 ? touching : [.. Enumerable.Range(0, cells.Count).Where(step => !cells[step].Hidden)];
        if (rest.Length == 0)
        {
            return false;
        }

        cells[rest.MinBy(step => (cells[step].Value, step))].Hidden = true;
        return true;
    }

    private List<int> Cheapest(int cell)
    {
        var (start, goal) = (cells[cell].To, cells[cell].From);
        var cost = new Dictionary<int, long> { [start] = 0 };
        var came = new Dictionary<int, (int Node, int Cell)>();
        var queue = new PriorityQueue<int, (long, int)>([(start, (0, start))]);
        while (queue.TryDequeue(out var node, out var reached))
        {
            if (node == goal)
            {
                break;
            }

            foreach (var next in at[node].Where(next => next != cell))
            {
                var there = cells[next].From == node ? cells[next].To : cells[next].From;
                var through = reached.Item1 + (cells[next].Hidden ? 0 : cells[next].Value + 1L);
                if (!cost.TryGetValue(there, out var known) || through < known)
                {
                    cost[there] = through;
                    came[there] = (node, next);
                    queue.Enqueue(there, (through, there));
                }
            }
        }

        var path = new List<int>();
        for (var node = goal; node != start && came.TryGetValue(node, out var step); node = step.Node)
        {
            path.Add(step.Cell);
        }

        return path;
    }

    private HashSet<int> Component(int cell)
    {
        var seen = new HashSet<int> { cells[cell].From, cells[cell].To };
        var queue = new Queue<int>(seen);
        while (queue.TryDequeue(out var node))
        {
            foreach (var next in at[node].Where(next => cells[next].Hidden))
            {
                foreach (var there in new[] { cells[next].From, cells[next].To }.Where(seen.Add))
                {
                    queue.Enqueue(there);
                }
            }
        }

        return seen;
    }

    private sealed record Cell(int From, int To, int Value, bool Small)
    {
        public bool Hidden { get; set; }
    }
}
