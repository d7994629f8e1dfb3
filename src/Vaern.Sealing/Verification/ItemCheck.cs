using System.Text.Json;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Timestamps;

namespace Vaern.Sealing.Verification;

/// <summary>Every folder under <c>data/</c>: an item with one original, its record and its stamp, or a referral without bytes.</summary>
internal static class ItemCheck
{
    internal static void Run(OpenedPackage package, SealFindings seal, CheckList checks)
    {
        foreach (var folder in package.Under("data/").GroupBy(p => p.Split('/')[1], StringComparer.Ordinal))
        {
            var files = folder.ToList();
            if (PackageRules.ItemNumber().IsMatch(folder.Key)) CheckItem(package, folder.Key, files, seal, checks);
            else if (PackageRules.ReferralNumber().IsMatch(folder.Key)) checks.Note("referral", $"data/{folder.Key}: referral only, no bytes", ReferralFault(package, folder.Key, files));
            else checks.Fails("item", $"data/{PackageVerifier.Shown(folder.Key)}: unknown kind of item");
        }
    }

    private static void CheckItem(OpenedPackage package, string id, List<string> files, SealFindings seal, CheckList checks)
    {
        var folder = $"data/{id}/";
        var originals = files.Where(f => f.StartsWith(folder + "original/", StringComparison.Ordinal)).ToList();
        if (originals.Count != 1 || !package.Has(folder + "genstand.json"))
        {
            checks.Fails("item", $"data/{id}: needs genstand.json and exactly one file in original/");
            return;
        }
        var odd = files.FirstOrDefault(f => f != originals[0] && f != folder + "genstand.json" && f != folder + "intake.tsr"
            && !f.StartsWith(folder + "derived/", StringComparison.Ordinal));
        checks.Note("item", $"data/{id}: genstand.json gives the right SHA-256", odd is null ? RecordFault(package, id, originals[0]) : $"{odd}: unexpected file");

        if (!package.Has(folder + "intake.tsr"))
        {
            checks.Fails(PackageVerification.SealCode, $"data/{id}: no intake.tsr: the item is not time-stamped");
            return;
        }
        var (response, fault) = TimestampResponse.Read(package.TextOf(folder + "intake.tsr"));
        fault ??= seal.Stamps.Fault(response!, package.Hashes[originals[0]]);
        checks.Note("item-stamp", response is null ? folder : $"{folder}intake.tsr: {SealCheck.Describe(response)}", fault is null ? null : $"{folder}intake.tsr: {fault}");
    }

    private static string? RecordFault(OpenedPackage package, string id, string original)
    {
        if (package.TextOf($"data/{id}/genstand.json") is not { } json) return $"data/{id}: genstand.json is too large";
        try
        {
            using var document = JsonDocument.Parse(json, JsonObjects.Strict);
            var record = document.RootElement;
            if (record.GetProperty("schema").GetString() != PackageItem.Schema) return $"data/{id}: genstand.json is of another schema";
            if (record.GetProperty("id").GetString() != id) return $"data/{id}: genstand.json belongs to another item";
            if (record.GetProperty("sha256").GetString() != package.Hashes[original]) return $"data/{id}: genstand.json does not give the SHA-256 of the file";
            if ($"data/{id}/" + record.GetProperty("path").GetString() != original) return $"data/{id}: genstand.json names another file";
            if (record.GetProperty("bytes").GetInt64() != package.LengthOf(original)) return $"data/{id}: genstand.json gives another length";
            return null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return $"data/{id}: genstand.json cannot be read";
        }
    }

    private static string? ReferralFault(OpenedPackage package, string id, List<string> files)
    {
        var path = $"data/{id}/henvisning.json";
        if (files.Count != 1 || files[0] != path || package.LengthOf(path) > PackageReferral.LongestRecord)
            return $"data/{id}: a referred item may hold only a small henvisning.json";
        return JsonObjects.Problem(package.TextOf(path) ?? []) is { } problem ? $"data/{id}: henvisning.json: {problem}" : null;
    }
}
