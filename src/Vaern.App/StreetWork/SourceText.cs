using Vaern.Data;

namespace Vaern.App.StreetWork;

/// <summary>A source as somebody writes it. It is a public channel or place, never a person and never a closed group.</summary>
public sealed record SourceText(string Name, string Platform, string Address)
{
    internal SourceText Clean() => new(Name?.Trim() ?? "", Platform?.Trim() ?? "", StreetLinks.Place(Address) ?? Address?.Trim() ?? "");

    /// <summary><c>source.name-missing</c>, <c>source.platform-missing</c>, <c>source.address</c>, <c>source.closed-group</c>, <c>source.person</c> (may be answered when it is a name only).</summary>
    internal Error? Fault(bool notAPerson) => this switch
    {
        _ when Name.Length is 0 or > 100 => new Error("source.name-missing", "Write the name of the source."),
        _ when Platform.Length is 0 or > 60 => new Error("source.platform-missing", "Write the platform."),
        _ when StreetLinks.IsInvitation(Address) => new Error("source.closed-group", "Closed groups are not recorded."),
        _ when StreetLinks.Place(Address) is null => new Error("source.address", "Write the address that the source's links begin with."),
        _ when PersonWords.Fault(Name, notAPerson) is not null => new Error("source.person", "The source looks as if it were a person."),
        _ => null,
    };
}
