using Vaern.App.Accounts;
using Vaern.App.Intake;
using Vaern.Data;

namespace Vaern.App.Families;

/// <summary>How a piece of evidence stands with comparing, in words: never the fingerprint.</summary>
/// <param name="Source">server or device.</param>
/// <param name="Standing">usable, not-comparable or refused.</param>
/// <param name="Decoder">What read the picture, with its version: it shapes the fingerprint. Null where nothing could.</param>
/// <param name="Conversions">Steps on the way, such as <c>cmyk</c>, <c>16-bit</c>, <c>first-frame</c>, <c>over-white</c>.</param>
/// <param name="Problem">Why there is no fingerprint, as a code of <see cref="Pictures.PictureProblem"/>; else null.</param>
/// <param name="Agrees">False when device and server differ by more than two decoders can.</param>
public sealed record ItemFingerprint(string Source, bool IsFilm, string Standing, int Quality, string? Decoder, IReadOnlyList<string> Conversions, string? Problem, bool Agrees, DateTimeOffset MadeAt)
{
    /// <summary>The fingerprints of a file of a case, the server's first; none when it is not made yet, is no picture, or may not be.</summary>
    public static async Task<IReadOnlyList<ItemFingerprint>> OfAsync(Municipality municipality, StaffMember staff, Guid blob, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var prints = new List<ItemFingerprint>();
        foreach (var row in await work.QueryAsync<(Guid Id, Guid Key, string Source, string Standing, byte[] Body, DateTimeOffset MadeAt)>(
            "select id, key_id, source, standing, body, made_at from fingerprint where blob_id = @blob order by source desc", new { blob }, cancel))
        {
            var body = await work.OpenAsync<FingerprintBody>(row.Key, "fingerprint", "body", row.Id, row.Body, cancel);
            prints.Add(new ItemFingerprint(
                row.Source, body.IsFilm, row.Standing, body.Quality, body.Provenance?.Decoder, body.Provenance?.Conversions ?? [], body.Problem, body.AgreesWithDevice, row.MadeAt));
        }

        return prints;
    }
}
