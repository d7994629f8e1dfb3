using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Families;

/// <summary>The words about a tie: the reference as it was typed, and who gave it.</summary>
public sealed record ReferenceBody(string Kind, string Reference);

/// <summary>
/// Ties cases about restricted material by the number that the police or a hotline gave: there is no fingerprint of such material (S-1). What is compared is a
/// keyed hash of the number, worthless without the municipality's key; the number itself is sealed in each case.
/// </summary>
public static class LinkByReference
{
    /// <summary>Who gives such numbers.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["police", "hotline"];

    private const int Shortest = 5, Longest = 60;

    /// <returns>The number of the family; or <c>reference.kind</c>, <c>reference.form</c> (5–60 letters and digits, at least three digits), <c>case.*</c>.</returns>
    public static Task<Result<string>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, string kind, string reference, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<string>(staff, caseId, async (work, row) =>
        {
            if (!Kinds.Contains(kind))
            {
                return new Error("reference.kind", "Say who gave the number.");
            }

            if (Bare(reference) is not { } bare)
            {
                return new Error("reference.form", "A reference has 5 to 60 letters and digits, at least three of them digits.");
            }

            var mac = municipality.Database.Keys.BlindIndex("family-reference/" + kind, bare);
            var family = await FindOrFoundAsync(work, mac, cancel);
            var added = await work.ExecuteAsync(
                "insert into family_case (family_id, case_id, linked_by, linked_at, body) values (@family, @Id, @me, @now, @body) on conflict do nothing",
                new
                {
                    family,
                    row.Id,
                    me = staff.Account.Value,
                    now = work.Now,
                    body = await work.SealAsync(row.Id, "family_case", "body", row.Id, new ReferenceBody(kind, reference.Trim()), cancel),
                },
                cancel);
            var number = await work.SingleAsync<string>("select number from family where id = @family", new { family }, cancel);
            if (added == 1)
            {
                await work.Streams.AppendAsync(
                    row.Id, new StreamEvent("family.joined", $"family:{number}", new { by = kind }, new { reference = reference.Trim() }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
                await CoordinateFamily.BeginAsync(work, family, number, cancel);
            }

            return number;
        }, cancel);

    /// <summary>Takes a case out of a family again, whatever tied it. <c>family.not-found</c>, <c>reason.missing</c>, <c>case.*</c>.</summary>
    public static Task<Result<Guid>> UndoAsync(Municipality municipality, StaffMember staff, CaseId caseId, string number, string reason, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            var family = await work.FirstOrDefaultAsync<Guid?>(
                """
                delete from family_case r using family f where f.id = r.family_id and f.number = @number and f.kind = 'reference' and r.case_id = @Id returning f.id
                """,
                new { number, row.Id },
                cancel);
            if (family is not { } left)
            {
                return new Error("family.not-found", "The case is not in that family.");
            }

            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("family.left", $"family:{number}", Secret: new { reason = reason.Trim() }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return left;
        }, cancel, alsoClosed: true);

    // The row of the family is not the person's to see before the case is in it, so it is found by a function that gives its id alone.
    private static async Task<Guid> FindOrFoundAsync(UnitOfWork work, byte[] mac, CancellationToken cancel)
    {
        if (await work.FirstOrDefaultAsync<Guid?>("select reference_family(@mac)", new { mac }, cancel) is { } known)
        {
            return known;
        }

        return await work.SingleAsync<Guid>(
            "select found_reference_family(@id, @number, @mac, @now)",
            new { id = Guid.CreateVersion7(), number = await work.NextNumberAsync("FA", cancel), mac, now = work.Now },
            cancel);
    }

    // Blanks, strokes and dots are the writer's own; letters count as large ones.
    private static string? Bare(string? typed)
    {
        var bare = new string([.. (typed ?? "").ToUpperInvariant().Where(char.IsLetterOrDigit)]);
        return bare.Length is >= Shortest and <= Longest && bare.Count(char.IsDigit) >= 3 ? bare : null;
    }
}
