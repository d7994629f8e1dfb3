using System.Text;
using System.Text.Json;

namespace Vaern.TestKit;

/// <summary>Exports of invented channels, as Telegram Desktop writes them. Everybody in them is called Prøvesen.</summary>
public static class ChannelExports
{
    /// <summary>The word that must not be found anywhere afterwards.</summary>
    public const string Surname = "Prøvesen";

    private static readonly DateTimeOffset First = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Words of a message. <paramref name="By"/> is the number of who wrote it, <paramref name="From"/> the channel that it was passed on from.</summary>
    public sealed record Said(string Text, int By = 1, string? From = null, int Days = 0);

    /// <summary>A public channel with these messages.</summary>
    public static Stream Telegram(string channel, params IEnumerable<Said> said) => new MemoryStream(Encoding.UTF8.GetBytes(Text(channel, "public_channel", said)));

    public static string Text(string channel, string type, IEnumerable<Said> said) => JsonSerializer.Serialize(new
    {
        name = channel,
        type,
        id = 900,
        messages = said.Select((one, n) => new Dictionary<string, object?>
        {
            ["id"] = n + 1,
            ["type"] = "message",
            ["date"] = First.AddDays(one.Days).AddMinutes(n).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
            ["date_unixtime"] = First.AddDays(one.Days).AddMinutes(n).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["from"] = $"Aksel{Letters(one.By)} {Surname}",
            ["from_id"] = $"user{100 + one.By}",
            ["text"] = one.Text,
        }.Concat(one.From is null ? [] : [new KeyValuePair<string, object?>("forwarded_from", one.From)]).ToDictionary()),
    });

    /// <summary>Ordinary talk, with a threat, an offer and somebody who asks for help among it.</summary>
    public static IEnumerable<Said> Mixed(int ordinary = 40) =>
    [
        .. Enumerable.Range(0, ordinary).Select(n => new Said($"Vi ses ved havnen klokken {n % 12} til bålet, Aksel{Letters(n % 8)} {Surname}", n % 8)),
        new("jeg smadrer dig i morgen klokken 8 bag skolen", 2),
        new("jeg slår dig ihjel hvis du kommer herned", 3),
        new("sælger pods og vapes billigt, skriv privat, kan levere i aften", 4),
        new("jeg kan ikke mere og har lyst til at dø, er der nogen der kan hjælpe mig", 5),
    ];

    private static string Letters(int number) => number == 0 ? "a" : new([.. number.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0'))]);
}
