using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>
/// Writes in the chronology: <c>fact</c>, <c>statement</c>, <c>assessment</c> or <c>decision</c>, kept apart because they weigh
/// differently when the case is read in five years. Append-only; a correction is a new entry that points at the old one.
/// </summary>
public static class WriteEntry
{
    public const int Limit = 10_000;

    public static readonly string[] Kinds = ["fact", "statement", "assessment", "decision"];

    /// <param name="id">Chosen by the form, so that pressing twice writes once.</param>
    public static Task<Result<Guid>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string kind, string text, DateTimeOffset? happenedAt, Guid? corrects = null, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!Kinds.Contains(kind))
            {
                return new Error("entry.kind-missing", "Choose what kind of entry it is.");
            }

            if (string.IsNullOrWhiteSpace(text))
            {
                return new Error("entry.empty", "The entry is empty.");
            }

            if (text.Length > Limit)
            {
                return new Error("entry.too-long", "The entry has more than 10,000 characters.");
            }

            if (happenedAt > work.Now)
            {
                return new Error("entry.time", "The time lies in the future.");
            }

            if (await work.FirstOrDefaultAsync<Guid?>("select id from entry where id = @id", new { id }, cancel) is null)
            {
                await AddAsync(work, row, id, kind, text, happenedAt ?? work.Now, staff, corrects, cancel);
                await work.BeginHandlingAsync(row, cancel);
            }

            return id;
        }, cancel);

    internal static async Task AddAsync(
        UnitOfWork work, CaseRow row, Guid id, string kind, string text, DateTimeOffset happenedAt, StaffMember? author, Guid? corrects, CancellationToken cancel)
    {
        await work.ExecuteAsync(
            """
            insert into entry (id, case_id, kind, happened_at, recorded_at, author_id, body, corrects_id)
            values (@id, @caseId, @kind, @happenedAt, @now, @author, @body, @corrects)
            """,
            new
            {
                id,
                caseId = row.Id,
                kind,
                happenedAt = happenedAt.ToUniversalTime(),
                now = work.Now,
                author = author?.Account.Value,
                body = await work.SealAsync(row.Id, "entry", "body", id, text.Trim(), cancel),
                corrects,
            },
            cancel);
        await work.Streams.AppendAsync(
            row.Id,
            new StreamEvent("entry.written", $"entry:{id:N}", new { kind, happenedAt, corrects }) { Role = author?.RoleIn(new UnitId(row.Unit)) },
            cancel);
    }
}
