using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.LawBook;

/// <summary>One change of what a municipality sets itself. <paramref name="Changed"/> is contact, closed-days or target.</summary>
public sealed record LocalChange(int Version, string Changed, string By, DateTimeOffset At);

/// <summary>
/// What a municipality sets itself beside the rules that ship: contacts, closed days, targets. A limit in law cannot be loosened: the
/// rule book refuses it, and nothing is kept.
/// </summary>
public static class LocalRules
{
    /// <summary>The settings as they stand, with the version that a change must name; version 0 before the first change.</summary>
    public static async Task<(int Version, MunicipalityOverrides Overrides)> ReadAsync(Municipality municipality, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        return await CurrentAsync(work, cancel);
    }

    /// <summary>Who changed what, the latest first, at most 100.</summary>
    public static async Task<IReadOnlyList<LocalChange>> HistoryAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(int Version, string Changed, Guid By, DateTimeOffset At)>(
            "select version, changed, changed_by, changed_at from municipality_rules order by version desc limit 100", cancel: cancel);
        var list = new List<LocalChange>();
        foreach (var row in rows)
        {
            list.Add(new LocalChange(row.Version, row.Changed, await municipality.Staff.NameAsync(new AccountId(row.By), cancel), row.At));
        }

        return list;
    }

    /// <summary>Replaces a contact, or adds one of the municipality's own. <c>local.contact</c> without a way to reach it.</summary>
    public static async Task<Result> SetContactAsync(Municipality municipality, StaffMember staff, Contact contact, int version, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(contact.Name.Da) || (contact.Phone is null && contact.Urls.Count == 0) || contact.Urls.Any(url => !IsAddress(url)))
        {
            return new Error("local.contact", "A contact has a name, and a number or an https address.");
        }

        return await ChangeAsync(
            municipality, staff, version, "contact", overrides => overrides with { Contacts = [.. overrides.Contacts.Where(other => other.Id != contact.Id), contact] },
            overrides => overrides.Contacts.FirstOrDefault(other => other.Id == contact.Id), cancel);
    }

    /// <summary>The closed days, one entry a line (<see cref="ClosedDays.Parse"/>). <c>closed-days.unreadable</c>.</summary>
    public static async Task<Result> SetClosedDaysAsync(Municipality municipality, StaffMember staff, string lines, int version, CancellationToken cancel = default)
    {
        string[] entries = [.. lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
        return await ChangeAsync(
            municipality, staff, version, "closed-days", overrides => overrides with { ClosedDays = entries }, overrides => overrides.ClosedDays, cancel);
    }

    /// <summary>A goal, or a stricter target beside a limit in law, from a day on. <c>overrides.loosens-law</c>, <c>overrides.unsound</c>, <c>overrides.unknown-rule</c>.</summary>
    public static async Task<Result> SetTargetAsync(Municipality municipality, StaffMember staff, Target target, int version, CancellationToken cancel = default) =>
        await ChangeAsync(
            municipality, staff, version, "target", overrides => overrides with { Targets = [.. overrides.Targets, target] },
            overrides => overrides.Targets.LastOrDefault(other => other.Rule == target.Rule), cancel);

    internal static async Task<(int Version, MunicipalityOverrides Overrides)> CurrentAsync(UnitOfWork work, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(int Version, string Body)>(
            "select version, body from municipality_rules order by version desc limit 1", cancel: cancel);
        return row.Body is null ? (0, new MunicipalityOverrides())
            : MunicipalityOverrides.Parse(row.Body).TryGet(out var overrides, out var fault) ? (row.Version, overrides)
            : throw new InvalidDataException($"municipality_rules {row.Version}: {fault.Message.En}");
    }

    private static async Task<Result> ChangeAsync(
        Municipality municipality, StaffMember staff, int version, string what, Func<MunicipalityOverrides, MunicipalityOverrides> change,
        Func<MunicipalityOverrides, object?> part, CancellationToken cancel)
    {
        if (!staff.Can(Permission.VerifyRules))
        {
            return new Error("local.not-allowed", "Only an editor changes what the municipality sets itself.");
        }

        await using (var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel))
        {
            var (current, old) = await CurrentAsync(work, cancel);
            var changed = change(old);
            if (current != version)
            {
                return new Error("local.stale", "Somebody else has changed the settings.");
            }

            if (!municipality.Shipped.With(changed).TryGet(out _, out var refused))
            {
                return new Error(refused.Code.Replace('_', '-'), refused.Message.En);
            }

            var added = await work.ExecuteAsync(
                "insert into municipality_rules (version, body, changed, changed_by, changed_at) values (@next, @body, @what, @me, @now) on conflict do nothing",
                new { next = version + 1, body = changed.ToJson(), what, me = staff.Account.Value, now = work.Now },
                cancel);
            if (added == 0)
            {
                return new Error("local.stale", "Somebody else has changed the settings.");
            }

            await work.Streams.AppendAsync(
                municipality.Id,
                new StreamEvent("rules.set-locally", $"municipality_rules:{version + 1}", new { what }, new { old = part(old), @new = part(changed) })
                {
                    Role = staff.Posts.Count > 0 ? staff.Posts[0].Role : "",
                },
                cancel);
            await work.CommitAsync(cancel);
        }

        await municipality.RefreshLawAsync(cancel);
        return Result.Done;
    }

    private static bool IsAddress(string url) => url.Length <= 500 && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == "https";
}
