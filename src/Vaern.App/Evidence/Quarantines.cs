using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Evidence;

/// <summary>The locked files of a case or a report, as the pages show them: never the file, always who and what then.</summary>
public static class Quarantines
{
    private const string Sql =
        """
        select q.id, q.key_id as key, q.attachment_id as attachment, i.label as item, h.label as referral, q.body, q.marked_by as markedby, q.marked_at as markedat,
          q.handed_over_by as handedoverby, q.handed_over_at as handedoverat, q.destroyed_by as destroyedby, q.destroyed_at as destroyedat
        from quarantine q left join evidence_item i on i.id = q.item_id left join evidence_referral h on h.id = q.referral_id
        """;

    public static Task<IReadOnlyList<Quarantine>> OfCaseAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default) =>
        ListAsync(municipality, staff, $"{Sql} where q.case_id = @id order by q.marked_at, q.id", caseId.Value, cancel);

    public static Task<IReadOnlyList<Quarantine>> OfReportAsync(Municipality municipality, StaffMember staff, ReportId report, CancellationToken cancel = default) =>
        ListAsync(municipality, staff, $"{Sql} where q.report_id = @id order by q.marked_at, q.id", report.Value, cancel);

    private static async Task<IReadOnlyList<Quarantine>> ListAsync(Municipality municipality, StaffMember staff, string sql, Guid id, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var list = new List<Quarantine>();
        foreach (var row in await work.QueryAsync<Row>(sql, new { id }, cancel))
        {
            var body = await work.OpenAsync<QuarantineBody>(row.Key, "quarantine", "body", row.Id, row.Body, cancel);
            list.Add(new Quarantine(
                row.Id, row.Attachment, row.Item, row.Referral, await municipality.Staff.NameAsync(new AccountId(row.MarkedBy), cancel), row.MarkedAt, body.Note,
                await DecisionAsync(municipality, body.HandedOver, row.HandedOverBy, row.HandedOverAt, cancel),
                await DecisionAsync(municipality, body.Destroyed, row.DestroyedBy, row.DestroyedAt, cancel),
                row.DestroyedAt is null && row.MarkedBy != staff.Account.Value));
        }

        return list;
    }

    private static async Task<QuarantineDecision?> DecisionAsync(
        Municipality municipality, QuarantineBody.Decision? decision, Guid? by, DateTimeOffset? at, CancellationToken cancel) =>
        decision is null || by is not { } account || at is not { } when
            ? null
            : new QuarantineDecision(await municipality.Staff.NameAsync(new AccountId(account), cancel), when, decision.Reason, decision.PoliceReference);

    private sealed record Row(
        Guid Id, Guid Key, Guid? Attachment, string? Item, string? Referral, byte[] Body, Guid MarkedBy, DateTimeOffset MarkedAt,
        Guid? HandedOverBy, DateTimeOffset? HandedOverAt, Guid? DestroyedBy, DateTimeOffset? DestroyedAt);
}
