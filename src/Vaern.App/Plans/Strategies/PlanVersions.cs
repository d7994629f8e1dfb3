using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Plans.Strategies;

/// <summary>The rows of versions, opened.</summary>
internal static class PlanVersions
{
    /// <summary>All that the acting person may see, the newest first.</summary>
    public static async Task<IReadOnlyList<PlanVersion>> ReadAsync(Municipality municipality, UnitOfWork work, Guid plan, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<Row>(
            """
            select id, number, state, template_version as templateversion, rule_set as ruleset, opened_by as openedby, opened_at as openedat, amends, submitted_at as submittedat,
              body_decided as bodydecided, decided_on as decidedon, recorded_by as recordedby, words, digital, published_by as publishedby, published_at as publishedat,
              review_rule as reviewrule, review_rule_version as reviewruleversion, next_review as nextreview, ended_at as endedat, ended_words as endedwords, version
            from unit_plan_version where plan_id = @plan order by number desc
            """,
            new { plan },
            cancel);
        var versions = new List<PlanVersion>();
        foreach (var row in rows)
        {
            versions.Add(new PlanVersion(
                row.Id, row.Number, row.State, row.TemplateVersion, row.RuleSet, new AccountId(row.OpenedBy), row.OpenedAt, row.Amends, row.SubmittedAt, row.BodyDecided, row.DecidedOn,
                Who(row.RecordedBy), await work.OpenOptionalAsync(municipality.Id, "unit_plan_version", "words", row.Id, row.Words, cancel), row.Digital, Who(row.PublishedBy), row.PublishedAt,
                row.ReviewRule, row.ReviewRuleVersion, row.NextReview, row.EndedAt,
                await work.OpenOptionalAsync(municipality.Id, "unit_plan_version", "ended_words", row.Id, row.EndedWords, cancel), row.Version));
        }

        return versions;
    }

    private static AccountId? Who(Guid? account) => account is { } id ? new AccountId(id) : null;

    private sealed class Row
    {
        public Guid Id { get; init; }

        public int Number { get; init; }

        public required string State { get; init; }

        public int TemplateVersion { get; init; }

        public required string RuleSet { get; init; }

        public Guid OpenedBy { get; init; }

        public DateTimeOffset OpenedAt { get; init; }

        public string[]? Amends { get; init; }

        public DateTimeOffset? SubmittedAt { get; init; }

        public string? BodyDecided { get; init; }

        public DateOnly? DecidedOn { get; init; }

        public Guid? RecordedBy { get; init; }

        public byte[]? Words { get; init; }

        public bool Digital { get; init; }

        public Guid? PublishedBy { get; init; }

        public DateTimeOffset? PublishedAt { get; init; }

        public string? ReviewRule { get; init; }

        public int? ReviewRuleVersion { get; init; }

        public DateOnly? NextReview { get; init; }

        public DateTimeOffset? EndedAt { get; init; }

        public byte[]? EndedWords { get; init; }

        public int Version { get; init; }
    }
}
