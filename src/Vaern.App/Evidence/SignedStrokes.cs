using System.Globalization;
using System.Text;
using Vaern.Data;

namespace Vaern.App.Evidence;

/// <summary>
/// A signature drawn on the screen, as lines in a field of 600 × 200: <c>12,30 14,31;80,20 82,25</c>, points apart by spaces, strokes by semicolons. It is
/// numbers and nothing else, at most <see cref="Longest"/> characters, so that no picture can come in as one; what is shown of it is drawn by us.
/// </summary>
public sealed record SignedStrokes
{
    /// <summary>About five hundred points: more than a name needs, and as little as the record beside it may hold (evidence format §4).</summary>
    public const int Longest = 4_000;

    public const int Width = 600;
    public const int Height = 200;

    private SignedStrokes(string text, IReadOnlyList<IReadOnlyList<(int X, int Y)>> strokes) => (Text, Strokes) = (text, strokes);

    /// <summary>The strokes in the one form in which they are kept.</summary>
    public string Text { get; }

    public IReadOnlyList<IReadOnlyList<(int X, int Y)>> Strokes { get; }

    /// <summary>As the data of an SVG path: a line for each stroke, a dot for one that is a point.</summary>
    public string Path
    {
        get
        {
            var path = new StringBuilder();
            foreach (var stroke in Strokes)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{stroke[0].X} {stroke[0].Y}");
                foreach (var (x, y) in stroke.Count > 1 ? stroke.Skip(1) : [(stroke[0].X + 1, stroke[0].Y)])
                {
                    path.Append(CultureInfo.InvariantCulture, $"L{x} {y}");
                }
            }

            return path.ToString();
        }
    }

    public bool IsEmpty => Strokes.Count == 0;

    /// <summary>No stroke for nothing drawn; <c>custody.strokes</c> for what is no such drawing.</summary>
    public static Result<SignedStrokes> Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new SignedStrokes("", []);
        }

        var wrong = new Error("custody.strokes", "The drawn signature cannot be read.");
        if (text.Length > Longest)
        {
            return wrong;
        }

        var strokes = new List<IReadOnlyList<(int X, int Y)>>();
        foreach (var drawn in text.Split(';'))
        {
            var stroke = new List<(int X, int Y)>();
            foreach (var point in drawn.Split(' '))
            {
                if (point.Split(',') is not [var left, var top] || Number(left, Width) is not { } x || Number(top, Height) is not { } y)
                {
                    return wrong;
                }

                stroke.Add((x, y));
            }

            strokes.Add(stroke);
        }

        var kept = string.Join(';', strokes.Select(stroke => string.Join(' ', stroke.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X},{point.Y}")))));
        return new SignedStrokes(kept, strokes);
    }

    private static int? Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
}
