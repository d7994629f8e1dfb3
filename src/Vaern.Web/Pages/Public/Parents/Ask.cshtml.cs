using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App;
using Vaern.App.Learning.Parents;
using Vaern.Web.Duties;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Public.Tip;
using Vaern.Web.Tenancy;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Public.Parents;

/// <summary>
/// A parent asks a human. Signs of harm and the wish for a program that watches are answered before anything is sent, once; a name is warned of, and covered when it is sent all the same.
/// No cookie: the form begins nothing that could be taken over, so it needs no token of the visit.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class AskModel(CurrentMunicipality current, IDataProtectionProvider protection, Texts texts, TimeText time) : PageModel
{
    private readonly Municipality town = current.Value;

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Anyway { get; set; }

    /// <summary>What the form has told already: <c>harm</c>, <c>watch</c>. It is said once, then the question goes.</summary>
    [BindProperty]
    public string? Told { get; set; }

    [BindProperty]
    public string? Token { get; set; }

    public QuestionSigns Signs { get; private set; } = new(false, false, false);

    public string ToldNow => string.Join(' ', new[] { Signs.Harm || Has("harm") ? "harm" : null, Signs.Watching || Has("watch") ? "watch" : null }.Where(one => one is not null));

    public DateTimeOffset Due => AskAHuman.Due(town);

    public string PromiseRule => texts["sparring.promise.rule", town.Law.Find(AskAHuman.Promise).Value.Title.In(texts.Language.Culture), town.Law.RuleSet];

    public string DutyRule
    {
        get
        {
            var rule = town.Law.Find("D-02").Value;
            return $"{rule.LegalSource.ShortIn(texts.Language.Culture)}, {town.Law.RuleSet}. {Standing.Of(rule, texts, time)}";
        }
    }

    public string? DutyPhone => town.Law.Contact("CT-03").Phone;

    public void OnGet() => Token = TipModel.NewToken();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Token = string.IsNullOrEmpty(Token) ? TipModel.NewToken() : Token;
        Signs = AskAHuman.SignsOf(town, Text);
        if ((Signs.Harm && !Has("harm")) || (Signs.Watching && !Has("watch")))
        {
            return Again(texts["ask.read"]);
        }

        var sent = await AskAHuman.SendAsync(town, Text, Anyway == "ja", texts.Language.Code, Token, cancel);
        return sent.TryGet(out var receipt, out var error)
            ? Redirect($"{Request.PathBase}/foraeldre/spoerg/modtaget?k={AskedModel.Seal(protection, receipt)}")
            : Again(texts[$"fault.{error.Code}"]);
    }

    private bool Has(string told) => Told?.Split(' ').Contains(told) == true;

    private PageResult Again(string message)
    {
        ModelState.Remove(nameof(Told));
        ModelState.AddModelError(nameof(Text), message);
        return Page();
    }
}
