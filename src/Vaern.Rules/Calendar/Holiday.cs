namespace Vaern.Rules;

/// <summary>A public holiday and its name.</summary>
public readonly record struct Holiday(DateOnly Day, LocalText Name);
