using Microsoft.AspNetCore.Http;

namespace Vaern.Web.Tenancy;

/// <summary>Finds the municipality among the configured ones from the host name.</summary>
internal sealed class HostTenant(IHttpContextAccessor accessor, TenantHosts hosts) : ICurrentTenant
{
    private readonly TenantHost tenant = hosts.Find(accessor.HttpContext?.Request.Host.Host)
        ?? throw new InvalidOperationException("The request was let in without a municipality.");

    public string Id => tenant.Id;
    public string MunicipalityName => tenant.MunicipalityName;
    public string TeamName => tenant.TeamName;
    public LocalContact? Leader => tenant.Leader;
    public LocalContact? Escalation => tenant.Escalation;
}

internal sealed class TenantHosts
{
    private readonly Dictionary<string, TenantHost> byHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly TenantHost? everyOther;

    public TenantHosts(IEnumerable<TenantHost> tenants)
    {
        foreach (var tenant in tenants)
        {
            foreach (var host in tenant.Hosts)
            {
                if (host == "*")
                {
                    everyOther = tenant;
                }
                else
                {
                    byHost.Add(host, tenant);
                }
            }
        }
    }

    public TenantHost? Find(string? host) =>
        host is not null && byHost.TryGetValue(host, out var tenant) ? tenant : everyOther;
}
