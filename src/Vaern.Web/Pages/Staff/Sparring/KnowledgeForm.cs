using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Learning.Knowledge;
using Vaern.App.Learning.Library;
using Vaern.Data;

namespace Vaern.Web.Pages.Staff.Sparring;

/// <summary>The fields of a knowledge item, for writing and for changing.</summary>
public abstract class KnowledgeForm : SparringPage
{
    [BindProperty]
    public string? Heading { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Source { get; set; }

    [BindProperty]
    public string? Audience { get; set; }

    [BindProperty]
    public string? Beside { get; set; }

    [BindProperty]
    public bool NotAName { get; set; }

    public bool Warned { get; protected set; }

    public IEnumerable<SelectListItem> Sheets => Library.All.Select(sheet => new SelectListItem(sheet.Title, sheet.Name));

    protected KnowledgeWords Words => new((Heading ?? "").Trim(), (Text ?? "").Trim(), (Source ?? "").Trim());

    /// <summary>Puts a refusal beside its field.</summary>
    protected void Refused(Error error)
    {
        Warned = error.Code == "sparring.person";
        var field = error.Code switch
        {
            "knowledge.words" => string.IsNullOrWhiteSpace(Heading) ? nameof(Heading) : string.IsNullOrWhiteSpace(Text) ? nameof(Text) : nameof(Source),
            "sparring.person" => nameof(Text),
            "knowledge.audience" => nameof(Audience),
            "knowledge.beside" => nameof(Beside),
            _ => "",
        };
        Refuse(field, error);
    }
}
