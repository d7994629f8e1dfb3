namespace Vaern.App.Casework;

/// <summary>The open columns of a case, as a handler locks them.</summary>
internal sealed record CaseRow(
    Guid Id, string Number, Guid Unit, string Track, string Category, string Regime, string State, Guid Owner, string RuleSet,
    DateTimeOffset OpenedAt, DateTimeOffset? EstablishedAt, int Version)
{
    public const string Columns =
        """
        c.id, c.number, c.unit_id as unit, c.track, c.category, c.regime, c.state, c.owner_id as owner, c.rule_set as ruleset,
        c.opened_at as openedat, c.established_at as establishedat, c.version
        """;

    public bool IsRestricted => Regime == "restricted";
}
