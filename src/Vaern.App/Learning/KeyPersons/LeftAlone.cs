using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Learning.KeyPersons;

/// <summary>
/// When a key person leaves: the register is dated, the deputy is shown instead, and the leader has a task. An account that was closed is a
/// person who left, whether or not anybody thought of the register.
/// </summary>
internal static class LeftAlone
{
    private const int DaysToFind = 30;

    /// <summary>Ends the time of key persons whose account was closed. Safe to repeat.</summary>
    public static async Task EndDepartedAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var today = DanishTime.DayOf(work.Now);
        var left = await work.QueryAsync<(Guid Id, Guid Unit)>(
            """
            select k.id, k.unit_id from key_person k join account a on a.id = k.account_id
            where a.disabled_at is not null and k.valid_to is null and not k.has_deputy order by k.id
            """, cancel: cancel);
        var waits = await work.QueryAsync<Guid>(
            """
            select distinct k.unit_id from key_person k join account a on a.id = k.account_id
            where a.disabled_at is not null and k.valid_to is null and k.has_deputy
              and not exists (select 1 from unit_action u where u.about_unit = k.unit_id and u.source = 'key-person' and u.made_at >= a.disabled_at)
            order by k.unit_id
            """, cancel: cancel);
        foreach (var (id, unit) in left)
        {
            await work.ExecuteAsync("update key_person set valid_to = greatest(valid_from, @today), version = version + 1 where id = @id", new { id, today }, cancel);
            await work.Streams.AppendAsync(municipality.Id, new StreamEvent("key-person.ended", $"key_person:{id:N}", new { old = (DateOnly?)null, @new = today, why = "account closed" }), cancel);
        }

        var asked = 0;
        foreach (var unit in left.Select(one => one.Unit).Concat(waits).Distinct())
        {
            asked += await AskLeaderAsync(municipality, work, new UnitId(unit), null, today, cancel) ? 1 : 0;
        }

        if (left.Count > 0 || asked > 0)
        {
            await work.CommitAsync(cancel);
        }
    }

    /// <summary>Puts it on the unit's list that a key person is to be found, unless it stands there. True when it was put.</summary>
    public static Task<bool> AskLeaderAsync(Municipality municipality, UnitOfWork work, UnitId unit, Guid? by, DateOnly from, CancellationToken cancel) =>
        UnitActions.InsertAsync(
            municipality, work, by, unit, Guid.CreateVersion7(), "key-person", null, unit, new ActionWords("Find en ny nøgleperson, og skriv navnet i registret.", "Lederen"), from.AddDays(DaysToFind), cancel);
}
