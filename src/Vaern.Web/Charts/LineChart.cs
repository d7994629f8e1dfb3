using System.Globalization;

namespace Vaern.Web.Charts;

/// <summary>One point in time.</summary>
/// <param name="Value">Null where too few were counted: the line is broken there.</param>
public sealed record LinePoint(string Label, string Said, double? Value, double? Low, double? High);

/// <summary>A value over time with the span of the middle half behind it. Like <see cref="BarChart"/> it carries title, base, period and method.</summary>
public sealed record LineChart(string Id, string Title, string Base, IReadOnlyList<LinePoint> Points, string BandWord, string AxisWord)
{
    private const double Left = 40;
    private const double Right = 408;
    private const double Height = 180;

    public string Words => string.Join(". ", Points.Select(point => $"{point.Label}: {point.Said}").Append(Base));

    public string Svg()
    {
        var drawing = new Drawing();
        var top = drawing.Wrapped(8, 24, Title, 18, Drawing.Ink, "600", 42) + 18;
        var bottom = top + Height;
        var most = Points.Max(point => Math.Max(point.High ?? 0, point.Value ?? 0)) is var found && found > 0 ? found : 1;
        var step = Math.Max(1, Math.Ceiling(most / 4));
        for (var tick = 0; tick <= 4; tick++)
        {
            var y = bottom - (Height * tick / 4);
            drawing.Stroke(Left, y, Right, y, Drawing.Line);
            drawing.Text(Left - 6, y + 4, (tick * step).ToString("0", CultureInfo.InvariantCulture), 12, Drawing.Muted, anchor: "end");
        }

        drawing.Text(8, top - 8, AxisWord, 12, Drawing.Muted);
        var places = Points.Select((point, at) => (Point: point, X: Points.Count == 1 ? (Left + Right) / 2 : Left + 14 + ((Right - Left - 28) * at / (Points.Count - 1)))).ToArray();
        foreach (var run in Runs(places))
        {
            drawing.Points("polygon", [.. run.Select(one => (one.X, Y(one.Point.High ?? one.Point.Value!.Value))), .. run.Reverse().Select(one => (one.X, Y(one.Point.Low ?? one.Point.Value!.Value)))], "#cfe3e2");
            drawing.Points("polyline", run.Select(one => (one.X, Y(one.Point.Value!.Value))), "none", Drawing.Accent, 2.5);
        }

        foreach (var (point, x) in places)
        {
            drawing.Text(x, bottom + 18, point.Label, 11, Drawing.Ink, anchor: "middle");
            if (point.Value is { } value)
            {
                drawing.Dot(x, Y(value));
                drawing.Text(x, Y(value) - 10, point.Said, 12, Drawing.Ink, "600", "middle");
            }
        }

        drawing.Rect(Left, bottom + 28, 24, 12, "#cfe3e2");
        drawing.Text(Left + 32, bottom + 38, BandWord, 12, Drawing.Muted);
        var end = drawing.Wrapped(8, bottom + 62, Base, 12, Drawing.Muted, "400", 66);
        return drawing.Done(Id, end + 4, Title, Words);

        double Y(double value) => bottom - (Height * Math.Clamp(value / (4 * step), 0, 1));
    }

    private static IEnumerable<(LinePoint Point, double X)[]> Runs((LinePoint Point, double X)[] places)
    {
        var run = new List<(LinePoint, double)>();
        foreach (var place in places)
        {
            if (place.Point.Value is null)
            {
                if (run.Count > 0)
                {
                    yield return [.. run];
                }

                run.Clear();
                continue;
            }

            run.Add(place);
        }

        if (run.Count > 0)
        {
            yield return [.. run];
        }
    }
}
