namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>What somebody else saved beside what was typed here, field by field; a person decides which words stay.</summary>
/// <param name="Settled">Set when there is nothing left to save over: what was typed can then still go into the chronology.</param>
public sealed record BothVersions(IReadOnlyList<(string Field, string? Theirs, string? Mine)> Fields, SettledByAnother? Settled = null);

/// <summary>Where words that came too late can go: the case's address, the kind of entry, the words.</summary>
public sealed record SettledByAnother(string Address, string Kind, string? Words);
