using System.Security.Cryptography;
using System.Text;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;
using Vaern.Screening.Masking;

namespace Vaern.App.Plans.Strategies;

/// <summary>What somebody sees who came with a link: the plan as it is being written, until the link closes.</summary>
public sealed record OpenHearing(Unit Unit, PlanTemplate Template, PlanText Text, string Party, DateOnly ClosesOn);

/// <summary>
/// A hearing from the outside. The link is the only key; it says which party was asked and nothing about who writes. Read as the municipality
/// itself, for nobody is signed in: the digest of the link decides what is found.
/// </summary>
public static class HearingLink
{
    /// <summary>Comments on one link; more is no hearing.</summary>
    public const int MostComments = 500;

    public const int Longest = 2_000;

    private const string Open =
        """
        select h.id, h.party, h.closes_on as closeson, v.id as version, p.unit_id as unit, p.kind, p.id as plan
        from unit_plan_hearing h join unit_plan_version v on v.id = h.version_id join unit_plan p on p.id = v.plan_id
        where h.token_hash = @hash and h.closed_at is null and h.closes_on >= @today
        """;

    /// <summary><c>hearing.not-found</c> for a link that never was, that was closed or whose day has been.</summary>
    public static async Task<Result<OpenHearing>> ReadAsync(Municipality municipality, string? token, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        if (await FindAsync(work, token, cancel) is not { } row || UnitPlans.Place(municipality, new UnitId(row.Unit), row.Kind) is not (var unit, var template))
        {
            return NotFound;
        }

        return new OpenHearing(unit, template, await PlanText.ReadAsync(municipality, work, template, row.Version, cancel), row.Party, row.ClosesOn);
    }

    /// <summary>
    /// Keeps a comment with persons masked. The same <paramref name="id"/> twice is one comment. <c>hearing.not-found</c>, <c>hearing.text</c>, <c>hearing.full</c>.
    /// </summary>
    public static async Task<Result> CommentAsync(Municipality municipality, string? token, Guid id, string? chapter, string? text, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > Longest)
        {
            return new Error("hearing.text", "A comment of at most 2,000 characters is needed.");
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        if (await FindAsync(work, token, cancel) is not { } row)
        {
            return NotFound;
        }

        // The hearing's row lock makes the count true for whoever writes at the same time.
        await work.SingleAsync<Guid>("select id from unit_plan_hearing where id = @Id for update", new { row.Id }, cancel);
        if (await work.FirstOrDefaultAsync<int?>("select 1 from unit_plan_comment where id = @id", new { id }, cancel) is not null)
        {
            return Result.Done;
        }

        if (await work.SingleAsync<int>("select count(*)::int from unit_plan_comment where hearing_id = @Id", new { row.Id }, cancel) >= MostComments)
        {
            return new Error("hearing.full", "The link has taken as many comments as it can.");
        }

        using var key = AliasKey.Random();
        var masked = new Masker(key, new Participants(), municipality.Units.All.Select(unit => unit.Name)).Mask(text.Trim()).Text;
        var known = PlanTemplate.Find(row.Kind)!.Chapter(chapter)?.Key;
        await work.ExecuteAsync(
            "insert into unit_plan_comment (id, hearing_id, chapter, body, received_on) values (@id, @hearing, @known, @body, @today)",
            new { id, hearing = row.Id, known, body = await work.SealAsync(municipality.Id, "unit_plan_comment", "body", id, masked, cancel), today = DanishTime.DayOf(work.Now) }, cancel);
        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("unit-plan.comment", $"unit_plan:{row.Plan:N}", new { hearing = row.Id, row.Party }), cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    internal static string NewToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)).Replace('+', '-').Replace('/', '_');

    internal static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static Error NotFound { get; } = new("hearing.not-found", "There is no open hearing under this link.");

    private static async Task<Row?> FindAsync(UnitOfWork work, string? token, CancellationToken cancel) =>
        token is { Length: > 10 and < 60 }
            ? await work.FirstOrDefaultAsync<Row>(Open, new { hash = Hash(token), today = DanishTime.DayOf(work.Now) }, cancel)
            : null;

    private sealed class Row
    {
        public Guid Id { get; init; }

        public required string Party { get; init; }

        public DateOnly ClosesOn { get; init; }

        public Guid Version { get; init; }

        public Guid Unit { get; init; }

        public required string Kind { get; init; }

        public Guid Plan { get; init; }
    }
}
