using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Sharing;

/// <summary>What has been sent to the units in which somebody works. No names and no content: those come when it is opened.</summary>
/// <param name="State">approved (sent), received or accepted.</param>
public sealed record ReceivedLine(Guid Id, string Number, UnitId From, UnitId To, string Ground, string State, DateTimeOffset SentAt, DateTimeOffset? AnsweredAt);

/// <summary>A received hand-over, opened: exactly what was approved, and nothing else of the sender's case.</summary>
/// <param name="Extract">The text that was sent; null when only files were.</param>
/// <param name="ToCase">The receiver's own case that took it, when it is one that the reader sees.</param>
public sealed record ReceivedHandOver(
    Guid Id, string Number, UnitId From, UnitId To, string Ground, string State, DateTimeOffset SentAt, DateTimeOffset? ReceivedAt, string? Extract, string? ExtractSha256, string? PackageState,
    string? ToCase, string? Sender)
{
    /// <summary>The files of a package of more than 4 GiB; none for a package that is one file.</summary>
    public IReadOnlyList<PackagePartView> Parts { get; init; } = [];

    public bool MayAnswer => State is "approved" or "received";
}

/// <summary>
/// The received box of a unit. Opening it is the receipt; taking it puts what was sent into a case of the receiver's own and links the two rooms; turning it down,
/// with a reason, leaves the receiver nothing.
/// </summary>
public static class HandOverInbox
{
    private static readonly Error NotFound = new("handover.not-found", "There is no such hand-over.");

    public static async Task<IReadOnlyList<ReceivedLine>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Id, string Number, Guid From, Guid To, string Ground, string State, DateTimeOffset SentAt, DateTimeOffset? AnsweredAt)>(
            """
            select id, number, from_unit, to_unit, ground, state, decided_at, answered_at from handover where may_receive(to_unit, state)
            order by (state = 'accepted'), decided_at desc, id limit 200
            """,
            cancel: cancel);
        return [.. rows.Select(row => new ReceivedLine(row.Id, row.Number, new UnitId(row.From), new UnitId(row.To), row.Ground, row.State, row.SentAt, row.AnsweredAt))];
    }

    /// <summary>How many wait for an answer, for the menu.</summary>
    public static async Task<int> CountAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await work.SingleAsync<int>("select count(*)::int from handover where state in ('approved', 'received') and may_receive(to_unit, state)", cancel: cancel);
    }

    /// <summary>Opens it. The first time is the receipt; every time is an event in the sender's case. <c>handover.not-found</c>.</summary>
    public static async Task<Result<ReceivedHandOver>> OpenAsync(Municipality municipality, StaffMember staff, Guid id, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<Row>(
            """
            select h.case_id as caseid, h.number, h.from_unit as fromunit, h.to_unit as tounit, h.ground, h.state, h.decided_at as sentat, h.received_at as receivedat, h.extract,
              h.asked_by as askedby, h.package_id as packageid, (select c.number from case_file c where c.id = h.to_case) as tocase
            from handover h where h.id = @id and may_receive(h.to_unit, h.state)
            """,
            new { id }, cancel);
        if (row is null)
        {
            return NotFound;
        }

        var first = await work.SingleAsync<bool>("select open_handover(@id, @now)", new { id, now = work.Now }, cancel);
        await work.Streams.AppendAsync(
            row.CaseId, new StreamEvent(first ? "handover.received" : "handover.read", $"handover:{id:N}", new { unit = row.ToUnit }) { Role = staff.RoleIn(new UnitId(row.ToUnit)) }, cancel);
        var text = row.Extract is null ? null : await work.OpenTextAsync(row.CaseId, "handover", "extract", id, row.Extract, cancel);
        await work.CommitAsync(cancel);
        var made = await PackageAsync(municipality, row.PackageId, cancel);
        return new ReceivedHandOver(
            id, row.Number, new UnitId(row.FromUnit), new UnitId(row.ToUnit), row.Ground, first ? "received" : row.State, row.SentAt, first ? work.Now : row.ReceivedAt, text,
            text is null ? null : Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))),
            made.State, row.ToCase, await municipality.Staff.NameAsync(new AccountId(row.AskedBy), cancel))
        {
            Parts = made.Parts,
        };
    }

    /// <summary>
    /// Takes it into a case of one's own: the text becomes an entry there, the rooms are linked, and the receiver answers for it from then on. <c>handover.not-found</c>, <c>handover.settled</c>,
    /// <c>handover.case</c> when the case is not the receiver's to write in.
    /// </summary>
    public static async Task<Result<string>> AcceptAsync(Municipality municipality, StaffMember staff, Guid id, string caseNumber, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await AnswerableAsync(work, id, cancel);
        if (row is null)
        {
            return NotFound;
        }

        var into = await work.FirstOrDefaultAsync<CaseRow>(
            "select " + CaseRow.Columns + """
             from case_file c where c.number = @number and c.unit_id = @ToUnit and c.state <> 'closed'
              and exists (select 1 from case_access a where a.case_id = c.id and a.account_id = @me and a.access = 'write') for update
            """,
            new { number = caseNumber.Trim().ToUpperInvariant(), row.ToUnit, me = staff.Account.Value }, cancel);
        if (into is null || into.Id == row.CaseId)
        {
            return new Error("handover.case", "Choose a case of your own unit that you can write in.");
        }

        var text = row.Extract is null ? $"Modtaget {row.Number}: kun filer." : await work.OpenTextAsync(row.CaseId, "handover", "extract", id, row.Extract, cancel);
        await WriteEntry.AddAsync(work, into, Guid.CreateVersion7(), "statement", $"Modtaget {row.Number} fra {municipality.Units.Find(new UnitId(row.FromUnit))?.Name}.\n\n{text}", work.Now, staff, null, cancel);
        await work.ExecuteAsync("select link_rooms(@sender, @receiver, @now)", new { sender = row.CaseId, receiver = into.Id, now = work.Now }, cancel);
        await AnsweredAsync(work, staff, id, row, "accepted", into.Id, null, cancel);
        await work.Streams.AppendAsync(into.Id, new StreamEvent("handover.taken", $"handover:{id:N}", new { number = row.Number }) { Role = staff.RoleIn(new UnitId(row.ToUnit)) }, cancel);
        await work.CommitAsync(cancel);
        return into.Number;
    }

    /// <summary>Turns it down; from then on nothing of it is the receiver's to see. <c>handover.not-found</c>, <c>reason.missing</c>.</summary>
    public static async Task<Result> RejectAsync(Municipality municipality, StaffMember staff, Guid id, string reason, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Error("reason.missing", "Say why.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await AnswerableAsync(work, id, cancel) is not { } row)
        {
            return NotFound;
        }

        await AnsweredAsync(work, staff, id, row, "rejected", null, reason.Trim(), cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary>Copies the sealed package to the receiver. <c>handover.not-found</c>, <c>package.not-ready</c>.</summary>
    /// <param name="part">Which file of a package that is several, from 1; null for one that is one.</param>
    public static async Task<Result<string>> CopyPackageAsync(Municipality municipality, StaffMember staff, Guid id, int? part, Stream target, CancellationToken cancel = default)
    {
        Guid? package;
        await using (var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel))
        {
            package = await work.FirstOrDefaultAsync<Guid?>("select package_id from handover where id = @id and may_receive(to_unit, state)", new { id }, cancel);
        }

        if (package is not { } wanted)
        {
            return NotFound;
        }

        return await MakePackage.CopyToReceiverAsync(municipality, staff, wanted, part, target, cancel);
    }

    private static Task<Row?> AnswerableAsync(UnitOfWork work, Guid id, CancellationToken cancel) =>
        work.FirstOrDefaultAsync<Row>(
            """
            select case_id as caseid, number, from_unit as fromunit, to_unit as tounit, ground, state, decided_at as sentat, received_at as receivedat, extract, asked_by as askedby,
              package_id as packageid, null::text as tocase
            from handover where id = @id and state in ('approved', 'received') and may_receive(to_unit, state)
            """,
            new { id }, cancel);

    // The receiver never opens the sender's own notes on the hand-over, so the reason stands in the sender's stream, sealed, and in the column of the answer.
    private static async Task AnsweredAsync(UnitOfWork work, StaffMember staff, Guid id, Row row, string state, Guid? into, string? reason, CancellationToken cancel)
    {
        await work.Streams.AppendAsync(row.CaseId, new StreamEvent($"handover.{state}", $"handover:{id:N}", new { unit = row.ToUnit }, reason is null ? null : new { reason }) { Role = staff.RoleIn(new UnitId(row.ToUnit)) }, cancel);
        var body = await work.SingleAsync<byte[]>("select body from handover where id = @id", new { id }, cancel);
        var told = (await work.OpenAsync<HandOverBody>(row.CaseId, "handover", "body", id, body, cancel)) with { Answer = reason };
        await work.SingleAsync<bool>(
            "select answer_handover(@id, @state, @into, @body, @now)",
            new { id, state, into, now = work.Now, body = await work.SealAsync(row.CaseId, "handover", "body", id, told, cancel) }, cancel);
        if (row.AskedBy != staff.Account.Value)
        {
            await work.ExecuteAsync(
                "insert into outbox (id, account_id, template, created_at) select gen_random_uuid(), @asker, 'news', @now where not exists (select 1 from outbox where account_id = @asker and template = 'news' and sent_at is null)",
                new { asker = row.AskedBy, now = work.Now }, cancel);
        }
    }

    private static async Task<(string? State, IReadOnlyList<PackagePartView> Parts)> PackageAsync(Municipality municipality, Guid? package, CancellationToken cancel)
    {
        if (package is not { } id)
        {
            return (null, []);
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        return (await work.FirstOrDefaultAsync<string>("select state from package where id = @id", new { id }, cancel), await MakePackage.PartsAsync(work, id, cancel));
    }

    private sealed record Row(
        Guid CaseId, string Number, Guid FromUnit, Guid ToUnit, string Ground, string State, DateTimeOffset SentAt, DateTimeOffset? ReceivedAt, byte[]? Extract, Guid AskedBy, Guid? PackageId, string? ToCase);
}
