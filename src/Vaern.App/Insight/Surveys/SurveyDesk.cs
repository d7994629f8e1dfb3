using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Insight.Surveys;

/// <summary>A survey to be: for whom, which questions, from when to when.</summary>
/// <param name="Items">Keys of the bank.</param>
public sealed record NewSurvey(string? Audience, IReadOnlyList<string> Items, DateTimeOffset OpensAt, DateTimeOffset ClosesAt);

/// <summary>Building surveys from the bank, and opening them.</summary>
public static class SurveyDesk
{
    /// <summary>Traits that together point at one child in a small place.</summary>
    private static readonly string[] Identifying = ["birth-month", "country", "postcode"];

    /// <summary>How long a survey may be open: a code on a slip of paper is not to lie about for long.</summary>
    public const int MostDaysOpen = 60;

    public static Error NotFound { get; } = new("survey.not-found", "There is no such survey, or it is not yours.");

    /// <summary>All surveys, newest first. <c>survey.not-found</c>.</summary>
    public static async Task<Result<IReadOnlyList<Survey>>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepSurveys))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return Result.Ok(await Survey.ListAsync(work, "true", new { }, cancel));
    }

    /// <summary>One of them. <c>survey.not-found</c>.</summary>
    public static async Task<Result<Survey>> ReadAsync(Municipality municipality, StaffMember staff, string? number, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepSurveys))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await Survey.FindAsync(work, number, cancel) is { } survey ? survey : NotFound;
    }

    /// <summary>
    /// Makes a draft; the same <paramref name="id"/> twice is one. <c>survey.not-found</c>, <c>survey.audience</c>, <c>survey.items</c>, <c>survey.identifying</c>
    /// for month of birth, country and postcode together, <c>survey.dates</c>.
    /// </summary>
    public static async Task<Result<string>> DraftAsync(Municipality municipality, StaffMember staff, Guid id, NewSurvey asked, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepSurveys))
        {
            return NotFound;
        }

        if (QuestionBank.Find(asked.Audience) is not { } bank)
        {
            return new Error("survey.audience", "Choose whom to ask.");
        }

        var items = bank.Items.Where(item => asked.Items.Contains(item.Key)).ToArray();
        if (items.All(item => item.Trait is not null) || items.Length != asked.Items.Distinct().Count())
        {
            return new Error("survey.items", "Choose at least one question of the bank.");
        }

        if (Identifying.All(trait => items.Any(item => item.Trait == trait)))
        {
            return new Error("survey.identifying", "Month of birth, country and postcode together point at one child.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (asked.ClosesAt <= asked.OpensAt || asked.ClosesAt <= work.Now || asked.ClosesAt > asked.OpensAt.AddDays(MostDaysOpen) || asked.OpensAt > work.Now.AddYears(1))
        {
            return new Error("survey.dates", "It closes after it opens, ahead of now, within sixty days.");
        }

        if (await work.FirstOrDefaultAsync<string>("select number from survey where id = @id", new { id }, cancel) is { } known)
        {
            return known;
        }

        var number = await work.NextNumberAsync("S", cancel);
        // Kept a year, for the case that a table was counted wrongly; then they go.
        var deleteOn = DanishTime.DayOf(asked.ClosesAt).AddYears(1);
        await work.ExecuteAsync(
            """
            insert into survey (id, number, audience, bank_version, items, state, opens_at, closes_at, delete_on, made_by, made_at)
            values (@id, @number, @audience, @bank, @items, 'draft', @opens, @closes, @deleteOn, @me, @now)
            """,
            new
            {
                id, number, audience = bank.Audience, bank = bank.Version, items = items.Select(item => item.Key).ToArray(), opens = asked.OpensAt.ToUniversalTime(),
                closes = asked.ClosesAt.ToUniversalTime(), deleteOn, me = staff.Account.Value, now = work.Now,
            },
            cancel);
        await TellAsync(municipality, work, staff, "survey.drafted", id, new { number, audience = bank.Audience, items = items.Select(item => item.Key), deleteOn }, cancel);
        await work.CommitAsync(cancel);
        return number;
    }

    /// <summary>Lets people answer from its first moment on. <c>survey.not-found</c>, <c>survey.stale</c>, <c>survey.no-codes</c>.</summary>
    public static async Task<Result> OpenAsync(Municipality municipality, StaffMember staff, string? number, int version, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepSurveys))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await Survey.FindAsync(work, number, cancel) is not { } survey)
        {
            return NotFound;
        }

        if (await work.FirstOrDefaultAsync<int?>("select 1 from survey_batch where survey_id = @Id and withdrawn_at is null limit 1", new { survey.Id }, cancel) is null)
        {
            return new Error("survey.no-codes", "Nobody could answer: there are no codes yet.");
        }

        if (await work.ExecuteAsync("update survey set state = 'open', version = version + 1 where id = @Id and version = @version and state = 'draft' and closes_at > @now", new { survey.Id, version, now = work.Now }, cancel) == 0)
        {
            return new Error("survey.stale", "Somebody else has changed it.");
        }

        await TellAsync(municipality, work, staff, "survey.opened", survey.Id, new { old = "draft", @new = "open" }, cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    internal static Task<long> TellAsync(Municipality municipality, UnitOfWork work, StaffMember staff, string action, Guid survey, object detail, CancellationToken cancel) =>
        work.Streams.AppendAsync(municipality.Id, new StreamEvent(action, $"survey:{survey:N}", detail) { Role = staff.RoleIn(municipality.Units.Root.Id) }, cancel);
}
