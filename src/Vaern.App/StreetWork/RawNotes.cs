using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.StreetWork;

/// <summary>
/// Deletes what is raw when its day has passed (goal GOAL-RAW-NOTES, or the shorter time of the mandate): the key is destroyed, so that no copy of the
/// database can be read either; kind and month stay and are counted. Whoever reads before this has run gets nothing: the day decides.
/// </summary>
public static class RawNotes
{
    private const int InOneRound = 500;

    /// <summary>Deletes what is due; gives the number of phenomena deleted. Safe to run twice and from several workers.</summary>
    public static async Task<int> DeleteDueAsync(Municipality municipality, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var today = DanishTime.DayOf(work.Now);
        var due = await work.QueryAsync<(Guid Id, Guid Shift, string Number)>(
            "select id, shift_id, number from phenomenon where gone_at is null and expires_on < @today order by shift_id, id limit @most for update skip locked", new { today, most = InOneRound }, cancel);
        foreach (var (id, shift, number) in due)
        {
            await DestroyAsync(work, id, shift, number, "mandate", null, cancel);
        }

        var shifts = await work.QueryAsync<(Guid Id, string Number)>(
            """
            select s.id, s.number from street_shift s join data_key k on k.owner_id = s.id
            where s.expires_on < @today and s.ended_at is not null order by s.id limit @most for update of s skip locked
            """,
            new { today, most = InOneRound },
            cancel);
        foreach (var (id, number) in shifts)
        {
            await work.ExecuteAsync("delete from street_line where shift_id = @id; update street_shift set news = null where id = @id", new { id }, cancel);
            await work.Keys.DestroyAsync(id, cancel);
            await work.Streams.AppendAsync(id, new StreamEvent("shift.words-deleted", $"shift:{number}", new { because = "mandate" }), cancel);
        }

        // Why a step was skipped goes with the words of the shift; kind, age band and times stay.
        var talks = await work.QueryAsync<Guid>(
            """
            select c.id from street_contact c join street_shift s on s.id = c.shift_id join data_key k on k.owner_id = c.id
            where s.expires_on < @today and c.closed_at is not null order by c.id limit @most for update of c skip locked
            """,
            new { today, most = InOneRound },
            cancel);
        foreach (var id in talks)
        {
            await work.ExecuteAsync("update street_contact_step set reason = ''::bytea where contact_id = @id and reason is not null", new { id }, cancel);
            await work.Keys.DestroyAsync(id, cancel);
            await work.Streams.AppendAsync(id, new StreamEvent("contact.words-deleted", Detail: new { because = "mandate" }), cancel);
        }

        await work.CommitAsync(cancel);
        return due.Count;
    }

    internal static async Task DestroyAsync(UnitOfWork work, Guid phenomenon, Guid shift, string number, string because, string? role, CancellationToken cancel)
    {
        await work.ExecuteAsync(
            """
            delete from phenomenon_link where phenomenon_id = @phenomenon;
            update phenomenon set gone_at = @now, source_id = null, age = null, seen_at = null, note = null, seen_on = date_trunc('month', seen_on)::date where id = @phenomenon
            """,
            new { phenomenon, now = work.Now },
            cancel);
        await work.Keys.DestroyAsync(phenomenon, cancel);
        await work.Streams.AppendAsync(shift, new StreamEvent("phenomenon.deleted", $"phenomenon:{number}", new { certificate = phenomenon, because }) { Role = role }, cancel);
    }
}
