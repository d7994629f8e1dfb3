using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Accounts;
using Vaern.App.Learning.KeyPersons;
using Vaern.App.Plans.Strategies;
using Vaern.Web.Documents;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Strategies;
using Vaern.Web.Tenancy;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Public.Plans;

/// <summary>A plan that is in force, for anybody to read, print and take along. Sets no cookie and asks for nothing.</summary>
public abstract class PublicPlanPage(CurrentMunicipality current, Texts texts, TimeText time, DocumentFiles files) : PageModel
{
    public PublishedPlan Plan { get; private set; } = null!;

    /// <summary>Whom to ask at the school today; the deputy where the key person has left.</summary>
    public IReadOnlyList<string> People { get; private set; } = [];

    public bool PdfIsMissing { get; private set; }

    public string Address { get; private set; } = "";

    public string PlanTitle => Plan.Template.Title.In(texts.Language.Culture);

    public string ReviewLine => PlanWords.Review(Plan.Version!, current.Value.Law, texts, time);

    private static string Line((string Name, string? Contact, string? Area) person) =>
        person.Name + (person.Area is { Length: > 0 } area ? $" ({area})" : "") + (person.Contact is { Length: > 0 } contact ? $" – {contact}" : "");

    /// <summary>The page, a file of it (<c>?fil=pdf</c>), or 404 for a unit or a plan that is not public.</summary>
    protected async Task<IActionResult> ShowAsync(Unit? unit, string? kind, string? fil, string? pdf, CancellationToken cancel)
    {
        if (unit is null || kind is null || !(await PublishedPlans.ReadAsync(current.Value, unit.Id, kind, cancel)).TryGet(out var plan, out _))
        {
            return NotFound();
        }

        (Plan, PdfIsMissing, Address) = (plan, pdf == "mangler", PlanAddress.Public(unit, plan.Template)!);
        People = plan.Template.Kind == "strategy" && plan.Text is not null ? [.. (await KeyPersonRegister.PresentAsync(current.Value, unit.Id, cancel)).Select(Line)] : [];
        if (fil is null || plan.Text is null)
        {
            return Page();
        }

        var document = PlanDocument.Of(plan.Unit, plan.Version!, plan.Text, current.Value.Law, current.Value.Name, texts, time, People);
        var answer = await files.AnswerAsync(document, fil, $"{PlanAddress.Word(kind)}-{PublishedPlans.Address(unit)}", cancel);
        return answer ?? (fil == "pdf" ? LocalRedirect($"{Request.PathBase}{Address}?pdf=mangler") : NotFound());
    }
}
