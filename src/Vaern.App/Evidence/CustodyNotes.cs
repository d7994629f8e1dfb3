using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Evidence;

/// <summary>A note as it was written, not yet looked at.</summary>
/// <param name="Id">Chosen by the form, so that pressing twice writes once.</param>
/// <param name="Confirmed">True when the receiver has said that the thing was received; only for a hand-over with a signature.</param>
/// <param name="NewThing">The number of a thing that no note was about before; see <see cref="ThingLabel"/>.</param>
public sealed record NewCustodyNote(
    Guid Id, string Kind, IReadOnlyCollection<string> Labels, DateTimeOffset HappenedAt, CustodyNoteBody Body, bool Confirmed = false, string? NewThing = null);

/// <summary>
/// Notes of what happens to things outside the system: telephones in numbered bags, sticks, prints. They take words, and a signature as numbers; there is no
/// way for a picture in, so they may be written in a restricted case too (S-1). Each is a line of the custody chain for each thing it is about.
/// </summary>
public static class CustodyNotes
{
    /// <summary>The kinds in the order of a form. A hand-over with a signature has a form of its own; here it is one with a receipt on paper.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["received", "kept", "with-staff", "refused", HandedOver, "returned", "correction"];

    public const string HandedOver = "handed-over";

    private const int LongestField = 200;
    private const int LongestRemark = 500;

    /// <summary>A clock may go a little wrong; nobody hands over tomorrow.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Writes a note where it belongs; true when it was new. <c>custody.kind</c>, <c>custody.labels</c> (none, or one that is not in the case),
    /// <c>custody.thing</c>, <c>custody.future</c>, <c>custody.holder</c>, <c>custody.remark</c> (what a refusal or a correction is about, where the receipt is),
    /// <c>custody.officer</c>, <c>custody.number</c>, <c>custody.authority</c>, <c>custody.confirm</c>, <c>custody.strokes</c>, <c>custody.too-long</c>, <c>referral.encoded</c>.
    /// </summary>
    internal static async Task<Result<bool>> AddAsync(UnitOfWork work, CaseRow row, StaffMember staff, NewCustodyNote note, CancellationToken cancel)
    {
        if (await work.FirstOrDefaultAsync<int?>("select 1 from custody_note where id = @Id", new { note.Id }, cancel) is not null)
        {
            return false;
        }

        if (Fault(note, work.Now) is { } fault)
        {
            return fault;
        }

        if (!ThingLabel.Read(note.NewThing).TryGet(out var thing, out var unread))
        {
            return unread;
        }

        var known = await LabelsAsync(work, row.Id, cancel);
        if (note.Labels.Any(label => !known.ContainsKey(label)) || (note.Labels.Count == 0 && thing is null))
        {
            return new Error("custody.labels", "Choose what it is about.");
        }

        string[] labels = [.. note.Labels.Concat(thing is null ? [] : [thing]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var kept = new CustodyNote(note.Id, note.Kind, labels, note.HappenedAt.ToUniversalTime(), note.Body, "", work.Now);
        await InsertAsync(work, row.Id, kept, staff.Account.Value, cancel);
        await AppendAsync(work, row.Id, kept, label => known.GetValueOrDefault(label), ReasonOf(note.Kind), staff.RoleIn(new UnitId(row.Unit)), cancel);
        return true;
    }

    /// <summary>The notes of a case in the order in which things happened.</summary>
    internal static async Task<IReadOnlyList<CustodyNote>> ListAsync(Municipality municipality, UnitOfWork work, CaseId caseId, CancellationToken cancel)
    {
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

    /// <summary>Keeps a note that was written elsewhere, with its own times and author, and gives it the line of the chain that it lacked.</summary>
    internal static async Task MoveInAsync(UnitOfWork work, Guid caseId, CustodyNote note, Guid author, CancellationToken cancel)
    {
        await InsertAsync(work, caseId, note, author, cancel);
        await AppendAsync(work, caseId, note, _ => null, "flyttet fra sagens handlinger", "system", cancel);
    }

    private static async Task InsertAsync(UnitOfWork work, Guid caseId, CustodyNote note, Guid author, CancellationToken cancel) =>
        await work.ExecuteAsync(
            """
            insert into custody_note (id, case_id, kind, labels, happened_at, body, recorded_by, recorded_at)
            values (@Id, @caseId, @Kind, @labels, @HappenedAt, @body, @author, @RecordedAt)
            """,
            new
            {
                note.Id,
                caseId,
                note.Kind,
                labels = note.Labels.ToArray(),
                note.HappenedAt,
                body = await work.SealAsync(caseId, "custody_note", "body", note.Id, note.Body, cancel),
                author,
                note.RecordedAt,
            },
            cancel);

    // The line names nobody: whoever may read the note sees the name there. A thing without a file has no hash, before or after.
    private static async Task AppendAsync(UnitOfWork work, Guid caseId, CustodyNote note, Func<string, string?> sha256Of, string reason, string role, CancellationToken cancel)
    {
        var custody = AuditStreams.CustodyOf(caseId);
        var detail = new { note = note.Id.ToString("N"), statement = note.Statement };
        foreach (var label in note.Labels)
        {
            var sha256 = sha256Of(label);
            // A telephone in a bag can be the first thing of a case.
            await work.Streams.AppendOrBeginAsync(custody, "custody", new StreamEvent(ActionOf(note.Kind), label, detail) { Sha256 = sha256, Reason = reason, Role = role }, cancel);
            if (note is { Kind: HandedOver, Body.Receiver: not null })
            {
                await work.Streams.AppendAsync(custody, new StreamEvent("receipt-confirmed", label, detail) { Sha256 = sha256, Reason = "underskrift ved overleveringen", Role = role }, cancel);
            }
        }

        await work.Streams.AppendAsync(caseId, new StreamEvent($"custody.{note.Kind}", $"custody_note:{note.Id:N}", new { labels = note.Labels }) { Role = role }, cancel);
    }

    private static async Task<Dictionary<string, string?>> LabelsAsync(UnitOfWork work, Guid caseId, CancellationToken cancel) =>
        (await work.QueryAsync<(string Label, byte[]? Sha256)>(
            """
            select label, sha256 from evidence_item where case_id = @caseId and state = 'kept' union all
            select label, null from evidence_referral where case_id = @caseId union all
            select distinct label, null::bytea from custody_note, unnest(labels) as label where case_id = @caseId and label like 'BH-%'
            """,
            new { caseId },
            cancel)).ToDictionary(row => row.Label, row => row.Sha256 is null ? null : Convert.ToHexStringLower(row.Sha256), StringComparer.Ordinal);

    private static string ActionOf(string kind) => kind switch
    {
        "received" => "received",
        "kept" or "with-staff" => "hold-set",
        "returned" => "hold-lifted",
        HandedOver => "transferred",
        "refused" => "refused",
        _ => "corrected",
    };

    private static string ReasonOf(string kind) => kind switch
    {
        "received" => "afleveret af den, der havde den",
        "kept" => "lagt til side",
        "with-staff" => "hos en medarbejder",
        "returned" => "givet tilbage",
        HandedOver => "overleveret",
        "refused" => "ikke udleveret",
        _ => "rettelse",
    };

    private static Error? Fault(NewCustodyNote note, DateTimeOffset now)
    {
        var body = note.Body;
        string?[] fields = [body.Holder, body.Place, body.AgreedWith, body.Receiver?.Name, body.Receiver?.Number, body.Receiver?.Authority];
        if (!Kinds.Contains(note.Kind))
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
            : note is { Kind: HandedOver, Body.Receiver: { } receiver } ? HandOverFault(receiver, note.Confirmed) : NoteFault(note);
    }

    private static Error? NoteFault(NewCustodyNote note) => note switch
    {
        { Body.Receiver: not null } => new Error("custody.kind", "Only a hand-over has a receiver."),
        { Kind: "received" or "kept" or "with-staff" or "returned" or HandedOver, Body.Holder: null } => new Error("custody.holder", "Write who holds it now."),
        { Kind: "refused" or "correction" or HandedOver, Body.Remark: null } => new Error("custody.remark", "Write what happened."),
        _ => null,
    };

    private static Error? HandOverFault(Receiver receiver, bool confirmed) => receiver switch
    {
        { Name: "" } => new Error("custody.officer", "Write the name of whoever takes it over."),
        { Number: "" } => new Error("custody.number", "Write the number."),
        { Authority: "" } => new Error("custody.authority", "Write whom they act for."),
        { Strokes: var strokes } when !SignedStrokes.Read(strokes).IsOk => new Error("custody.strokes", "The drawn signature cannot be read."),
        _ when !confirmed => new Error("custody.confirm", "The receiver must confirm."),
        _ => null,
    };
}
