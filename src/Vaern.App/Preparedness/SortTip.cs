using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <summary>
/// Lays a new tip beside those that are alike, answers it where an approved answer already stands, and raises the alert. Safe to repeat. It proposes; a
/// person decides, and what a person has decided is never moved.
/// </summary>
internal static class SortTip
{
    // Found by trying on our own sentences: three of a handful of shared words are chance, four of which half are shared are not.
    internal const int LeastShared = 4;
    internal const double LeastShare = 0.4;
    private const int ManyAlike = 3;
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    public static async Task RunAsync(Municipality municipality, Guid tip, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        // One at a time: two alike in the same instant must see each other.
        await work.ExecuteAsync("select pg_advisory_xact_lock(hashtext('preparedness.sort'))", cancel: cancel);
        var row = await work.FirstOrDefaultAsync<Row>(
            "select id, number, danger, drill, features, group_id as grp, state from tip where id = @tip for update", new { tip }, cancel);
        if (row is null || row.State != "new" || row.Grp != row.Id)
        {
            return;
        }

        var (group, issue, shared) = await BestAsync(work, row, cancel);
        if (group != row.Id || issue is not null)
        {
            await work.ExecuteAsync(
                "update tip set group_id = @group, issue_id = @issue, state = case when @issue::uuid is null then 'new' else 'proposed' end, version = version + 1 where id = @tip", new { tip, group, issue }, cancel);
            await work.Streams.AppendAsync(tip, new StreamEvent("tip.sorted", $"tip:{row.Number}", new { group, issue, shared }), cancel);
        }

        if (issue is { } found)
        {
            await Answers.GiveStandingAsync(work, tip, found, cancel);
        }

        await AlertAsync(work, row, group, issue, cancel);
        await work.CommitAsync(cancel);
    }

    private static async Task<(Guid Group, Guid? Issue, int Shared)> BestAsync(UnitOfWork work, Row tip, CancellationToken cancel)
    {
        var others = await work.QueryAsync<Other>(
            """
            select t.group_id as grp, i.id as issue, t.features from tip t left join issue i on i.id = t.issue_id
            where t.id <> @Id and t.drill = @Drill and t.state <> 'closed' and t.received_at > @since and t.features && @Features
            order by t.received_at desc, t.id desc limit 2000
            """,
            new { tip.Id, tip.Drill, tip.Features, since = work.Now - Remembered },
            cancel);
        var (best, share, shared) = (default(Other), 0.0, 0);
        foreach (var other in others)
        {
            var (part, count) = TipText.Likeness(tip.Features, other.Features);
            if (count >= LeastShared && part >= LeastShare && part > share)
            {
                (best, share, shared) = (other, part, count);
            }
        }

        return best is null ? (tip.Id, null, 0) : (best.Grp, best.Issue, shared);
    }

    private static async Task AlertAsync(UnitOfWork work, Row tip, Guid group, Guid? issue, CancellationToken cancel)
    {
        var alike = await work.SingleAsync<int>(
            "select count(*)::int from tip where group_id = @group and received_at > @since and state <> 'closed'", new { group, since = work.Now - Together }, cancel);
        var reason = tip.Danger ? "danger" : alike >= ManyAlike && issue is null ? "many-alike" : null;
        if (reason is not null)
        {
            await Alerts.RaiseAsync(work, group, issue, tip.Drill ? "drill" : reason, alike, cancel);
        }
    }

    // Filled by property: the driver names no element type for an array column, so no constructor would be found.
    private sealed record Row
    {
        public Guid Id { get; init; }

        public string Number { get; init; } = "";

        public bool Danger { get; init; }

        public bool Drill { get; init; }

        public int[] Features { get; init; } = [];

        public Guid Grp { get; init; }

        public string State { get; init; } = "";
    }

    private sealed record Other
    {
        public Guid Grp { get; init; }

        public Guid? Issue { get; init; }

        public int[] Features { get; init; } = [];
    }
}
