using System.Text.Json;
using System.Text.Json.Serialization;
using Vaern.Data;

namespace Vaern.Cli.Hosting;

/// <summary>One municipality that this installation serves.</summary>
/// <param name="Slug">Its short name, also the name of its key file.</param>
/// <param name="Database">The name of its database on the server.</param>
/// <param name="Hosts">Host names that lead to it; <c>*</c> takes every host that no other has.</param>
/// <param name="Sender">Who stands as sender on evidence packages.</param>
/// <param name="Seal">What packages are sealed with; without it they are made, marked as not sealed, and their verification fails.</param>
internal sealed record TenantEntry(
    Guid Id, string Slug, string Name, string Team, string Database, IReadOnlyList<string> Hosts, SenderEntry? Sender = null, SealEntry? Seal = null);

internal sealed record SenderEntry(string Cvr, string Address, string Contact);

/// <summary>A seal certificate and time-stamp services. Paths are relative to the data folder.</summary>
/// <param name="Certificate">PKCS #12 with the certificate's chain.</param>
/// <param name="PasswordFile">A file whose first line is its password.</param>
internal sealed record SealEntry(string Certificate, string? PasswordFile, IReadOnlyList<StampServiceEntry> Services);

/// <param name="Roots">PEM with the roots that the service's stamps must lead to.</param>
internal sealed record StampServiceEntry(string Name, Uri Address, string Roots);

/// <summary>The data folder's <c>tenants.json</c>: whom this installation serves. Holds no secret.</summary>
internal sealed record TenantList(IReadOnlyList<TenantEntry> Tenants)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static string PathIn(string folder) => Path.Combine(folder, "tenants.json");

    public static string KeyPath(string folder, string slug) => Path.Combine(folder, "keys", slug + ".key");

    /// <summary>An installation without the file serves nobody yet.</summary>
    public static Result<TenantList> Read(string folder)
    {
        var path = PathIn(folder);
        try
        {
            if (!File.Exists(path))
            {
                return new TenantList([]);
            }
            var list = JsonSerializer.Deserialize<TenantList>(File.ReadAllText(path), Form)!;
            return list.Tenants.FirstOrDefault(one => !TenantName.IsValid(one.Slug) || !TenantName.IsValid(one.Database)) is { } wrong
                ? new Error("tenants.format", $"{path}: '{wrong.Slug}' or '{wrong.Database}' is no name for a municipality's database.")
                : list;
        }
        catch (JsonException unreadable)
        {
            return new Error("tenants.format", $"{path} cannot be read: {unreadable.Message}");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Error("tenants.file", $"{path} cannot be read: {refused.Message}");
        }
    }

    /// <summary>The municipalities of an installation that must have some. <c>tenants.none</c>.</summary>
    public static Result<IReadOnlyList<TenantEntry>> Served(string folder) => Read(folder).Match<Result<IReadOnlyList<TenantEntry>>>(
        list => list.Tenants.Count == 0 ? new Error("tenants.none", $"{PathIn(folder)} names no municipality.") : Result.Ok(list.Tenants),
        unreadable => unreadable);

    /// <summary>Written beside and moved into place, so that a killed program leaves the old or the new list.</summary>
    public void Write(string folder)
    {
        var fresh = PathIn(folder) + ".new";
        File.WriteAllText(fresh, JsonSerializer.Serialize(this, Form) + "\n");
        File.Move(fresh, PathIn(folder), overwrite: true);
    }
}
