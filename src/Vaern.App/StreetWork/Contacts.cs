using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.StreetWork;

/// <summary>A contact as its form sends it. <paramref name="Id"/> is chosen by the form, so that pressing twice opens one. There is no field for who it is.</summary>
/// <param name="WroteAt">When the young person wrote; null is now.</param>
public sealed record NewContact(Guid Id, string Kind, string Platform, DateTimeOffset? WroteAt);

/// <summary>Guides a worker through a talk that a young person began, and carries the young person safely on. Every act has its time and an event; nothing has a name.</summary>
public static class Contacts
{
    internal static readonly Error NotFound = new("contact.not-found", "There is no such contact.");
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(60);

    /// <returns>The number, or <c>shift.none</c>, <c>mandate.*</c>, <c>contact.kind</c>, <c>contact.platform</c>, <c>contact.time</c>.</returns>
    public static async Task<Result<string>> OpenAsync(Municipality municipality, StaffMember staff, NewContact asked, CancellationToken cancel = default)
    {
        if (!ContactGuide.Kinds.Contains(asked.Kind))
        {
            return new Error("contact.kind", "Choose the kind.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from street_contact where id = @Id", new { asked.Id }, cancel) is { } earlier)
        {
            return earlier;
        }

        if (!(await Phenomena.OnShiftAsync(work, staff, cancel)).TryGet(out var on, out var error))
        {
            return error;
        }

        var profiles = await OpenProfiles.ListAsync(work, cancel);
        if (!profiles.Any(profile => profile.Worker == staff.Account && profile.Body.Platform == asked.Platform))
        {
            return new Error("contact.platform", "Choose one of your own open profiles.");
        }

        var wrote = (asked.WroteAt ?? work.Now).ToUniversalTime();
        if (wrote > work.Now || wrote < work.Now - Farthest)
        {
            return new Error("contact.time", "The time lies in the future or long ago.");
        }

        var number = await StreetNumbers.NextAsync(work, "K", cancel);
        var from = OpeningHours.CountedFrom([.. profiles.Where(profile => profile.Worker == staff.Account && profile.Body.Platform == asked.Platform).Select(profile => profile.Body.Hours)], wrote);
        await StreetKeys.BeginAsync(work, asked.Id, new StreamEvent("contact.opened", $"contact:{number}", new { asked.Kind, asked.Platform, wrote, from }) { Role = Mandates.RoleOf(staff) }, cancel);
        await work.ExecuteAsync(
            """
            insert into street_contact (id, number, mandate_id, shift_id, worker_id, kind, platform, wrote_at, counted_from, opened_at)
            values (@Id, @number, @mandate, @shift, @me, @Kind, @Platform, @wrote, @from, @now)
            """,
            new { asked.Id, number, mandate = on.Mandate.Id, shift = on.Shift.Id, me = staff.Account.Value, asked.Kind, asked.Platform, wrote, from, now = work.Now },
            cancel);
        await work.CommitAsync(cancel);
        return number;
    }

    /// <summary>The first answer was given now; said twice, the first counts.</summary>
    public static Task<Result<Guid>> AnsweredAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, number, null, async (work, contact) =>
        {
            await SetAsync(work, contact, "answered_at = coalesce(answered_at, @now)", new { contact.Id, now = work.Now }, cancel);
            return new StreamEvent("contact.answered", Detail: new { after = work.Now - contact.CountedFrom });
        }, cancel);

    /// <summary>Ticks or skips a step of the guide. <c>contact.step</c>, <c>contact.skip-why</c>, <c>words.*</c>.</summary>
    public static Task<Result<Guid>> StepAsync(Municipality municipality, StaffMember staff, string number, string step, bool done, string? reason, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, number, null, async (work, contact) =>
        {
            if (ContactGuide.Steps(contact.Kind, contact.Age).All(one => one.Key != step))
            {
                return new Error("contact.step", "There is no such step.");
            }

            if (!done && (string.IsNullOrWhiteSpace(reason) || reason.Length > 280))
            {
                return new Error("contact.skip-why", "Say why, in at most 280 characters.");
            }

            if (!done && PersonWords.Fault(reason, notAName: false) is { } person)
            {
                return person;
            }

            await work.ExecuteAsync(
                """
                insert into street_contact_step (contact_id, step, state, reason, at) values (@Id, @step, @state, @reason, @now)
                on conflict (contact_id, step) do update set state = excluded.state, reason = excluded.reason, at = excluded.at
                """,
                new
                {
                    contact.Id,
                    step,
                    state = done ? "done" : "skipped",
                    now = work.Now,
                    reason = done ? null : await work.SealOptionalAsync(contact.Id, "street_contact_step", "reason", contact.Id, reason, cancel),
                },
                cancel);
            return new StreamEvent("contact.step", Detail: new { step, @new = done ? "done" : "skipped" }, Secret: done ? null : new { reason });
        }, cancel);

    /// <summary>A colleague is asked to be with one: those on shift see that one is in a hard talk, and nothing of it.</summary>
    public static Task<Result<Guid>> ColleagueAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, number, null, async (work, contact) =>
        {
            if (await Shifts.MineAsync(work, staff, cancel) is not { } shift)
            {
                return new Error("shift.none", "You are not on shift.");
            }

            await StreetLine.SendAsync(work, staff, shift.Id, Guid.CreateVersion7(), "with-me", null, cancel);
            await SetAsync(work, contact, "colleague_at = coalesce(colleague_at, @now)", new { contact.Id, now = work.Now }, cancel);
            return new StreamEvent("contact.colleague");
        }, cancel);

    /// <summary>«Jeg orker ikke mere»: the card says 112 now and stay in the talk; a colleague is asked to call.</summary>
    public static Task<Result<Guid>> DangerAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, number, null, async (work, contact) =>
        {
            if (await Shifts.MineAsync(work, staff, cancel) is { } shift)
            {
                await StreetLine.SendAsync(work, staff, shift.Id, Guid.CreateVersion7(), "danger", null, cancel);
            }

            await SetAsync(work, contact, "danger_at = coalesce(danger_at, @now), colleague_at = coalesce(colleague_at, @now)", new { contact.Id, now = work.Now }, cancel);
            return new StreamEvent("contact.danger");
        }, cancel);

    /// <summary>A picture came that may not be had: nothing is kept but the time; the mandate's owner is told that there is news.</summary>
    public static Task<Result<Guid>> RedAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, number, null, async (work, contact) =>
        {
            await SetAsync(work, contact, "red_at = coalesce(red_at, @now)", new { contact.Id, now = work.Now }, cancel);
            await work.ExecuteAsync(
                "insert into outbox (id, account_id, template, created_at) select @notice, m.owner_id, 'news', @now from street_contact c join mandate m on m.id = c.mandate_id where c.id = @Id",
                new { notice = Guid.CreateVersion7(), contact.Id, now = work.Now },
                cancel);
            return new StreamEvent("contact.red", Detail: new { kept = "nothing" });
        }, cancel);

    /// <summary>The age band, or another one than thought, with the reason: the guide changes with it. <c>contact.age</c>, <c>contact.age-why</c>, <c>contact.stale</c>, <c>words.*</c>.</summary>
    public static Task<Result<Guid>> AgeAsync(Municipality municipality, StaffMember staff, string number, string age, string? reason, int version, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, number, version, async (work, contact) =>
        {
            if (!Contact.Ages.Contains(age))
            {
                return new Error("contact.age", "Choose the age band.");
            }

            if (contact.Age is not null && contact.Age != age && string.IsNullOrWhiteSpace(reason))
            {
                return new Error("contact.age-why", "Say why the age is another.");
            }

            if (PersonWords.Fault(reason, notAName: false) is { } person)
            {
                return person;
            }

            await SetAsync(work, contact, "age = @age, version = version + 1", new { contact.Id, age }, cancel);
            return new StreamEvent("contact.age", Detail: new { old = contact.Age, @new = age }, Secret: string.IsNullOrWhiteSpace(reason) ? null : new { reason });
        }, cancel);

    /// <summary>Try again at a time. <c>contact.time</c>.</summary>
    public static Task<Result<Guid>> RemindAsync(Municipality municipality, StaffMember staff, string number, DateTimeOffset at, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, number, null, async (work, contact) =>
        {
            if (at <= work.Now || at > work.Now + Farthest)
            {
                return new Error("contact.time", "Choose a time to come.");
            }

            await SetAsync(work, contact, "remind_at = @at", new { contact.Id, at = at.ToUniversalTime() }, cancel);
            return new StreamEvent("contact.reminder", Detail: new { old = contact.RemindAt, @new = at.ToUniversalTime() });
        }, cancel);

    /// <summary>The warm hand-over: when and where they meet. <c>contact.time</c>, <c>contact.place</c>.</summary>
    public static Task<Result<Guid>> MeetAsync(Municipality municipality, StaffMember staff, string number, DateTimeOffset? at, string where, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, number, null, async (work, contact) =>
        {
            if (at is not { } when || when <= work.Now || when > work.Now + Farthest)
            {
                return new Error("contact.time", "Choose a time to come.");
            }

            if (!Contact.Places.Contains(where))
            {
                return new Error("contact.place", "Choose where.");
            }

            await SetAsync(work, contact, "meet_at = @at, meet_where = @where", new { contact.Id, at = when.ToUniversalTime(), where }, cancel);
            return new StreamEvent("contact.meeting", Detail: new { old = contact.MeetAt, @new = when.ToUniversalTime(), where });
        }, cancel);

    /// <summary>Closes with an outcome and the age band. A duty that was neither done nor skipped stands in the way. <c>contact.outcome</c>, <c>contact.age</c>, <c>contact.no-meeting</c>, <c>contact.duty-open</c>, <c>contact.stale</c>.</summary>
    public static Task<Result<Guid>> CloseAsync(Municipality municipality, StaffMember staff, string number, string outcome, string age, int version, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, number, version, async (work, contact) =>
        {
            if (!Contact.Outcomes.Contains(outcome))
            {
                return new Error("contact.outcome", "Choose the outcome.");
            }

            if (!Contact.Ages.Contains(age))
            {
                return new Error("contact.age", "Choose the age band.");
            }

            if (outcome == "warm-hand-over" && contact.MeetAt is null)
            {
                return new Error("contact.no-meeting", "A warm hand-over has a meeting.");
            }

            var taken = await work.QueryAsync<string>("select step from street_contact_step where contact_id = @Id", new { contact.Id }, cancel);
            if (ContactGuide.LikelyDuty(contact.Kind, age) && ContactGuide.Steps(contact.Kind, age).Any(step => step.IsDuty && !taken.Contains(step.Key)))
            {
                return new Error("contact.duty-open", "Say first whether a concern was sent, or why not.");
            }

            await SetAsync(work, contact, "outcome = @outcome, age = @age, closed_at = @now, version = version + 1", new { contact.Id, outcome, age, now = work.Now }, cancel);
            return new StreamEvent("contact.closed", Detail: new { old = "open", @new = outcome, age });
        }, cancel);

    private static Task<int> SetAsync(UnitOfWork work, Contact contact, string what, object values, CancellationToken cancel) =>
        work.ExecuteAsync("update street_contact set " + what + " where id = @Id and closed_at is null", values, cancel);

    private static async Task<Result<Guid>> ChangeAsync(
        Municipality municipality, StaffMember staff, string number, int? version, Func<UnitOfWork, Contact, Task<Result<StreamEvent>>> change, CancellationToken cancel)
    {
        if (!staff.Can(Permission.WorkOnTheStreet))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<ContactList.Row>($"select {ContactList.Columns} from street_contact c where c.number = upper(@number) for update", new { number }, cancel) is not { } row)
        {
            return NotFound;
        }

        var contact = row.Open();
        if (contact.ClosedAt is not null)
        {
            return new Error("contact.closed", "The contact is closed.");
        }

        if (version is { } expected && contact.Version != expected)
        {
            return new Error("contact.stale", "Somebody else has changed it.");
        }

        if (!(await change(work, contact)).TryGet(out var happened, out var error))
        {
            return error;
        }

        await work.Streams.AppendAsync(contact.Id, happened with { Role = Mandates.RoleOf(staff) }, cancel);
        await work.CommitAsync(cancel);
        return contact.Id;
    }
}
