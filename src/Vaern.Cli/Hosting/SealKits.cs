using Vaern.App.Printing;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vaern.App.Sharing;
using Vaern.Cli.Sealing;
using Vaern.Data;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Timestamps;

namespace Vaern.Cli.Hosting;

/// <summary>What a municipality's packages are sealed with.</summary>
internal static class SealKits
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Certificate and services from <c>tenants.json</c>. <c>seal.unreadable</c> when a file it names cannot be read.</summary>
    public static Result<SealKit> Listed(string folder, TenantEntry tenant, HttpClient http, TimeProvider clock)
    {
        if (tenant.Seal is not { } entry)
        {
            return Kit(tenant, new PackageSeal(SealPolicy.MarkWhenMissing, null, null));
        }
        try
        {
            var password = entry.PasswordFile is { } file ? File.ReadLines(Path.Combine(folder, file)).FirstOrDefault() : null;
            var signer = PackageSigner.FromPfx(File.ReadAllBytes(Path.Combine(folder, entry.Certificate)), password);
            TimestampAuthority[] services = [.. entry.Services.Select(service => new TimestampAuthority(
                service.Name, new HttpTimestampTransport(http, service.Address), CertificatePem.Read(File.ReadAllBytes(Path.Combine(folder, service.Roots))), []))];
            return Kit(tenant, new PackageSeal(SealPolicy.Required, signer, new TimestampClient(services, clock, Patience)) { RevocationLists = new HttpRevocationLists(http, Patience) });
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return new Error("seal.unreadable", $"{tenant.Slug}: the seal cannot be used: {unreadable.Message}");
        }
    }

    /// <summary>A certificate and two time-stamp services of the demo's own, made once. They prove nothing to a third party.</summary>
    public static Result<SealKit> Demo(string folder, TenantEntry tenant, TimeProvider clock)
    {
        var (from, to) = (clock.GetUtcNow().AddDays(-1), clock.GetUtcNow().AddYears(5));
        var signer = PackageSigner.FromPfx(
            Kept(folder, $"{tenant.Slug}-seal.pfx", () => LocalSealCertificate.ToPfx(LocalSealCertificate.Create(tenant.Name, from, to), "demo")), "demo");
        TimestampAuthority[] services = [.. new[] { "Demo-tid 1", "Demo-tid 2" }.Select((name, index) => LocalTimestampAuthority.FromPfx(
            Kept(folder, $"demo-time-{index + 1}.pfx", () => LocalTimestampAuthority.Create(name, clock, from, to).ToPfx("demo")), "demo", clock).AsAuthority(name))];
        return Kit(tenant, new PackageSeal(SealPolicy.Required, signer, new TimestampClient(services, clock, Patience)));
    }

    private static SealKit Kit(TenantEntry tenant, PackageSeal seal)
    {
        var sender = tenant.Sender ?? new SenderEntry("ikke angivet", "ikke angivet", "ikke angivet");
        return new SealKit(seal, new PackageSender(tenant.Name, sender.Cvr, sender.Address, sender.Contact), new WeasyPrintRenderer());
    }

    private static byte[] Kept(string folder, string name, Func<byte[]> make)
    {
        var keys = Path.Combine(folder, "keys");
        var path = Path.Combine(keys, name);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.WriteAllBytes(path + ".new", make());
            File.Move(path + ".new", path, overwrite: true);
        }
        return File.ReadAllBytes(path);
    }
}
