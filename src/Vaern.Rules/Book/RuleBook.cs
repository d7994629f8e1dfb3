namespace Vaern.Rules;

/// <summary>
/// Every rule of one rule set, read from the data files in the assembly. Immutable and thread safe. Source of the content:
/// the law page of the project; nothing in it is verified before a named person has checked it.
/// </summary>
public sealed class RuleBook
{
    private static readonly Lazy<RuleBook> Shipped = new(Load);

    private readonly Dictionary<string, Rule[]> versions;
    private readonly IReadOnlyList<Rule> rules;

    internal RuleBook(string ruleSet, IReadOnlyList<Rule> rules, IReadOnlyList<Contact> contacts, ClosedDays closedDays)
    {
        RuleSet = ruleSet;
        Contacts = contacts;
        ClosedDays = closedDays;
        this.rules = rules;
        versions = rules.GroupBy(rule => rule.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.OrderBy(rule => rule.Version).ToArray(), StringComparer.Ordinal);
        All = [.. versions.Values.Select(all => all[^1])];
    }

    /// <summary>The book that ships with the program.</summary>
    public static RuleBook Default => Shipped.Value;

    /// <summary>Name of the rule set, for example <c>DK-2026-11</c>; shown beside every date.</summary>
    public string RuleSet { get; }

    /// <summary>The newest version of every rule, in the order of the data files.</summary>
    public IReadOnlyList<Rule> All { get; }

    /// <summary>Help services and authorities, also those that are off.</summary>
    public IReadOnlyList<Contact> Contacts { get; }

    /// <summary>The municipality's closed days; none in the book that ships.</summary>
    public ClosedDays ClosedDays { get; }

    /// <summary>Everyone who can carry a duty.</summary>
    public static IReadOnlyList<Role> Roles { get; } = RuleFiles.Read<RoleFile>("roles").Roles;

    /// <summary>What keeps unconfirmed rules off.</summary>
    public static IReadOnlyList<Flag> Flags { get; } = RuleFiles.Read<FlagFile>("flags").Flags;

    /// <summary>What older material says and must not be used.</summary>
    public static IReadOnlyList<Superseded> Superseded { get; } = RuleFiles.Read<SupersededFile>("superseded").Entries;

    /// <summary>The contacts that may be shown to an audience, in the order of the data.</summary>
    public IEnumerable<Contact> ContactsFor(Audience audience) =>
        Contacts.Where(contact => contact.IsShown && contact.Audiences.Contains(audience));

    /// <summary>The book as a municipality has set it.</summary>
    /// <returns>
    /// A new book, or <c>overrides.loosens_law</c>, <c>overrides.unknown_rule</c>, <c>overrides.unknown_flag</c>,
    /// <c>overrides.flag_without_person</c>, <c>overrides.not_a_local_goal</c>, <c>overrides.unsound</c>, <c>closed_days.unreadable</c>.
    /// </returns>
    public RulesResult<RuleBook> With(MunicipalityOverrides overrides)
    {
        if (!ClosedDays.Parse(string.Join('\n', overrides.ClosedDays)).TryGet(out var closed, out var error)
            || !new OverrideMerge(rules).Apply(overrides).TryGet(out var merged, out error))
        {
            return error;
        }
        if (overrides.Contacts.GroupBy(contact => contact.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            return new RulesError(
                "overrides.unsound",
                new($"Kontakten \"{twice.Key}\" står to gange.", $"The contact \"{twice.Key}\" stands twice."));
        }
        var replaced = overrides.Contacts.ToDictionary(contact => contact.Id, StringComparer.Ordinal);
        Contact[] contacts =
        [
            .. Contacts.Select(contact => replaced.Remove(contact.Id, out var own) ? own : contact),
            .. overrides.Contacts.Where(contact => replaced.ContainsKey(contact.Id)),
        ];
        return new RuleBook(RuleSet, merged, contacts, closed);
    }

    /// <summary>The book with rule versions marked as verified; a verification of a version that is not in the book is left out.</summary>
    public RuleBook WithVerified(IEnumerable<Verification> verifications)
    {
        var latest = verifications
            .Where(verification => !string.IsNullOrWhiteSpace(verification.VerifiedBy))
            .GroupBy(verification => (verification.Rule, verification.Version))
            .ToDictionary(group => group.Key, group => group.MaxBy(verification => verification.VerifiedOn)!);
        Rule[] marked = [.. rules.Select(rule => latest.TryGetValue((rule.Id, rule.Version), out var by)
            ? rule with { Status = RuleStatus.Verified, VerifiedBy = by.VerifiedBy, VerifiedOn = by.VerifiedOn }
            : rule)];
        return new(RuleSet, marked, Contacts, ClosedDays);
    }

    /// <summary>The contact with the id. An unknown id is a bug and throws.</summary>
    public Contact Contact(string id) => Contacts.First(contact => contact.Id == id);

    /// <summary>Contacts that the municipality must fill in before it uses the platform and has not.</summary>
    public IEnumerable<Contact> NotConfigured => Contacts.Where(contact => contact.MustBeConfigured && !contact.IsShown);

    /// <summary>The newest version, whether or not it is shown.</summary>
    /// <returns>The rule, or <c>rule.unknown</c>.</returns>
    public RulesResult<Rule> Find(string ruleId) =>
        versions.TryGetValue(ruleId, out var all) ? all[^1] : Unknown(ruleId);

    /// <summary>The exact version that a case was handled under.</summary>
    /// <returns>The rule, or <c>rule.unknown</c>.</returns>
    public RulesResult<Rule> Version(string ruleId, int version) =>
        versions.TryGetValue(ruleId, out var all) && Array.Find(all, rule => rule.Version == version) is { } found
            ? found
            : Unknown($"{ruleId} v{version}");

    /// <summary>
    /// The version that something was handled under, also when a municipality has since taken its own target away: then the newest
    /// version of the rule, or the rule that a local target served. An id that never existed is a bug and throws.
    /// </summary>
    public Rule Kept(string ruleId, int version) =>
        Version(ruleId, version).TryGet(out var exact, out _) ? exact
        : Find(ruleId).TryGet(out var newest, out _) ? newest
        : ruleId.StartsWith(OverrideMerge.LocalPrefix, StringComparison.Ordinal) ? Kept(ruleId[OverrideMerge.LocalPrefix.Length..], version)
        : throw new KeyNotFoundException($"There is no rule {ruleId}.");

    /// <summary>Every version of a rule, oldest first; empty for an unknown id.</summary>
    public IReadOnlyList<Rule> Versions(string ruleId) => versions.TryGetValue(ruleId, out var all) ? all : [];

    /// <summary>
    /// The version that applied on the day of the start event. A day before the oldest known version gives that version; the
    /// deadline then carries a note.
    /// </summary>
    /// <returns>The rule, <c>rule.unknown</c>, or <c>rule.not_in_force</c> after the last version ended.</returns>
    public RulesResult<Rule> At(string ruleId, DateOnly day)
    {
        if (!versions.TryGetValue(ruleId, out var all))
        {
            return Unknown(ruleId);
        }
        var applying = Array.FindLast(all, rule => rule.AppliesOn(day));
        if (applying is not null)
        {
            return applying;
        }
        return all[0].ValidFrom > day
            ? all[0]
            : new RulesError(
                "rule.not_in_force",
                new($"Reglen {ruleId} gælder ikke den {day:yyyy-MM-dd}.", $"Rule {ruleId} does not apply on {day:yyyy-MM-dd}."));
    }

    /// <summary>A newer version than the one a case keeps, to be shown beside it and never swapped in; null when there is none.</summary>
    public Rule? NewerThan(Rule kept) =>
        versions.TryGetValue(kept.Id, out var all) && all[^1].Version > kept.Version ? all[^1] : null;

    private static RuleBook Load()
    {
        var files = RuleFiles.Names.Select(RuleFiles.Read<RuleFile>).ToArray();
        return new(
            files[0].RuleSet,
            [.. files.SelectMany(file => file.Rules)],
            RuleFiles.Read<ContactFile>("contacts").Contacts,
            ClosedDays.None);
    }

    private static RulesError Unknown(string ruleId) => new(
        "rule.unknown",
        new($"Reglen \"{ruleId}\" findes ikke.", $"There is no rule \"{ruleId}\"."));
}
