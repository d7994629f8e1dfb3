using Vaern.App;
using Vaern.App.Preparedness;
using Vaern.App.Printing;
using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>What leaves a room on paper: the situation report, and the pack for the week after.</summary>
internal static class RoomDocuments
{
    private const int Recent = 8;

    /// <summary>The situation on one page: the level and why, what is known, said and judged, the answer, the figures, what is open.</summary>
    public static Document Situation(Texts texts, TimeText time, Municipality town, Issue issue, IReadOnlyList<RoomTask> tasks, Func<AccountId?, string> nameOf)
    {
        var page = Document.Write($"{texts["situation.title"]}: {issue.Title}", texts.Language.Culture.TwoLetterISOLanguageName, town.Name, texts["situation.foot", issue.Number, time.Long(time.Now)]);
        if (issue.Drill)
        {
            page.Note(texts["prep.drill.band"]);
        }

        page.Facts(
            (texts["reports.state"], texts[$"issue.state.{issue.State}"]),
            (texts["prep.level"], issue.Level is { } level ? texts[$"level.{level}"] : "–"),
            (texts["situation.asked"], texts["situation.asked.value", issue.TipCount, issue.Sent?.Answered ?? 0]),
            (texts["situation.times"], $"{(issue.ToLine is { } line ? texts["prep.measure.line", line] : texts["prep.answer.none"])} {(issue.ToLastAnswer is { } last ? texts["prep.measure.last", last] : "")}".Trim()));
        foreach (var (kind, heading) in new[] { ("fact", "situation.known"), ("statement", "situation.said"), ("assessment", "situation.judged") })
        {
            var lines = issue.Log.Where(entry => entry.Kind == kind).Take(Recent).Select(entry => $"{time.Near(entry.HappenedAt)}: {entry.Text}{(entry.Source is { Length: > 0 } from ? $" ({from})" : "")}").ToArray();
            page.Heading(texts[heading]);
            _ = lines.Length == 0 ? page.Text(texts["situation.nothing"]) : page.Bullets(lines);
        }

        if (issue.Reason is { } reason)
        {
            page.Heading(texts["prep.assessment"]).Text(reason);
        }

        if (issue.Lines.LastOrDefault(one => one.ApprovedAt is not null)?.Body is { } body)
        {
            page.Heading(texts["prep.answer"]).Quote(body.Known).Facts((texts["line.not-known"], body.NotKnown.Length > 0 ? body.NotKnown : "–"), (texts["line.ask"], body.Ask));
        }

        var open = tasks.Where(task => task.State == "open").Select(task => $"{task.Step.Title.In(texts.Language.Culture)} ({texts[$"room.role.{task.Step.Role}"]}, {time.Near(task.Due)})").ToArray();
        page.Heading(texts["situation.open"]);
        _ = open.Length == 0 ? page.Text(texts["situation.open.none"]) : page.Bullets(open);
        page.Heading(texts["prep.room"]);
        _ = issue.Roles.Count == 0 ? page.Text(texts["prep.room.none"]) : page.Bullets([.. issue.Roles.Select(role => $"{texts[$"room.role.{role.Role}"]}: {nameOf(role.Account)}")]);
        return page.Done();
    }

    /// <summary>Extra information in the week when something has happened: for parents, for staff, day by day, with help that is real. Built from what two have approved.</summary>
    public static Document CrisisPack(Texts texts, TimeText time, Municipality town, Issue issue, LineBody line, TalkCardBody? card, IReadOnlyList<BookContact> contacts)
    {
        var pack = Document.Write(texts["pack.title"], texts.Language.Culture.TwoLetterISOLanguageName, town.Name, texts["situation.foot", issue.Number, time.Long(time.Now)]);
        if (issue.Drill)
        {
            pack.Note(texts["prep.drill.band"]);
        }

        pack.Text(texts["pack.lead"]);
        pack.Heading(texts["pack.parents"]).Text(texts["pack.parents.how"]).Quote(string.Join('\n', new[] { texts["pack.parents.dear"], line.Known, line.NotKnown, texts["pack.parents.home"], line.Ask, texts["pack.parents.bye", town.Name] }.Where(part => part.Length > 0)));
        pack.Heading(texts["pack.staff"]).Text(line.Known).Bullets(texts["pack.staff.1"], texts["pack.staff.2"], texts["pack.staff.3"]);
        if (card is not null)
        {
            pack.Heading(texts["talk.card"]).Quote(card.Say).Facts((texts["talk.avoid"], card.Avoid), (texts["talk.help"], card.Help));
        }

        pack.Heading(texts["pack.days"]).Table(
            texts["pack.days"], [texts["pack.day"], texts["pack.do"], texts["pack.who"]],
            [.. Enumerable.Range(1, 5).Select(day => new[] { texts[$"pack.day.{day}"], texts[$"pack.do.{day}"], texts[$"pack.who.{day}"] })]);
        pack.Heading(texts["pack.help"]);
        var help = new[] { "112", "114", "boernetelefonen" }.Select(key => texts[$"pack.help.{key}"]).Concat(contacts.Where(one => one.Kind is "health" or "school").Select(one => $"{one.Body.Office}: {one.Body.Call} {one.Body.Mail}".Trim())).ToArray();
        return pack.Bullets(help).Note(texts["pack.note"]).Done();
    }
}
