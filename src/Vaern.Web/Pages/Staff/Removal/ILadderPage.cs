using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Removal;

namespace Vaern.Web.Pages.Staff.Removal;

/// <summary>What the ladder needs to know of whose it is: a case, or an issue of the preparedness.</summary>
public interface IRemovalOwnerPage
{
    /// <summary>The owner's number, as it stands in the address.</summary>
    string OwnerNumber { get; }

    /// <summary>The owner's page.</summary>
    string Address { get; }

    bool Restricted { get; }

    bool MayWrite { get; }

    /// <summary>A rule with its source in one line.</summary>
    string SourceOf(string rule);
}

/// <summary>The page with all content and its rungs.</summary>
public interface ILadderPage : IRemovalOwnerPage
{
    IReadOnlyList<ContentView> Contents { get; }

    IEnumerable<SelectListItem> Platforms { get; }

    Guid Id { get; }

    string? Platform { get; }

    string? Link { get; }

    string? What { get; }

    string? PostedAt { get; }
}

/// <summary>The page of one rung.</summary>
public interface IRungPage : IRemovalOwnerPage
{
    ContentView Piece { get; }

    Rung Rung { get; }

    StepView? Step { get; }

    bool MayCompose { get; }

    IEnumerable<SelectListItem> Helpers { get; }

    string Back { get; }

    Guid Id { get; }

    string? Slug { get; }

    string? To { get; }

    string? Reasons { get; }

    bool GoodFaith { get; }

    string? ContactName { get; }

    string? ContactMail { get; }

    string? SentAt { get; }

    string? NextCheck { get; }

    string? SkipReason { get; }

    string? Answer { get; }

    string? AnsweredAt { get; }

    string? Statement { get; }

    int Version { get; }
}
