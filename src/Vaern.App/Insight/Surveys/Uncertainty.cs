namespace Vaern.App.Insight.Surveys;

/// <summary>Where a share may lie, in per cent.</summary>
/// <param name="Method"><c>missing</c>: all who were asked may have answered anything, and the share lies in here for certain. <c>sample</c>: a 95 per cent interval, if those who did not answer are like those who did.</param>
public sealed record Interval(double Low, double High, string Method);

/// <summary>
/// The uncertainty of a share among those who were asked. Where nearly all answered, the bounds that the missing ones could move it to; else Wilson's interval with the
/// correction for a finite population (Wilson 1927, JASA 22; Cochran 1977, «Sampling Techniques», 2.8).
/// </summary>
public static class Uncertainty
{
    private const double Z = 1.959964;
    private const double NearlyAll = 0.9;

    /// <param name="count">Who gave the answer.</param>
    /// <param name="answered">Who answered the survey.</param>
    /// <param name="invited">Who was asked.</param>
    public static Interval? Of(int count, int answered, int invited)
    {
        if (answered <= 0 || count < 0 || count > answered)
        {
            return null;
        }

        var all = Math.Max(answered, invited);
        if (answered >= NearlyAll * all)
        {
            return new Interval(100.0 * count / all, 100.0 * (count + all - answered) / all, "missing");
        }

        // The correction shrinks the sample's variance; the effective number of answers grows by its inverse.
        var effective = answered * (all - 1.0) / (all - answered);
        var share = (double)count / answered;
        var middle = (share + (Z * Z / (2 * effective))) / (1 + (Z * Z / effective));
        var reach = Z / (1 + (Z * Z / effective)) * Math.Sqrt((share * (1 - share) / effective) + (Z * Z / (4 * effective * effective)));
        return new Interval(100 * Math.Max(0, middle - reach), 100 * Math.Min(1, middle + reach), "sample");
    }
}
