using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Accounts;

/// <summary>Units come, change name, get a new code and close. What was sent to a closed unit stays; new reports do not reach it.</summary>
public static class ChangeUnit
{
    public static readonly string[] Kinds = ["school", "workplace", "club", "team", "duty"];

    public const int LongestName = 120;

    /// <summary>
    /// Adds a unit under another and gives it a code for its posters. <c>account.not-allowed</c>, <c>unit.name</c>, <c>unit.kind</c>, <c>unit.parent</c>.
    /// </summary>
    public static async Task<Result<UnitId>> AddAsync(
        Municipality municipality, StaffMember? by, string? name, string? kind, UnitId parent, CancellationToken cancel = default)
    {
        if (Refused(by, name) is { } refused)
        {
            return refused;
        }

        if (!Kinds.Contains(kind))
        {
            return new Error("unit.kind", "The kind of unit is unknown.");
        }

        if (municipality.Units.Find(parent) is null)
        {
            return new Error("unit.parent", "The unit above is unknown.");
        }

        var id = new UnitId(Guid.CreateVersion7());
        await using var work = await municipality.Database.BeginAsync(AccountChange.As(by), cancel);
        var code = await FreeCodeAsync(work, name!, cancel);
        await work.ExecuteAsync(
            "insert into unit (id, parent_id, kind, name, code) values (@id, @parent, @kind, @name, @code)",
            new { id = id.Value, parent = parent.Value, kind, name = name!.Trim(), code },
            cancel);
        await TellAsync(municipality, work, by, "unit.added", id, new { name = name.Trim(), kind, parent = parent.Value, code }, cancel);
        await SettleAsync(municipality, work, cancel);
        return id;
    }

    /// <summary>Changes name and whether the unit takes reports. <c>account.not-allowed</c>, <c>unit.unknown</c>, <c>unit.name</c>, <c>unit.root</c>.</summary>
    public static async Task<Result> EditAsync(Municipality municipality, StaffMember? by, UnitId id, string? name, bool open, CancellationToken cancel = default)
    {
        if (Refused(by, name) is { } refused)
        {
            return refused;
        }

        await using var work = await municipality.Database.BeginAsync(AccountChange.As(by), cancel);
        var old = await work.FirstOrDefaultAsync<Row>("select name, parent_id is null as isroot, open from unit where id = @id for update", new { id = id.Value }, cancel);
        if (old is null)
        {
            return new Error("unit.unknown", "There is no such unit.");
        }

        if (old.IsRoot && !open)
        {
            return new Error("unit.root", "The municipality itself stays open.");
        }

        await work.ExecuteAsync("update unit set name = @name, open = @open where id = @id", new { id = id.Value, name = name!.Trim(), open }, cancel);
        await TellAsync(municipality, work, by, "unit.changed", id, new { old = new { old.Name, old.Open }, @new = new { name = name.Trim(), open } }, cancel);
        await SettleAsync(municipality, work, cancel);
        return Result.Done;
    }

    /// <summary>Replaces the code; posters with the old one lead to the municipality. <c>account.not-allowed</c>, <c>unit.unknown</c>.</summary>
    public static async Task<Result<string>> NewCodeAsync(Municipality municipality, StaffMember? by, UnitId id, CancellationToken cancel = default)
    {
        if (!AccountChange.MayBeDoneBy(by))
        {
            return AccountChange.NotAllowed;
        }

        await using var work = await municipality.Database.BeginAsync(AccountChange.As(by), cancel);
        var old = await work.FirstOrDefaultAsync<(string Name, string? Code)>("select name, code from unit where id = @id for update", new { id = id.Value }, cancel);
        if (old.Name is null)
        {
            return new Error("unit.unknown", "There is no such unit.");
        }

        var code = await FreeCodeAsync(work, old.Name, cancel);
        await work.ExecuteAsync("update unit set code = @code where id = @id", new { id = id.Value, code }, cancel);
        await TellAsync(municipality, work, by, "unit.code-changed", id, new { old = old.Code, @new = code }, cancel);
        await SettleAsync(municipality, work, cancel);
        return code;
    }

    /// <summary>The four letters of a code: the first of the name, without accents; Æ is A, Ø is O, Å is A.</summary>
    internal static string Letters(string name)
    {
        var letters = new StringBuilder();
        foreach (var sign in name.ToUpperInvariant().Replace('Æ', 'A').Replace('Ø', 'O').Normalize(NormalizationForm.FormD).Where(char.IsAsciiLetterUpper).Take(4))
        {
            letters.Append(sign);
        }

        return letters.ToString().PadRight(4, 'X');
    }

    private static Error? Refused(StaffMember? by, string? name) =>
        !AccountChange.MayBeDoneBy(by) ? AccountChange.NotAllowed
        : string.IsNullOrWhiteSpace(name) || name.Length > LongestName ? new Error("unit.name", "A name of at most 120 characters is needed.")
        : null;

    private static async Task<string> FreeCodeAsync(UnitOfWork work, string name, CancellationToken cancel)
    {
        while (true)
        {
            var code = string.Create(CultureInfo.InvariantCulture, $"{Letters(name)}-{RandomNumberGenerator.GetInt32(1000, 10_000)}");
            if (await work.FirstOrDefaultAsync<int?>("select 1 from unit where code = @code", new { code }, cancel) is null)
            {
                return code;
            }
        }
    }

    private static Task<long> TellAsync(Municipality municipality, UnitOfWork work, StaffMember? by, string action, UnitId unit, object detail, CancellationToken cancel) =>
        work.Streams.AppendAsync(municipality.Id, new StreamEvent(action, $"unit:{unit.Value:N}", detail) { Role = AccountChange.Role(by) }, cancel);

    private static async Task SettleAsync(Municipality municipality, UnitOfWork work, CancellationToken cancel)
    {
        await work.CommitAsync(cancel);
        await municipality.RefreshUnitsAsync(cancel);
    }

    private sealed record Row(string Name, bool IsRoot, bool Open);
}
