using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Workplace;

/// <summary>Somebody with an account, in this one incident. <paramref name="Role"/> is affected, alleged, reporter or kept-out.</summary>
public sealed record CasePerson(AccountId Account, string Name, string Role);

/// <summary>
/// Roles of colleagues in an incident. Nobody handles a case about themselves: naming somebody as affected, alleged or kept out takes their access away, and the
/// database gives it back to nobody.
/// </summary>
public static class CasePeople
{
    public static readonly string[] Roles = ["affected", "alleged", "kept-out"];

    /// <summary>Names somebody. Where it is the one who handles the case, the next in line takes over. <c>person.role</c>, <c>person.unknown</c>, <c>person.nobody-else</c>.</summary>
    public static Task<Result<Guid>> NameAsync(Municipality municipality, StaffMember staff, CaseId caseId, AccountId person, string role, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!Roles.Contains(role))
            {
                return new Error("person.role", "Choose the role.");
            }

            if (await work.FirstOrDefaultAsync<int?>("select 1 from account where id = @id and disabled_at is null", new { id = person.Value }, cancel) is null)
            {
                return new Error("person.unknown", "There is no such colleague.");
            }

            if (person.Value == row.Owner)
            {
                var away = await work.QueryAsync<Guid>("select account_id from case_person where case_id = @Id and role <> 'reporter'", new { row.Id }, cancel);
                if (await Leaders.NextAsync(work, new UnitId(row.Unit), away.Append(person.Value), cancel) is not { } next)
                {
                    return new Error("person.nobody-else", "There is nobody else to handle the case.");
                }

                await TakeOverAsync(work, row, next, staff, cancel);
            }

            await WriteAsync(work, row, person, role, staff.RoleIn(new UnitId(row.Unit)), cancel);
            return person.Value;
        }, cancel);

    internal static async Task WriteAsync(UnitOfWork work, CaseRow row, AccountId person, string role, string by, CancellationToken cancel)
    {
        var old = await work.FirstOrDefaultAsync<string>("select role from case_person where case_id = @Id and account_id = @person", new { row.Id, person = person.Value }, cancel);
        // The event first: whoever names themself loses the case in the same statement.
        await work.Streams.AppendAsync(row.Id, new StreamEvent("person.named", $"account:{person.Value:N}", new { old, @new = role }) { Role = by }, cancel);
        await work.ExecuteAsync(
            """
            insert into case_person (case_id, account_id, role, added_at) values (@Id, @person, @role, @now)
            on conflict (case_id, account_id) do update set role = excluded.role
            """,
            new { row.Id, person = person.Value, role, now = work.Now },
            cancel);
    }

    internal static async Task<IReadOnlyList<CasePerson>> ListAsync(Municipality municipality, UnitOfWork work, Guid caseId, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Account, string Role)>("select account_id, role from case_person where case_id = @caseId order by added_at, account_id", new { caseId }, cancel);
        var people = new List<CasePerson>();
        foreach (var (account, role) in rows)
        {
            people.Add(new CasePerson(new AccountId(account), await municipality.Staff.NameAsync(new AccountId(account), cancel), role));
        }

        return people;
    }

    internal static async Task TakeOverAsync(UnitOfWork work, CaseRow row, Guid next, StaffMember? by, CancellationToken cancel)
    {
        await work.ExecuteAsync(
            """
            insert into case_access (account_id, case_id, access, touched_at) values (@next, @Id, 'write', @now)
            on conflict (account_id, case_id) do update set access = 'write';
            update case_file set owner_id = @next, version = version + 1 where id = @Id;
            update task set owner_id = @next, version = version + 1 where case_id = @Id and state = 'open' and owner_id = @Owner
            """,
            new { row.Id, row.Owner, next, now = work.Now },
            cancel);
        await work.Streams.AppendAsync(
            row.Id, new StreamEvent("case.owner-changed", $"case:{row.Number}", new { old = row.Owner, @new = next }) { Role = by?.RoleIn(new UnitId(row.Unit)) }, cancel);
        await ReportIncident.AlertAsync(work, row, [next], cancel);
    }
}
