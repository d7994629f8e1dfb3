using Vaern.App;
using Vaern.Rules;

namespace Vaern.TestKit;

/// <summary>A rule set to come: the one that ships with a further version of one rule.</summary>
public static class NewerRules
{
    /// <summary>Gives the municipality a program that knows a newer version of a rule, valid from a day.</summary>
    public static async Task ShipAsync(Municipality municipality, string ruleId, int value, DateOnly from)
    {
        var known = RuleBook.Default.Find(ruleId).Value;
        var newer = known with { Version = known.Version + 1, ValidFrom = from, Limit = known.Limit with { Value = value } };
        municipality.Shipped = new RuleBook("DK-2027-06", [.. RuleBook.Default.All, newer], RuleBook.Default.Contacts, ClosedDays.None);
        await municipality.RefreshLawAsync();
    }
}
