namespace Vaern.Web.Pages.Public.Answer;

/// <summary>
/// The brake on wrong words for the whole node: twenty a second, saved up to a hundred. At that rate a list of a million
/// receipts is hit once in some 100,000 years. Right words never touch it. Thread-safe.
/// </summary>
public sealed class WrongWords(TimeProvider clock)
{
    private const double Each = 20;
    private const double Most = 100;

    private readonly Lock gate = new();
    private double left = Most;
    private long seen = clock.GetTimestamp();

    /// <summary>False when there have been too many wrong words lately.</summary>
    public bool Take()
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            left = Math.Min(Most, left + (clock.GetElapsedTime(seen, now).TotalSeconds * Each));
            seen = now;
            if (left < 1)
            {
                return false;
            }

            left--;
            return true;
        }
    }
}
