using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Learning.Knowledge;
using Vaern.App.Learning.Sparring;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Sparring;

/// <summary>A new item, from an answer or from nothing. From an answer only its words come along: no number, no unit, no asker.</summary>
[Needs(Permission.AnswerSparring)]
public sealed class KnowledgeNewModel : KnowledgeForm
{
    [BindProperty]
    public Guid Id { get; set; }

    public async Task OnGetAsync(string? fra, CancellationToken cancel)
    {
        (Id, Audience, Source) = (Guid.CreateVersion7(), "staff", Texts["knowledge.source.own"]);
        if (fra is not null && (await ReadSparring.OneAsync(Town, Me, fra, cancel)).TryGet(out var question, out _) && question.Messages.LastOrDefault(message => message.FromTeam) is { } answer)
        {
            Text = answer.Text;
            Heading = Texts[$"sparring.topic.{question.Topic}"];
            Beside = Vaern.App.Learning.Library.Library.All.FirstOrDefault(sheet => sheet.Kind == "samtale" && sheet.Ages.Contains(question.Age))?.Name;
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var written = await KnowledgeItems.WriteAsync(Town, Me, new NewKnowledge(Id, Words, Audience ?? "", Beside, NotAName), cancel);
        if (written.TryGet(out var number, out var error))
        {
            return Saved($"/sparring/viden/{number}", "saved.knowledge", number);
        }

        Refused(error);
        return Page();
    }
}
