using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Screening.Explaining;
using Vaern.Screening.Masking;

namespace Vaern.App.StreetWork.Imports;

/// <summary>A reader's verdict as the form sends it. <paramref name="Version"/> is that of one's own earlier verdict; 0 for the first.</summary>
/// <param name="Note">Masked before it is kept: what a person types may name somebody.</param>
/// <param name="Seconds">How long the message was looked at.</param>
public sealed record NewVerdict(Guid Id, string Kind, string? Category, string? PassedTo, string? Note, int Seconds, int Version);

/// <summary>
/// Keeps what a reader makes of a message: the proposal is right, it is another category, there is nothing, cannot tell, somebody needs help, passed on. The
/// program acts on none of them; a person does, elsewhere. Two readers who disagree both stay.
/// </summary>
public static class GiveVerdict
{
    public static readonly string[] Kinds = ["agree", "wrong-category", "not-a-problem", "care", "pass-on", "unsure"];
    public static readonly string[] Recipients = ["duty", "police", "ssp", "school", "platform"];
    private const int LongestNote = 500;

    /// <summary><c>verdict.kind</c>, <c>verdict.category_missing</c>, <c>verdict.category_unchanged</c>, <c>verdict.recipient_missing</c>, <c>verdict.note-long</c>, <c>verdict.stale</c>, <c>dataset.*</c>, <c>mandate.*</c>.</summary>
    public static async Task<Result<int>> RunAsync(Municipality municipality, StaffMember staff, string number, int place, NewVerdict given, CancellationToken cancel = default)
    {
        if (!Kinds.Contains(given.Kind))
        {
            return new Error("verdict.kind", "Choose what you make of it.");
        }

        if (given.Note?.Length > LongestNote)
        {
            return new Error("verdict.note-long", "At most 500 characters.");
        }

        if (!(await ReadingRoom.ItemAsync(municipality, staff, number, place, cancel)).TryGet(out var found, out var error))
        {
            return error;
        }

        var (of, item) = found;
        var proposed = await ProposedAsync(municipality, staff, item, cancel);
        var category = given.Kind == "wrong-category" ? given.Category : null;
        if (given.Kind == "wrong-category" && (string.IsNullOrEmpty(category) || !Codes.TryCategory(category, out _)))
        {
            return new Error("verdict.category_missing", "Choose the right category.");
        }

        if (category is not null && category == proposed.Kind)
        {
            return new Error("verdict.category_unchanged", "That is the category that was proposed.");
        }

        var recipient = given.Kind == "pass-on" ? given.PassedTo : null;
        if (given.Kind == "pass-on" && !Recipients.Contains(recipient))
        {
            return new Error("verdict.recipient_missing", "Say to whom it is passed on.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var old = await work.FirstOrDefaultAsync<OldVerdict>(
            "select id, verdict as kind, kind as category, dataset_id as dataset, version from street_verdict where message_id = @Message and reader_id = @me for update", new { item.Message, me = staff.Account.Value }, cancel);
        if (old?.Id == given.Id && old.Kind == given.Kind && old.Category == category)
        {
            return place;
        }

        if ((old?.Version ?? 0) != given.Version)
        {
            return new Error("verdict.stale", "You have given another verdict meanwhile.");
        }

        var (id, owner) = (old?.Id ?? given.Id, old?.Dataset ?? of.Id);
        var values = new
        {
            id,
            item.Message,
            dataset = of.Id,
            me = staff.Account.Value,
            given.Kind,
            proposed = proposed.Kind,
            severity = proposed.Severity,
            category,
            recipient,
            rules = proposed.Rules,
            note = await work.SealOptionalAsync(owner, "street_verdict", "note", id, Masked(given.Note), cancel),
            seconds = Math.Clamp(given.Seconds, 0, 86_400),
            now = work.Now,
        };
        await work.ExecuteAsync(
            old is null
                ? """
                  insert into street_verdict (id, message_id, dataset_id, reader_id, verdict, proposed, severity_proposed, kind, passed_to, rules, note, seconds, read_at)
                  values (@id, @Message, @dataset, @me, @Kind, @proposed, @severity, @category, @recipient, @rules, @note, @seconds, @now)
                  """
                : "update street_verdict set verdict = @Kind, kind = @category, passed_to = @recipient, note = @note, seconds = seconds + @seconds, read_at = @now, version = version + 1 where id = @id",
            values,
            cancel);
        await work.Streams.AppendAsync(
            of.Id,
            new StreamEvent("verdict.given", $"dataset:{of.Number}", new { place, old = old?.Kind, @new = given.Kind, oldCategory = old?.Category, category, recipient }) { Role = Mandates.RoleOf(staff) },
            cancel);
        await work.CommitAsync(cancel);
        return place;
    }

    private static string? Masked(string? note)
    {
        if (string.IsNullOrWhiteSpace(note))
        {
            return null;
        }

        using var key = AliasKey.Random();
        return new Masker(key, new Participants(), PersonWords.Places).Mask(note.Trim()).Text;
    }

    // In a sample the reader is blind, but the rules are judged all the same.
    private static async Task<(string? Kind, short? Severity, string[] Rules)> ProposedAsync(Municipality municipality, StaffMember staff, ReadingItem item, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var (kind, severity) = await work.SingleAsync<(string?, short?)>("select kind, severity from street_message where id = @Message", new { item.Message }, cancel);
        return (kind, severity, [.. (item.Explanation?.Spans ?? []).Select(span => span.Rule).Distinct().Order(StringComparer.Ordinal)]);
    }

    private sealed record OldVerdict(Guid Id, string Kind, string? Category, Guid Dataset, int Version);
}
