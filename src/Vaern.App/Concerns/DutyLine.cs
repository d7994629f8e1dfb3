using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Concerns;

/// <summary>A call or a text message to somebody on duty. It says «Der er nyt i Værn» and nothing more.</summary>
/// <param name="Channel">phone or sms.</param>
public sealed record DutyAlert(AccountId To, string Channel);

/// <summary>The boundary to the telephone system of the duty. An exception of input and output means that it was not reached; it is tried again.</summary>
public interface IDutyLine
{
    Task AlertAsync(DutyAlert alert, CancellationToken cancel);
}

/// <summary>
/// Writes each alert as a file in a folder, from which the operator's telephone system takes it; in the demo nothing takes it, and nothing leaves the machine. A file is whole
/// when it has its name. A folder that is not there is a telephone that does not answer.
/// </summary>
/// <param name="make">Makes the folder when it is missing; for the demo.</param>
public sealed class DutyFolder(string folder, bool make) : IDutyLine
{
    public async Task AlertAsync(DutyAlert alert, CancellationToken cancel)
    {
        if (make)
        {
            Directory.CreateDirectory(folder);
        }

        var path = Path.Combine(folder, $"{Guid.CreateVersion7():N}.txt");
        await File.WriteAllTextAsync(path + ".part", $"{alert.Channel}: {alert.To.Value:N}\r\nDer er nyt i Værn.\r\n", cancel);
        File.Move(path + ".part", path);
    }
}

/// <summary>Who is on duty, in the order in which they are called.</summary>
internal static class DutyRota
{
    /// <summary>The unit that takes concerns; null where the municipality has none.</summary>
    public static Unit? UnitOf(Municipality municipality) => municipality.Units.All.FirstOrDefault(unit => unit is { Kind: "duty", Open: true });

    public static async Task<IReadOnlyList<AccountId>> OrderAsync(UnitOfWork work, UnitId unit, CancellationToken cancel) =>
    [
        .. (await work.QueryAsync<Guid>(
            """
            select m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null
            where m.unit_id = @unit and m.role = any(@taking) group by m.account_id order by m.account_id
            """,
            new { unit = unit.Value, taking = Roles.Granting(Permission.TakeConcerns) },
            cancel)).Select(id => new AccountId(id)),
    ];
}
