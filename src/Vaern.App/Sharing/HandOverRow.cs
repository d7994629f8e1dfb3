using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Sharing;

/// <summary>A hand-over as its handlers lock it.</summary>
internal sealed record HandOverRow(
    Guid Id, string Kind, string? Ground, string? RuleId, HandOverBody Body, string State, Guid AskedBy, Guid? PackageId, Guid? ToUnit, string? Number, byte[]? Extract, bool Overridden, int Version)
{
    /// <summary>Runs a change of one hand-over in its case's transaction. <c>handover.not-found</c>.</summary>
    public static Task<Result<Guid>> OnAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, Func<UnitOfWork, CaseRow, HandOverRow, Task<Result<Guid>>> act, CancellationToken cancel) =>
        municipality.OnCaseAsync<Guid>(
            staff, caseId,
            async (work, row) => await ReadAsync(work, row.Id, id, cancel) is { } found ? await act(work, row, found) : new Error("handover.not-found", "There is no such hand-over."),
            cancel, alsoClosed: true);

    public static async Task<HandOverRow?> ReadAsync(UnitOfWork work, Guid caseId, Guid id, CancellationToken cancel)
    {
        var read = await work.FirstOrDefaultAsync<Columns>(
            """
            select id, kind, ground, rule_id as ruleid, body, state, asked_by as askedby, package_id as packageid, to_unit as tounit, number, extract, overridden, version
            from handover where id = @id and case_id = @caseId for update
            """,
            new { id, caseId }, cancel);
        return read is null
            ? null
            : new HandOverRow(
                id, read.Kind, read.Ground, read.RuleId, await work.OpenAsync<HandOverBody>(caseId, "handover", "body", id, read.Body, cancel), read.State, read.AskedBy, read.PackageId,
                read.ToUnit, read.Number, read.Extract, read.Overridden, read.Version);
    }

    /// <summary>Writes state and body, and the event that tells of it; what may tell of a person stands in <paramref name="secret"/>.</summary>
    public async Task SaveAsync(UnitOfWork work, CaseRow row, StaffMember staff, string state, HandOverBody body, string action, object? detail, object? secret, CancellationToken cancel)
    {
        await work.ExecuteAsync(
            "update handover set state = @state, body = @body, version = version + 1 where id = @Id",
            new { Id, state, body = await work.SealAsync(row.Id, "handover", "body", Id, body, cancel) }, cancel);
        await work.Streams.AppendAsync(
            row.Id, new StreamEvent(action, $"handover:{Id:N}", detail ?? new { old = State, @new = state }, secret) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
    }

    private sealed record Columns(
        Guid Id, string Kind, string? Ground, string? RuleId, byte[] Body, string State, Guid AskedBy, Guid? PackageId, Guid? ToUnit, string? Number, byte[]? Extract, bool Overridden, int Version);
}
