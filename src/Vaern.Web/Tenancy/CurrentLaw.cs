using Vaern.App;
using Vaern.Rules;

namespace Vaern.Web.Tenancy;

/// <summary>The rules of the request's municipality, with its own contacts and goals; those that ship where no municipality is opened.</summary>
public sealed class CurrentLaw(MunicipalityRegistry registry, ICurrentTenant tenant)
{
    public RuleBook Book => registry.All.FirstOrDefault(municipality => municipality.Slug == tenant.Id)?.Law ?? RuleBook.Default;
}
