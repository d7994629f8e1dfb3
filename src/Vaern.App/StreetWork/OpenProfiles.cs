using System.Globalization;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Data.Streams;

namespace Vaern.App.StreetWork;

/// <summary>A profile under the municipality's own name, as its form sends it.</summary>
/// <param name="Address">Where it is found: an address or the profile's own public name on the platform.</param>
public sealed record ProfileText(string Platform, string Address, string Title, OpeningHours Hours);

/// <summary>An open profile: whose it is, where, and when somebody answers.</summary>
public sealed record OpenProfile(Guid Id, AccountId Worker, ProfileText Body, bool HasPortrait, DateTimeOffset? ClosedAt, int Version);

/// <summary>
/// The registered open profiles (law F-08): each belongs to a member of staff who stands on it with portrait, title and hours. There is no other kind of
/// profile in the house.
/// </summary>
public static class OpenProfiles
{
    internal const string Columns =
        "p.id, p.account_id as worker, p.platform, p.address, p.title, array_to_string(p.days, ',') as days, p.opens, p.closes, p.portrait_id is not null as hasportrait, p.closed_at as closedat, p.version";

    /// <summary>Registers one's own profile, or changes it. <c>profile.missing</c>, <c>profile.hours</c>, <c>profile.known</c>, <c>profile.stale</c>.</summary>
    public static async Task<Result<Guid>> SaveAsync(Municipality municipality, StaffMember staff, Guid id, ProfileText text, int version, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkOnTheStreet))
        {
            return new Error("profile.not-found", "Your role has no street profile.");
        }

        var clean = new ProfileText(text.Platform?.Trim() ?? "", text.Address?.Trim() ?? "", text.Title?.Trim() ?? "", text.Hours);
        if (new[] { clean.Platform, clean.Address, clean.Title }.Any(one => one.Length is 0 or > 120))
        {
            return new Error("profile.missing", "Platform, address and title are written in at most 120 characters each.");
        }

        if (clean.Hours.Days.Count == 0 || clean.Hours.Days.Any(day => day is < 1 or > 7) || clean.Hours.Opens < 0 || clean.Hours.Closes > 1440 || clean.Hours.Closes <= clean.Hours.Opens)
        {
            return new Error("profile.hours", "Choose days, and a closing time after the opening time.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var old = await FindAsync(work, id, cancel);
        if (await work.FirstOrDefaultAsync<int?>(
            "select 1 from open_profile where account_id = @me and platform = @Platform and address = @Address and closed_at is null and id <> @id",
            new { me = staff.Account.Value, clean.Platform, clean.Address, id },
            cancel) is not null)
        {
            return new Error("profile.known", "You have registered the profile already.");
        }

        var values = new { id, me = staff.Account.Value, clean.Platform, clean.Address, clean.Title, days = clean.Hours.Days.Distinct().Order().ToArray(), clean.Hours.Opens, clean.Hours.Closes, version };
        if (old is null)
        {
            await StreetKeys.BeginAsync(work, id, new StreamEvent("profile.opened", $"profile:{id:N}", new { clean.Platform, clean.Address, clean.Hours }) { Role = Mandates.RoleOf(staff) }, cancel);
            await work.ExecuteAsync(
                "insert into open_profile (id, account_id, platform, address, title, days, opens, closes) values (@id, @me, @Platform, @Address, @Title, @days, @Opens, @Closes)", values, cancel);
        }
        else if (old.Worker != staff.Account || old.ClosedAt is not null)
        {
            return new Error("profile.not-found", "The profile is not yours, or it is closed.");
        }
        else if (old.Version != version)
        {
            return version == 0 && old.Body.Address == clean.Address ? id : new Error("profile.stale", "Somebody else has changed it.");
        }
        else
        {
            await work.ExecuteAsync(
                """
                update open_profile set platform = @Platform, address = @Address, title = @Title, days = @days, opens = @Opens, closes = @Closes, version = version + 1 where id = @id
                """,
                values,
                cancel);
            await work.Streams.AppendAsync(id, new StreamEvent("profile.changed", Detail: new { old = old.Body, @new = clean }) { Role = Mandates.RoleOf(staff) }, cancel);
        }

        await work.CommitAsync(cancel);
        return id;
    }

    /// <summary>Closes a profile: the person's own, or anybody's by whoever keeps mandates. It leaves the public page at once, and its portrait is destroyed.</summary>
    public static async Task<Result<Guid>> CloseAsync(Municipality municipality, StaffMember staff, Guid id, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var old = await FindAsync(work, id, cancel);
        if (old is not { ClosedAt: null } || (old.Worker != staff.Account && !staff.Can(Permission.KeepMandates)))
        {
            return new Error("profile.not-found", "There is no such profile.");
        }

        var portrait = await work.FirstOrDefaultAsync<Guid?>("select portrait_id from open_profile where id = @id for update", new { id }, cancel);
        await work.ExecuteAsync("update open_profile set closed_at = @now, portrait_id = null, version = version + 1 where id = @id", new { id, now = work.Now }, cancel);
        if (portrait is { } blob)
        {
            await BlobStore.DestroyAsync(work, blob, cancel);
        }

        await work.Streams.AppendAsync(id, new StreamEvent("profile.closed") { Role = Mandates.RoleOf(staff) }, cancel);
        await work.CommitAsync(cancel);
        return id;
    }

    /// <summary>Those that are open, by platform.</summary>
    public static async Task<IReadOnlyList<OpenProfile>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await ListAsync(work, cancel);
    }

    internal static async Task<IReadOnlyList<OpenProfile>> ListAsync(UnitOfWork work, CancellationToken cancel) =>
        [.. (await work.QueryAsync<Row>($"select {Columns} from open_profile p where p.closed_at is null order by p.account_id, p.platform, p.id limit 200", cancel: cancel)).Select(row => row.Open())];

    internal static async Task<OpenProfile?> FindAsync(UnitOfWork work, Guid id, CancellationToken cancel) =>
        (await work.FirstOrDefaultAsync<Row>($"select {Columns} from open_profile p where p.id = @id", new { id }, cancel))?.Open();

    /// <summary>The hours of everybody's open profiles.</summary>
    internal static async Task<IReadOnlyList<OpeningHours>> HoursAsync(UnitOfWork work, CancellationToken cancel) =>
        [.. (await ListAsync(work, cancel)).Select(profile => profile.Body.Hours)];

    private sealed record Row(Guid Id, Guid Worker, string Platform, string Address, string Title, string Days, int Opens, int Closes, bool HasPortrait, DateTimeOffset? ClosedAt, int Version)
    {
        public OpenProfile Open() => new(Id, new AccountId(Worker), new ProfileText(Platform, Address, Title, new OpeningHours([.. Days.Split(',').Select(day => int.Parse(day, CultureInfo.InvariantCulture))], Opens, Closes)), HasPortrait, ClosedAt, Version);
    }
}
