using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Intake;
using Vaern.App.Learning.Sparring;

namespace Vaern.Web.Pages.Staff.Sparring;

/// <summary>A question to the safety team, without names. The promise stands above it before anything is written.</summary>
public sealed class NewModel : SparringPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? About { get; set; }

    [BindProperty]
    public string? Topic { get; set; }

    [BindProperty]
    public string? Age { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    /// <summary>Pressed where the warning stands: send it all the same.</summary>
    [BindProperty]
    public string? Anyway { get; set; }

    public bool Warned { get; private set; }

    public bool Colleague { get; private set; }

    public DateTimeOffset Due => ReplyPromise.For(Town.Law, AskSparring.Promise, Town.Now);

    public IEnumerable<SelectListItem> TopicItems => Topics.Select(topic => new SelectListItem(Texts[$"sparring.topic.{topic}"], topic));

    public IEnumerable<SelectListItem> AgeItems => SparringQuestion.Ages.Select(age => new SelectListItem(Texts[$"sparring.age.{age}"], age));

    public void OnGet() => Id = Guid.CreateVersion7();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var asked = await AskSparring.HandleAsync(Town, Me, new NewSparring(Id, About ?? "", Topic ?? "", Age ?? "", Text ?? "", Anyway == "ja"), cancel);
        if (asked.TryGet(out var number, out var error))
        {
            return Saved($"/sparring/{number}", "saved.sparring", number);
        }

        (Warned, Colleague) = (error.Code == "sparring.person", error.Code == "sparring.colleague");
        if (Colleague)
        {
            // What was typed about a colleague does not go round again either.
            (Text, About) = (null, null);
            ModelState.Clear();
            return Page();
        }

        Refuse(error.Code switch { "sparring.about" => nameof(About), "sparring.topic" => nameof(Topic), "sparring.age" => nameof(Age), "sparring.empty" or "sparring.long" or "sparring.person" => nameof(Text), _ => "" }, error);
        return Page();
    }
}
