using Vaern.App.Accounts;

namespace Vaern.App.Background;

/// <summary>The fixed texts of notices. They say that something waits and where to sign in; never what (journeys X11).</summary>
internal static class MailTexts
{
    public static Mail Of(string template, StaffProfile to, string municipality)
    {
        var english = to.Language == "en";
        var line = (template, english) switch
        {
            ("waiting", false) => "En henvendelse venter på svar og er ikke besvaret til den lovede tid. Log ind i Værn for at se den.",
            ("waiting", true) => "A report waits and was not answered by the promised time. Sign in to Værn to see it.",
            ("deadline", false) => "En frist ringer snart. Log ind i Værn, og se »Frister«.",
            ("deadline", true) => "A deadline rings soon. Sign in to Værn and see “Deadlines”.",
            ("rules", false) => "Regler skal sammenlignes med den officielle tekst igen: det er et år siden. Log ind i Værn, og se »Min dag«.",
            ("rules", true) => "Rules are due to be compared with the official text again: it has been a year. Sign in to Værn and see “My day”.",
            ("plans", false) => "En plan skal gennemses. Log ind i Værn, og se »Planer«.",
            ("plans", true) => "A plan is due for review. Sign in to Værn and see “Plans”.",
            (_, true) => "There is news in Værn. Sign in to see it.",
            _ => "Der er nyt i Værn. Log ind for at se det.",
        };
        return new Mail(to.Email, english ? "There is news in Værn" : "Der er nyt i Værn", $"{line}\r\n\r\n{municipality}\r\n");
    }
}
