using System.Security.Cryptography.X509Certificates;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Verification;
using Xunit;

namespace Vaern.Sealing.Tests.Verification;

/// <summary>The committed packages: one good one with its roots, and files that once had, or could have, misled a reader.</summary>
internal static class Corpus
{
    internal static string Folder { get; } = Path.Combine(Checkers.Sources, "tests/Vaern.Sealing.Tests/Corpus");

    internal static byte[] Good() => File.ReadAllBytes(Path.Combine(Folder, "good.zip"));

    internal static VerificationRoots Roots() => new(Pem("tsa-root.pem"), Pem("signer-root.pem"));

    internal static IEnumerable<string> Bad() => Directory.EnumerateFiles(Path.Combine(Folder, "bad")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    private static X509Certificate2Collection Pem(string name) => CertificatePem.Read(File.ReadAllBytes(Path.Combine(Folder, name)));
}

/// <summary>Makes the corpus anew; run by name when the format changes.</summary>
public sealed class CorpusMaker
{
    [Fact(Explicit = true)]
    public async Task Make_the_corpus()
    {
        var sample = new SampleCase();
        var item = await sample.ItemAsync("B-001", "tråd.txt", System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("21:14 hej\n", 30))), ItemKind.ChatExport);
        var picture = await sample.ItemAsync("B-002", "billede.png", SampleCase.Noise(400, 3), ItemKind.Photo);
        var zip = await sample.PackageAsync((await sample.RequestAsync()) with { Items = [item, picture], CustodyLines = SampleCase.Custody([item, picture]), Checkpoints = [] });
        var bad = Directory.CreateDirectory(Path.Combine(Corpus.Folder, "bad")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(Corpus.Folder, "good.zip"), zip);
        await File.WriteAllBytesAsync(Path.Combine(Corpus.Folder, "tsa-root.pem"), sample.TsaRootPem);
        await File.WriteAllBytesAsync(Path.Combine(Corpus.Folder, "signer-root.pem"), sample.SignerRootPem);
        await File.WriteAllBytesAsync(Path.Combine(Corpus.Folder, "small.zip"), await SmallZipAsync());
        foreach (var (name, bytes) in CorpusFaults.Of(await SmallZipAsync())) await File.WriteAllBytesAsync(Path.Combine(bad, name + ".zip"), bytes);
    }

    /// <summary>Two files in the right form. It is no package, but the ZIP and its names hold, so a bad twin must be refused for exactly those.</summary>
    private static async Task<byte[]> SmallZipAsync()
    {
        var zip = new MemoryStream();
        PackageFile[] files = [PackageFile.OfText("bagit.txt", BagInfo.Declaration), PackageFile.Of("data/a.png", SampleCase.Noise(40, 5))];
        await PackageZip.WriteAsync(zip, "bevispakke_F-2026-0147_01", new DateTime(2026, 11, 20, 13, 37, 40), files, CancellationToken.None);
        return zip.ToArray();
    }
}
