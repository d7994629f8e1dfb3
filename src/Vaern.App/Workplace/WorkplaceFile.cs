using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Workplace;

/// <summary>What was told on the first page. <paramref name="SteppedIn"/> is who was let in when the leader was silent.</summary>
public sealed record RoomView(
    IReadOnlyList<string> Forms, string Sender, string ReportedBy, bool Afraid, DateTimeOffset? PostedAt, DateTimeOffset? SilentAt, string? SteppedIn, int Version);

/// <summary>Everything the workplace's way has on a case. A case opened by hand has no <paramref name="Room"/>.</summary>
/// <param name="LetIn">Roles of those who were let into the case beside its owner: a lawyer who was asked, another leader.</param>
public sealed record WorkplaceView(
    RoomView? Room, IReadOnlyList<CasePerson> People, IReadOnlyList<AssessmentView> Assessments, IReadOnlyList<ActView> Acts, IReadOnlyList<ConsentView> Consents, PoliceView? Police,
    InjuryView? Injury, IReadOnlyList<MeasureView> Measures, UnitContact? Contact, IReadOnlyList<string> LetIn)
{
    /// <summary>The newest judgement, or null.</summary>
    public AssessmentView? Assessment => Assessments.Count > 0 ? Assessments[0] : null;

    /// <summary>The employee's answer that counts, or null when nobody has asked.</summary>
    public ConsentView? Consent => Consents.Count > 0 ? Consents[0] : null;

    /// <summary>Legal advice is always sought, also where it looks clear (requirement K4-07): without it a judgement of harassment or more is not finished.</summary>
    public bool LacksLawyer => Assessment is { Level: "harassment" or "may-be-punishable" } && Acts.All(act => act.Kind != "legal");

    public IEnumerable<ActView> Of(string kind) => Acts.Where(act => act.Kind == kind);

    public IEnumerable<ActView> Talks => Acts.Where(act => act.Kind == "talk").OrderBy(act => act.PlannedOn);
}

/// <summary>Reads the workplace's side of a case.</summary>
public static class WorkplaceFile
{
    /// <summary>What the acting person may see of it: row-level security gives nothing to somebody without access to the case.</summary>
    public static async Task<WorkplaceView> ReadAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await ReadAsync(municipality, work, caseId.Value, cancel);
    }

    internal static async Task<WorkplaceView> ReadAsync(Municipality municipality, UnitOfWork work, Guid caseId, CancellationToken cancel)
    {
        var room = await work.FirstOrDefaultAsync<Row>(
            """
            select array_to_string(forms, ' ') as forms, sender, reported_by as reportedby, afraid, posted_at as postedat, silent_at as silentat, stepped_in as steppedin, version from workplace_room where case_id = @caseId
            """,
            new { caseId },
            cancel);
        var contact = await work.FirstOrDefaultAsync<UnitContact>(
            """
            select k.name, k.address, k.mail, k.phone, k.on_call as oncall, k.version from unit_contact k join case_file c on c.unit_id = k.unit_id where c.id = @caseId
            """,
            new { caseId },
            cancel);
        return new WorkplaceView(
            room is null ? null : new RoomView(
                room.Forms.Split(' '), room.Sender, room.ReportedBy, room.Afraid, room.PostedAt, room.SilentAt,
                room.SteppedIn is { } who ? await municipality.Staff.NameAsync(new AccountId(who), cancel) : null, room.Version),
            await CasePeople.ListAsync(municipality, work, caseId, cancel),
            await Assessment.ListAsync(municipality, work, caseId, cancel),
            await Care.ListAsync(municipality, work, caseId, cancel),
            await Police.ConsentsAsync(municipality, work, caseId, cancel),
            await Police.ReadAsync(municipality, work, caseId, cancel),
            await Injuries.ReadAsync(municipality, work, caseId, cancel),
            await CitizenMeasures.ListAsync(municipality, work, caseId, cancel),
            contact,
            await work.QueryAsync<string>(
                """
                select distinct m.role from case_access a join case_file c on c.id = a.case_id join membership m on m.account_id = a.account_id
                where a.case_id = @caseId and a.access = 'write' and a.account_id <> c.owner_id order by m.role
                """,
                new { caseId },
                cancel));
    }

    private sealed record Row(
        string Forms, string Sender, string ReportedBy, bool Afraid, DateTimeOffset? PostedAt, DateTimeOffset? SilentAt, Guid? SteppedIn, int Version);
}
