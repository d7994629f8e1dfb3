using System.Text.RegularExpressions;
using Vaern.Sealing.Custody;

namespace Vaern.Sealing.Packages;

/// <summary>What must hold before a package is made.</summary>
internal static partial class PackageRules
{
    internal static IEnumerable<string> Faults(PackageRequest request)
    {
        foreach (var fault in NumberFaults(request)) yield return fault;
        foreach (var item in request.Items)
        {
            if (!Hex.IsSha256(item.Sha256)) yield return $"{item.Id}: no SHA-256 of the original";
            if (item.Picture is { MediaType: not ("image/png" or "image/jpeg") }) yield return $"{item.Id}: a picture of another kind than PNG or JPEG";
            if (item.Length < 0) yield return $"{item.Id}: negative length";
            if (item.Received.Sha256Browser is { } browser && browser != item.Sha256) yield return $"{item.Id}: the hash from the browser differs from the server's";
            if (item.Derived.Select(PackageItem.DerivedPath).Distinct(StringComparer.OrdinalIgnoreCase).Count() != item.Derived.Count)
                yield return $"{item.Id}: two derived files with one name";
        }
        foreach (var referral in request.Referrals)
            if (referral.ToJson(request.Case.Recipient.Kind).Length > PackageReferral.LongestRecord) yield return $"{referral.Id}: the referral is longer than 4,096 bytes";
        if (CustodyFault(request) is { } broken) yield return broken;
    }

    private static IEnumerable<string> NumberFaults(PackageRequest request)
    {
        if (request.Items.Count + request.Referrals.Count == 0) yield return "there is nothing to package";
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in request.Items)
        {
            if (!ItemNumber().IsMatch(item.Id)) yield return $"{item.Id} is not an item number";
            if (!numbers.Add(item.Id)) yield return $"{item.Id} twice";
        }
        foreach (var referral in request.Referrals)
        {
            if (!ReferralNumber().IsMatch(referral.Id)) yield return $"{referral.Id} is not a referral number";
            if (!numbers.Add(referral.Id)) yield return $"{referral.Id} twice";
        }
    }

    private static string? CustodyFault(PackageRequest request)
    {
        if (request.CustodyLines.Count == 0) return "the custody stream is empty";
        var chain = new ChainVerifier();
        foreach (var line in request.CustodyLines)
            if (!chain.Add(line.Span)) return $"the custody stream breaks at line {chain.Fault!.Line}: {chain.Fault.Reason}";
        return request.Checkpoints.Any(c => c.Seq >= chain.Count) ? "a checkpoint covers an event that is not in the custody stream" : null;
    }

    /// <summary>B- for evidence, U- for an extract of a case that was written for the export.</summary>
    [GeneratedRegex(@"\A[BU]-[0-9]{3,6}\z")]
    internal static partial Regex ItemNumber();

    [GeneratedRegex(@"\AH-[0-9]{3,6}\z")]
    internal static partial Regex ReferralNumber();
}
