using System.Globalization;
using Vaern.App.Accounts;
using Vaern.App.Evidence;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Sharing;

/// <summary>
/// What a case teaches about the net and nothing about anybody: kind, month, platforms of a closed list, kind of place. No field of it holds words that a person typed, so it needs no
/// ground in § 115 and no mask.
/// </summary>
/// <param name="Category">A key of the report categories.</param>
/// <param name="Month">The first day of the month in which the case was opened.</param>
/// <param name="Platforms">Names of the closed list; <c>other</c> for what is not on it.</param>
/// <param name="Place">Kind of unit.</param>
/// <param name="Kinds">How many pieces of evidence of each kind, kinds of fewer than five as <c>null</c> («færre end 5»).</param>
public sealed record PhenomenonNote(string Category, DateOnly Month, IReadOnlyList<string> Platforms, string Place, IReadOnlyDictionary<string, int?> Kinds)
{
    /// <summary>The platforms that may be named. Anything else is «other», so that a name typed as a platform never leaves.</summary>
    public static readonly string[] Known = ["Snapchat", "TikTok", "Instagram", "Facebook", "Messenger", "WhatsApp", "Discord", "YouTube", "Telegram", "X", "Reddit", "Twitch", "Roblox", "Aula", "Teams"];
}

/// <summary>Makes a note of phenomena of a case. Whoever sees the case may; that it was made is an event.</summary>
public static class Phenomenon
{
    private const int Fewest = 5;

    /// <summary><c>case.not-found</c>.</summary>
    public static async Task<Result<PhenomenonNote>> OfCaseAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<(string Category, DateTimeOffset OpenedAt, Guid Unit)>("select category, opened_at, unit_id from case_file where id = @id", new { id = caseId.Value }, cancel);
        if (row.Category is null)
        {
            return new Error("case.not-found", "There is no such case.");
        }

        var items = await OrdinaryItems.ListAsync(work, caseId, cancel);
        var platforms = items.Select(item => item.Meta.Platform).Concat((await Referrals.ListAsync(work, caseId, cancel)).Select(referral => referral.Platform)).OfType<string>();
        var day = DanishTime.DayOf(row.OpenedAt);
        var unit = new UnitId(row.Unit);
        await work.Streams.AppendAsync(caseId.Value, new StreamEvent("phenomenon.made") { Role = staff.RoleIn(unit) }, cancel);
        await work.CommitAsync(cancel);
        return new PhenomenonNote(
            row.Category, new DateOnly(day.Year, day.Month, 1),
            [.. platforms.Select(named => PhenomenonNote.Known.FirstOrDefault(known => named.Split([' ', ',', '/', '-', '('], StringSplitOptions.RemoveEmptyEntries).Contains(known, StringComparer.OrdinalIgnoreCase)) ?? "other").Distinct().Order(StringComparer.Ordinal)],
            municipality.Units.Find(unit)?.Kind ?? "municipality",
            items.GroupBy(item => item.Meta.Kind).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count() is >= Fewest and var count ? count : (int?)null));
    }
}
