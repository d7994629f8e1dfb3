using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Keys;

namespace Vaern.App.StreetWork.Imports;

/// <summary>Reads the tree. Numbers, parameters and states; texts are read in <see cref="ReadingRoom"/>.</summary>
public static class DatasetList
{
    public const int PageSize = 25;

    private const string Columns =
        """
        d.id, d.number, d.mandate_id as mandate, m.number as mandatenumber, d.source_id as sourceid, 'S-' || s.number || ' ' || s.name as source, p.number as parent, d.kind, d.state, d.parameters::text as parameters,
        d.program, d.rules, d.heads, d.made_at as madeat, d.made_by as made, d.expires_on as expireson, d.done_at as doneat, d.number_of as numberof, d.bytes, d.percent, d.outcome::text as outcome, d.fault,
        d.rest_gone_at as restgoneat, d.gone_at as goneat, d.gone_number as gonenumber, d.gone_why as gonewhy
        """;

    private const string From = "from street_dataset d join mandate m on m.id = d.mandate_id join mandate_source s on s.id = d.source_id left join street_dataset p on p.id = d.parent_id";

    /// <summary>Imports, lists, samples and reports, the latest first; of one kind when one is named.</summary>
    public static async Task<(IReadOnlyList<Dataset> Lines, bool More)> PageAsync(Municipality municipality, StaffMember staff, string? kind, int page, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>(
            $"select {Columns} {From} where d.kind <> 'source' and (@kind::text is null or d.kind = @kind) order by d.made_at desc, d.id desc offset @skip limit @limit",
            new { kind = string.IsNullOrEmpty(kind) ? null : kind, skip = (Math.Max(page, 1) - 1) * PageSize, limit = PageSize + 1 },
            cancel);
        return ([.. rows.Take(PageSize).Select(row => row.ToDataset())], rows.Count > PageSize);
    }

    /// <summary>By its number. <c>dataset.not-found</c>.</summary>
    public static async Task<Result<Dataset>> ReadAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await FindAsync(work, number, cancel) is { } found ? found : NotFound;
    }

    /// <summary>What it came from, the root first, and what was made of it.</summary>
    public static async Task<(IReadOnlyList<Dataset> Above, IReadOnlyList<Dataset> Below)> TreeAsync(Municipality municipality, StaffMember staff, Guid dataset, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var line = await work.QueryAsync<Guid>(
            """
            with recursive up as (
              select id, parent_id, 0 as depth from street_dataset where id = @dataset
              union all select d.id, d.parent_id, up.depth + 1 from street_dataset d join up on d.id = up.parent_id)
            select id from up where depth > 0 order by depth desc
            """,
            new { dataset },
            cancel);
        var above = await work.QueryAsync<Row>($"select {Columns} {From} where d.id = any(@line) order by array_position(@line, d.id)", new { line = line.ToArray() }, cancel);
        var below = await work.QueryAsync<Row>($"select {Columns} {From} where d.parent_id = @dataset order by d.made_at desc, d.id desc limit 50", new { dataset }, cancel);
        return ([.. above.Select(row => row.ToDataset())], [.. below.Select(row => row.ToDataset())]);
    }

    /// <summary>The certificate of one that is gone; null while it is there.</summary>
    public static async Task<DatasetCertificate?> CertificateAsync(Municipality municipality, StaffMember staff, Dataset dataset, CancellationToken cancel = default)
    {
        if (dataset.GoneAt is not { } gone)
        {
            return null;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var key = await DeletionCertificate.ReadAsync(work, dataset.Id, cancel);
        return new DatasetCertificate(dataset.Number, gone, dataset.GoneNumber ?? 0, dataset.GoneWhy!, key.IsOk ? key.Value.DestroyedAt : null, key.IsOk ? key.Value.BackupsEnd : null);
    }

    internal static readonly Error NotFound = new("dataset.not-found", "There is no such data set, or it is not yours to see.");

    internal static async Task<Dataset?> FindAsync(UnitOfWork work, string number, CancellationToken cancel) =>
        (await work.FirstOrDefaultAsync<Row>($"select {Columns} {From} where d.number = upper(@number)", new { number }, cancel))?.ToDataset();

    private sealed record Row(
        Guid Id, string Number, Guid Mandate, int MandateNumber, Guid SourceId, string Source, string? Parent, string Kind, string State, string Parameters, string Program, string? Rules, string? Heads,
        DateTimeOffset MadeAt, Guid? Made, DateOnly ExpiresOn, DateTimeOffset? DoneAt, int? NumberOf, long? Bytes, short Percent, string? Outcome, string? Fault, DateTimeOffset? RestGoneAt, DateTimeOffset? GoneAt,
        int? GoneNumber, string? GoneWhy)
    {
        public Dataset ToDataset() => new(
            Id, Number, Mandate, MandateNumber, SourceId, Source, Parent, Kind, State, DatasetOutcome.Read<DatasetParameters>(Parameters)!, Program, Rules, Heads, MadeAt, Made is { } by ? new AccountId(by) : null,
            ExpiresOn, DoneAt, NumberOf, Bytes, Percent, Kind == "import" ? DatasetOutcome.Read<DatasetOutcome>(Outcome) : null, Fault, RestGoneAt, GoneAt, GoneNumber, GoneWhy);
    }
}
