using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Sharing;

/// <summary>The hand-overs of a case, latest first, for whoever sees the case.</summary>
public static class HandOverList
{
    public static async Task<IReadOnlyList<HandOver>> OfCaseAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>(
            """
            select h.id, h.kind, h.rule_id as ruleid, h.rule_version as ruleversion, h.body, h.payload_sha256 as payload, h.state, h.asked_by as askedby, h.asked_at as askedat,
              h.decided_by as decidedby, h.decided_at as decidedat, h.package_id as packageid, p.number as packagenumber, p.state as packagestate, p.sha256 as packagehash,
              p.error as packageerror, h.received_at as receivedat, h.recalled_at as recalledat, h.version,
              exists (select 1 from case_access a where a.case_id = h.case_id and a.account_id = @me and a.access = 'write') as maywrite
            from handover h left join package p on p.id = h.package_id where h.case_id = @id order by h.asked_at desc, h.id
            """,
            new { id = caseId.Value, me = staff.Account.Value },
            cancel);
        var list = new List<HandOver>();
        foreach (var row in rows)
        {
            list.Add(new HandOver(
                row.Id, row.Kind, row.RuleId, row.RuleVersion, await work.OpenAsync<HandOverBody>(caseId.Value, "handover", "body", row.Id, row.Body, cancel),
                Convert.ToHexStringLower(row.Payload), row.State, await NameAsync(municipality, row.AskedBy, cancel) ?? "–", row.AskedAt,
                await NameAsync(municipality, row.DecidedBy, cancel), row.DecidedAt, row.PackageId, row.PackageNumber, row.PackageState,
                row.PackageHash is null ? null : Convert.ToHexStringLower(row.PackageHash), row.PackageError, row.ReceivedAt, row.RecalledAt,
                row.State == "waiting" && row.MayWrite && row.AskedBy != staff.Account.Value, row.Version));
        }

        return list;
    }

    private static async Task<string?> NameAsync(Municipality municipality, Guid? account, CancellationToken cancel) =>
        account is { } id ? await municipality.Staff.NameAsync(new AccountId(id), cancel) : null;

    private sealed record Row(
        Guid Id, string Kind, string RuleId, int RuleVersion, byte[] Body, byte[] Payload, string State, Guid AskedBy, DateTimeOffset AskedAt, Guid? DecidedBy, DateTimeOffset? DecidedAt,
        Guid? PackageId, string? PackageNumber, string? PackageState, byte[]? PackageHash, string? PackageError, DateTimeOffset? ReceivedAt, DateTimeOffset? RecalledAt, int Version, bool MayWrite);
}
