using System.IO.Compression;
using Shouldly;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Verification;
using Xunit;

namespace Vaern.Sealing.Tests.Packages;

/// <summary>Files, offsets and numbers of entries that do not fit in a plain ZIP. The limit is lowered, so that no test writes 4 GiB.</summary>
public sealed class WideZipTests : IDisposable
{
    private readonly Shell _shell = new();
    private readonly SampleCase _sample = new();

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(30_000)]
    [InlineData(60_000)]
    public async Task A_package_with_zip64_is_taken_by_every_reader_and_by_the_verifier(long wide)
    {
        var zip = await new Unpacked(await _sample.PackageAsync()).PackAsync(wide);
        _shell.Write("p.zip", zip);
        _shell.Write("tsa.pem", _sample.TsaRootPem);
        _shell.Write("signer.pem", _sample.SignerRootPem);

        PackageVerifier.Verify(new MemoryStream(zip), _sample.Roots, CancellationToken.None).Reason.ShouldBeNull();
        (await _shell.RunAsync("unzip -tqq p.zip && 7zz t p.zip >/dev/null && bsdtar -xOf p.zip >/dev/null && python3 -m zipfile -t p.zip")).ShouldBe((0, "Done testing\n"));
        // Info-ZIP in the C locale spells a name with letters beyond ASCII in two ways when only the directory has an extra field. Ours asks it in UTF-8.
        foreach (var script in Checkers.PackageScripts.Take(wide > 1_000 ? 1 : Checkers.PackageScripts.Count))
        {
            var (code, text) = await _shell.RunAsync($"sh '{script}' --tsa-root tsa.pem --signer-root signer.pem p.zip");
            text.ShouldEndWith("PACKAGE OK\n");
            code.ShouldBe(0);
        }
    }

    [Fact]
    public async Task A_flipped_byte_behind_zip64_headers_is_found()
    {
        var zip = await new Unpacked(await _sample.PackageAsync()).PackAsync(1_000);
        zip[zip.Length / 3] ^= 1;

        PackageVerifier.Verify(new MemoryStream(zip), _sample.Roots, CancellationToken.None).IsOk.ShouldBeFalse();
    }

    [Fact]
    public async Task More_entries_than_a_plain_directory_counts_are_read_back()
    {
        var files = Enumerable.Range(0, 70_000).Select(n => PackageFile.Of($"data/{n:00000}.png", [(byte)n])).ToList();
        using var zip = new MemoryStream();

        (await PackageZip.WriteAsync(zip, "top", new DateTime(2026, 11, 20, 13, 37, 40), files, CancellationToken.None)).ShouldBeNull();

        StrictZip.ReadDirectory(zip).Count.ShouldBe(70_000);
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read);
        archive.Entries.Count.ShouldBe(70_000);
        archive.Entries[69_999].LastWriteTime.DateTime.ShouldBe(new DateTime(2026, 11, 20, 13, 37, 40));
    }

    [Fact]
    public async Task What_is_written_is_what_the_framework_writes_where_nothing_is_wide()
    {
        PackageFile[] files = [PackageFile.OfText("a.txt", string.Concat(Enumerable.Repeat("hej ", 500))), PackageFile.Of("b/æ.png", SampleCase.Noise(3_000, 2)), PackageFile.OfText("verify.sh", "exit 0\n"), PackageFile.Of("tom.png", [])];
        using var ours = new MemoryStream();
        await PackageZip.WriteAsync(ours, "top", new DateTime(2026, 11, 20, 13, 37, 40), files, CancellationToken.None);

        using var archive = new ZipArchive(ours, ZipArchiveMode.Read);
        archive.Entries.Select(entry => entry.FullName).ShouldBe(["top/a.txt", "top/b/æ.png", "top/tom.png", "top/verify.sh"]);
        archive.Entries[0].CompressedLength.ShouldBeLessThan(archive.Entries[0].Length);
        archive.Entries[1].CompressedLength.ShouldBe(3_000);
        archive.Entries.Select(entry => (uint)entry.ExternalAttributes >> 16).ShouldBe([0x81A4u, 0x81A4u, 0x81A4u, 0x81EDu]);
        using var text = new StreamReader(await archive.Entries[0].OpenAsync());
        (await text.ReadToEndAsync()).Length.ShouldBe(2_000);
    }

    public void Dispose() => _shell.Dispose();
}
