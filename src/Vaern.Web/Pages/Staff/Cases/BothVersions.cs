namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>What somebody else saved beside what was typed here, field by field; a person decides which words stay.</summary>
public sealed record BothVersions(IReadOnlyList<(string Field, string? Theirs, string? Mine)> Fields);
