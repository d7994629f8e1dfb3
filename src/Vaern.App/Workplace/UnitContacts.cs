using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Workplace;

/// <summary>How police, platforms and citizens reach a workplace. Public knowledge; <paramref name="OnCall"/> is who is rung outside working hours.</summary>
public sealed record UnitContact(string Name, string Address, string Mail, string Phone, string OnCall, int Version);

/// <summary>The address that stands in letters and in reports to the police instead of anybody's own.</summary>
public static class UnitContacts
{
    /// <summary>The unit's own contact, or null where nobody has written it.</summary>
    public static async Task<UnitContact?> ReadAsync(Municipality municipality, UnitId unit, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        return await work.FirstOrDefaultAsync<UnitContact>(
            "select name, address, mail, phone, on_call as oncall, version from unit_contact where unit_id = @unit", new { unit = unit.Value }, cancel);
    }

    /// <summary>Writes it. <c>contact.not-leader</c>, <c>contact.missing</c>, <c>contact.too-long</c>, <c>contact.stale</c>.</summary>
    public static async Task<Result<int>> SaveAsync(Municipality municipality, StaffMember staff, UnitId unit, UnitContact contact, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.CloseCases, unit) && !staff.Can(Permission.AdministerAccounts))
        {
            return new Error("contact.not-leader", "Only the leader of the unit writes it.");
        }

        if (string.IsNullOrWhiteSpace(contact.Name) || string.IsNullOrWhiteSpace(contact.Address) || !contact.Mail.Contains('@', StringComparison.Ordinal))
        {
            return new Error("contact.missing", "Name, address and mail are needed.");
        }

        if (new[] { contact.Name, contact.Address, contact.Mail, contact.Phone, contact.OnCall }.Any(text => text.Length > 300))
        {
            return new Error("contact.too-long", "A field has more than 300 characters.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var written = await work.ExecuteAsync(
            """
            insert into unit_contact (unit_id, name, address, mail, phone, on_call, changed_by, changed_at) values (@unit, @Name, @Address, @Mail, @Phone, @OnCall, @me, @now)
            on conflict (unit_id) do update set name = excluded.name, address = excluded.address, mail = excluded.mail, phone = excluded.phone, on_call = excluded.on_call,
              changed_by = excluded.changed_by, changed_at = excluded.changed_at, version = unit_contact.version + 1 where unit_contact.version = @Version
            """,
            new { unit = unit.Value, contact.Name, contact.Address, contact.Mail, contact.Phone, contact.OnCall, contact.Version, me = staff.Account.Value, now = work.Now },
            cancel);
        if (written == 0)
        {
            return new Error("contact.stale", "Somebody else has changed it.");
        }

        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("unit.contact", $"unit:{unit.Value:N}", new { @new = contact }) { Role = staff.RoleIn(unit) }, cancel);
        await work.CommitAsync(cancel);
        return contact.Version + 1;
    }
}
