using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.StreetWork;

/// <summary>
/// The question before everything on the street: does a mandate run? Shifts, phenomena and imports ask here and get the mandate or the reason why
/// not; the database asks again for each row (<c>needs_running_mandate</c>).
/// </summary>
internal static class MandateCheck
{
    public static readonly Error NotFound = new("mandate.not-found", "There is no such mandate, or it is not yours to see.");
    public static readonly Error Expired = new("mandate.expired", "The mandate has expired. Without a mandate no observation.");
    public static readonly Error Stopped = new("mandate.stopped", "The mandate was stopped. Without a mandate no observation.");
    public static readonly Error NotYet = new("mandate.not-yet", "The mandate does not run yet.");
    public static readonly Error Draft = new("mandate.draft", "The mandate is not approved.");
    public static readonly Error None = new("mandate.none", "No mandate runs. Without a mandate no observation.");

    /// <returns>The mandate, or <c>mandate.not-found</c>, <c>mandate.draft</c>, <c>mandate.not-yet</c>, <c>mandate.expired</c>, <c>mandate.stopped</c>.</returns>
    public static async Task<Result<Mandate>> RunningAsync(UnitOfWork work, Guid mandate, CancellationToken cancel)
    {
        if (await MandateList.FindAsync(work, mandate, cancel) is not { } found)
        {
            return NotFound;
        }

        return found.StateOn(DanishTime.DayOf(work.Now)) switch
        {
            "active" => found,
            "expired" => Expired,
            "stopped" => Stopped,
            "coming" => NotYet,
            _ => Draft,
        };
    }

    /// <summary>The mandate's source that a link belongs to, by host and path; null when it belongs to none.</summary>
    public static MandateSource? SourceOf(Mandate mandate, string link) => mandate.Sources.FirstOrDefault(source => StreetLinks.IsUnder(link, source.Address));
}
