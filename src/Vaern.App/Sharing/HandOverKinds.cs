using Vaern.Rules;
using Vaern.Sealing.Packages;

namespace Vaern.App.Sharing;

/// <summary>Who may get evidence on which ground. The grounds are rules of the rule data; what is exchanged for prevention (D-07) is never for investigation.</summary>
public static class HandOverKinds
{
    private static readonly (string Kind, RecipientKind Recipient, string[] Rules)[] Table =
    [
        ("police", RecipientKind.Police, ["A-01", "D-08"]),
        ("anmelddet", RecipientKind.AnmeldDet, ["S-1"]),
        ("authority", RecipientKind.OtherAuthority, ["D-01", "D-02", "D-08"]),
        ("ssp", RecipientKind.OtherAuthority, ["D-07"]),
        ("affected", RecipientKind.Affected, ["F-07"]),
    ];

    public static IEnumerable<string> All => Table.Select(row => row.Kind);

    /// <summary>The rules that a hand-over to this kind of recipient can rest on, as they stand now in the municipality's book; none for an unknown kind.</summary>
    public static IEnumerable<Rule> BasesOf(RuleBook law, string kind) =>
        Table.Where(row => row.Kind == kind).SelectMany(row => row.Rules).Select(law.Find).Where(found => found.IsOk && found.Value.IsShown).Select(found => found.Value);

    internal static RecipientKind RecipientOf(string kind) => Table.Single(row => row.Kind == kind).Recipient;
}
