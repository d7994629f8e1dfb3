using System.Globalization;
using System.Text;
using Vaern.Screening.Masking;
using Vaern.Screening.Normalising;

namespace Vaern.Screening.Tests.Masking;

/// <summary>
/// Seeded Danish messages with planted items in all written forms, with odd punctuation and capitals. CPR-looking numbers come from
/// births in 1858–1899 or from day 61–91, so that they belong to nobody alive.
/// </summary>
internal sealed class PlantedItems(int seed)
{
    private static readonly string[] Before = ["Skriv til ", "kom nu, ", "Jeg har set ", "Ved du hvem der har ", "husk ", "Det er ", "Altså ", "hej! ", "Send den til ", "ring bare ", "Så stod der ", "(", "\"", "på sedlen står ", "Prøv "];
    private static readonly string[] After = [" i aften", ".", "!", " tak", "?", " siger de", ", ikke?", " haha", " 😂", ")", "\" sagde hun", " inden klokken otte", "…", " lige nu", ""];
    private static readonly string[] Frames = ["Jeg så {0} i går", "Er {0} med i aften?", "Så sagde {0} nej", "{0} kommer ikke", "Hvor er {0}", "min veninde {0} er syg", "Han hedder {0}", "vi savner {0}!", "{0}s mor ringede", "Spørg {0} om det", "Det var {0} der grinede", "I går fik {0} en ny cykel"];
    private static readonly string[] Names = ["Signe", "Oliver", "Emma", "Noah", "Freja", "Mohammed", "Fatima", "Yusuf", "Sofie", "William", "Magnus", "Ida", "Karla", "Mads", "Jonas", "Aisha", "Lærke", "Søren", "Mathilde", "Victor", "Anna", "Emil", "Laura", "Malthe", "Caroline", "Rasmus", "Simon", "Josefine", "Amina", "Omar", "Ahmed", "Zainab", "Katrine", "Nikolaj", "Astrid", "Ellen", "Alberte", "Benjamin", "Hassan", "Maryam"];
    private static readonly string[] Streets = ["Eksempelvej", "Prøvegade", "Nørre Prøveallé", "Eksempelstræde", "Gammel Eksempelvej", "Prøvevænget", "Eksempelparken", "Prøvebakken", "Store Eksempeltorv", "Eksempelboulevarden"];
    private static readonly string[] Plain = ["Jeg kommer klokken 13.30 og går igen kl. 15", "Det koster 250 kr og 12 kr i fragt", "Vi vandt 21-19, 18-21 og 21-12", "Min score var 12345678 point", "ordre 20304050 er på vej", "Vi ses d. 20-11-2026 på skolen", "Der er 1500000 visninger nu", "prisen er 20304050 kr.", "Bus 500S går 12.15 og 12.45", "Opgave 12 a og 12 b er svære", "Version 10.2.3 er ude", "Lektier til side 112 og 113", "perioden 2019-2020 og 2024 2025", "Vi var 24 i klassen og 3 var syge", "Han er 14 år, 168 cm og 52 kg", "God sommer til alle, vi ses i august", "Det er en dejlig dag ved søen", "Har du set den nye film?", "Mine forældre siger nej", "Skal vi spille fodbold i parken?"];

    private readonly Random random = new(seed);

    public (string Text, MaskKind? Kind, TextSpan Source) Next(int kind)
    {
        if (kind == 6) return (Pick(Plain), null, default);
        if (kind == 5) return Name();
        var (planted, what) = kind switch
        {
            0 => (Cpr(), MaskKind.Cpr),
            1 => (Phone(), MaskKind.Phone),
            2 => (Mail(), MaskKind.Mail),
            3 => (random.Next(2) == 0 ? Link() : Handle(), MaskKind.Link),
            _ => (Address(), MaskKind.Address),
        };
        if (planted.StartsWith('@')) what = MaskKind.Handle;
        var before = Pick(Before);
        return (before + planted + Pick(After), what, new TextSpan(before.Length, planted.Length));
    }

    private (string, MaskKind?, TextSpan) Name()
    {
        var name = Pick(Names);
        if (random.Next(4) == 0) name += random.Next(2) == 0 ? " Prøvesen" : " Jensen";
        else if (random.Next(6) == 0) name = name.ToLower(CultureInfo.InvariantCulture);
        var frame = Pick(Frames);
        return (string.Format(CultureInfo.InvariantCulture, frame, name), MaskKind.Name, new TextSpan(frame.IndexOf('{', StringComparison.Ordinal), name.Length));
    }

    private string Cpr()
    {
        var old = random.Next(2) == 0;
        var day = random.Next(1, 29) + (old ? 0 : 60);
        var year = old ? random.Next(58, 100) : random.Next(0, 100);
        var end = old ? random.Next(5000, 9000) : random.Next(0, 10000);
        return $"{day:D2}{random.Next(1, 13):D2}{year:D2}{Pick("", "-", " ", "/", ".", " - ", "–", "\u00A0", "\t")}{end:D4}";
    }

    private string Phone()
    {
        var digits = $"{random.Next(20, 100)}{random.Next(0, 1_000_000):D6}";
        var (a, b, c, d) = (digits[..2], digits[2..4], digits[4..6], digits[6..]);
        var gap = Pick(" ", "-", ".");
        var number = random.Next(4) switch { 0 => digits, 1 => a + b + gap + c + d, 2 => string.Join(gap, a, b, c, d), _ => $"{digits[..3]}{gap}{digits[3..5]}{gap}{digits[5..]}" };
        return Pick("", "", "", "+45 ", "+45", "0045 ", "(+45) ") + number;
    }

    private string Mail() => Pick("signe", "o.proevesen", "a_b", "x99") + Pick("@", "@", "@", "(at)", "[at]", " snabel-a ") + Pick("example.org", "post.example.dk", "skole.example.com");

    private string Link() => Pick("https://example.org/a?b=c", "http://www.example.dk", "www.example.com/x", "example.dk", "t.me/joinchat/AbC123", "discord.gg/abc", "https://t.me/proeve", "HTTPS://Example.org/");

    private string Handle() => Pick("@signe_p", "@xX.proeve.Xx", "@abc", "@proeve2026");

    private string Address()
    {
        var place = new StringBuilder(Pick(Streets)).Append(' ').Append(random.Next(1, 200));
        if (random.Next(3) == 0) place.Append(Pick("A", "b", " C"));
        if (random.Next(3) == 0) place.Append(Pick(", 2. tv", ", st. th", " 3. mf", ", 1. th"));
        if (random.Next(3) == 0) place.Append(Pick(", 9990 Fjordby", ", 2100 København Ø", " 5000 Odense C"));
        return place.ToString();
    }

    private string Pick(params string[] from) => from[random.Next(from.Length)];
}
