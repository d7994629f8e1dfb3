namespace Vaern.Web.Charts;

/// <summary>One bar.</summary>
/// <param name="Said">What stands at its end: «7 af 10», «færre end 5».</param>
/// <param name="Value">Its length in the units of the axis; null draws that it is not said.</param>
/// <param name="Low">Where the value may begin, with <paramref name="High"/> where it may end.</param>
/// <param name="Reference">A national figure: a line to look at.</param>
public sealed record Bar(string Label, string Said, double? Value, double? Low = null, double? High = null, double? Reference = null);

/// <summary>
/// Bars under each other, each with its words above it so that a telephone shows the same as a desk. Title, base, period and method are part of the drawing: whoever copies it
/// takes them along.
/// </summary>
/// <param name="Base">Who was counted, when, how many of how many, and how.</param>
/// <param name="Max">The end of the axis; 100 for per cent.</param>
/// <param name="ReferenceWord">What the reference line is called; null where there is none.</param>
/// <param name="IntervalWord">What the whiskers are called.</param>
/// <param name="Warning">What must stand over it, such as that under half have answered.</param>
public sealed record BarChart(string Id, string Title, string Base, IReadOnlyList<Bar> Bars, double Max, string? ReferenceWord = null, string? IntervalWord = null, string? Warning = null)
{
    private const double Left = 8;
    private const double Length = 300;

    /// <summary>The same in words, for those who do not see it.</summary>
    public string Words => string.Join(". ", Bars.Select(bar => $"{bar.Label}: {bar.Said}").Append(Base));

    public string Svg()
    {
        var drawing = new Drawing();
        var y = drawing.Wrapped(Left, 24, Title, 18, Drawing.Ink, "600", 42);
        if (Warning is not null)
        {
            y = drawing.Wrapped(Left, y + 4, Warning, 14, "#b0171f", "600", 52);
        }

        y = Legend(drawing, y + 4);
        foreach (var bar in Bars)
        {
            y = One(drawing, bar, y);
        }

        drawing.Stroke(Left, y, Left + Length, y, Drawing.Line);
        y = drawing.Wrapped(Left, y + 22, Base, 12, Drawing.Muted, "400", 66);
        return drawing.Done(Id, y + 4, Title, Words);
    }

    private double Legend(Drawing drawing, double y)
    {
        if (ReferenceWord is not null && Bars.Any(bar => bar.Reference is not null))
        {
            drawing.Stroke(Left + 3, y, Left + 3, y + 14, Drawing.Mark, 3);
            drawing.Text(Left + 14, y + 12, ReferenceWord, 13, Drawing.Muted);
            y += 20;
        }

        if (IntervalWord is not null && Bars.Any(bar => bar.Low is not null))
        {
            Whisker(drawing, Left, Left + 24, y + 8, Drawing.Ink);
            drawing.Text(Left + 32, y + 12, IntervalWord, 13, Drawing.Muted);
            y += 20;
        }

        return y;
    }

    private double One(Drawing drawing, Bar bar, double y)
    {
        y = drawing.Wrapped(Left, y + 16, bar.Label, 14, Drawing.Ink, "400", 54) - 10;
        var end = Left;
        if (bar.Value is { } value)
        {
            end = Left + Along(value);
            drawing.Rect(Left, y, end - Left, 20, Drawing.Accent);
        }
        else
        {
            end = Left + 60;
            drawing.Rect(Left, y, 60, 20, "#fff", "#8a9696", dashed: true);
        }

        if (bar is { Low: { } low, High: { } high })
        {
            // White under black: to be seen on the bar and beside it.
            drawing.Stroke(Left + Along(low), y + 10, Left + Along(high), y + 10, "#fff", 5);
            Whisker(drawing, Left + Along(low), Left + Along(high), y + 10, Drawing.Ink);
            end = Math.Max(end, Left + Along(high));
        }

        if (bar.Reference is { } reference)
        {
            drawing.Stroke(Left + Along(reference), y - 3, Left + Along(reference), y + 23, Drawing.Mark, 3);
            end = Math.Max(end, Left + Along(reference));
        }

        drawing.Text(end + 8, y + 15, bar.Said, 13, Drawing.Ink, "600");
        return y + 30;
    }

    private double Along(double value) => Max <= 0 ? 0 : Length * Math.Clamp(value / Max, 0, 1);

    private static void Whisker(Drawing drawing, double from, double to, double y, string stroke)
    {
        drawing.Stroke(from, y, to, y, stroke, 1.5);
        drawing.Stroke(from, y - 4, from, y + 4, stroke, 1.5);
        drawing.Stroke(to, y - 4, to, y + 4, stroke, 1.5);
    }
}
