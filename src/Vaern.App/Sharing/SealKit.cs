using Vaern.Sealing.Packages;

namespace Vaern.App.Sharing;

/// <summary>What a municipality seals with: certificate, time-stamp services, its own name on the package, the program that makes PDF.</summary>
public sealed record SealKit(PackageSeal Seal, PackageSender Sender, IPdfRenderer? Pdf)
{
    public const string Software = "Værn 0.1.0";

    /// <summary>Most bytes of files in one ZIP; more make several (evidence format §5.2).</summary>
    public long LargestPart { get; init; } = PackageSplit.LargestPayload;
}
