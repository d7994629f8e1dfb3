using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;
using Vaern.Screening.Importing;

namespace Vaern.App.StreetWork.Imports;

/// <summary>Messages of a kind in a week; null for fewer than five.</summary>
public sealed record KindWeek(DateOnly Week, string Kind, int? Number);

/// <summary>Messages that a channel passed on from another, by the names of the channels. <paramref name="From"/> is null for everything that is none of the mandate's sources.</summary>
public sealed record PassedOn(string To, string? From, int Number);

/// <summary>A rule and how readers judged it.</summary>
/// <param name="IsRankingOnly">More than half of at least twenty readings overruled it: it is listed for repair.</param>
public sealed record RuleJudged(string Rule, int Read, int Overruled, bool IsRankingOnly);

/// <summary>
/// What changes over time: kinds per week, words that many have begun to write, and what public channels pass on to each other. Numbers under five are
/// suppressed, and nothing here has a person as its row.
/// </summary>
public sealed record StreetTrends(IReadOnlyList<KindWeek> Weeks, IReadOnlyList<Expression> NewWords, IReadOnlyList<PassedOn> PassedOn, IReadOnlyList<RuleJudged> Rules)
{
    private const int Fewest = 5;
    private const int MostWords = 30;
    private const int ShownWeeks = 8;
    private const int EnoughReadings = 20;

    public static async Task<StreetTrends> ReadAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var today = DanishTime.DayOf(work.Now);
        var since = today.AddDays(-7 * ShownWeeks);
        var weeks = await work.QueryAsync<(DateOnly Week, string Kind, long Number)>(
            "select week, kind, sum(number_of) from street_week where week >= @since and kind <> 'none' group by week, kind order by week desc, 3 desc, kind", new { since }, cancel);
        var passed = await work.QueryAsync<(string To, string? From, long Number)>(
            """
            select s.name, o.name, sum(p.number_of) from street_passed_on p join street_dataset d on d.id = p.dataset_id join mandate_source s on s.id = d.source_id left join mandate_source o on o.id = p.origin_id
            where p.week >= @since group by s.name, o.name having sum(p.number_of) >= @Fewest order by 3 desc, 1, 2 limit 50
            """,
            new { since, Fewest },
            cancel);
        var rules = await work.QueryAsync<(string Rule, long Read, long Overruled)>(
            """
            select r.rule, count(*), count(*) filter (where v.verdict in ('wrong-category', 'not-a-problem')) from street_verdict v cross join lateral unnest(v.rules) as r (rule)
            group by r.rule having count(*) >= @Fewest order by 3 desc, 2 desc, 1 limit 50
            """,
            new { Fewest },
            cancel);
        return new StreetTrends(
            [.. weeks.Select(row => new KindWeek(row.Week, row.Kind, row.Number < Fewest ? null : (int)row.Number))],
            staff.Can(Permission.ImportUnderMandates) ? await WordsAsync(work, today, cancel) : [],
            [.. passed.Select(row => new PassedOn(row.To, row.From, (int)row.Number))],
            [.. rules.Select(row => new RuleJudged(row.Rule, (int)row.Read, (int)row.Overruled, row.Read >= EnoughReadings && row.Overruled * 2 > row.Read))]);
    }

    /// <summary>Words of the imports of the last week that no earlier one has.</summary>
    private static async Task<IReadOnlyList<Expression>> WordsAsync(UnitOfWork work, DateOnly today, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, DateTimeOffset MadeAt, byte[] Words)>(
            "select id, made_at, words from street_dataset where kind = 'import' and state = 'done' and words is not null and expires_on >= @today and mandate_runs(mandate_id, @now) order by made_at desc, id desc limit 40",
            new { today, now = work.Now },
            cancel);
        await work.Keys.OpenAllAsync([.. rows.Select(row => row.Id)], cancel);
        var (fresh, known) = (new Dictionary<string, int>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var border = rows.Count == 0 ? work.Now : rows[0].MadeAt.AddDays(-7);
        foreach (var (id, madeAt, words) in rows)
        {
            foreach (var one in (await work.OpenAsync<ExpressionList>(id, "street_dataset", "words", id, words, cancel)).Words)
            {
                if (madeAt <= border)
                {
                    known.Add(one.Word);
                }
                else
                {
                    fresh[one.Word] = fresh.GetValueOrDefault(one.Word) + one.Messages;
                }
            }
        }

        return [.. fresh.Where(pair => !known.Contains(pair.Key)).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(MostWords).Select(pair => new Expression(pair.Key, pair.Value))];
    }
}
