namespace Vaern.Rules;

/// <summary>Whom a contact helps.</summary>
public enum Audience { Child, Parent, Employee }

/// <summary>A help service or an authority. Numbers and addresses are data and are checked again every quarter.</summary>
public sealed record Contact
{
    /// <summary>Stable id, <c>CT-01</c> to <c>CT-23</c>; a municipality's own begin with another prefix.</summary>
    public required string Id { get; init; }

    public required LocalText Name { get; init; }

    /// <summary>Whom and what it is for.</summary>
    public LocalText? Purpose { get; init; }

    /// <summary>Phone number as it is shown, for example <c>116 111</c>.</summary>
    public string? Phone { get; init; }

    public IReadOnlyList<string> Urls { get; init; } = [];

    public required IReadOnlyList<Audience> Audiences { get; init; }

    public Grade? Evidence { get; init; }

    public Grade? Confidence { get; init; }

    public required Ship Ship { get; init; }

    public string? Flag { get; init; }

    /// <summary>The municipality must fill it in before the platform is used.</summary>
    public bool MustBeConfigured { get; init; }

    public string? Note { get; init; }

    /// <summary>The date a person last checked it; null until then.</summary>
    public DateOnly? CheckedOn { get; init; }

    /// <summary>Whether a user may see it.</summary>
    public bool IsShown => Ship is Ship.On or Ship.OnLabelled && (!MustBeConfigured || Phone is not null || Urls.Count > 0);
}

internal sealed record ContactFile(string Format, string RuleSet, IReadOnlyList<Contact> Contacts);
