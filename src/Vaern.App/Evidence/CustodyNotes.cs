using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Evidence;

/// <summary>A note as it was written, not yet looked at.</summary>
/// <param name="Id">Chosen by the form, so that pressing twice writes once.</param>
/// <param name="Confirmed">True when the receiver has said that the thing was received; only for a hand-over.</param>
public sealed record NewCustodyNote(Guid Id, string Kind, IReadOnlyCollection<string> Labels, DateTimeOffset HappenedAt, CustodyNoteBody Body, bool Confirmed = false);

/// <summary>
/// Notes of what happens to things outside the system: telephones in numbered bags, sticks, prints. They take words, and a signature as numbers; there is no
/// way for a picture in, so they may be written in a restricted case too (S-1). Each is a line of the custody chain for each thing it is about.
/// </summary>
public static class CustodyNotes
{
    /// <summary>The kinds in the order of a form; the hand-over has a form of its own.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["kept", "refused", "returned", "correction"];

    public const string HandedOver = "handed-over";

    private const int LongestField = 200;
    private const int LongestRemark = 500;

    /// <summary>A clock may go a little wrong; nobody hands over tomorrow.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Writes a note. <c>custody.kind</c>, <c>custody.labels</c> (none, or one that is not in the case), <c>custody.future</c>, <c>custody.holder</c>,
    /// <c>custody.remark</c> (what a refusal or a correction is about), <c>custody.officer</c>, <c>custody.number</c>, <c>custody.authority</c>,
    /// <c>custody.confirm</c>, <c>custody.strokes</c>, <c>custody.too-long</c>, <c>referral.encoded</c>.
    /// </summary>
    public static Task<Result<Guid>> WriteAsync(Municipality municipality, StaffMember staff, CaseId caseId, NewCustodyNote note, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (await work.FirstOrDefaultAsync<int?>("select 1 from custody_note where id = @Id", new { note.Id }, cancel) is not null)
            {
                return note.Id;
            }

            if (Fault(note, work.Now) is { } fault)
            {
                return fault;
            }

            var known = await LabelsAsync(work, row.Id, cancel);
            string[] labels = [.. note.Labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (labels.Length == 0 || labels.Any(label => !known.ContainsKey(label)))
            {
                return new Error("custody.labels", "Choose what it is about.");
            }

            await work.ExecuteAsync(
                """
                insert into custody_note (id, case_id, kind, labels, happened_at, body, recorded_by, recorded_at)
                values (@Id, @caseId, @Kind, @labels, @HappenedAt, @body, @me, @now)
                """,
                new
                {
                    note.Id,
                    caseId = row.Id,
                    note.Kind,
                    labels,
                    HappenedAt = note.HappenedAt.ToUniversalTime(),
                    body = await work.SealAsync(row.Id, "custody_note", "body", note.Id, note.Body, cancel),
                    me = staff.Account.Value,
                    now = work.Now,
                },
                cancel);
            await AppendAsync(work, row, note, labels.Select(label => (label, known[label])), staff.RoleIn(new UnitId(row.Unit)), cancel);
            return note.Id;
        }, cancel, alsoClosed: true);

    /// <summary>The notes of a case in the order in which things happened, for whoever sees the case.</summary>
    public static async Task<IReadOnlyList<CustodyNote>> OfCaseAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var notes = new List<CustodyNote>();
        foreach (var row in await work.QueryAsync<(Guid Id, string Kind, string[] Labels, DateTimeOffset HappenedAt, byte[] Body, Guid By, DateTimeOffset RecordedAt)>(
            "select id, kind, labels, happened_at, body, recorded_by, recorded_at from custody_note where case_id = @id order by happened_at, id", new { id = caseId.Value }, cancel))
        {
            notes.Add(new CustodyNote(
                row.Id, row.Kind, row.Labels, row.HappenedAt, await work.OpenAsync<CustodyNoteBody>(caseId.Value, "custody_note", "body", row.Id, row.Body, cancel),
                await municipality.Staff.NameAsync(new AccountId(row.By), cancel) ?? "–", row.RecordedAt));
        }

        return notes;
    }

    // The line names nobody: whoever may read the note sees the name there. A thing without a file has no hash, before or after.
    private static async Task AppendAsync(UnitOfWork work, CaseRow row, NewCustodyNote note, IEnumerable<(string Label, string? Sha256)> things, string role, CancellationToken cancel)
    {
        var custody = AuditStreams.CustodyOf(row.Id);
        var detail = new { note = note.Id.ToString("N"), statement = CustodyNote.StatementOf(note.Kind, things.Select(thing => thing.Label), note.HappenedAt, note.Body) };
        foreach (var (label, sha256) in things)
        {
            await work.Streams.AppendAsync(custody, new StreamEvent(ActionOf(note.Kind), label, detail) { Sha256 = sha256, Reason = ReasonOf(note.Kind), Role = role }, cancel);
            if (note.Kind == HandedOver)
            {
                await work.Streams.AppendAsync(custody, new StreamEvent("receipt-confirmed", label, detail) { Sha256 = sha256, Reason = "underskrift ved overleveringen", Role = role }, cancel);
            }
        }

        await work.Streams.AppendAsync(row.Id, new StreamEvent($"custody.{note.Kind}", $"custody_note:{note.Id:N}", new { labels = things.Select(thing => thing.Label) }) { Role = role }, cancel);
    }

    private static async Task<Dictionary<string, string?>> LabelsAsync(UnitOfWork work, Guid caseId, CancellationToken cancel) =>
        (await work.QueryAsync<(string Label, byte[]? Sha256)>(
            """
            select label, sha256 from evidence_item where case_id = @caseId and state = 'kept' union all
            select label, null from evidence_referral where case_id = @caseId order by 1
            """,
            new { caseId },
            cancel)).ToDictionary(row => row.Label, row => row.Sha256 is null ? null : Convert.ToHexStringLower(row.Sha256), StringComparer.Ordinal);

    private static string ActionOf(string kind) => kind switch
    {
        "kept" => "hold-set",
        "returned" => "hold-lifted",
        HandedOver => "transferred",
        "refused" => "refused",
        _ => "corrected",
    };

    private static string ReasonOf(string kind) => kind switch
    {
        "kept" => "lagt til side",
        "returned" => "givet tilbage",
        HandedOver => "overleveret",
        "refused" => "ikke udleveret",
        _ => "rettelse",
    };

    private static Error? Fault(NewCustodyNote note, DateTimeOffset now)
    {
        var body = note.Body;
        string?[] fields = [body.Holder, body.Place, body.AgreedWith, body.Receiver?.Name, body.Receiver?.Number, body.Receiver?.Authority];
        if (note.Kind != HandedOver && !Kinds.Contains(note.Kind))
        {
            return new Error("custody.kind", "Choose what happened.");
        }

        if (note.HappenedAt > now + Ahead)
        {
            return new Error("custody.future", "The time lies ahead.");
        }

        if (fields.Any(field => field?.Length > LongestField) || body.Remark?.Length > LongestRemark)
        {
            return new Error("custody.too-long", "The note is longer than it may be.");
        }

        return fields.Append(body.Remark).Any(Referrals.LooksEncoded)
            ? new Error("referral.encoded", "The text looks like a file. Nothing was kept.")
            : note.Kind == HandedOver ? HandOverFault(note) : NoteFault(note);
    }

    private static Error? NoteFault(NewCustodyNote note) => note switch
    {
        { Body.Receiver: not null } => new Error("custody.kind", "Only a hand-over has a receiver."),
        { Kind: "kept" or "returned", Body.Holder: null } => new Error("custody.holder", "Write who holds it now."),
        { Kind: "refused" or "correction", Body.Remark: null } => new Error("custody.remark", "Write what happened."),
        _ => null,
    };

    private static Error? HandOverFault(NewCustodyNote note) => note.Body.Receiver switch
    {
        null or { Name: "" } => new Error("custody.officer", "Write the name of whoever takes it over."),
        { Number: "" } => new Error("custody.number", "Write the number."),
        { Authority: "" } => new Error("custody.authority", "Write whom they act for."),
        { Strokes: var strokes } when !SignedStrokes.Read(strokes).IsOk => new Error("custody.strokes", "The drawn signature cannot be read."),
        _ when !note.Confirmed => new Error("custody.confirm", "The receiver must confirm."),
        _ => null,
    };
}
