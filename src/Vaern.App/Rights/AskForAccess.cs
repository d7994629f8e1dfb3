using Vaern.App.Cases;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Rights;

/// <summary>What the person gets, once: the number, the six words that open the answer, and the last day.</summary>
public sealed record RightsReceipt(string Number, string Words, DateOnly DueOn, int RuleVersion);

/// <summary>
/// «Hvad har I om mig?»: a request from anybody, about themselves or their own child. The clock of one month runs from now, also while it is not known who asks (F-07).
/// </summary>
public static class AskForAccess
{
    public const string Rule = "F-07";

    public static readonly string[] Kinds = ["access", "rectify", "erase", "object"];

    private const int NameLimit = 200;
    private const int TextLimit = 5_000;

    /// <summary><c>rights.kind</c>, <c>rights.other</c> when it is about another child, <c>rights.name</c>, <c>rights.parent</c>, <c>rights.born</c>, <c>rights.too-long</c>.</summary>
    /// <param name="id">Chosen by the form, so that pressing twice asks once: the second time the answer is without words, for they are shown once.</param>
    /// <param name="asker">self, parent or other.</param>
    public static async Task<Result<RightsReceipt>> SubmitAsync(Municipality municipality, Guid id, string kind, string asker, RightsBody body, CancellationToken cancel = default)
    {
        if (Fault(kind, asker, body, municipality.Now) is { } fault)
        {
            return fault;
        }

        if (!CaseClocks.Compute(municipality.Law, Rule, municipality.Now).TryGet(out var deadline, out var stopped))
        {
            return stopped;
        }

        var words = ReceiptWords.New();
        var due = deadline.Due is { } last ? last.Day : Vaern.Rules.DanishTime.DayOf(municipality.Now).AddMonths(1);
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from rights_request where id = @id", new { id }, cancel) is { } earlier)
        {
            return new RightsReceipt(earlier, "", due, deadline.Rule.Version);
        }

        var number = await work.NextNumberAsync("R", cancel);
        await work.Keys.CreateAsync(id, "rights", cancel);
        var cleaned = new RightsBody(body.Name.Trim(), body.Born, Blank(body.Contact), asker == "parent" ? body.Parent!.Trim() : null, body.Text.Trim());
        await work.ExecuteAsync(
            """
            insert into rights_request (id, number, kind, asker, state, receipt_mac, body, received_at, rule_version, due_on)
            values (@id, @number, @kind, @asker, 'new', @mac, @body, @now, @version, @due);
            insert into outbox (id, account_id, template, created_at)
            select gen_random_uuid(), m.account_id, 'news', @now from (select distinct m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null where m.role = 'dpo') m
            where not exists (select 1 from outbox o where o.account_id = m.account_id and o.template = 'news' and o.sent_at is null)
            """,
            new
            {
                id, number, kind, asker, now = work.Now, due, version = deadline.Rule.Version, mac = municipality.Database.Keys.ReceiptMac(words),
                body = await work.SealAsync(id, "rights_request", "body", id, cleaned, cancel),
            },
            cancel);
        await work.Streams.BeginAsync(id, "rights", new StreamEvent("rights.asked", $"rights:{number}", new { kind, asker, due, rule = Rule, version = deadline.Rule.Version }), cancel);
        await work.CommitAsync(cancel);
        return new RightsReceipt(number, words, due, deadline.Rule.Version);
    }

    private static Error? Fault(string kind, string asker, RightsBody body, DateTimeOffset now) => body switch
    {
        _ when !Kinds.Contains(kind) => new Error("rights.kind", "Choose what you ask for."),
        _ when asker is not ("self" or "parent") => new Error("rights.other", "We can answer only about yourself or your child."),
        _ when string.IsNullOrWhiteSpace(body.Name) => new Error("rights.name", "Write the name."),
        _ when asker == "parent" && string.IsNullOrWhiteSpace(body.Parent) => new Error("rights.parent", "Write your own name."),
        _ when body.Born is null || body.Born > DateOnly.FromDateTime(now.UtcDateTime) || body.Born < new DateOnly(1900, 1, 1) => new Error("rights.born", "Write the date of birth."),
        _ when body.Name.Length > NameLimit || body.Parent?.Length > NameLimit || body.Contact?.Length > NameLimit || body.Text.Length > TextLimit => new Error("rights.too-long", "A text is too long."),
        _ => null,
    };

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
