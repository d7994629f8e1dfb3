using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>Changes what a case is called and who is responsible. <c>case.stale</c> when somebody else changed it: the page shows both versions.</summary>
public static class ChangeCaseTitle
{
    public static Task<Result<Guid>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, string title, AccountId owner, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(title) || title.Length > 200)
            {
                return new Error("case.title-missing", "Write in a few words what it is about.");
            }

            if (row.Version != version)
            {
                return new Error("case.stale", "Somebody else has changed the case.");
            }

            if (await work.FirstOrDefaultAsync<int?>(
                "select 1 from case_access where account_id = @owner and case_id = @id and access = 'write'", new { owner = owner.Value, id = row.Id }, cancel) is null)
            {
                return new Error("case.owner", "The responsible person must have access to the case.");
            }

            var oldTitle = await work.OpenTextAsync(row.Id, "case_file", "title", row.Id, await work.SingleAsync<byte[]>("select title from case_file where id = @Id", new { row.Id }, cancel), cancel);
            await work.ExecuteAsync(
                "update case_file set title = @title, owner_id = @owner, version = version + 1 where id = @id",
                new { id = row.Id, owner = owner.Value, title = await work.SealAsync(row.Id, "case_file", "title", row.Id, title.Trim(), cancel) },
                cancel);
            await work.Streams.AppendAsync(
                row.Id,
                new StreamEvent("case.changed", $"case:{row.Number}", new { old = row.Owner, @new = owner.Value }, new { old = oldTitle, @new = title }) { Role = staff.RoleIn(new UnitId(row.Unit)) },
                cancel);
            return row.Id;
        }, cancel);
}
