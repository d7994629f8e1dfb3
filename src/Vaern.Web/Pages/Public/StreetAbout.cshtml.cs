using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.StreetWork;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public;

/// <summary>What the municipality does on the digital street, for everybody: platforms, sources by name, hours, open profiles, and whether somebody is online now.</summary>
public sealed class StreetAboutModel(CurrentMunicipality current, Texts texts) : PageModel
{
    private readonly Dictionary<Guid, string> names = [];

    public PublicStreetView View { get; private set; } = null!;

    /// <summary>The first name: that is what stands on the profile.</summary>
    public string NameOf(OpenProfile profile) => names.GetValueOrDefault(profile.Id, "–");

    public string BasisOf(PublicMandate mandate) =>
        string.Join(" · ", mandate.Basis.Select(id => current.Value.Law.Find(id).TryGet(out var rule, out _) ? $"{rule.Title.In(texts.Language.Culture)} ({id})" : id));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        View = await PublicStreet.ReadAsync(current.Value, cancel);
        foreach (var profile in View.Profiles)
        {
            names[profile.Id] = (await current.Value.Staff.NameAsync(profile.Worker, cancel)).Split(' ')[0];
        }
    }
}
