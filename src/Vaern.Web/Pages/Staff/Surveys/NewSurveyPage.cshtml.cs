using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Insight.Surveys;
using Vaern.Rules;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Surveys;

/// <summary>A survey built from the bank: whom to ask, which questions, from when to when. There is no field for words and no choice of class.</summary>
[Needs(Permission.KeepSurveys)]
public sealed class NewSurveyPageModel : StaffPage
{
    [FromQuery(Name = "hvem")]
    public string? Audience { get; set; }

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string[] Items { get; set; } = [];

    [BindProperty]
    public string? OpensAt { get; set; }

    [BindProperty]
    public string? ClosesAt { get; set; }

    public QuestionBank? Bank => QuestionBank.Find(Audience);

    public bool IsChosen(BankItem item) => HttpMethods.IsPost(Request.Method) ? Items.Contains(item.Key) : item.Trait is null;

    public void OnGet()
    {
        Id = Guid.CreateVersion7();
        OpensAt = $"{When.Today:yyyy-MM-dd}T{When.Now:HH\\:mm}";
        ClosesAt = $"{When.Today.AddDays(14):yyyy-MM-dd}T12:00";
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Instant(OpensAt) is not { } opens || Instant(ClosesAt) is not { } closes)
        {
            Refuse(nameof(ClosesAt), "fault.survey.dates");
            return Page();
        }

        var made = await SurveyDesk.DraftAsync(Town, Me, Id, new NewSurvey(Audience, Items, opens, closes), cancel);
        if (made.TryGet(out var number, out var refused))
        {
            return Saved($"/undersoegelser/{number.ToLowerInvariant()}", "saved.survey");
        }

        if (IsHidden(refused))
        {
            return NotFound();
        }

        Refuse(refused.Code == "survey.dates" ? nameof(ClosesAt) : nameof(Items), refused);
        return Page();
    }

    private static DateTimeOffset? Instant(string? typed) =>
        DateTime.TryParseExact(typed, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? DanishTime.FirstReaching(local) : null;
}
