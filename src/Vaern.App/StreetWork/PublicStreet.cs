using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.StreetWork;

/// <summary>A mandate as everybody may read it: why, on what basis, from when to when, which sources, how long raw notes are kept.</summary>
public sealed record PublicMandate(string Number, string Title, string Purpose, IReadOnlyList<string> Basis, DateOnly From, DateOnly To, int RetentionDays, DateOnly AssessedOn, IReadOnlyList<MandateSource> Sources);

/// <summary>What the public page of the street shows.</summary>
/// <param name="OnlineUntil">The latest planned end of the shifts that run now; null when nobody is online.</param>
public sealed record PublicStreetView(IReadOnlyList<PublicMandate> Mandates, IReadOnlyList<OpenProfile> Profiles, DateTimeOffset? OnlineUntil);

/// <summary>The public face of the street. Where no mandate runs it says so: then nobody watches anything.</summary>
public static class PublicStreet
{
    public static async Task<PublicStreetView> ReadAsync(Municipality municipality, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var today = DanishTime.DayOf(work.Now);
        var running = (await MandateList.ApprovedAsync(work, cancel)).Where(mandate => mandate.StateOn(today) == "active")
            .Select(mandate => new PublicMandate(
                mandate.Number, mandate.Body.Title, mandate.Body.Purpose, mandate.Basis, mandate.From, mandate.To, mandate.RetentionDays, mandate.AssessedOn!.Value, mandate.Sources))
            .ToArray();
        return new PublicStreetView(running, await OpenProfiles.ListAsync(work, cancel), running.Length == 0 ? null : await Shifts.OnlineUntilAsync(work, cancel));
    }
}
