using System.Text.Json;
using Vaern.Data;

namespace Vaern.App.Insight.Surveys;

/// <summary>
/// Somebody with a code answers. What is kept is the answers, of which survey and, for pupils, of which school: no account, no code, no day, no time, and no line
/// in any stream, for a line has a time.
/// </summary>
public static class AnswerSurvey
{
    private static Error Unknown { get; } = new("survey.unknown-code", "No such code was ever made.");

    private static Error Used { get; } = new("survey.used-code", "The code is used.");

    /// <summary>What the code asks. <c>survey.unknown-code</c>, <c>survey.used-code</c>, <c>survey.not-yet</c>, <c>survey.over</c>.</summary>
    public static async Task<Result<(Survey Survey, UnitId? Unit)>> BeginAsync(Municipality municipality, string? typed, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        var code = SurveyCodes.Tidy(typed);
        if (!SurveyCodes.IsOurs(work, code))
        {
            return Unknown;
        }

        var found = await work.FirstOrDefaultAsync<(Guid Survey, Guid? Unit)?>("select survey_id, unit_id from survey_of_code(@mac)", new { mac = SurveyCodes.MacOf(work, code) }, cancel);
        if (found is not { } place)
        {
            // When a survey closes its codes are destroyed, so that a code of it can no longer be told from a used one.
            var open = await work.FirstOrDefaultAsync<int?>("select 1 from survey where state = 'open' and closes_at > @now limit 1", new { now = work.Now }, cancel);
            return open is null ? new Error("survey.over", "No survey is open.") : Used;
        }

        var survey = (await Survey.ListAsync(work, "id = @Survey", new { place.Survey }, cancel))[0];
        return survey switch
        {
            _ when survey.IsOpen(work.Now) => (survey, place.Unit is { } unit ? new UnitId(unit) : null),
            _ when work.Now >= survey.ClosesAt => new Error("survey.over", "It has closed."),
            _ => new Error("survey.not-yet", "It is not open yet."),
        };
    }

    /// <summary>
    /// Keeps the answers and spends the code, both or neither. Any question may be missing. <c>survey.used-code</c> also for the second of two at once,
    /// <c>survey.unknown-code</c>, <c>survey.answer</c> for an answer that the survey does not have.
    /// </summary>
    /// <param name="answers">Keys of answers by key of the question.</param>
    public static async Task<Result> SendAsync(Municipality municipality, string? typed, IReadOnlyDictionary<string, IReadOnlyList<string>> answers, CancellationToken cancel = default)
    {
        if (!(await BeginAsync(municipality, typed, cancel)).TryGet(out var begun, out var refused))
        {
            return refused;
        }

        var kept = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (key, chosen) in answers.Where(answer => answer.Value.Count > 0))
        {
            var item = begun.Survey.Items.FirstOrDefault(item => item.Key == key);
            if (item is null || (!item.IsSeveral && chosen.Count > 1) || chosen.Any(one => item.Options.All(option => option.Key != one)))
            {
                return new Error("survey.answer", "The survey has no such answer.");
            }

            // In the order of the bank: not even the order of ticking is kept.
            kept[key] = [.. item.Options.Select(option => option.Key).Where(chosen.Contains)];
        }

        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        var given = JsonSerializer.Serialize(begun.Survey.Items.Where(item => kept.ContainsKey(item.Key)).ToDictionary(item => item.Key, item => kept[item.Key]));
        if (!await work.SingleAsync<bool>("select answer_survey(@mac, @given::jsonb, @now)", new { mac = SurveyCodes.MacOf(work, SurveyCodes.Tidy(typed)), given, now = work.Now }, cancel))
        {
            return Used;
        }

        await work.CommitAsync(cancel);
        return Result.Done;
    }
}
