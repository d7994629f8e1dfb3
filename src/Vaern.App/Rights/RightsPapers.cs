using Vaern.App.Printing;
using Vaern.App.Sharing;
using Vaern.Rules;

namespace Vaern.App.Rights;

/// <summary>The answer and the decision as papers, with number, rule and fingerprint at the foot of every page.</summary>
public static class RightsPapers
{
    private static readonly System.Globalization.CultureInfo Danish = System.Globalization.CultureInfo.GetCultureInfo("da-DK");

    public static string OutcomeWords(string outcome) => outcome switch
    {
        "rectified" => "Oplysningen er rettet. Det, der stod før, er bevaret ved siden af.",
        _ => "Oplysningen bliver stående, fordi det var det, man vidste dengang. Dine ord følger med den overalt.",
    };

    public static Document Answer(RightsMailbox box, string municipality) =>
        ExtractDocument.Of(HandOverExtract.Read(box.Answer ?? ""), municipality, box.Number, "svar efter artikel 15 (regel F-07)", box.AnswerSha256 ?? "");

    public static Document Decision(RightsMailbox box, string municipality) =>
        Document.Write($"Afgørelse {box.Number}", "da", municipality, $"{box.Number} · regel F-07")
            .Facts(("Fra", municipality), ("Nummer", box.Number), ("Dato", box.DecidedAt is { } at ? DanishTime.DayOf(at).ToString("d. MMMM yyyy", Danish) : "–"))
            .Text(box.Decision ?? "")
            .Heading("Klage")
            .Text("Du kan klage til Datatilsynet på datatilsynet.dk. Du kan også få afgørelsen prøvet ved domstolene.")
            .Done();
}
