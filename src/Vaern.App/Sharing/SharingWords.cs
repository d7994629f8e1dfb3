namespace Vaern.App.Sharing;

/// <summary>The Danish words of the papers that leave the municipality; they are Danish whatever language the sender reads.</summary>
internal static class SharingWords
{
    public const string Limits =
        "Det er et uddrag. Det viser, hvad der stod i sagen, da det blev sendt, og ikke alt, hvad sagen indeholder. Udsagn er gengivet, som de blev givet, og er ikke efterprøvet. "
        + "En vurdering er den, der skrev den, og kan være ændret siden. Det må kun bruges til det formål, der står ovenfor.";

    public static string EntryKind(string kind) => kind switch { "fact" => "Kendsgerning", "statement" => "Udsagn", "assessment" => "Vurdering", _ => "Beslutning" };

    public static string Role(string role) => role switch
    {
        "affected" => "Den det går ud over",
        "alleged" => "Den der måske har gjort det",
        "witness" => "Vidne",
        "parent" => "Forælder",
        "class" => "Klasse",
        _ => "Anden",
    };
}
