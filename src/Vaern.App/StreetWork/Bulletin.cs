namespace Vaern.App.StreetWork;

/// <summary>The words of one phenomenon in a bulletin.</summary>
/// <param name="Seen">What we saw and what it means.</param>
/// <param name="Say">What one can say tomorrow: the bare words.</param>
/// <param name="Avoid">What not to do.</param>
public sealed record BulletinWords(string Title, string Seen, string Say, string Avoid);

/// <summary>One phenomenon of the week.</summary>
/// <param name="Before">How many the week before.</param>
/// <param name="Built">Numbers of the phenomena it is built on; for the people of the street alone.</param>
public sealed record BulletinItem(string Kind, int Count, int Before, string? Age, int Platforms, IReadOnlyList<string> Built, BulletinWords Words)
{
    /// <summary>new, up, same or down; a count that may not be shown has no direction but new and same.</summary>
    public string Trend => Before == 0 ? "new" : Math.Abs(Count - Before) <= 1 ? "same" : Count > Before ? "up" : "down";
}

public sealed record BulletinBody(IReadOnlyList<BulletinItem> Items)
{
    /// <summary>Two minutes aloud.</summary>
    public const int MostWords = 300;

    /// <summary>The words that are read aloud: titles, what was seen, what to say and what to avoid.</summary>
    public int Words => Items.Sum(item => new[] { item.Words.Title, item.Words.Seen, item.Words.Say, item.Words.Avoid }
        .Sum(text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length));
}

/// <summary>A week's bulletin.</summary>
/// <param name="ExpiresOn">The last day it holds.</param>
public sealed record Bulletin(
    Guid Id, int Year, int Week, string State, string Mandate, DateOnly From, DateOnly To, int Shifts, int Sources, BulletinBody Body, AccountId EditedBy, AccountId? ReviewedBy, DateTimeOffset? PublishedAt,
    DateOnly? ExpiresOn, int Version)
{
    /// <summary><c>2026-49</c>, as it stands in the address.</summary>
    public string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Year}-{Week:00}");

    public bool HoldsOn(DateOnly day) => State == "published" && day <= ExpiresOn;
}
