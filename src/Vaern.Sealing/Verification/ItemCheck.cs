using System.Text.Json;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Packages;

namespace Vaern.Sealing.Verification;

/// <summary>Every folder under <c>data/</c>: an item with one original, its record and its stamp, or a referral without bytes.</summary>
internal static class ItemCheck
{
    /// <summary>Below this many folders a second thread costs more than it brings.</summary>
    private const int WorthSharing = 16;

    internal static void Run(OpenedPackage package, SealFindings seal, CheckList checks)
    {
        var folders = package.Under("data/").GroupBy(p => p.Split('/')[1], StringComparer.Ordinal).Select(g => (Id: g.Key, Files: g.ToList())).ToList();
        // A folder costs a signature to check; each is checked by itself and the lines are put together in the order of the package.
        var found = new CheckList[folders.Count];
        if (folders.Count < WorthSharing) for (var i = 0; i < found.Length; i++) found[i] = Folder(package, seal, folders[i].Id, folders[i].Files);
        else Parallel.For(0, found.Length, i => found[i] = Folder(package, seal, folders[i].Id, folders[i].Files));
        foreach (var one in found) checks.Add(one);
    }

    private static CheckList Folder(OpenedPackage package, SealFindings seal, string id, List<string> files)
    {
        var checks = new CheckList();
        if (PackageRules.ItemNumber().IsMatch(id)) CheckItem(package, id, files, seal, checks);
        else if (PackageRules.ReferralNumber().IsMatch(id)) checks.Note("referral", $"data/{id}: referral only, no bytes", ReferralFault(package, id, files));
        else checks.Fails("item", $"data/{PackageVerifier.Shown(id)}: unknown kind of item");
        return checks;
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
        var (time, fault) = seal.Stamps.Check(package.TextOf(folder + "intake.tsr"), package.Hashes[originals[0]]);
        checks.Note("item-stamp", time is null ? folder : $"{folder}intake.tsr: {SealCheck.Describe(time.Value)}", fault is null ? null : $"{folder}intake.tsr: {fault}");
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
