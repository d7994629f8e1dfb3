using Vaern.App.Insight.Counting;
using Vaern.App.Removal;

namespace Vaern.App.Insight.Figures;

/// <summary>Hours from a report until a human answered: the middle one, and the span of the middle half.</summary>
public sealed record Quartiles(double Low, double Median, double High);

/// <summary>One figure of a quarter, as it may be said.</summary>
/// <param name="Table">Counts by column and, where it has them, by row.</param>
/// <param name="Hours">Only where the figure is a time and enough were counted.</param>
/// <param name="Platforms">Only of <see cref="FigureKeys.Removal"/>: a platform with fewer than five removals has neither number nor time.</param>
/// <param name="Units">Only of <see cref="FigureKeys.Drills"/>: schools, which are no persons.</param>
public sealed record Figure(PublishedTable? Table = null, Quartiles? Hours = null, IReadOnlyList<RemovalTime>? Platforms = null, UnitShare? Units = null);

/// <summary>So many of so many units.</summary>
public sealed record UnitShare(int Count, int All);

/// <summary>The figures of a quarter.</summary>
public static class FigureKeys
{
    /// <summary>Reports received: answered by the promise, later, or not when the quarter was counted; by unit.</summary>
    public const string Answers = "answers";

    /// <summary>Reports received by what they are about; by unit.</summary>
    public const string Categories = "categories";

    /// <summary>Clocks that fell due: met in time, late, not met, dispensed with or not relevant; by rule.</summary>
    public const string Clocks = "clocks";

    /// <summary>«Er det stoppet?», as the affected answered.</summary>
    public const string Stopped = "stopped";

    /// <summary>Cases closed that began with a report: whether the one who reported was written to at the end.</summary>
    public const string Feedback = "feedback";

    public const string Removal = "removal";

    /// <summary>Schools that finished a drill within the year before the quarter's end.</summary>
    public const string Drills = "drills";

    public static readonly string[] All = [Answers, Categories, Clocks, Stopped, Feedback, Removal, Drills];
}
