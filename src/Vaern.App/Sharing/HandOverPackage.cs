using System.IO.Compression;
using Vaern.Data;
using Vaern.Rules;
using Vaern.Sealing.Packages;

namespace Vaern.App.Sharing;

/// <summary>What a package may hold when it was made for a hand-over: exactly what was approved, checked again in the finished file.</summary>
internal sealed record HandOverPackage(PackageRecipient Recipient, HandOverBody Body, string? Extract, ThirdParties Masks, bool WithoutStamp)
{
    /// <summary>The hand-over that a package belongs to; null for a package of the municipality's own.</summary>
    public static async Task<HandOverPackage?> OfAsync(UnitOfWork work, RuleBook law, Guid caseId, Guid package, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(Guid Id, string Kind, string Ground, string RuleId, int RuleVersion, byte[] Body, byte[]? Extract, bool WithoutStamp)>(
            "select id, kind, ground, rule_id, rule_version, body, extract, without_stamp from handover where package_id = @package and case_id = @caseId", new { package, caseId }, cancel);
        if (row.Body is null)
        {
            return null;
        }

        var body = await work.OpenAsync<HandOverBody>(caseId, "handover", "body", row.Id, row.Body, cancel);
        var ground = Grounds.Find(row.Ground)!;
        var rule = law.Version(row.RuleId, row.RuleVersion);
        var basis = rule.IsOk ? $"{ground.Name.Da}, {ground.Provision.Da} ({rule.Value.Id}). {ground.Tell.Da}" : $"{ground.Name.Da}, {ground.Provision.Da}. {ground.Tell.Da}";
        return new HandOverPackage(
            new PackageRecipient(Grounds.RecipientOf(row.Kind), body.Recipient, body.Purpose, basis), body,
            row.Extract is null ? null : await work.OpenTextAsync(caseId, "handover", "extract", row.Id, row.Extract, cancel),
            HandOverExtract.MasksOf(await HandOverOffer.ReadAsync(work, new CaseId(caseId), cancel), body.Choice, ground), row.WithoutStamp);
    }

    /// <summary>The chosen items, with nothing in what is written about them that leads to somebody hidden, and the extract as an item of its own.</summary>
    public IReadOnlyList<PackageItem> Chosen(IReadOnlyList<PackageItem> items, DateTimeOffset now, byte[]? stamp) =>
    [
        .. items.Where(item => Body.Parts.Any(part => part.Label == item.Id && part.Sha256 == item.Sha256)).Select(Masked),
        .. Extract is null ? [] : new[] { ExtractItem(Extract, now, stamp) },
    ];

    public IReadOnlyList<PackageReferral> Chosen(IReadOnlyList<PackageReferral> referrals) =>
        [.. referrals.Where(referral => Body.Parts.Any(part => part.Label == referral.Id)).Select(referral => referral with { Description = Masks.Hide(referral.Description), Account = Hide(referral.Account) })];

    public IReadOnlyList<string> LeftOut =>
        [.. Body.LeftOut.Select(label => $"{label}: ikke fundet nødvendig"), .. Body.Blocked.Select(label => $"{label}: hører til en efterforskning og kan ikke gives på dette grundlag")];

    /// <summary>True when the originals in all parts together are those that were approved, no more and no fewer, by label and hash.</summary>
    public bool IsWhatWasApproved(IEnumerable<Stream> zips) =>
        zips.SelectMany(Originals).Order().SequenceEqual(Body.Parts.Select(part => (part.Label, part.Sha256)).Order());

    private static List<(string Label, string? Sha256)> Originals(Stream zip)
    {
        zip.Position = 0;
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
        var manifest = archive.Entries.Single(entry => entry.FullName.EndsWith("/manifest-sha256.txt", StringComparison.Ordinal) && !entry.FullName.EndsWith("/tagmanifest-sha256.txt", StringComparison.Ordinal));
        using var reader = new StreamReader(manifest.Open());
        var found = new List<(string Label, string? Sha256)>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Split("  ", 2) is [var sha256, var path] && path.Split('/') is ["data", var label, ..] parts)
            {
                switch (parts)
                {
                    case [_, _, "original", ..]:
                        found.Add((label, sha256));
                        break;
                    case [_, _, "henvisning.json"]:
                        found.Add((label, null));
                        break;
                }
            }
        }

        return found;
    }

    private PackageItem Masked(PackageItem item) => item with
    {
        OriginalName = Masks.Hide(item.OriginalName),
        Description = Hide(item.Description),
        Source = item.Source with { Account = Hide(item.Source.Account), Url = Masks.Hide(item.Source.Url ?? "") == (item.Source.Url ?? "") ? item.Source.Url : null },
        Obtained = item.Obtained with { Device = Hide(item.Obtained.Device), KnownChanges = Hide(item.Obtained.KnownChanges), Gaps = Hide(item.Obtained.Gaps) },
    };

    private string? Hide(string? text) => text is null ? null : Masks.Hide(text);

    private static PackageItem ExtractItem(string text, DateTimeOffset now, byte[]? stamp)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return new PackageItem
        {
            Id = HandOverBody.Extract,
            OriginalName = "uddrag.txt",
            Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)),
            Length = bytes.Length,
            OpenContent = _ => ValueTask.FromResult<Stream>(new MemoryStream(bytes)),
            DeclaredType = "text/plain",
            DetectedType = "text/plain",
            Kind = ItemKind.Document,
            Source = new ItemSource(null, null, null, null, null, TimeBasis.Stated, null),
            Obtained = new ItemObtained(ObtainedMethod.FileFromDevice, null, "case-system", "system", now, "case", null, null),
            Received = new ItemReceived(now, null, SealKit.Software),
            IntakeStamp = stamp is null ? null : new ReadOnlyMemory<byte>(stamp),
            Description = "Uddrag af sagen, som det blev godkendt",
        };
    }
}
