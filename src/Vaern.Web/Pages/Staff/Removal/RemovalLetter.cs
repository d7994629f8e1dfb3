using Vaern.App.Printing;
using Vaern.App.Removal;
using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Staff.Removal;

/// <summary>The letter of a rung, from what was written on its form. It has no place for a file and none for a person's name.</summary>
internal static class RemovalLetter
{
    public static Document Compose(Texts texts, TimeText when, string sender, string number, ContentView content, Rung rung, StepBody body)
    {
        var letter = Document.Write(texts[$"removal.letter.{rung.Kind}"], texts.Language.Culture.TwoLetterISOLanguageName, sender, texts["removal.letter.foot", number]);
        if (!string.IsNullOrWhiteSpace(body.To))
        {
            letter.Text(texts["removal.letter.to", body.To]);
        }

        letter.Facts([(texts["removal.letter.link"], content.Body.Link), (texts["removal.letter.seen"], content.Body.PostedAt is { } posted ? when.Long(posted) : texts["removal.letter.unknown"])]);
        letter.Heading(texts[rung.Kind == "author" ? "removal.letter.ask" : "removal.letter.reasons"]).Text(body.Reasons ?? "");
        if (body.GoodFaith)
        {
            letter.Heading(texts["removal.letter.faith"]).Text(texts["removal.letter.faith.text"]);
        }

        if (!string.IsNullOrWhiteSpace(body.ContactName) || !string.IsNullOrWhiteSpace(body.ContactMail))
        {
            letter.Heading(texts["removal.letter.contact"]).Facts(
                [.. new[] { (texts["removal.contact.name"], body.ContactName), (texts["removal.contact.mail"], body.ContactMail) }.Where(line => !string.IsNullOrWhiteSpace(line.Item2)).Select(line => (line.Item1, line.Item2!))]);
        }

        return letter.Note(texts["removal.letter.no-person"]).Done();
    }
}
