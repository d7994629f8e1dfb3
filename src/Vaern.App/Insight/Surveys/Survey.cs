using Vaern.App.Insight.Counting;
using Vaern.Data;

namespace Vaern.App.Insight.Surveys;

/// <summary>A survey as everybody may know it.</summary>
/// <param name="Audience">leader or pupil.</param>
/// <param name="State">draft, open or closed.</param>
/// <param name="DeleteOn">The day on which the answers are deleted; what was published of them stays.</param>
public sealed record Survey(
    Guid Id, string Number, string Audience, IReadOnlyList<BankItem> Items, string State, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, DateOnly DeleteOn, DateOnly? AnswersDeletedOn,
    DateTimeOffset? ClosedAt, int Version)
{
    /// <summary>Below this many of its audience a count is not said.</summary>
    public int Limit => Audience == "pupil" ? Suppression.PupilLimit : Suppression.Limit;

    /// <summary>Leaders answer for the municipality as a whole: a school has one leader.</summary>
    public bool IsByUnit => Audience == "pupil";

    public bool IsOpen(DateTimeOffset now) => State == "open" && OpensAt <= now && now < ClosesAt;

    internal const string Columns =
        "id, number, audience, items, state, opens_at as opensat, closes_at as closesat, delete_on as deleteon, answers_deleted_on as answersdeletedon, closed_at as closedat, version";

    internal static async Task<Survey?> FindAsync(UnitOfWork work, string? number, CancellationToken cancel) =>
        (await work.FirstOrDefaultAsync<Row>("select " + Columns + " from survey where number = upper(@number)", new { number }, cancel))?.Open();

    /// <param name="where">A condition written by the caller as a constant; values go through <paramref name="values"/>.</param>
    internal static async Task<IReadOnlyList<Survey>> ListAsync(UnitOfWork work, string where, object values, CancellationToken cancel) =>
        [.. (await work.QueryAsync<Row>("select " + Columns + " from survey where " + where + " order by closes_at desc, id desc limit 200", values, cancel)).Select(row => row.Open())];

    internal sealed class Row
    {
        public Guid Id { get; init; }

        public required string Number { get; init; }

        public required string Audience { get; init; }

        public required string[] Items { get; init; }

        public required string State { get; init; }

        public DateTimeOffset OpensAt { get; init; }

        public DateTimeOffset ClosesAt { get; init; }

        public DateOnly DeleteOn { get; init; }

        public DateOnly? AnswersDeletedOn { get; init; }

        public DateTimeOffset? ClosedAt { get; init; }

        public int Version { get; init; }

        public Survey Open() => new(
            Id, Number, Audience, [.. QuestionBank.Of(Audience).Items.Where(item => Items.Contains(item.Key))], State, OpensAt, ClosesAt, DeleteOn, AnswersDeletedOn, ClosedAt, Version);
    }
}
