using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Data;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>A page in the rooms of the street. They take words; a file is refused before it is read.</summary>
[WordsOnly]
public abstract class StreetPage : StaffPage
{
    private readonly Dictionary<AccountId, string> names = [];

    public bool IsWorker => Me.Can(Permission.WorkOnTheStreet);

    public bool KeepsMandates => Me.Can(Permission.KeepMandates);

    public bool Advises => Me.Can(Permission.AdviseOnMandates);

    /// <summary>The name of a colleague that was looked up with <see cref="KnowAsync"/>.</summary>
    public string NameOf(AccountId account) => names.GetValueOrDefault(account, "–");

    /// <summary><c>Mille</c>.</summary>
    public string FirstNameOf(AccountId account) => NameOf(account).Split(' ')[0];

    public string Kind(string kind) => Texts[$"street.kind.{kind}"];

    public static IEnumerable<SelectListItem> Choices(IEnumerable<string> codes, Func<string, string> text) => codes.Select(code => new SelectListItem(text(code), code));

    protected async Task KnowAsync(IEnumerable<AccountId> accounts, CancellationToken cancel)
    {
        foreach (var (account, name) in await Town.Staff.NamesAsync(accounts, cancel))
        {
            names[account] = name;
        }
    }

    /// <summary>The page again, with a refusal beside its field.</summary>
    protected IActionResult Again(string field, Error error)
    {
        Refuse(field, error);
        return Page();
    }

    protected static DateOnly? Day(string? typed) => DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    protected static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>How a state of a mandate looks.</summary>
    public static string ToneOf(string state) => state switch { "active" => "done", "draft" or "coming" => "wait", "expired" or "stopped" => "late", _ => "plain" };

    /// <summary>What everybody sees of hours: <c>mandag–torsdag kl. 18.30–21.30</c>.</summary>
    public string HoursOf(OpeningHours hours) => StreetTexts.Hours(hours, Texts);
}
