using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Families;

/// <summary>A family as a room of it sees it in one line.</summary>
/// <param name="Kind">picture, film or reference.</param>
/// <param name="Rooms">How many cases are in it, this one included.</param>
/// <param name="Coordinator">Null before there are two rooms.</param>
/// <param name="CoordinatedHere">True when it is coordinated from this case.</param>
/// <param name="Reference">The number that ties this case, for a family of that kind.</param>
/// <param name="Dropped">All fingerprints were deleted, because a file may be restricted.</param>
public sealed record FamilyLine(string Number, string Kind, int Rooms, string? Coordinator, bool CoordinatedHere, ReferenceBody? Reference, bool Dropped);

/// <summary>What a case has to do with other cases: resemblances to judge, and the families it is in.</summary>
public sealed record CaseFamilies(IReadOnlyList<FamilyLead> Leads, IReadOnlyList<FamilyLine> Families)
{
    public IEnumerable<FamilyLead> Open => Leads.Where(lead => lead.State == "open");
}

/// <summary>Reads them; nothing of another case but that it is there and whom to call.</summary>
public static class FamiliesOfCase
{
    private const string LeadSql =
        """
        select l.id, l.state, l.key_id as key, l.body, l.family_id as familyid, l.found_at as foundat, l.decided_by as decidedby, l.decided_at as decidedat, l.reason, l.version,
          f.number as family, f.kind = 'film' as film, i.label as item, family_contact(l.family_id) as contact
        from family_lead l join family f on f.id = l.family_id left join report r on r.id = l.report_id left join fingerprint p on p.id = l.fingerprint_id
          left join evidence_item i on i.blob_id = p.blob_id and i.case_id = coalesce(l.case_id, r.case_id)
        """;

    public static async Task<CaseFamilies> ReadAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var leads = await LeadsAsync(municipality, work, "where coalesce(l.case_id, r.case_id) = @id order by l.found_at, l.id", caseId.Value, cancel);
        var rows = await work.QueryAsync<FamilyRow>(
            """
            select f.number, f.kind, f.coordinator_id as coordinator, coalesce(f.coordinator_case = @id, false) as here, f.dropped_at is not null as dropped, c.body,
              (select count(*) from family_case o where o.family_id = f.id)::int as rooms
            from family_case c join family f on f.id = c.family_id where c.case_id = @id order by f.number
            """,
            new { id = caseId.Value },
            cancel);
        var families = new List<FamilyLine>();
        foreach (var row in rows.Where(row => row.Rooms > 1 || row.Kind == "reference"))
        {
            families.Add(new FamilyLine(
                row.Number, row.Kind, row.Rooms, await NameAsync(municipality, row.Coordinator, cancel), row.Here,
                row.Body is null ? null : await work.OpenAsync<ReferenceBody>(caseId.Value, "family_case", "body", caseId.Value, row.Body, cancel), row.Dropped));
        }

        return new CaseFamilies(leads, families);
    }

    /// <summary>The resemblances of a report's pictures, for whoever may read the report.</summary>
    public static async Task<IReadOnlyList<FamilyLead>> OfReportAsync(Municipality municipality, StaffMember staff, ReportId report, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await LeadsAsync(municipality, work, "where l.report_id = @id order by l.found_at, l.id", report.Value, cancel);
    }

    internal static async Task<string?> NameAsync(Municipality municipality, Guid? account, CancellationToken cancel) =>
        account is { } id ? await municipality.Staff.NameAsync(new AccountId(id), cancel) : null;

    private static async Task<IReadOnlyList<FamilyLead>> LeadsAsync(Municipality municipality, UnitOfWork work, string where, Guid id, CancellationToken cancel)
    {
        var leads = new List<FamilyLead>();
        foreach (var row in await work.QueryAsync<LeadRow>($"{LeadSql} {where}", new { id }, cancel))
        {
            leads.Add(new FamilyLead(
                row.Id, row.State, row.Film, await work.OpenAsync<LeadBody>(row.Key, "family_lead", "body", row.Id, row.Body, cancel),
                row.State == "confirmed" ? row.Family : null, row.Item, await NameAsync(municipality, row.Contact, cancel), row.FoundAt,
                await NameAsync(municipality, row.DecidedBy, cancel), row.DecidedAt, await work.OpenOptionalAsync(row.Key, "family_lead", "reason", row.Id, row.Reason, cancel), row.Version));
        }

        return leads;
    }

    private sealed record LeadRow(
        Guid Id, string State, Guid Key, byte[] Body, Guid FamilyId, DateTimeOffset FoundAt, Guid? DecidedBy, DateTimeOffset? DecidedAt, byte[]? Reason, int Version,
        string Family, bool Film, string? Item, Guid? Contact);

    private sealed record FamilyRow(string Number, string Kind, Guid? Coordinator, bool Here, bool Dropped, byte[]? Body, int Rooms);
}
