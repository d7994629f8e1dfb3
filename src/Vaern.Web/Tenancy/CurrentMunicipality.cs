using Vaern.App;

namespace Vaern.Web.Tenancy;

/// <summary>The opened municipality of the request. A wrapper, because the container would close what it hands out itself.</summary>
public sealed class CurrentMunicipality(MunicipalityRegistry registry, ICurrentTenant tenant)
{
    public Municipality Value { get; } = registry[tenant.Id];
}
