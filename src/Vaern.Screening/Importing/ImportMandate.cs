namespace Vaern.Screening.Importing;

/// <summary>
/// Why, by whom and for how long an import may be read. Without one there is nothing to import into. No other code makes one than
/// <see cref="Grant"/>, which refuses an incomplete one and one that does not run on the day.
/// </summary>
public sealed record ImportMandate
{
    private ImportMandate(string mission, string purpose, string worker, string approvedBy, DateOnly from, DateOnly to) =>
        (Mission, Purpose, Worker, ApprovedBy, From, To) = (mission, purpose, worker, approvedBy, from, to);

    /// <summary>The mission's reference; part of nothing that is stored with a message.</summary>
    public string Mission { get; }

    /// <summary>What the material is needed for.</summary>
    public string Purpose { get; }

    /// <summary>The named worker who reads it.</summary>
    public string Worker { get; }

    /// <summary>Who approved the mission.</summary>
    public string ApprovedBy { get; }

    /// <summary>First day.</summary>
    public DateOnly From { get; }

    /// <summary>Last day.</summary>
    public DateOnly To { get; }

    /// <summary>The mandate, or null when a part is missing or it does not run on <paramref name="today"/>.</summary>
    public static ImportMandate? Grant(string mission, string purpose, string worker, string approvedBy, DateOnly from, DateOnly to, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(mission) || string.IsNullOrWhiteSpace(purpose) || string.IsNullOrWhiteSpace(worker) || string.IsNullOrWhiteSpace(approvedBy)) return null;
        return today < from || today > to ? null : new ImportMandate(mission, purpose, worker, approvedBy, from, to);
    }
}
