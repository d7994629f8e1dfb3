using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>Somebody who can see the case, and whether they can write in it.</summary>
public sealed record Participant(AccountId Account, string Name, string Title, bool Writes);

/// <summary>Lets a colleague in, or out, with a reason: a lawyer, a work-environment representative, the psychologist.</summary>
public static class CaseAccess
{
    public static Task<Result<Guid>> GrantAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, AccountId colleague, bool writes, string reason, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            if (await work.FirstOrDefaultAsync<int?>("select 1 from account where id = @id and disabled_at is null", new { id = colleague.Value }, cancel) is null)
            {
                return new Error("access.unknown", "There is no such colleague.");
            }

            await work.ExecuteAsync(
                """
                insert into case_access (account_id, case_id, access, touched_at) values (@colleague, @id, @access, @now)
                on conflict (account_id, case_id) do update set access = excluded.access
                """,
                new { colleague = colleague.Value, id = row.Id, access = writes ? "write" : "read", now = work.Now },
                cancel);
            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("access.granted", $"account:{colleague.Value:N}", new { writes }, new { reason }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return colleague.Value;
        }, cancel);

    public static Task<Result<Guid>> RevokeAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, AccountId colleague, string reason, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            if (colleague == staff.Account || colleague.Value == row.Owner)
            {
                return new Error("access.owner", "The responsible person and you yourself keep access.");
            }

            await work.ExecuteAsync("delete from case_access where account_id = @colleague and case_id = @id", new { colleague = colleague.Value, id = row.Id }, cancel);
            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("access.revoked", $"account:{colleague.Value:N}", Secret: new { reason }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return colleague.Value;
        }, cancel);

    internal static async Task<IReadOnlyList<Participant>> ListAsync(Municipality municipality, UnitOfWork work, CaseId caseId, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Account, bool Writes)>(
            "select account_id, access = 'write' from case_access where case_id = @id order by account_id", new { id = caseId.Value }, cancel);
        var participants = new List<Participant>();
        foreach (var row in rows)
        {
            var profile = await municipality.Staff.ProfileAsync(new AccountId(row.Account), cancel);
            participants.Add(new Participant(new AccountId(row.Account), profile?.Name ?? "–", profile?.Title ?? "", row.Writes));
        }

        return participants;
    }
}
