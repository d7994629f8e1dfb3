using System.Collections.Frozen;
using Vaern.Data;

namespace Vaern.App.Accounts;

/// <summary>A school, an office, a team. <paramref name="Code"/> hangs on its posters; <paramref name="ReplyRule"/> is its promise to those who write.</summary>
/// <param name="Kind">municipality, school, workplace, club, team or duty.</param>
public sealed record Unit(UnitId Id, UnitId? Parent, string Kind, string Name, string? Code, string ReplyRule, bool Open);

/// <summary>All units of a municipality, read once and replaced whole when one changes.</summary>
public sealed class UnitDirectory
{
    private readonly FrozenDictionary<UnitId, Unit> byId;
    private readonly FrozenDictionary<string, Unit> byCode;

    private UnitDirectory(IEnumerable<Unit> units)
    {
        All = [.. units.OrderBy(unit => unit.Name, StringComparer.Create(new System.Globalization.CultureInfo("da-DK"), ignoreCase: true))];
        byId = All.ToFrozenDictionary(unit => unit.Id);
        byCode = All.Where(unit => unit.Code is not null).ToFrozenDictionary(unit => unit.Code!, StringComparer.OrdinalIgnoreCase);
    }

    public static UnitDirectory Empty { get; } = new([]);

    /// <summary>In Danish alphabetical order.</summary>
    public IReadOnlyList<Unit> All { get; }

    /// <summary>The municipality itself, where reports go when nobody knows where they belong.</summary>
    public Unit Root => All.First(unit => unit.Parent is null);

    public Unit this[UnitId id] => byId[id];

    public Unit? Find(UnitId id) => byId.GetValueOrDefault(id);

    public Unit? FindByCode(string code) => byCode.GetValueOrDefault(code.Trim());

    internal static async Task<UnitDirectory> ReadAsync(UnitOfWork work, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, Guid? Parent, string Kind, string Name, string? Code, string ReplyRule, bool Open)>(
            "select id, parent_id, kind, name, code, reply_rule, open from unit order by id", cancel: cancel);
        return new UnitDirectory(rows.Select(row => new Unit(
            new UnitId(row.Id), row.Parent is { } parent ? new UnitId(parent) : null, row.Kind, row.Name, row.Code, row.ReplyRule, row.Open)));
    }
}
