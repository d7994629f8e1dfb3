using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Evidence;

/// <summary>What may be written about restricted material; small, neutral, no bytes.</summary>
public sealed record ReferralBody(
    string? Description, string? Platform, string? Account, IReadOnlyList<string> Urls, DateTimeOffset? ObservedAt, string? SeenBy,
    string? DeviceHolder, string? DevicePlace, string? DeviceState, string? PoliceReference);

/// <summary>Records of restricted material (S-1). They take small text and nothing else.</summary>
public static class Referrals
{
    public const int DescriptionLimit = 500;

    /// <summary>Adds a record, or changes one when <paramref name="id"/> exists at <paramref name="version"/>. <c>referral.too-long</c>, <c>referral.encoded</c>, <c>referral.stale</c>.</summary>
    public static Task<Result<Guid>> SaveAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, ReferralBody body, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (Fault(body) is { } fault)
            {
                return fault;
            }

            var sealedBody = await work.SealAsync(row.Id, "evidence_referral", "body", id, body, cancel);
            var existing = await work.FirstOrDefaultAsync<(string Label, int Version)>(
                "select label, version from evidence_referral where id = @id and case_id = @caseId", new { id, caseId = row.Id }, cancel);
            if (existing.Label is null)
            {
                await InsertAsync(work, row, id, sealedBody, staff.RoleIn(new UnitId(row.Unit)), cancel);
                return id;
            }

            if (existing.Version != version)
            {
                return new Error("referral.stale", "Somebody else has changed it.");
            }

            await work.ExecuteAsync("update evidence_referral set body = @sealedBody, version = version + 1 where id = @id", new { id, sealedBody }, cancel);
            await work.Streams.AppendAsync(
                AuditStreams.CustodyOf(row.Id), new StreamEvent("corrected", existing.Label) { Reason = "rettelse", Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return id;
        }, cancel);

    public static async Task<IReadOnlyList<RestrictedEvidence>> ListAsync(UnitOfWork work, CaseId caseId, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, string Label, byte[] Body, DateTimeOffset RecordedAt, int Version)>(
            "select id, label, body, recorded_at, version from evidence_referral where case_id = @id order by label", new { id = caseId.Value }, cancel);
        var referrals = new List<RestrictedEvidence>();
        foreach (var row in rows)
        {
            var body = await work.OpenAsync<ReferralBody>(caseId.Value, "evidence_referral", "body", row.Id, row.Body, cancel);
            referrals.Add(new RestrictedEvidence(
                row.Id, row.Label, body.Description, body.Platform, body.Account, body.Urls, body.ObservedAt, body.SeenBy,
                body.DeviceHolder, body.DevicePlace, body.DeviceState, body.PoliceReference, row.RecordedAt, row.Version));
        }

        return referrals;
    }

    internal static Task FirstAsync(UnitOfWork work, CaseRow row, StaffMember staff, CancellationToken cancel) =>
        RecordAsync(work, row, new ReferralBody(null, null, null, [], null, null, null, null, null, null), staff.RoleIn(new UnitId(row.Unit)), cancel);

    internal static async Task<(Guid Id, string Label)> RecordAsync(UnitOfWork work, CaseRow row, ReferralBody body, string role, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7();
        return (id, await InsertAsync(work, row, id, await work.SealAsync(row.Id, "evidence_referral", "body", id, body, cancel), role, cancel));
    }

    /// <summary>Writes the police's number where there is none yet.</summary>
    internal static async Task ReferenceAsync(UnitOfWork work, Guid caseId, Guid? id, string policeReference, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(Guid Id, byte[]? Body)>("select id, body from evidence_referral where id = @id and case_id = @caseId", new { id, caseId }, cancel);
        if (row.Body is null)
        {
            return;
        }

        var body = await work.OpenAsync<ReferralBody>(caseId, "evidence_referral", "body", row.Id, row.Body, cancel);
        if (string.IsNullOrWhiteSpace(body.PoliceReference))
        {
            var changed = await work.SealAsync(caseId, "evidence_referral", "body", row.Id, body with { PoliceReference = policeReference }, cancel);
            await work.ExecuteAsync("update evidence_referral set body = @changed, version = version + 1 where id = @Id", new { row.Id, changed }, cancel);
        }
    }

    private static async Task<string> InsertAsync(UnitOfWork work, CaseRow row, Guid id, byte[] body, string role, CancellationToken cancel)
    {
        var count = await work.SingleAsync<long>("select count(*) from evidence_referral where case_id = @Id", new { row.Id }, cancel);
        var label = $"H-{count + 1:000}";
        await work.ExecuteAsync(
            "insert into evidence_referral (id, case_id, label, body, recorded_at) values (@id, @caseId, @label, @body, @now)",
            new { id, caseId = row.Id, label, body, now = work.Now },
            cancel);
        await work.Streams.AppendOrBeginAsync(AuditStreams.CustodyOf(row.Id), "custody", new StreamEvent("referred", label) { Reason = "S-1", Role = role }, cancel);
        await work.Streams.AppendAsync(row.Id, new StreamEvent("referral.added", $"referral:{label}") { Role = role }, cancel);
        return label;
    }

    private static Error? Fault(ReferralBody body)
    {
        string?[] texts = [body.Description, body.Platform, body.Account, body.SeenBy, body.DeviceHolder, body.DevicePlace, body.DeviceState, body.PoliceReference, .. body.Urls];
        return texts switch
        {
            _ when body.Description?.Length > DescriptionLimit || texts.Any(text => text?.Length > 2_000) || texts.Sum(text => text?.Length ?? 0) > 3_000 =>
                new Error("referral.too-long", "The record is longer than it may be."),
            _ when texts.Any(LooksEncoded) => new Error("referral.encoded", "The text looks like a file. Nothing was kept."),
            _ => null,
        };
    }

    // A run of more than 200 base64 or hex characters is no sentence; a file must not come in as text (evidence format §4).
    internal static bool LooksEncoded(string? text)
    {
        var run = 0;
        foreach (var c in text ?? "")
        {
            run = char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=' ? run + 1 : 0;
            if (run > 200)
            {
                return true;
            }
        }

        return false;
    }
}
