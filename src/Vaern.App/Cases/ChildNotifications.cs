using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>What a notification says. <paramref name="Child"/>: who it is about. <paramref name="Worry"/>: seen, heard and said. <paramref name="Done"/>: what has been done. <paramref name="ChildKnows"/>: what the child was told.</summary>
public sealed record NotificationBody(string Child, string Worry, string Done, string ChildKnows, string Parents)
{
    /// <summary>What an access request finds it by: the name before what else is written about who it is, and every address or number written of child and parents.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public PersonKeys Keys => new(Child.Split([',', '(', ';', '\n'])[0], null, $"{Child} {Parents}");
}

/// <summary>A notification as case and duty see it. <paramref name="State"/> is draft, sent or accepted.</summary>
public sealed record ChildNotification(
    Guid Id, string CaseNumber, AccountId Author, string AuthorName, string State, DateTimeOffset DraftedAt, DateTimeOffset? SentAt, DateTimeOffset? AcceptedAt, string? AcceptedBy,
    NotificationBody Body, int Version);

/// <summary>
/// Underretning (barnets lov § 133, D-01). The duty is personal: the employee who knows writes it and sends it. There is no approval, and the leader can
/// neither change, hold back nor send it. The duty accepts it with name and time; silence is no acceptance.
/// </summary>
public static class ChildNotifications
{
    /// <summary>Saves the draft. <c>notification.child-missing</c>, <c>notification.worry-missing</c>, <c>notification.not-yours</c>, <c>notification.sent</c>, <c>notification.stale</c>, <c>notification.no-duty</c>.</summary>
    /// <param name="version">0 for a draft that does not exist yet.</param>
    public static Task<Result<Guid>> SaveAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, NotificationBody body, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, (work, row) => SaveAsync(municipality, work, row, staff, id, body, version, cancel), cancel);

    /// <summary>Saves and sends: the same-day clock is met, and the duty sees it. Sent, it cannot be changed.</summary>
    public static Task<Result<Guid>> SendAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, NotificationBody body, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(body.Worry))
            {
                return new Error("notification.worry-missing", "Write what you have seen and heard.");
            }

            if (!(await SaveAsync(municipality, work, row, staff, id, body, version, cancel)).TryGet(out _, out var error))
            {
                return error;
            }

            await PersonIndex.PutAsync(work, "case", row.Id, $"notification:{id:N}", body.Keys, row.Id, null, replace: true, cancel);
            await work.ExecuteAsync(
                "update child_notification set state = 'sent', sent_at = @now, version = version + 1 where id = @id", new { id, now = work.Now }, cancel);
            await work.Streams.AppendAsync(row.Id, new StreamEvent("notification.sent", $"notification:{id:N}") { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            await SettleClock.MeetAsync(work, row, "D-01", "Underretning sendt i sagen.", staff, cancel);
            await WriteEntry.AddAsync(work, row, Guid.CreateVersion7(), "fact", "Underretning er sendt til børnemodtagelsen.", work.Now, staff, null, cancel);
            await work.BeginHandlingAsync(row, cancel);
            return id;
        }, cancel);

    /// <summary>The duty has it. <c>notification.not-found</c>, <c>notification.not-duty</c>, <c>notification.stale</c>.</summary>
    public static async Task<Result<Guid>> AcceptAsync(Municipality municipality, StaffMember staff, Guid id, int version, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<(Guid Case, Guid Duty, string State, int Version)>(
            "select case_id, duty_unit, state, version from child_notification where id = @id for update", new { id }, cancel);
        if (row.State is null)
        {
            return new Error("notification.not-found", "There is no such notification.");
        }

        if (!staff.Can(Permission.WorkOnCases, new UnitId(row.Duty)))
        {
            return new Error("notification.not-duty", "Only the duty accepts.");
        }

        if (row.State != "sent" || row.Version != version)
        {
            return new Error("notification.stale", "It is accepted already, or not sent.");
        }

        await work.ExecuteAsync(
            "update child_notification set state = 'accepted', accepted_at = @now, accepted_by = @me, version = version + 1 where id = @id", new { id, now = work.Now, me = staff.Account.Value }, cancel);
        await work.Streams.AppendAsync(row.Case, new StreamEvent("notification.accepted", $"notification:{id:N}") { Role = staff.RoleIn(new UnitId(row.Duty)) }, cancel);
        await work.CommitAsync(cancel);
        return id;
    }

    /// <summary>Notifications of a case: those that are sent, and the reader's own drafts.</summary>
    public static Task<IReadOnlyList<ChildNotification>> OfCaseAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default) =>
        ReadAsync(municipality, staff, caseId.Value, null, cancel);

    /// <summary>What has been sent to the units where this person is on duty, waiting first.</summary>
    public static async Task<IReadOnlyList<ChildNotification>> InboxAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        var inbox = new List<ChildNotification>();
        foreach (var unit in municipality.Units.All.Where(unit => unit.Kind == "duty" && staff.Can(Permission.WorkOnCases, unit.Id)))
        {
            inbox.AddRange(await ReadAsync(municipality, staff, null, unit.Id.Value, cancel));
        }

        return inbox;
    }

    /// <summary>The unit on duty for children; null in a municipality that has set up none.</summary>
    public static Unit? Duty(Municipality municipality) => municipality.Units.All.FirstOrDefault(unit => unit is { Kind: "duty", Open: true });

    private static async Task<IReadOnlyList<ChildNotification>> ReadAsync(
        Municipality municipality, StaffMember staff, Guid? ofCase, Guid? duty, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>(
            """
            select n.id, n.case_id as ofcase, n.author_id as author, n.state, n.drafted_at as draftedat, n.sent_at as sentat, n.accepted_at as acceptedat, n.accepted_by as acceptedby, n.body, n.version
            from child_notification n
            where (n.case_id = @ofCase and (n.state <> 'draft' or n.author_id = @me)) or (n.duty_unit = @duty and n.state <> 'draft')
            order by n.state = 'accepted', n.sent_at desc nulls first, n.id limit 100
            """,
            new { ofCase, duty, me = staff.Account.Value },
            cancel);
        var list = new List<ChildNotification>();
        foreach (var row in rows)
        {
            // The duty sees no case: the number is in the notification's own record only for those who see the case.
            var number = await work.FirstOrDefaultAsync<string>("select number from case_file where id = @id", new { id = row.OfCase }, cancel) ?? "";
            var author = await municipality.Staff.ProfileAsync(new AccountId(row.Author), cancel);
            list.Add(new ChildNotification(
                row.Id, number, new AccountId(row.Author), author is null ? "–" : $"{author.Name}, {author.Title}", row.State, row.DraftedAt, row.SentAt, row.AcceptedAt,
                row.AcceptedBy is { } by ? await municipality.Staff.NameAsync(new AccountId(by), cancel) : null,
                await work.OpenAsync<NotificationBody>(row.OfCase, "child_notification", "body", row.Id, row.Body, cancel), row.Version));
            if (row.Author != staff.Account.Value)
            {
                await work.Streams.AppendAsync(row.OfCase, new StreamEvent("notification.viewed", $"notification:{row.Id:N}"), cancel);
            }
        }

        await work.CommitAsync(cancel);
        return list;
    }

    private static async Task<Result<Guid>> SaveAsync(
        Municipality municipality, UnitOfWork work, CaseRow row, StaffMember staff, Guid id, NotificationBody body, int version, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(body.Child))
        {
            return new Error("notification.child-missing", "Write who it is about.");
        }

        if (new[] { body.Child, body.Worry, body.Done, body.ChildKnows, body.Parents }.Any(text => text.Length > 10_000))
        {
            return new Error("notification.too-long", "A field has more than 10,000 characters.");
        }

        if (Duty(municipality) is not { } duty)
        {
            return new Error("notification.no-duty", "No unit is on duty.");
        }

        var old = await work.FirstOrDefaultAsync<(Guid? Author, string? State, int Version)>(
            "select author_id, state, version from child_notification where id = @id and case_id = @caseId", new { id, caseId = row.Id }, cancel);
        if (old.Author is { } author && author != staff.Account.Value)
        {
            return new Error("notification.not-yours", "Only the one who writes it can change or send it.");
        }

        if (old.State is "sent" or "accepted")
        {
            return new Error("notification.sent", "It is sent.");
        }

        if (old.Version != version)
        {
            return new Error("notification.stale", "It was changed meanwhile.");
        }

        var values = new
        {
            id,
            caseId = row.Id,
            me = staff.Account.Value,
            duty = duty.Id.Value,
            body = await work.SealAsync(row.Id, "child_notification", "body", id, body, cancel),
            now = work.Now,
        };
        var kept = old.Author is null
            ? await work.ExecuteAsync(
                """
                insert into child_notification (id, case_id, author_id, duty_unit, body, state, drafted_at) values (@id, @caseId, @me, @duty, @body, 'draft', @now)
                on conflict (id) do nothing
                """,
                values, cancel)
            : await work.ExecuteAsync("update child_notification set body = @body, version = version + 1 where id = @id and author_id = @me and state = 'draft'", values, cancel);
        if (kept == 0)
        {
            // Somebody else's draft is not even seen, so it looks as if there were none.
            return new Error("notification.not-yours", "Only the one who writes it can change or send it.");
        }

        await work.Streams.AppendAsync(row.Id, new StreamEvent("notification.saved", $"notification:{id:N}", Secret: body) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
        return id;
    }

    private sealed record Row(
        Guid Id, Guid OfCase, Guid Author, string State, DateTimeOffset DraftedAt, DateTimeOffset? SentAt, DateTimeOffset? AcceptedAt, Guid? AcceptedBy, byte[] Body, int Version);
}
