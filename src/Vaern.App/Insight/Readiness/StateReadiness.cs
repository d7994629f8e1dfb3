using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Insight.Readiness;

/// <summary>Where one can see what the unit says.</summary>
public sealed record StatementWords(string Where);

/// <summary>A unit says that something was done which the program holds no data of: a drill on paper, a survey of another system, a grade plan on its own page.</summary>
public static class StateReadiness
{
    public const int Longest = 500;

    /// <summary>The same <paramref name="id"/> twice is one. <c>readiness.not-found</c>, <c>readiness.words</c>, <c>readiness.on</c>.</summary>
    public static async Task<Result> HandleAsync(
        Municipality municipality, StaffMember staff, UnitId unit, Guid id, string? criterion, DateOnly on, StatementWords words, CancellationToken cancel = default)
    {
        if (municipality.Units.Find(unit) is not { Kind: "school" } || !staff.Can(Permission.WritePlans, unit) || ReadinessSheet.Criteria.FirstOrDefault(one => one.Key == criterion) is not { MayBeStated: true })
        {
            return ReadinessSheet.NotFound;
        }

        if (string.IsNullOrWhiteSpace(words.Where) || words.Where.Length > Longest)
        {
            return new Error("readiness.words", "Where it can be seen, in at most 500 characters.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var today = DanishTime.DayOf(work.Now);
        if (on > today || on < today.AddYears(-10))
        {
            return new Error("readiness.on", "A day that has been, within ten years.");
        }

        var kept = await work.ExecuteAsync(
            "insert into readiness_statement (id, unit_id, criterion, done_on, body, made_by, made_at) values (@id, @unit, @criterion, @on, @body, @me, @now) on conflict do nothing",
            new { id, unit = unit.Value, criterion, on, me = staff.Account.Value, now = work.Now, body = await work.SealAsync(municipality.Id, "readiness_statement", "body", id, words, cancel) }, cancel);
        if (kept == 1)
        {
            await work.Streams.AppendAsync(
                municipality.Id, new StreamEvent("readiness.stated", $"unit:{unit.Value:N}", new { criterion, on }, new { @new = words }) { Role = staff.RoleIn(unit) }, cancel);
            await work.CommitAsync(cancel);
        }

        return Result.Done;
    }
}
