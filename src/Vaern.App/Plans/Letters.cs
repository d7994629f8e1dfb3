using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Plans;

/// <summary>A letter's words. <paramref name="To"/> is how the recipient is addressed.</summary>
public sealed record LetterBody(string To, string Subject, string Text);

/// <summary>A letter of a case. <paramref name="State"/> is draft or sent; <paramref name="About"/> is the child it is about, null for a class.</summary>
public sealed record Letter(Guid Id, string Kind, Guid? About, Guid? Recipient, LetterBody Body, string State, string Author, DateTimeOffset WrittenAt, DateTimeOffset? SentAt, int Version);

/// <summary>
/// Letters to parents and to a class, each about their own child or about nobody. Before one is sent its text is checked for the names of other children in the
/// case; the check and its outcome are on record. Værn sends nothing itself: «sendt» is what the school says it did, by Digital Post or on paper.
/// </summary>
public static class Letters
{
    public static readonly string[] Kinds = ["affected-parents", "alleged-parents", "plan", "plan-late", "class", "shared"];

    /// <summary>Saves the draft. <c>letter.kind</c>, <c>letter.empty</c>, <c>letter.too-long</c>, <c>letter.sent</c>, <c>letter.stale</c>, <c>party.not-found</c>.</summary>
    /// <param name="version">0 for a letter that does not exist yet.</param>
    public static Task<Result<Guid>> SaveAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string kind, Guid? about, Guid? recipient, LetterBody body, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, (work, row) => SaveAsync(work, row, staff, id, kind, about, recipient, body, version, cancel), cancel);

    /// <summary>
    /// Saves, checks and marks as sent; a recipient who waited to be informed is informed by it. <c>letter.names</c> with the names found, <c>letter.duty-first</c> where a
    /// parent is suspected, <c>letter.about-missing</c> for a letter to a family about no child.
    /// </summary>
    public static Task<Result<Guid>> SendAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string kind, Guid? about, Guid? recipient, LetterBody body, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (kind != "class" && about is null)
            {
                return new Error("letter.about-missing", "Choose which child the letter is about.");
            }

            var acts = await CaseActs.ListAsync(municipality, work, caseId, cancel);
            if (kind is "affected-parents" or "plan" or "plan-late" && acts.LastOrDefault(act => act.Kind == "parent-suspected")?.Body.Decision == "yes")
            {
                return new Error("letter.duty-first", "A parent is suspected: the duty comes first.");
            }

            var parties = await ReadCase.PartiesAsync(work, caseId, cancel);
            var names = NameCheck.Others(parties, kind == "class" ? null : about, $"{body.To} {body.Subject} {body.Text}");
            if (names.Count > 0)
            {
                return new Error("letter.names", string.Join(", ", names));
            }

            if (!(await SaveAsync(work, row, staff, id, kind, about, recipient, body, version, cancel)).TryGet(out _, out var error))
            {
                return error;
            }

            if (recipient is null)
            {
                await PersonIndex.PutAsync(work, "case", row.Id, $"letter:{id:N}", new PersonKeys(body.To, null, null), row.Id, null, replace: true, cancel);
            }

            await work.ExecuteAsync("update letter set state = 'sent', sent_at = @now, version = version + 1 where id = @id", new { id, now = work.Now }, cancel);
            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("letter.sent", $"letter:{id:N}", new { kind, about, recipient, otherNames = 0, checkedAgainst = parties.Count }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            await WriteEntry.AddAsync(work, row, Guid.CreateVersion7(), "fact", $"Brev sendt: {body.Subject}", work.Now, staff, null, cancel);
            if (recipient is { } party && parties.Any(one => one.Id == party && one.Informed == "pending"))
            {
                await Parties.InformAsync(work, row, staff, party, true, "Brev", null, null, cancel);
            }

            return id;
        }, cancel);

    public static async Task<IReadOnlyList<Letter>> ListAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>(
            """
            select id, kind, about_party as about, to_party as recipient, body, state, written_by as writtenby, written_at as writtenat, sent_at as sentat, version
            from letter where case_id = @id order by written_at, id
            """,
            new { id = caseId.Value },
            cancel);
        var letters = new List<Letter>();
        foreach (var row in rows)
        {
            letters.Add(new Letter(
                row.Id, row.Kind, row.About, row.Recipient, await work.OpenAsync<LetterBody>(caseId.Value, "letter", "body", row.Id, row.Body, cancel), row.State,
                await municipality.Staff.NameAsync(new AccountId(row.WrittenBy), cancel), row.WrittenAt, row.SentAt, row.Version));
        }

        return letters;
    }

    private static async Task<Result<Guid>> SaveAsync(
        UnitOfWork work, CaseRow row, StaffMember staff, Guid id, string kind, Guid? about, Guid? recipient, LetterBody body, int version, CancellationToken cancel)
    {
        if (!Kinds.Contains(kind))
        {
            return new Error("letter.kind", "There is no such letter.");
        }

        if (string.IsNullOrWhiteSpace(body.Text) || string.IsNullOrWhiteSpace(body.Subject))
        {
            return new Error("letter.empty", "The letter is empty.");
        }

        if (body.Text.Length > 10_000 || body.Subject.Length > 200 || body.To.Length > 200)
        {
            return new Error("letter.too-long", "The letter is too long.");
        }

        Guid[] named = [.. new[] { about, recipient }.OfType<Guid>().Distinct()];
        if (await work.SingleAsync<long>("select count(*) from party where case_id = @Id and id = any(@named)", new { row.Id, named }, cancel) != named.Length)
        {
            return new Error("party.not-found", "There is no such person in the case.");
        }

        var old = await work.FirstOrDefaultAsync<(string? State, int Version)>("select state, version from letter where id = @id and case_id = @caseId", new { id, caseId = row.Id }, cancel);
        if (old.State == "sent")
        {
            return new Error("letter.sent", "The letter is sent.");
        }

        if (old.Version != version)
        {
            return new Error("letter.stale", "Somebody else has changed the letter.");
        }

        await work.ExecuteAsync(
            """
            insert into letter (id, case_id, kind, about_party, to_party, body, state, written_by, written_at) values (@id, @caseId, @kind, @about, @recipient, @body, 'draft', @me, @now)
            on conflict (id) do update set about_party = excluded.about_party, to_party = excluded.to_party, body = excluded.body, version = letter.version + 1
            """,
            new
            {
                id,
                caseId = row.Id,
                kind,
                about,
                recipient,
                body = await work.SealAsync(row.Id, "letter", "body", id, body, cancel),
                me = staff.Account.Value,
                now = work.Now,
            },
            cancel);
        await work.BeginHandlingAsync(row, cancel);
        await work.Streams.AppendAsync(row.Id, new StreamEvent("letter.saved", $"letter:{id:N}", new { kind }, body) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
        return id;
    }

    private sealed record Row(
        Guid Id, string Kind, Guid? About, Guid? Recipient, byte[] Body, string State, Guid WrittenBy, DateTimeOffset WrittenAt, DateTimeOffset? SentAt, int Version);
}
