using Vaern.App.Accounts;
using Vaern.App.Evidence;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.StreetWork;

/// <summary>
/// Writes down a phenomenon on one's own shift. No person, no file, no fetched link: what looks like a person is refused before anything is stored, an
/// invitation to a closed group is not stored at all, and a source outside the mandate becomes a proposal instead.
/// </summary>
public static class Phenomena
{
    private static readonly string[] SeenInPictures = ["violence-shared", "sexual-humiliation", "exposure-account"];

    /// <returns>The number, or <c>shift.none</c>, <c>mandate.*</c>, <c>phenomenon.kind</c>, <c>phenomenon.source</c>, <c>phenomenon.age</c>, <c>phenomenon.seen</c>, <c>phenomenon.note-missing</c>, <c>phenomenon.note-long</c>, <c>words.*</c>, <c>link.closed-group</c>, <c>link.unreadable</c>, <c>link.outside</c>, <c>link.other-source</c>.</returns>
    public static async Task<Result<string>> RecordAsync(Municipality municipality, StaffMember staff, NewPhenomenon seen, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from phenomenon where id = @Id", new { seen.Id }, cancel) is { } earlier)
        {
            return earlier;
        }

        if (!(await OnShiftAsync(work, staff, cancel)).TryGet(out var on, out var error))
        {
            return error;
        }

        var (shift, mandate) = on;
        if (Fault(work, mandate, seen) is { } fault)
        {
            return fault;
        }

        var seenAt = (seen.SeenAt ?? work.Now).ToUniversalTime();
        var day = DanishTime.DayOf(seenAt);
        var number = await StreetNumbers.NextAsync(work, "O", cancel);
        await work.Keys.CreateAsync(seen.Id, StreetKeys.Kind, cancel);
        await work.ExecuteAsync(
            """
            insert into phenomenon (id, number, mandate_id, shift_id, source_id, kind, age, seen_on, seen_at, note, not_a_name, recorded_at, expires_on)
            values (@Id, @number, @mandate, @shift, @Source, @Kind, @Age, @day, @seenAt, @note, @NotAName, @now, @expires)
            """,
            new
            {
                seen.Id,
                number,
                mandate = mandate.Id,
                shift = shift.Id,
                seen.Source,
                seen.Kind,
                seen.Age,
                day,
                seenAt,
                note = await work.SealAsync(seen.Id, "phenomenon", "note", seen.Id, seen.Note.Trim(), cancel),
                seen.NotAName,
                now = work.Now,
                expires = day.AddDays(mandate.RetentionDays),
            },
            cancel);
        if (!string.IsNullOrWhiteSpace(seen.Link))
        {
            await work.ExecuteAsync(
                "insert into phenomenon_link (phenomenon_id, shift_id, link) values (@Id, @shift, @link)",
                new { seen.Id, shift = shift.Id, link = await work.SealAsync(seen.Id, "phenomenon_link", "link", seen.Id, seen.Link.Trim(), cancel) },
                cancel);
        }

        await Exposures.AddAsync(work, staff, SeenInPictures.Contains(seen.Kind) ? "picture" : "text", cancel);
        await work.Streams.AppendAsync(
            shift.Id,
            new StreamEvent("phenomenon.recorded", $"phenomenon:{number}", new { seen.Kind, source = mandate.Sources.Single(one => one.Id == seen.Source).Label, expires = day.AddDays(mandate.RetentionDays), seen.NotAName })
            {
                Role = Mandates.RoleOf(staff),
            },
            cancel);
        await work.CommitAsync(cancel);
        return number;
    }

    /// <summary>It shows something sexual with somebody who may be under 18. Nothing of it is kept here, not even the link: only that it happened, for the shift's own log. The worker gets the red card.</summary>
    public static async Task<Result<Guid>> RestrictedAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await Shifts.MineAsync(work, staff, cancel) is not { } shift)
        {
            return new Error("shift.none", "You are not on shift.");
        }

        await Exposures.AddAsync(work, staff, "picture", cancel);
        await work.Streams.AppendAsync(shift.Id, new StreamEvent("phenomenon.restricted", Detail: new { kept = "nothing" }) { Role = Mandates.RoleOf(staff) }, cancel);
        await work.CommitAsync(cancel);
        return shift.Id;
    }

    /// <summary>Takes a phenomenon away before its day, because it should not have been written. <c>phenomenon.not-found</c>; those on the shift may, nobody else.</summary>
    public static async Task<Result<Guid>> RemoveAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var found = await work.FirstOrDefaultAsync<(Guid Id, Guid Shift)>(
            "select id, shift_id from phenomenon where number = upper(@number) and gone_at is null and on_shift_with(shift_id) for update", new { number }, cancel);
        if (found.Id == Guid.Empty)
        {
            return new Error("phenomenon.not-found", "There is no such phenomenon on a shift of yours.");
        }

        await RawNotes.DestroyAsync(work, found.Id, found.Shift, number.ToUpperInvariant(), "by-hand", Mandates.RoleOf(staff), cancel);
        await work.CommitAsync(cancel);
        return found.Id;
    }

    internal static async Task<Result<(Shift Shift, Mandate Mandate)>> OnShiftAsync(UnitOfWork work, StaffMember staff, CancellationToken cancel)
    {
        if (await Shifts.MineAsync(work, staff, cancel) is not { } shift)
        {
            return new Error("shift.none", "You are not on shift. Without a shift no observation.");
        }

        return (await MandateCheck.RunningAsync(work, shift.Mandate, cancel)).TryGet(out var mandate, out var error) ? (shift, mandate) : error;
    }

    private static Error? Fault(UnitOfWork work, Mandate mandate, NewPhenomenon seen)
    {
        var source = mandate.Sources.FirstOrDefault(one => one.Id == seen.Source);
        return seen switch
        {
            _ when StreetLinks.IsInvitation(seen.Link) => new Error("link.closed-group", "Closed groups are not recorded. Nothing was kept."),
            _ when !Phenomenon.Kinds.Contains(seen.Kind) => new Error("phenomenon.kind", "Choose the kind."),
            _ when source is null => new Error("phenomenon.source", "Choose one of the mandate's sources."),
            _ when !Phenomenon.Ages.Contains(seen.Age) => new Error("phenomenon.age", "Choose the estimated age."),
            _ when seen.SeenAt > work.Now || DanishTime.DayOf(seen.SeenAt ?? work.Now) < mandate.From => new Error("phenomenon.seen", "The time lies in the future or before the mandate."),
            _ when string.IsNullOrWhiteSpace(seen.Note) => new Error("phenomenon.note-missing", "Write in a few words what was seen."),
            _ when seen.Note.Trim().Length > Phenomenon.NoteLimit => new Error("phenomenon.note-long", "At most 280 characters."),
            _ when PersonWords.Fault(seen.Note, seen.NotAName) is { } person => person,
            _ when string.IsNullOrWhiteSpace(seen.Link) => null,
            _ when StreetLinks.Place(seen.Link) is null => new Error("link.unreadable", "The link is no web address."),
            _ when MandateCheck.SourceOf(mandate, seen.Link) is null => new Error("link.outside", "The source is not on the mandate's list."),
            _ when !StreetLinks.IsUnder(seen.Link, source.Address) => new Error("link.other-source", "The link belongs to another source of the list."),
            _ => null,
        };
    }
}
