using Vaern.App.Evidence;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Sealing.Packages;

namespace Vaern.App.Sharing;

/// <summary>Turns the evidence of a case into the parts of a package. Names of staff become pseudonymous ids; people become roles.</summary>
internal static class PackageParts
{
    public static async Task<IReadOnlyList<PackageItem>> ItemsAsync(UnitOfWork work, CaseId caseId, CancellationToken cancel)
    {
        var stamps = (await work.QueryAsync<(Guid Id, byte[]? Stamp)>("select id, stamp from evidence_item where case_id = @id", new { id = caseId.Value }, cancel))
            .ToDictionary(row => row.Id, row => row.Stamp);
        var items = new List<PackageItem>();
        foreach (var item in await OrdinaryItems.ListAsync(work, caseId, cancel))
        {
            if (item is { State: "kept", Blob: { } blob, Sha256: { } sha256 })
            {
                items.Add(Item(work, item, blob, sha256, stamps[item.Id]));
            }
        }

        return items;
    }

    public static async Task<IReadOnlyList<PackageReferral>> ReferralsAsync(UnitOfWork work, CaseId caseId, CancellationToken cancel) =>
        [.. (await Referrals.ListAsync(work, caseId, cancel)).Select(referral => new PackageReferral
        {
            Id = referral.Label,
            Reason = "may-be-under-18",
            Description = referral.Description ?? "",
            Platform = referral.Platform,
            Account = referral.Account,
            Urls = referral.Urls,
            ObservedAt = referral.ObservedAt,
            SeenByRoles = referral.SeenBy is { Length: > 0 } seen ? [seen] : [],
            Device = referral.DeviceHolder is null && referral.DevicePlace is null && referral.DeviceState is null
                ? null
                : new ReferralDevice(referral.DeviceHolder ?? "", referral.DevicePlace ?? "", referral.DeviceState ?? ""),
            Referrals = referral.PoliceReference is { Length: > 0 } reference ? [new ReferralStep("politi", "114", null, null, null, reference)] : [],
            AdviceShown = ["S-1/1"],
            RecordedAt = referral.RecordedAt,
        })];

    private static PackageItem Item(UnitOfWork work, OrdinaryEvidence item, Guid blob, string sha256, byte[]? stamp) => new()
    {
        Id = item.Label,
        OriginalName = item.Meta.Name,
        Sha256 = sha256,
        Length = item.Size ?? 0,
        OpenContent = async cancel =>
        {
            // A file is at most 25 MiB; the writer holds one at a time.
            var content = new MemoryStream();
            await BlobStore.ReadAsync(work, blob, content, cancel);
            content.Position = 0;
            return content;
        },
        DeclaredType = item.Meta.DeclaredType,
        DetectedType = item.DetectedType,
        Kind = Enum.TryParse<ItemKind>(item.Meta.Kind.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind) ? kind : ItemKind.Other,
        Source = new ItemSource(item.Meta.Url, item.Meta.Platform, item.Meta.Account, null, item.Meta.ObservedAt, TimeBasis.Stated, item.Meta.PostedAt),
        Obtained = new ItemObtained(
            Enum.TryParse<ObtainedMethod>(item.Meta.Method.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var method) ? method : ObtainedMethod.FileFromDevice,
            item.Meta.Device, item.Meta.ByRole, item.Meta.HandedInBy, item.Meta.HandedInAt, item.Meta.Channel, item.Meta.KnownChanges, item.Meta.Gaps),
        Received = new ItemReceived(item.ReceivedAt, item.Meta.Sha256Browser, SealKit.Software),
        IntakeStamp = stamp is null ? null : new ReadOnlyMemory<byte>(stamp),
        Description = item.Meta.Description,
    };
}
