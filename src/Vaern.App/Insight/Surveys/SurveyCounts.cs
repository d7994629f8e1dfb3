using System.Text.Json;
using Vaern.App.Insight.Counting;
using Vaern.Data;

namespace Vaern.App.Insight.Surveys;

/// <summary>How many were asked and how many answered, as it may be said.</summary>
/// <param name="Invited">Codes of first sheets, by unit.</param>
/// <param name="Answered">Everybody who sent the form, in one column.</param>
public sealed record Response(int Invited, PublishedTable Answered, IReadOnlyDictionary<string, int> InvitedByUnit)
{
    /// <summary>Whole per cent, rounded; null where the number of answers may not be said.</summary>
    public int? Percent => Answered.Total.Value is { } answered && Invited > 0 ? Math.Min(100, (int)Math.Round(100.0 * answered / Invited, MidpointRounding.AwayFromZero)) : null;

    /// <summary>Under half have answered: every page and every file says so.</summary>
    public bool IsUnderHalf => Answered.Total.Value is not { } answered || 2 * answered < Invited;

    public bool IsUnitUnderHalf(string unit) => Answered.Ask([unit]).Base.Value is { } answered && InvitedByUnit.TryGetValue(unit, out var invited) && 2 * answered < invited;
}

/// <summary>The only place that reads the answers. Nothing leaves it but published tables.</summary>
internal static class SurveyCounts
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<Response> ResponseAsync(UnitOfWork work, Survey survey, CancellationToken cancel)
    {
        var invited = await work.QueryAsync<(string? Unit, int Count)>(
            "select unit_id::text, sum(count)::int from survey_batch where survey_id = @Id and kind = 'first' and withdrawn_at is null group by unit_id order by unit_id", new { survey.Id }, cancel);
        var answered = await work.QueryAsync<(string? Unit, int Count)>("select unit_id::text, count(*)::int from survey_answer where survey_id = @Id group by unit_id order by unit_id", new { survey.Id }, cancel);
        var units = Units(survey, invited.Select(one => one.Unit).Concat(answered.Select(one => one.Unit)));
        var raw = new RawTable(units, ["answered"]);
        foreach (var (unit, count) in answered)
        {
            raw.Add(unit, "answered", count);
        }

        return new Response(invited.Sum(one => one.Count), Suppression.Publish(raw, survey.Limit), invited.Where(one => one.Unit is not null).ToDictionary(one => one.Unit!, one => one.Count));
    }

    /// <summary>Counts every question and keeps what may be said.</summary>
    public static async Task PublishAsync(UnitOfWork work, Survey survey, CancellationToken cancel)
    {
        var response = await ResponseAsync(work, survey, cancel);
        await work.ExecuteAsync("insert into survey_response (survey_id, body) values (@Id, @body::jsonb)", new { survey.Id, body = JsonSerializer.Serialize(response, Json) }, cancel);
        string?[] units = survey.IsByUnit ? [.. response.Answered.Rows.Select(row => row.Key)] : [];
        foreach (var item in survey.Items)
        {
            foreach (var (key, raw) in await CountAsync(work, survey, item, units, cancel))
            {
                await work.ExecuteAsync(
                    "insert into survey_table (survey_id, item, body) values (@Id, @key, @body::jsonb)",
                    new { survey.Id, key, body = JsonSerializer.Serialize(Suppression.Publish(raw, survey.Limit), Json) }, cancel);
            }
        }
    }

    public static async Task<Response?> PublishedResponseAsync(UnitOfWork work, Survey survey, CancellationToken cancel) =>
        await work.FirstOrDefaultAsync<string>("select body from survey_response where survey_id = @Id", new { survey.Id }, cancel) is { } body ? JsonSerializer.Deserialize<Response>(body, Json) : null;

    public static async Task<IReadOnlyDictionary<string, PublishedTable>> PublishedTablesAsync(UnitOfWork work, Survey survey, CancellationToken cancel) =>
        (await work.QueryAsync<(string Item, string Body)>("select item, body from survey_table where survey_id = @Id order by item", new { survey.Id }, cancel))
            .ToDictionary(row => row.Item, row => JsonSerializer.Deserialize<PublishedTable>(row.Body, Json)!);

    private static async Task<IReadOnlyList<(string Key, RawTable Raw)>> CountAsync(UnitOfWork work, Survey survey, BankItem item, IEnumerable<string?> units, CancellationToken cancel)
    {
        var known = Units(survey, units);
        if (item.IsSeveral)
        {
            var tables = new List<(string, RawTable)>();
            foreach (var option in item.Published)
            {
                var raw = new RawTable(known, [QuestionBank.Chosen, QuestionBank.NotChosen]);
                foreach (var (unit, chosen, all) in await work.QueryAsync<(string? Unit, int Chosen, int All)>(
                    "select unit_id::text, (count(*) filter (where answers -> @Key ? @option))::int, count(*)::int from survey_answer where survey_id = @Id group by unit_id order by unit_id",
                    new { item.Key, option = option.Key, survey.Id }, cancel))
                {
                    raw.Add(unit, QuestionBank.Chosen, chosen);
                    raw.Add(unit, QuestionBank.NotChosen, all - chosen);
                }

                tables.Add((item.TableOf(option.Key), raw));
            }

            return tables;
        }

        var table = new RawTable(known, [.. item.Published.Select(group => group.Key), QuestionBank.Skipped]);
        foreach (var (unit, answer, count) in await work.QueryAsync<(string? Unit, string? Answer, int Count)>(
            "select unit_id::text, answers -> @Key ->> 0 as answer, count(*)::int from survey_answer where survey_id = @Id group by 1, 2 order by 1, 2", new { item.Key, survey.Id }, cancel))
        {
            table.Add(unit, item.Published.FirstOrDefault(group => group.Options.Contains(answer))?.Key ?? QuestionBank.Skipped, count);
        }

        return [(item.Key, table)];
    }

    private static IReadOnlyList<string> Units(Survey survey, IEnumerable<string?> units) => survey.IsByUnit ? [.. units.OfType<string>().Distinct().Order(StringComparer.Ordinal)] : [];
}
