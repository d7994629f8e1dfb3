using Vaern.Rules;
using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.Duties;

/// <summary>What a role or a place is obliged to, as page, print and PDF show it.</summary>
/// <param name="Rules">Where a rule can be read, or null where readers have no such page.</param>
public sealed record DutyView(DutyPlace Place, RuleBook Law, string Municipality, Texts Texts, TimeText Time, string? Rules)
{
    public IReadOnlyList<(Role Role, IReadOnlyList<Obligation> ByLaw)> ByLaw { get; } = Place.ByLaw(Law);

    public IReadOnlyList<Obligation> Recommended { get; } = Place.Recommended(Law);

    public string Title => Texts[Place.IsPlace ? "duty.of.place" : "duty.of.role", Place.Name.In(Texts.Language.Culture)];

    /// <summary>The view of a key, or null where there is no such role or place.</summary>
    public static DutyView? Of(string key, App.Municipality town, Texts texts, TimeText time, string? rules) =>
        DutyPlace.Find(key) is { } place ? new DutyView(place, town.Law, town.Name, texts, time, rules) : null;
}
