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
            select h.id, h.kind, h.ground, h.rule_id as ruleid, h.rule_version as ruleversion, h.body, h.payload_sha256 as payload, h.state, h.number, h.to_unit as tounit,
              h.asked_by as askedby, h.asked_at as askedat, h.decided_by as decidedby, h.decided_at as decidedat, h.package_id as packageid, p.number as packagenumber, p.state as packagestate,
              p.sha256 as packagehash, p.error as packageerror, h.overridden, h.without_stamp as withoutstamp, h.received_by as receivedby, h.received_at as receivedat,
              h.answered_by as answeredby, h.answered_at as answeredat, h.recalled_at as recalledat, h.inform, h.inform_on as informon, h.informed_at as informedat, h.version,
              exists (select 1 from case_access a where a.case_id = h.case_id and a.account_id = @me and a.access = 'write') as maywrite
            from handover h left join package p on p.id = h.package_id where h.case_id = @id order by h.asked_at desc, h.id
            """,
            new { id = caseId.Value, me = staff.Account.Value },
            cancel);
        var list = new List<HandOver>();
        foreach (var row in rows)
        {
            list.Add(new HandOver(
                row.Id, row.Kind, row.Ground, row.RuleId, row.RuleVersion, await work.OpenAsync<HandOverBody>(caseId.Value, "handover", "body", row.Id, row.Body, cancel),
                Hex(row.Payload), row.State, row.Number, row.ToUnit is { } unit ? new UnitId(unit) : null, new AccountId(row.AskedBy), await NameAsync(municipality, row.AskedBy, cancel) ?? "–", row.AskedAt,
                await NameAsync(municipality, row.DecidedBy, cancel), row.DecidedAt, row.PackageId, row.PackageNumber, row.PackageState, Hex(row.PackageHash), row.PackageError, row.Overridden, row.WithoutStamp,
                await NameAsync(municipality, row.ReceivedBy, cancel), row.ReceivedAt, await NameAsync(municipality, row.AnsweredBy, cancel), row.AnsweredAt, row.RecalledAt,
                row.Inform, row.InformOn, row.InformedAt, row.State == "waiting" && row.MayWrite && row.AskedBy != staff.Account.Value, row.MayWrite, row.Version)
            {
                Parts = row.PackageId is { } package ? await MakePackage.PartsAsync(work, package, cancel) : [],
            });
        }

        return list;
    }

    private static string? Hex(byte[]? hash) => hash is null ? null : Convert.ToHexStringLower(hash);

    private static async Task<string?> NameAsync(Municipality municipality, Guid? account, CancellationToken cancel) =>
        account is { } id ? await municipality.Staff.NameAsync(new AccountId(id), cancel) : null;

    private sealed record Row(
        Guid Id, string Kind, string? Ground, string? RuleId, int? RuleVersion, byte[] Body, byte[]? Payload, string State, string? Number, Guid? ToUnit, Guid AskedBy, DateTimeOffset AskedAt,
        Guid? DecidedBy, DateTimeOffset? DecidedAt, Guid? PackageId, string? PackageNumber, string? PackageState, byte[]? PackageHash, string? PackageError, bool Overridden, bool WithoutStamp,
        Guid? ReceivedBy, DateTimeOffset? ReceivedAt, Guid? AnsweredBy, DateTimeOffset? AnsweredAt, DateTimeOffset? RecalledAt, string Inform, DateOnly? InformOn, DateTimeOffset? InformedAt,
        int Version, bool MayWrite);
}
