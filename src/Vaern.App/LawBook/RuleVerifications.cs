using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.LawBook;

/// <summary>That a named person has compared a version of a rule with the official text.</summary>
/// <param name="SourceSeen">What was read, such as an address and a consolidation number.</param>
public sealed record RuleVerification(string RuleId, int Version, string By, DateOnly On, string SourceSeen);

/// <summary>Who verified which rule version. A rule without a row here is shown as not verified.</summary>
public static class RuleVerifications
{
    public const int SourceLimit = 1_000;

    private const string First =
        """
        insert into rule_verification (rule_id, rule_version, account_id, verified_on, source_seen, recorded_at)
        values (@ruleId, @version, @me, @on, @sourceSeen, @now) on conflict do nothing
        """;

    // The one before is kept beside: who it was, when, and what was read.
    private const string Again =
        """
        with old as (
          select * from rule_verification where rule_id = @ruleId and rule_version = @version and verified_on = @replaces for update),
        kept as (
          insert into rule_verification_past (rule_id, rule_version, account_id, verified_on, source_seen, recorded_at, replaced_at)
          select rule_id, rule_version, account_id, verified_on, source_seen, recorded_at, @now from old returning rule_id)
        update rule_verification v set account_id = @me, verified_on = @on, source_seen = @sourceSeen, recorded_at = @now
        from old where v.rule_id = old.rule_id and v.rule_version = old.rule_version
        """;

    public static async Task<IReadOnlyDictionary<(string Rule, int Version), RuleVerification>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(string Rule, int Version, Guid By, DateOnly On, string SourceSeen)>(
            "select rule_id, rule_version, account_id, verified_on, source_seen from rule_verification order by rule_id, rule_version", cancel: cancel);
        var list = new Dictionary<(string, int), RuleVerification>();
        foreach (var row in rows)
        {
            list[(row.Rule, row.Version)] = new RuleVerification(row.Rule, row.Version, await municipality.Staff.NameAsync(new AccountId(row.By), cancel), row.On, row.SourceSeen);
        }

        return list;
    }

    /// <summary>Every verification, for the municipality's own rule book.</summary>
    internal static async Task<IReadOnlyList<Verification>> AllAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var rows = await work.QueryAsync<(string Rule, int Version, Guid By, DateOnly On)>("select rule_id, rule_version, account_id, verified_on from rule_verification", cancel: cancel);
        var list = new List<Verification>();
        foreach (var row in rows)
        {
            list.Add(new Verification(row.Rule, row.Version, await municipality.Staff.NameAsync(new AccountId(row.By), cancel), row.On));
        }

        return list;
    }

    /// <summary>
    /// Records a verification, the first of a version or a later one. <c>rule.not-allowed</c>, <c>rule.not-found</c>, <c>rule.source-missing</c>,
    /// <c>rule.date</c>, <c>rule.stale</c> when somebody was first.
    /// </summary>
    /// <param name="replaces">The day of the verification that was shown and is now done again; null when there was none.</param>
    public static async Task<Result> VerifyAsync(
        Municipality municipality, StaffMember staff, string ruleId, int version, DateOnly on, string sourceSeen, DateOnly? replaces = null, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.VerifyRules))
        {
            return new Error("rule.not-allowed", "Only an editor verifies rules.");
        }

        if (!municipality.Law.Version(ruleId, version).IsOk)
        {
            return new Error("rule.not-found", "There is no such rule version.");
        }

        if (string.IsNullOrWhiteSpace(sourceSeen) || sourceSeen.Length > SourceLimit)
        {
            return new Error("rule.source-missing", "Write which source was read, in at most 1,000 characters.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (on > DanishTime.DayOf(work.Now) || on < replaces)
        {
            return new Error("rule.date", "The day lies in the future.");
        }

        var written = await work.ExecuteAsync(
            replaces is null ? First : Again,
            new { ruleId, version, me = staff.Account.Value, on, sourceSeen = sourceSeen.Trim(), now = work.Now, replaces },
            cancel);
        if (written == 0)
        {
            return new Error("rule.stale", "Somebody else has verified this version.");
        }

        await work.Streams.AppendAsync(
            municipality.Id,
            new StreamEvent("rule.verified", $"rule:{ruleId}", new { version, old = replaces, @new = on }, new { source = sourceSeen.Trim() }) { Role = staff.Posts.Count > 0 ? staff.Posts[0].Role : "" },
            cancel);
        await work.CommitAsync(cancel);
        await municipality.RefreshLawAsync(cancel);
        return Result.Done;
    }
}
