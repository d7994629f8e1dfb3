namespace Vaern.Cli.Bench;

/// <summary>Percentiles by nearest rank: the value that was measured, never one between two.</summary>
internal static class Percentile
{
    /// <param name="values">In any order; NaN is given for none.</param>
    /// <param name="percent">Above 0, at most 100.</param>
    public static double Of(IReadOnlyCollection<double> values, double percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        if (values.Count == 0)
        {
            return double.NaN;
        }

        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Ceiling(percent / 100 * sorted.Length) - 1];
    }
}
