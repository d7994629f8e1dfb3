using Vaern.Screening.Importing;
using Vaern.Screening.Masking;
using Vaern.Sealing.AtRest;

namespace Vaern.App.StreetWork.Imports;

/// <summary>One attempt at one import: what it may, where it is, and the keys it needs until it ends.</summary>
/// <param name="Stored">Messages that an earlier attempt has passed.</param>
/// <param name="Attempt">Only the latest may store: an older process that wakes up finds that it is not.</param>
/// <param name="KeptUntil">The last day of what is flagged.</param>
/// <param name="RestUntil">The last day of what is not.</param>
internal sealed record ImportUnderWay(
    Guid Dataset, string Number, Guid MandateId, Guid Source, Guid Made, Guid Rest, Guid Spool, long Bytes, long Stored, int Attempt, DateOnly KeptUntil, DateOnly RestUntil, ImportMandate Mandate, ImportOptions Options,
    IReadOnlyList<string> Allowed, IReadOnlyDictionary<string, Guid> Channels, SecretKey SpoolKey, AliasKey Aliases) : IDisposable
{
    public void Dispose()
    {
        SpoolKey.Dispose();
        Aliases.Dispose();
    }
}
