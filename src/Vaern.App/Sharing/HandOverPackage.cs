using System.IO.Compression;
using Vaern.Data;
using Vaern.Rules;
using Vaern.Sealing.Packages;

namespace Vaern.App.Sharing;

/// <summary>What a package may hold when it was made for a hand-over: exactly what was approved, checked again in the finished file.</summary>
internal sealed record HandOverPackage(PackageRecipient Recipient, HandOverBody Body)
{
    /// <summary>The hand-over that a package belongs to; null for a package of the municipality's own.</summary>
    public static async Task<HandOverPackage?> OfAsync(UnitOfWork work, RuleBook law, Guid caseId, Guid package, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(Guid Id, string Kind, string RuleId, int RuleVersion, byte[] Body)>(
            "select id, kind, rule_id, rule_version, body from handover where package_id = @package and case_id = @caseId", new { package, caseId }, cancel);
        if (row.Body is null)
        {
            return null;
        }

        var body = await work.OpenAsync<HandOverBody>(caseId, "handover", "body", row.Id, row.Body, cancel);
        var rule = law.Version(row.RuleId, row.RuleVersion).Value;
        return new HandOverPackage(new PackageRecipient(HandOverKinds.RecipientOf(row.Kind), body.Recipient, body.Purpose, $"{rule.Title.Da} ({rule.Id})"), body);
    }

    public IReadOnlyList<PackageItem> Chosen(IReadOnlyList<PackageItem> items) => [.. items.Where(item => Body.Parts.Any(part => part.Label == item.Id && part.Sha256 == item.Sha256))];

    public IReadOnlyList<PackageReferral> Chosen(IReadOnlyList<PackageReferral> referrals) => [.. referrals.Where(referral => Body.Parts.Any(part => part.Label == referral.Id))];

    public IReadOnlyList<string> LeftOut => [.. Body.LeftOut.Select(label => $"{label}: ikke valgt ved overdragelsen")];

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
}
