using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vaern.App.Insight.Counting;
using Xunit;

namespace Vaern.App.Tests.Insight;

/// <summary>Small counts are not said, and cannot be worked out from those that are.</summary>
public sealed class SuppressionTests
{
    [Fact]
    public void The_schools_of_the_journey_hide_the_small_one_and_the_next_and_show_the_total()
    {
        int[] answered = [92, 88, 71, 64, 55, 45, 12, 4];
        var raw = new RawTable(answered.Select((_, at) => $"s{at}"), ["answered"]);
        foreach (var (at, count) in answered.Index())
        {
            raw.Add($"s{at}", "answered", count);
        }

        var table = Suppression.Publish(raw, Suppression.PupilLimit);

        table.Total.Value.ShouldBe(431);
        table.Rows.Take(6).Select(row => row.Base.Value).ShouldBe([92, 88, 71, 64, 55, 45]);
        table.Rows[6].Base.IsHidden.ShouldBeTrue();
        table.Rows[7].Base.IsFew.ShouldBeTrue();
    }

    [Theory]
    [InlineData(7, 2, 1, true)]
    [InlineData(8, 1, 1, true)]
    [InlineData(9, 1, 0, false)]
    [InlineData(10, 0, 0, false)]
    public void A_share_is_said_only_while_the_rest_stays_uncertain(int yes, int no, int dontKnow, bool isSaid)
    {
        var table = Suppression.Publish(Whole(yes, no, dontKnow), Suppression.Limit);

        table.Of("a0").Value.ShouldBe(isSaid ? yes : null);
        table.Totals.Skip(1).ShouldAllBe(count => count.Value == null);
    }

    [Fact]
    public void Three_leaders_with_one_answer_are_fewer_than_five()
    {
        var table = Suppression.Publish(Whole(7, 3, 0), Suppression.Limit);
        table.Of("a1").IsFew.ShouldBeTrue();
        table.Total.Value.ShouldBe(10);
    }

    [Fact]
    public void Nothing_is_said_where_fewer_than_the_limit_answered()
    {
        var table = Suppression.Publish(Whole(4, 0, 0), Suppression.Limit);
        table.Total.IsFew.ShouldBeTrue();
        table.Totals.ShouldAllBe(count => count.IsHidden);
    }

    [Fact]
    public void A_part_of_the_units_with_a_hidden_one_is_not_added_up()
    {
        var raw = new RawTable(["a", "b", "c", "d"], ["yes", "no"]);
        foreach (var (unit, yes, no) in new[] { ("a", 30, 30), ("b", 40, 20), ("c", 25, 15), ("d", 2, 1) })
        {
            raw.Add(unit, "yes", yes);
            raw.Add(unit, "no", no);
        }

        var table = Suppression.Publish(raw, Suppression.PupilLimit);

        table.Ask(["d"]).Base.IsFew.ShouldBeTrue();
        table.Ask(["a", "b"]).Base.Value.ShouldBe(120);
        table.Ask(["c"]).Base.IsHidden.ShouldBeTrue();
        table.Ask(["a", "d"]).Base.Value.ShouldBeNull();
        table.Ask(["a", "b", "c", "d"]).Base.Value.ShouldBe(163);
    }

    [Fact]
    public void Ten_thousand_sequences_of_filters_reveal_no_small_cell()
    {
        var random = new System.Random(20270416);
        var (hidden, attacked) = (0, 0);
        for (var sequence = 0; sequence < 10_000; sequence++)
        {
            var (raw, limit) = Any(random);
            var table = Suppression.Publish(raw, limit);
            var reader = new Reader(raw, limit);
            for (var asked = 0; asked < 8; asked++)
            {
                string[] units = raw.IsWhole || random.Next(3) == 0 ? [] : [.. raw.Rows.Where(_ => random.Next(2) == 0)];
                reader.Learn(units, table.Ask(units));
            }

            // And whoever asks for everything there is.
            reader.Learn([], table.Ask([]));
            foreach (var row in raw.IsWhole ? [] : raw.Rows)
            {
                reader.Learn([row], table.Ask([row]));
            }

            attacked++;
            hidden += reader.SmallCells;
            reader.Revealed().ShouldBeEmpty($"sequence {sequence}: {string.Join(" | ", Enumerable.Range(0, raw.RowCount).Select(row => string.Join(' ', raw.Columns.Select((_, column) => raw[row, column]))))}");
        }

        attacked.ShouldBe(10_000);
        hidden.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void What_is_said_is_true_and_never_small() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var (raw, limit) = Any(new System.Random(seed));
            var table = Suppression.Publish(raw, limit);
            var all = new[] { (table.Total, raw.Total) }
                .Concat(table.Totals.Select((count, column) => (count, raw.ColumnTotal(column))))
                .Concat(table.Rows.SelectMany((row, at) => row.Counts.Select((count, column) => (count, raw[at, column])).Append((row.Base, raw.RowTotal(at)))));
            return all.All(one => one.Item1.Value is not { } said || (said == one.Item2 && said >= limit));
        }).QuickCheckThrowOnFailure();

    private static RawTable Whole(params int[] counts)
    {
        var raw = new RawTable([], counts.Select((_, at) => $"a{at}"));
        foreach (var (at, count) in counts.Index())
        {
            raw.Add(null, $"a{at}", count);
        }

        return raw;
    }

    // Tables as they occur: some with one big school, some with many small ones, answers that hardly anybody gave.
    private static (RawTable Raw, int Limit) Any(System.Random random)
    {
        var limit = random.Next(2) == 0 ? Suppression.Limit : Suppression.PupilLimit;
        var (rows, columns) = (random.Next(0, 7), random.Next(1, 5));
        var raw = new RawTable(Enumerable.Range(0, rows).Select(at => $"u{at}"), Enumerable.Range(0, columns).Select(at => $"a{at}"));
        for (var row = 0; row < Math.Max(1, rows); row++)
        {
            var size = random.Next(4) switch { 0 => 3, 1 => 12, 2 => 30, _ => 90 };
            for (var column = 0; column < columns; column++)
            {
                raw.Add(rows == 0 ? null : $"u{row}", $"a{column}", random.Next(3) == 0 ? random.Next(0, 3) : random.Next(0, size));
            }
        }

        return (raw, limit);
    }

    /// <summary>
    /// Somebody who writes down every answer, takes differences of all of them, knows the rule of what is hidden, and narrows each unknown as far as bounds go, over and
    /// over. It shares no code with what hides. A set of cells is a mask of bits.
    /// </summary>
    private sealed class Reader
    {
        private readonly RawTable raw;
        private readonly int limit;
        private readonly int columns;
        private readonly int[] low;
        private readonly int[] high;
        private readonly Dictionary<ulong, int> sums = [];

        public Reader(RawTable raw, int limit)
        {
            (this.raw, this.limit, columns) = (raw, limit, raw.Columns.Count);
            low = new int[raw.RowCount * columns];
            high = [.. Enumerable.Repeat(1 << 16, low.Length)];
        }

        public int SmallCells => Enumerable.Range(0, low.Length).Count(cell => True(cell) < limit);

        public void Learn(string[] units, TableAnswer answer)
        {
            int[] rows = raw.IsWhole ? [0] : units.Length == 0 || raw.Rows.All(units.Contains)
                ? [.. Enumerable.Range(0, raw.RowCount)]
                : [.. Enumerable.Range(0, raw.RowCount).Where(row => units.Contains(raw.Rows[row]))];
            if (rows.Length == 0)
            {
                return;
            }

            Tell(Enumerable.Range(0, columns).Aggregate(0UL, (mask, column) => mask | Mask(rows, column)), answer.Base, answer);
            for (var column = 0; column < columns; column++)
            {
                Tell(Mask(rows, column), answer.Counts[column], answer);
            }
        }

        /// <summary>Small cells of which one value alone remains possible.</summary>
        public IReadOnlyList<string> Revealed()
        {
            foreach (var (all, sum) in sums.ToArray())
            {
                foreach (var (part, partly) in sums.ToArray())
                {
                    if (part != all && (part & ~all) == 0)
                    {
                        sums.TryAdd(all & ~part, sum - partly);
                    }
                }
            }

            for (var changed = true; changed;)
            {
                changed = false;
                foreach (var (mask, sum) in sums)
                {
                    int[] cells = [.. Enumerable.Range(0, low.Length).Where(cell => (mask >> cell & 1) == 1)];
                    var (least, most) = (cells.Sum(cell => low[cell]), cells.Sum(cell => high[cell]));
                    foreach (var cell in cells)
                    {
                        var (up, down) = (Math.Min(high[cell], sum - (least - low[cell])), Math.Max(low[cell], sum - (most - high[cell])));
                        changed |= up != high[cell] || down != low[cell];
                        (least, most) = (least - low[cell] + down, most - high[cell] + up);
                        (low[cell], high[cell]) = (down, up);
                    }
                }
            }

            return [.. Enumerable.Range(0, low.Length).Where(cell => True(cell) < limit && low[cell] >= high[cell]).Select(cell => $"{cell / columns}/{cell % columns}={low[cell]}")];
        }

        private void Tell(ulong mask, Counted count, TableAnswer answer)
        {
            if (count.Value is { } told)
            {
                sums[mask] = told;
            }
            else if (ulong.PopCount(mask) == 1)
            {
                var cell = (int)ulong.TrailingZeroCount(mask);
                if (count.IsFew)
                {
                    high[cell] = Math.Min(high[cell], limit - 1);
                }
                else if (answer.Counts.Any(other => other.IsFew) && answer.Base.Value is not null)
                {
                    low[cell] = Math.Max(low[cell], limit);
                }
            }
        }

        private ulong Mask(int[] rows, int column) => rows.Aggregate(0UL, (mask, row) => mask | (1UL << ((row * columns) + column)));

        private int True(int cell) => raw[cell / columns, cell % columns];
    }
}
