namespace Vaern.Web.Tenancy;

/// <summary>The municipality of the request, found from its host name. Scoped to the request.</summary>
public interface ICurrentTenant
{
    /// <summary>The tenant's key, e.g. <c>fjordby</c>.</summary>
    string Id { get; }

    /// <summary>The name in the header, e.g. <c>Fjordby Kommune</c>.</summary>
    string MunicipalityName { get; }

    /// <summary>The team in the footer, e.g. <c>Digitalt Tryghedsteam</c>.</summary>
    string TeamName { get; }

    /// <summary>The leader that a card tells to call, when the municipality has set one.</summary>
    LocalContact? Leader { get; }

    /// <summary>Whom to call when the leader does not answer.</summary>
    LocalContact? Escalation { get; }
}
