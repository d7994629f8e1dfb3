using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.StreetWork;

/// <summary>A line between colleagues. <paramref name="Kind"/> is with-me, danger, here, words or over; only words have a <paramref name="Text"/>.</summary>
public sealed record LineMessage(Guid Shift, AccountId By, DateTimeOffset At, string Kind, string? Text);

/// <summary>
/// The back-channel: «Mille er i en svær samtale». Those on shift at the same time see it and can write back; nobody sees the talk itself, and names are
/// refused as everywhere on the street.
/// </summary>
public static class StreetLine
{
    public static readonly string[] Kinds = ["with-me", "danger", "here", "words", "over"];
    private const int Longest = 280;

    /// <summary>Sends from one's own open shift. <c>line.empty</c>, <c>line.kind</c>, <c>shift.none</c>, <c>words.*</c>.</summary>
    public static async Task<Result<Guid>> SendAsync(Municipality municipality, StaffMember staff, Guid id, string kind, string? text, bool notAName, CancellationToken cancel = default)
    {
        if (!Kinds.Contains(kind))
        {
            return new Error("line.kind", "There is no such message.");
        }

        if (kind == "words" && (string.IsNullOrWhiteSpace(text) || text.Length > Longest))
        {
            return new Error("line.empty", "Write something, in at most 280 characters.");
        }

        if (kind == "words" && PersonWords.Fault(text, notAName) is { } person)
        {
            return person;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await Shifts.MineAsync(work, staff, cancel) is not { } shift)
        {
            return new Error("shift.none", "You are not on shift.");
        }

        await SendAsync(work, staff, shift.Id, id, kind, kind == "words" ? text : null, cancel);
        await work.CommitAsync(cancel);
        return id;
    }

    internal static async Task SendAsync(UnitOfWork work, StaffMember staff, Guid shift, Guid id, string kind, string? text, CancellationToken cancel)
    {
        var added = await work.ExecuteAsync(
            "insert into street_line (id, shift_id, author_id, sent_at, kind, body) values (@id, @shift, @me, @now, @kind, @body) on conflict (id) do nothing",
            new { id, shift, me = staff.Account.Value, now = work.Now, kind, body = await work.SealOptionalAsync(shift, "street_line", "body", id, text, cancel) },
            cancel);
        if (added == 1)
        {
            await work.Streams.AppendAsync(shift, new StreamEvent("line.sent", Detail: new { kind }) { Role = Mandates.RoleOf(staff) }, cancel);
        }
    }

    /// <summary>What was said on the line since one's own shift began, the latest first; empty off shift.</summary>
    public static async Task<IReadOnlyList<LineMessage>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await Shifts.MineAsync(work, staff, cancel) is not { } shift)
        {
            return [];
        }

        var rows = await work.QueryAsync<(Guid Id, Guid Shift, Guid By, DateTimeOffset At, string Kind, byte[]? Body)>(
            "select id, shift_id, author_id, sent_at, kind, body from street_line where sent_at >= @since order by sent_at desc, id desc limit 50", new { since = shift.StartedAt }, cancel);
        await work.Keys.OpenAllAsync([.. rows.Select(row => row.Shift)], cancel);
        var lines = new List<LineMessage>(rows.Count);
        foreach (var row in rows)
        {
            lines.Add(new LineMessage(row.Shift, new AccountId(row.By), row.At, row.Kind, await work.OpenOptionalAsync(row.Shift, "street_line", "body", row.Id, row.Body, cancel)));
        }

        return lines;
    }
}
