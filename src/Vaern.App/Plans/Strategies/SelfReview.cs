using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Plans.Strategies;

/// <param name="Levels">Five, the lowest first: what it looks like there.</param>
/// <param name="Steps">Four: the way from each level to the next.</param>
public sealed record ReviewAspect(string Key, LocalText Title, IReadOnlyList<LocalText> Levels, IReadOnlyList<LocalText> Steps);

public sealed record ReviewGroup(string Key, LocalText Title, IReadOnlyList<ReviewAspect> Aspects);

/// <summary>The questions of the self-review. <paramref name="Basis"/> says that they are no law and that nobody compares schools by them.</summary>
public sealed record ReviewQuestions(int Version, LocalText Basis, IReadOnlyList<ReviewGroup> Groups)
{
    private static readonly Lazy<ReviewQuestions> Shipped = new(() => PlanTemplate.Read<ReviewQuestions>("self-review"));

    public static ReviewQuestions Current => Shipped.Value;

    public IEnumerable<ReviewAspect> Aspects => Groups.SelectMany(group => group.Aspects);
}

/// <summary>The unit's own words on an aspect, and where one can see it.</summary>
public sealed record ReviewWords(string Words, string? Evidence);

public sealed record ReviewAnswer(string Aspect, int Level, ReviewWords Body, int Version, AccountId By, DateTimeOffset At);

/// <param name="Before">The levels of the review before, for the unit's own comparison with itself.</param>
public sealed record UnitReview(Guid Id, Unit Unit, int Number, DateTimeOffset OpenedAt, DateTimeOffset? DoneAt, IReadOnlyDictionary<string, ReviewAnswer> Answers, IReadOnlyDictionary<string, int> Before);

/// <summary>
/// A school looks at itself: twenty aspects, five levels, its own words, where it can be seen, and the next step. It is the school's alone; no
/// query here spans units, and the row-level security lets nobody outside it through.
/// </summary>
public static class SelfReviews
{
    public const int Longest = 2_000;

    /// <summary>The latest review, done or not; null before the first. <c>unit-plan.not-found</c>.</summary>
    public static async Task<Result<UnitReview?>> ReadAsync(Municipality municipality, StaffMember staff, UnitId unit, CancellationToken cancel = default)
    {
        if (Place(municipality, staff, unit) is not { } found)
        {
            return UnitPlans.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await LatestAsync(municipality, work, found, cancel);
    }

    /// <summary>Begins a review, or gives the one that is under way. <c>unit-plan.not-found</c>, <c>unit-plan.not-allowed</c>.</summary>
    public static Task<Result<int>> BeginAsync(Municipality municipality, StaffMember staff, UnitId unit, CancellationToken cancel = default) =>
        OnReviewAsync<int>(municipality, staff, unit, async (work, latest) =>
        {
            if (latest is { DoneAt: null })
            {
                return latest.Number;
            }

            var number = (latest?.Number ?? 0) + 1;
            await work.ExecuteAsync(
                "insert into self_review (id, unit_id, number, questions, opened_by, opened_at) values (@id, @unit, @number, @questions, @me, @now)",
                new { id = Guid.CreateVersion7(), unit = unit.Value, number, questions = ReviewQuestions.Current.Version, me = staff.Account.Value, now = work.Now }, cancel);
            await TellAsync(municipality, work, staff, unit, "self-review.begun", new { number }, null, cancel);
            return number;
        }, cancel);

    /// <summary>
    /// Keeps an answer. <c>self-review.none</c>, <c>self-review.aspect</c>, <c>self-review.level</c>, <c>self-review.words</c>, <c>self-review.stale</c> when somebody has answered meanwhile.
    /// </summary>
    public static Task<Result<int>> AnswerAsync(
        Municipality municipality, StaffMember staff, UnitId unit, string? aspect, int level, ReviewWords body, int version, CancellationToken cancel = default) =>
        OnReviewAsync<int>(municipality, staff, unit, async (work, latest) =>
        {
            if (latest is not { DoneAt: null } review)
            {
                return new Error("self-review.none", "No review is under way.");
            }

            if (ReviewQuestions.Current.Aspects.FirstOrDefault(one => one.Key == aspect) is not { } asked)
            {
                return new Error("self-review.aspect", "There is no such aspect.");
            }

            if (level is < 1 or > 5)
            {
                return new Error("self-review.level", "A level from 1 to 5 is needed.");
            }

            if (string.IsNullOrWhiteSpace(body.Words) || body.Words.Length > Longest || body.Evidence?.Length > Longest)
            {
                return new Error("self-review.words", "A sentence is needed; at most 2,000 characters.");
            }

            var old = review.Answers.GetValueOrDefault(asked.Key);
            if ((old?.Version ?? 0) != version)
            {
                return new Error("self-review.stale", "Somebody else has answered meanwhile.");
            }

            await work.ExecuteAsync(
                """
                insert into self_review_answer (review_id, aspect, level, body, version, saved_by, saved_at) values (@review, @Key, @level, @body, 1, @me, @now)
                on conflict (review_id, aspect) do update set level = excluded.level, body = excluded.body, version = self_review_answer.version + 1, saved_by = @me, saved_at = @now
                """,
                new { review = review.Id, asked.Key, level, body = await work.SealAsync(municipality.Id, $"self_review_answer/{asked.Key}", "body", review.Id, body, cancel), me = staff.Account.Value, now = work.Now },
                cancel);
            await TellAsync(
                municipality, work, staff, unit, "self-review.answered", new { review.Number, aspect = asked.Key, old = old?.Level, @new = level }, new { old = old?.Body, @new = body }, cancel);
            return version + 1;
        }, cancel);

    /// <summary>Ends the review; it stays as it is, and the next one is compared with it. <c>self-review.none</c>, <c>self-review.incomplete</c> with how many are missing.</summary>
    public static Task<Result<int>> FinishAsync(Municipality municipality, StaffMember staff, UnitId unit, CancellationToken cancel = default) =>
        OnReviewAsync<int>(municipality, staff, unit, async (work, latest) =>
        {
            if (latest is not { DoneAt: null } review)
            {
                return new Error("self-review.none", "No review is under way.");
            }

            var missing = ReviewQuestions.Current.Aspects.Count(one => !review.Answers.ContainsKey(one.Key));
            if (missing > 0)
            {
                return new Error("self-review.incomplete", missing.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            await work.ExecuteAsync("update self_review set done_at = @now where id = @Id", new { review.Id, now = work.Now }, cancel);
            await TellAsync(municipality, work, staff, unit, "self-review.done", new { review.Number }, null, cancel);
            return review.Number;
        }, cancel);

    private static Unit? Place(Municipality municipality, StaffMember staff, UnitId unit) =>
        municipality.Units.Find(unit) is { Kind: "school" } found && UnitPlans.MayRead(staff, unit) ? found : null;

    private static async Task<Result<T>> OnReviewAsync<T>(
        Municipality municipality, StaffMember staff, UnitId unit, Func<UnitOfWork, UnitReview?, Task<Result<T>>> change, CancellationToken cancel)
    {
        if (Place(municipality, staff, unit) is not { } found || !staff.Can(Permission.WritePlans, unit))
        {
            return UnitPlans.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        await work.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended(@place, 0))", new { place = $"self_review:{unit.Value}" }, cancel);
        var done = await change(work, await LatestAsync(municipality, work, found, cancel));
        if (done.IsOk)
        {
            await work.CommitAsync(cancel);
        }

        return done;
    }

    private static async Task<UnitReview?> LatestAsync(Municipality municipality, UnitOfWork work, Unit unit, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(Guid Id, int Number, DateTimeOffset OpenedAt, DateTimeOffset? DoneAt)?>(
            "select id, number, opened_at, done_at from self_review where unit_id = @unit order by number desc limit 1", new { unit = unit.Id.Value }, cancel);
        if (row is not { } review)
        {
            return null;
        }

        var rows = await work.QueryAsync<(string Aspect, int Level, byte[] Body, int Version, Guid By, DateTimeOffset At)>(
            "select aspect, level, body, version, saved_by, saved_at from self_review_answer where review_id = @Id order by aspect", new { review.Id }, cancel);
        var answers = new Dictionary<string, ReviewAnswer>();
        foreach (var answer in rows)
        {
            var body = await work.OpenAsync<ReviewWords>(municipality.Id, $"self_review_answer/{answer.Aspect}", "body", review.Id, answer.Body, cancel);
            answers[answer.Aspect] = new ReviewAnswer(answer.Aspect, answer.Level, body, answer.Version, new AccountId(answer.By), answer.At);
        }

        var before = await work.QueryAsync<(string Aspect, int Level)>(
            "select a.aspect, a.level from self_review_answer a join self_review r on r.id = a.review_id where r.unit_id = @unit and r.number = @number order by a.aspect",
            new { unit = unit.Id.Value, number = review.Number - 1 }, cancel);
        return new UnitReview(review.Id, unit, review.Number, review.OpenedAt, review.DoneAt, answers, before.ToDictionary(one => one.Aspect, one => one.Level));
    }

    private static Task<long> TellAsync(Municipality municipality, UnitOfWork work, StaffMember staff, UnitId unit, string action, object detail, object? secret, CancellationToken cancel) =>
        work.Streams.AppendAsync(municipality.Id, new StreamEvent(action, $"unit:{unit.Value:N}", detail, secret) { Role = staff.RoleIn(unit) }, cancel);
}
