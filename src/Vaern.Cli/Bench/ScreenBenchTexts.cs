namespace Vaern.Cli.Bench;

/// <summary>
/// Danish posts of a public channel, made from a number: everyday ones of five to forty words, one in ten with something to mask, one in twenty
/// that a rule is meant to find, and in each a word that hardly comes again, so that remembered words do not flatter the figures.
/// </summary>
internal static class ScreenBenchTexts
{
    private static readonly string[] Openings =
        ["Hej alle", "Nogen der ved", "Husk at", "Vi ses", "Hvorfor er det altid", "Jeg synes", "Min søster siger", "Er der plads til", "Tak for", "Så er der", "I morgen skal vi", "Hvem tager"];

    private static readonly string[] Middles =
    [
        "hvornår hallen åbner efter ferien", "bussen er forsinket igen", "tage sko med til træningen på lørdag", "det bliver koldt i weekenden, så tag en jakke på", "vi mangler to spillere til kampen mod naboklubben",
        "læreren har flyttet afleveringen til fredag", "man kan købe billetter ved indgangen", "koncerten var god, men lyden var dårlig bagerst", "der er loppemarked ved kirken, og alle kan komme",
        "jeg glemte min taske i toget i går aftes", "hunden er kommet hjem igen", "maden i kantinen er blevet meget bedre", "vi skal se film hos Zelma bagefter",
    ];

    private static readonly string[] Found =
    [
        "jeg tæver dig bag hallen i morgen", "sælger hash, skriv på snap", "han er en klam taber, og ingen gider ham", "send et billede uden tøj, ellers deler jeg det andet", "hvem vil tjene hurtige penge, ingen spørgsmål",
        "jeg kan ikke mere og har lyst til at forsvinde", "hendes nummer er 12 34 56 78, ring hende ned", "del det før de sletter det, kommunen skjuler alt",
    ];

    private static readonly string[] Masked =
        ["ring på 12 34 56 78", "se https://example.org/program?id=12", "mødested Eksempelvej 12", "skriv til klub@example.org", "nogen har lagt 710258-5678 op"];

    private static readonly string[] Syllables = ["ka", "ru", "mel", "sti", "vo", "blå", "grø", "næ", "ler", "ti", "po", "sk", "un", "da", "fre"];

    public static string Of(int number)
    {
        // Made twice for each message while the screening is timed: as little work as may be.
        var random = new Draw((uint)number);
        List<string> parts = [Openings[random.Next(Openings.Length)]];
        for (var more = random.Next(4); more >= 0; more--)
        {
            parts.Add(Middles[random.Next(Middles.Length)]);
        }
        parts.Add(RareWord(random));
        if (number % 10 == 0)
        {
            parts.Add(Masked[random.Next(Masked.Length)]);
        }
        if (number % 20 == 7)
        {
            parts.Add(". " + Found[random.Next(Found.Length)]);
        }
        return string.Join(' ', parts);
    }

    /// <summary>For training the peer where no labelled texts are given: whether the text holds something that a rule is meant to find.</summary>
    public static bool IsMarked(int number) => number % 20 == 7;

    private static string RareWord(Draw random) =>
        string.Concat(Syllables[random.Next(Syllables.Length)], Syllables[random.Next(Syllables.Length)], Syllables[random.Next(Syllables.Length)], Syllables[random.Next(Syllables.Length)]);

    /// <summary>Numbers from a seed, without the table that <see cref="Random"/> fills first.</summary>
    private sealed class Draw(uint seed)
    {
        private uint state = (seed * 2654435761u) + 12345u;

        public int Next(int below)
        {
            state = (state * 1664525u) + 1013904223u;
            return (int)((ulong)state * (ulong)below >> 32);
        }
    }
}
