using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;
using Vaern.Screening.Explaining;

namespace Vaern.App.StreetWork.Imports;

/// <summary>What somebody made of a message.</summary>
/// <param name="Kind">agree, wrong-category, not-a-problem, unsure, care or pass-on.</param>
public sealed record Reading(AccountId By, DateTimeOffset At, string Kind, string? Category, string? PassedTo, string? Note, int Version);

/// <summary>
/// A masked message in a list. The explanation is what the screening proposes; null in a sample, which is read blind, and for what was not flagged. No writer is
/// told, and no number that a reader could take for a probability.
/// </summary>
public sealed record ReadingItem(int Place, Guid Message, string Text, DateOnly? WrittenOn, string Route, Explanation? Explanation, IReadOnlyList<Reading> Readings)
{
    public Reading? Of(AccountId reader) => Readings.FirstOrDefault(one => one.By == reader);

    /// <summary>Two readers who say different things; both stay.</summary>
    public bool IsDisputed => Readings.Select(one => (one.Kind, one.Category)).Distinct().Count() > 1;

    /// <summary>Severe findings are read by a second person.</summary>
    public bool NeedsSecond => Explanation?.Severity == Severity.High && Readings.Count == 1;
}

/// <summary>Lists and samples, page by page, with their masked texts. Past its day a list gives nothing, whether or not the deletion has run.</summary>
public static class ReadingRoom
{
    public const int PageSize = 25;

    /// <returns>The data set and a page of it, or <c>dataset.not-found</c>, <c>dataset.gone</c>, <c>mandate.*</c>.</returns>
    public static async Task<Result<(Dataset Of, IReadOnlyList<ReadingItem> Items, bool More)>> PageAsync(Municipality municipality, StaffMember staff, string number, int page, CancellationToken cancel = default)
    {
        var skip = (Math.Max(page, 1) - 1) * PageSize;
        return await ReadAsync(municipality, staff, number, skip + 1, PageSize + 1, cancel) is { IsOk: true, Value: var (of, items) }
            ? (of, (IReadOnlyList<ReadingItem>)[.. items.Take(PageSize)], items.Count > PageSize)
            : await WhyNotAsync(municipality, staff, number, cancel);
    }

    /// <summary>One by its place, and how many there are. <c>dataset.not-found</c>, <c>dataset.gone</c>, <c>mandate.*</c>.</summary>
    public static async Task<Result<(Dataset Of, ReadingItem Item)>> ItemAsync(Municipality municipality, StaffMember staff, string number, int place, CancellationToken cancel = default) =>
        await ReadAsync(municipality, staff, number, place, 1, cancel) is { IsOk: true, Value: var (of, items) } && items is [var item] && item.Place == place
            ? (of, item)
            : await WhyNotAsync(municipality, staff, number, cancel);

    /// <summary>The places of a list that this reader has not read, the first first.</summary>
    public static async Task<int?> NextAsync(Municipality municipality, StaffMember staff, Guid dataset, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await work.FirstOrDefaultAsync<int?>(
            """
            select i.position from street_item i where i.dataset_id = @dataset and not exists (select from street_verdict v where v.message_id = i.message_id and v.reader_id = @me) order by i.position limit 1
            """,
            new { dataset, me = staff.Account.Value },
            cancel);
    }

    /// <summary>How much of a list is read: by anybody, by this reader, disputed, and waiting for a second reader.</summary>
    public static async Task<ReadingProgress> ProgressAsync(Municipality municipality, StaffMember staff, Guid dataset, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await work.SingleAsync<ReadingProgress>(
            """
            select count(*)::int as all, count(*) filter (where readers > 0)::int as read, count(*) filter (where mine)::int as mine, count(*) filter (where answers > 1)::int as disputed,
              count(*) filter (where severity = 2 and readers = 1)::int as second, count(*) filter (where missed)::int as missed
            from (
              select m.severity, count(v.id) as readers, coalesce(bool_or(v.reader_id = @me), false) as mine, count(distinct v.verdict || coalesce(v.kind, '')) as answers,
                coalesce(bool_or(v.verdict in ('wrong-category', 'care', 'pass-on')), false) as missed
              from street_item i join street_message m on m.id = i.message_id left join street_verdict v on v.message_id = m.id where i.dataset_id = @dataset group by i.position, m.severity) one
            """,
            new { dataset, me = staff.Account.Value },
            cancel);
    }

    private static async Task<Result<(Dataset Of, IReadOnlyList<ReadingItem> Items)>> ReadAsync(Municipality municipality, StaffMember staff, string number, int first, int count, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (!(await OpenableAsync(work, staff, number, cancel)).TryGet(out var of, out var error))
        {
            return error;
        }

        var rows = await work.QueryAsync<Row>(
            """
            select i.position as place, m.id, case when m.route = 'none' then d.rest_id else m.dataset_id end as owner, m.body, m.explanation, m.written_on as writtenon, m.route
            from street_item i join street_message m on m.id = i.message_id join street_dataset d on d.id = m.dataset_id
            where i.dataset_id = @Id and i.position >= @first and m.expires_on >= @today order by i.position limit @count
            """,
            new { of.Id, first, count, today = DanishTime.DayOf(work.Now) },
            cancel);
        var verdicts = (await work.QueryAsync<VerdictRow>(
            """
            select v.id, v.message_id as message, v.reader_id as by, v.read_at as at, v.verdict as kind, v.kind as category, v.passed_to as passedto, v.note, v.version, v.dataset_id as dataset
            from street_verdict v where v.message_id = any(@ids) order by v.read_at, v.id
            """,
            new { ids = rows.Select(row => row.Id).ToArray() },
            cancel)).ToLookup(row => row.Message);
        await work.Keys.OpenAllAsync([.. rows.Select(row => row.Owner), .. verdicts.SelectMany(group => group).Where(row => row.Note is not null).Select(row => row.Dataset)], cancel);
        var items = new List<ReadingItem>(rows.Count);
        foreach (var row in rows)
        {
            var readings = new List<Reading>();
            foreach (var verdict in verdicts[row.Id])
            {
                readings.Add(new Reading(
                    new AccountId(verdict.By), verdict.At, verdict.Kind, verdict.Category, verdict.PassedTo,
                    await work.OpenOptionalAsync(verdict.Dataset, "street_verdict", "note", verdict.Id, verdict.Note, cancel), verdict.Version));
            }

            // Blind: what somebody else said is told once one has answered oneself.
            var shown = of.Kind == "sample" && readings.TrueForAll(one => one.By != staff.Account) ? [] : readings;
            items.Add(new ReadingItem(
                row.Place, row.Id, await work.OpenTextAsync(row.Owner, MessageStore.Table, "body", row.Id, row.Body, cancel), row.WrittenOn, row.Route,
                row.Explanation is null || of.Kind == "sample" ? null : await work.OpenAsync<Explanation>(row.Owner, MessageStore.Table, "explanation", row.Id, row.Explanation, cancel), shown));
        }

        if (items.Count > 0)
        {
            await work.Streams.AppendAsync(of.Id, new StreamEvent("dataset.read", $"dataset:{of.Number}", new { first, count = items.Count }) { Role = Mandates.RoleOf(staff) }, cancel);
            await work.CommitAsync(cancel);
        }

        return (of, items);
    }

    internal static async Task<Result<Dataset>> OpenableAsync(UnitOfWork work, StaffMember staff, string number, CancellationToken cancel)
    {
        if (!staff.Can(Permission.ImportUnderMandates) || await DatasetList.FindAsync(work, number, cancel) is not { Kind: "list" or "sample" } of)
        {
            return DatasetList.NotFound;
        }

        if (!of.IsReadableOn(DanishTime.DayOf(work.Now)))
        {
            return new Error("dataset.gone", "Its day has passed.");
        }

        return (await MandateCheck.RunningAsync(work, of.Mandate, cancel)).TryGet(out _, out var ended) ? of : ended;
    }

    private static async Task<Error> WhyNotAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return (await OpenableAsync(work, staff, number, cancel)).TryGet(out _, out var error) ? DatasetList.NotFound : error;
    }

    private sealed record Row(int Place, Guid Id, Guid Owner, byte[] Body, byte[]? Explanation, DateOnly? WrittenOn, string Route);

    private sealed record VerdictRow(Guid Id, Guid Message, Guid By, DateTimeOffset At, string Kind, string? Category, string? PassedTo, byte[]? Note, int Version, Guid Dataset);
}

/// <summary>How far the reading of a list is. In a sample, <paramref name="Missed"/> are those that a reader found something in.</summary>
public sealed record ReadingProgress(int All, int Read, int Mine, int Disputed, int Second, int Missed);
