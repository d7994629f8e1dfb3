using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.StreetWork.Imports;

/// <summary>The numbers of a data set at one moment. Nothing under five is told: <c>-1</c> stands for «fewer than five».</summary>
/// <param name="Kinds">Proposed kinds.</param>
/// <param name="Verdicts">What readers said.</param>
/// <param name="Disputed">Messages on which two readers disagree.</param>
public sealed record ReportNumbers(IReadOnlyList<DatasetCount> Kinds, IReadOnlyList<DatasetCount> Verdicts, long Readings, long Disputed)
{
    private const int Fewest = 5;

    internal static async Task<Result<ReportNumbers>> CountAsync(Municipality municipality, StaffMember staff, string parent, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await DatasetList.FindAsync(work, parent, cancel) is not { } above)
        {
            return DatasetList.NotFound;
        }

        // The messages of a data set: by list, by import or by source.
        const string Members =
            """
            select m.id, m.kind from street_message m
            where m.source_id = @SourceId and (@Kind = 'source' or (@Kind = 'import' and m.dataset_id = @Id) or (@Kind in ('list', 'sample') and exists (select from street_item i where i.dataset_id = @Id and i.message_id = m.id)))
            """;
        var values = new { above.Id, above.SourceId, above.Kind };
        var kinds = await work.QueryAsync<DatasetCount>($"with member as ({Members}) select coalesce(kind, 'none') as code, count(*) as count from member group by 1 order by 2 desc, 1", values, cancel);
        var verdicts = await work.QueryAsync<DatasetCount>($"with member as ({Members}) select v.verdict as code, count(*) as count from member join street_verdict v on v.message_id = member.id group by 1 order by 2 desc, 1", values, cancel);
        var disputed = await work.SingleAsync<long>(
            $"""
            with member as ({Members})
            select count(*) from (select v.message_id from member join street_verdict v on v.message_id = member.id group by v.message_id having count(distinct v.verdict || coalesce(v.kind, '')) > 1) d
            """,
            values,
            cancel);
        return new ReportNumbers(Told(kinds), Told(verdicts), verdicts.Sum(one => one.Count), disputed);
    }

    private static IReadOnlyList<DatasetCount> Told(IReadOnlyList<DatasetCount> counts) => [.. counts.Select(one => one.Count < Fewest ? one with { Count = -1 } : one)];
}
