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

/// <summary>Every municipality of this node by host name.</summary>
public sealed class TenantHosts
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

    /// <summary>The municipality that a host name leads to; null when there is none.</summary>
    public TenantHost? Find(string? host) =>
        host is not null && byHost.TryGetValue(host, out var tenant) ? tenant : everyOther;
}
