namespace Vaern.Rules;

/// <summary>
/// The roles whose duties are read together: one role with those it also is (a school leader is a leader and an employee), or all who
/// carry the duties of a place, such as a primary school.
/// </summary>
/// <param name="Key">Stable key for addresses: the role's own, with a hyphen, or the place's.</param>
/// <param name="Roles">Role keys; a duty stands under the first of them that it names.</param>
public sealed record DutyPlace(string Key, LocalText Name, IReadOnlyList<string> Roles)
{
    /// <summary>A Danish primary school: everyone who owes something there.</summary>
    public const string PrimarySchool = "folkeskole";

    /// <summary>Places first, then every role.</summary>
    public static IReadOnlyList<DutyPlace> All { get; } =
    [
        new(PrimarySchool, new("Folkeskole", "Primary school"), ["school_leader", "key_person", "teacher", "leader", "school_board", "employee", "anyone"]),
        new("arbejdsplads", new("Kommunal arbejdsplads", "Municipal workplace"), ["leader", "safety_rep", "union_rep", "med", "employee", "anyone"]),
        .. RuleBook.Roles.Where(role => role.Key != "anyone").Select(role => new DutyPlace(role.Key.Replace('_', '-'), role.Name, [role.Key, .. role.Also, "anyone"])),
    ];

    /// <summary>Whether it is a place and not a role.</summary>
    public bool IsPlace => All[0] == this || All[1] == this;

    /// <summary>The place or role with the key; null when there is none.</summary>
    public static DutyPlace? Find(string key) => All.FirstOrDefault(place => string.Equals(place.Key, key, StringComparison.OrdinalIgnoreCase));

    /// <summary>The duties, each once, under the first role that it names; roles without any are left out.</summary>
    public IReadOnlyList<(Role Role, IReadOnlyList<Obligation> ByLaw)> ByLaw(RuleBook book)
    {
        HashSet<string> told = [];
        List<(Role, IReadOnlyList<Obligation>)> groups = [];
        foreach (var key in Roles)
        {
            var of = Obligations.For(key, book).Value;
            Obligation[] own = [.. of.ByLaw.Where(duty => duty.Rule.ResponsibleRoles.Contains(key) && told.Add(duty.Rule.Id))
                .Select(duty => duty with { Carries = duty.Rule.ResponsibleRoles[0] == key })
                .OrderByDescending(duty => duty.Carries)];
            if (own.Length > 0)
            {
                groups.Add((of.Role, own));
            }
        }
        return groups;
    }

    /// <summary>Goals of the project and the municipality; never to be shown as law.</summary>
    public IReadOnlyList<Obligation> Recommended(RuleBook book) =>
        [.. Roles.SelectMany(key => Obligations.For(key, book).Value.Recommended).DistinctBy(duty => duty.Rule.Id)];
}
