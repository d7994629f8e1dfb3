namespace Vaern.Web;

/// <summary>What the web needs to be told to start.</summary>
public sealed record WebOptions
{
    /// <summary>The address Kestrel listens on, e.g. <c>http://127.0.0.1:5080</c>; port 0 takes a free one.</summary>
    public required string Url { get; init; }

    /// <summary>The municipalities this node serves, by host name. A host that is not listed gets 404.</summary>
    public required IReadOnlyList<TenantHost> Tenants { get; init; }

    /// <summary>Where <c>Forlad siden</c> leads: a page that anybody could have open.</summary>
    public Uri NeutralPage { get; init; } = new("https://www.dmi.dk/");

    /// <summary>
    /// Folder of the key ring for cookies and form tokens; null keeps the keys in memory, so that everyone is signed
    /// out at a restart. Nodes of one municipality must share it.
    /// </summary>
    public string? KeyRing { get; init; }

    /// <summary>Largest request that carries files, in bytes. The default holds a report with ten files of 25 MB and its form.</summary>
    public long LargestUpload { get; init; } = 270L * 1024 * 1024;

    /// <summary>True behind HTTPS: cookies are marked secure and browsers are told to stay on HTTPS.</summary>
    public bool Https { get; init; }
}

/// <summary>A municipality as the web shows it.</summary>
/// <param name="Id">The slug under which the municipality stands in the <c>MunicipalityRegistry</c>, e.g. <c>fjordby</c>.</param>
/// <param name="Hosts">Host names that lead here; <c>*</c> takes every host that no other municipality has.</param>
public sealed record TenantHost(string Id, string MunicipalityName, string TeamName, IReadOnlyList<string> Hosts)
{
    /// <summary>The municipality's own numbers, shown where a page would otherwise ask the reader to find them.</summary>
    public LocalContact? Leader { get; init; }

    /// <summary>Whom to call when the leader does not answer.</summary>
    public LocalContact? Escalation { get; init; }
}

/// <summary>A person or duty with a telephone number.</summary>
public sealed record LocalContact(string Name, string Phone);
