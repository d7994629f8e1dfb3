using Vaern.App.Printing;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Timestamps;

namespace Vaern.Cli.Sealing;

/// <summary><c>vaern seal create DIR --out ZIP</c>: a package from a plain folder, for whoever has no platform.</summary>
internal static class SealCreate
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    internal sealed record Input(
        DirectoryInfo Folder, FileInfo Output, string Reference, FileInfo? Signer, string? SignerPassword, IReadOnlyList<Uri> Services, FileInfo? TsaRoots, string Sender)
    {
        /// <summary>More bytes of files than this make several packages.</summary>
        internal long LargestPayload { get; init; } = PackageSplit.LargestPayload;
    }

    /// <returns>0 written, 1 refused, 2 the input cannot be read.</returns>
    internal static async Task<int> RunAsync(Input input, TimeProvider clock, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var unfinished = new List<string>();
        try
        {
            if (!input.Folder.Exists) return Refuse(errors, 2, $"{input.Folder} is not a folder");
            if (input.Output.Exists) return Refuse(errors, 2, $"{input.Output} exists already");
            if (input.Services.Any(s => !s.IsAbsoluteUri || s.Scheme is not ("http" or "https"))) return Refuse(errors, 2, "--tsa needs an http or https address");

            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = Patience });
            var seal = Seal(input, clock, http);
            var request = await FolderPackage.ReadAsync(input, seal.Timestamps, clock, cancellationToken);
            var parts = PackageSplit.Split(request, input.LargestPayload);
            var targets = parts.Select(p => Target(input.Output, p.Case)).ToList();
            if (targets.Find(t => t.Exists) is { } taken) return Refuse(errors, 2, $"{taken} exists already");
            var finished = new List<WrittenPackage>();
            for (var i = 0; i < parts.Count; i++)
            {
                // All parts are written before the first gets its name: an export is whole or not there.
                unfinished.Add(targets[i].FullName + ".part");
                var outcome = await WriteAsync(parts[i], seal, unfinished[i], cancellationToken);
                foreach (var note in outcome.Notes) await errors.WriteLineAsync($"note: {note}");
                if (outcome.Package is null) return Refuse(errors, 1, string.Join("; ", outcome.Faults));
                finished.Add(outcome.Package);
            }
            for (var i = 0; i < parts.Count; i++)
            {
                File.Move(unfinished[i], targets[i].FullName, overwrite: false);
                await output.WriteLineAsync($"{finished[i].Sha256}  {targets[i].Name}");
            }
            await output.WriteLineAsync(finished[0].IsSealed ? $"sealed {finished[0].SealedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "NOT STAMPED: marked so on every page; verification answers NOT OK");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return Refuse(errors, 2, e.Message);
        }
        finally
        {
            unfinished.ForEach(File.Delete);
        }
    }

    private static async Task<PackageOutcome> WriteAsync(PackageRequest request, PackageSeal seal, string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
        var outcome = await EvidencePackage.WriteAsync(request, seal, file, new WeasyPrintRenderer(), cancellationToken);
        if (outcome.Package is not null) file.Flush(flushToDisk: true);
        return outcome;
    }

    /// <summary>The name that was asked for; parts of a split export are numbered before the ending.</summary>
    private static FileInfo Target(FileInfo asked, PackageCase about) =>
        about.Parts == 1 ? asked : new FileInfo(Path.ChangeExtension(asked.FullName, null) + string.Create(System.Globalization.CultureInfo.InvariantCulture, $"-{about.Part}{asked.Extension}"));

    /// <summary>Whoever names both a service and a certificate wants a sealed package or none.</summary>
    private static PackageSeal Seal(Input input, TimeProvider clock, HttpClient http)
    {
        var signer = input.Signer is { } pfx ? PackageSigner.FromPfx(File.ReadAllBytes(pfx.FullName), input.SignerPassword) : null;
        if (input.Services.Count == 0) return new PackageSeal(SealPolicy.MarkWhenMissing, signer, null);
        var roots = input.TsaRoots is { } pem ? CertificatePem.Read(File.ReadAllBytes(pem.FullName)) : MachineRoots();
        var client = new TimestampClient([.. input.Services.Select(s => new TimestampAuthority(s.Host, new HttpTimestampTransport(http, s), roots, []))], clock, Patience);
        return new PackageSeal(signer is null ? SealPolicy.MarkWhenMissing : SealPolicy.Required, signer, client) { RevocationLists = signer is null ? null : new HttpRevocationLists(http, Patience) };
    }

    private static X509Certificate2Collection MachineRoots()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);
        return store.Certificates;
    }

    private static int Refuse(TextWriter errors, int code, string reason)
    {
        errors.WriteLine($"vaern seal create: {reason}");
        return code;
    }
}
