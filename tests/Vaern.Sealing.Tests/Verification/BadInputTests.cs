using Shouldly;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Verification;
using Vaern.Sealing.WebCaptures;
using Xunit;

namespace Vaern.Sealing.Tests.Verification;

/// <summary>What people and attackers hand in instead of a package.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Shell _shell = new();
    private readonly SampleCase _sample = new();

    [Fact]
    public void Ten_gigabytes_of_nothing_are_refused_without_being_read()
    {
        using var file = Sparse(10L << 30, []);

        Verify(file).Reason.ShouldBe("ZIP: no end record at the end: not a ZIP, cut off, or with something behind it");
        WebCapture.Check(file).Form.ShouldBeNull();
    }

    [Fact]
    public async Task A_package_behind_ten_gigabytes_is_refused_for_what_lies_before_it()
    {
        using var file = Sparse(10L << 30, await _sample.PackageAsync());

        Verify(file).Checks.ShouldHaveSingleItem().ShouldSatisfyAllConditions(c => c.Code.ShouldBe("zip"), c => c.Holds.ShouldBeFalse());
    }

    [Fact]
    public async Task A_package_inside_another_archive_is_not_a_package()
    {
        _shell.Write("bevispakke.zip", await _sample.PackageAsync());
        await _shell.RunAsync("mkdir m && mv bevispakke.zip m/ && 7zz a -tzip ydre.zip m >/dev/null && tar cf ydre.tar m && gzip -k m/bevispakke.zip && mv m/bevispakke.zip.gz p.gz");

        foreach (var name in new[] { "ydre.zip", "ydre.tar", "p.gz" })
        {
            using var file = File.OpenRead(Path.Combine(_shell.Folder, name));
            Verify(file).IsOk.ShouldBeFalse(name);
        }
    }

    [Fact]
    public async Task An_encrypted_archive_is_refused_as_one()
    {
        _shell.Write("a.txt", "hej"u8.ToArray());
        (await _shell.RunAsync("7zz a -tzip -phemmelig k.zip a.txt >/dev/null")).ShouldBe((0, ""));
        using var file = File.OpenRead(Path.Combine(_shell.Folder, "k.zip"));

        Verify(file).Reason!.ShouldContain("encrypted entry");
        WebCapture.Check(file).Form.ShouldBeNull();
    }

    [Fact]
    public async Task A_large_package_in_a_file_is_read_by_several_threads_and_tells_the_first_fault()
    {
        var items = new List<Vaern.Sealing.Packages.PackageItem>();
        for (var i = 1; i <= 20; i++) items.Add(await _sample.ItemAsync($"B-{i:000}", $"billede {i}.png", SampleCase.Noise(400_000, i), Vaern.Sealing.Packages.ItemKind.Photo));
        var zip = await _sample.PackageAsync((await _sample.RequestAsync()) with { Items = items, CustodyLines = SampleCase.Custody(items), Checkpoints = [] });

        Verify(InFile(zip)).Reason.ShouldBeNull();
        var broken = zip.ToArray();
        foreach (var part in new[] { 0.25, 0.5, 0.75 }) broken[(int)(broken.Length * part)] ^= 1;
        var first = Verify(new MemoryStream(broken)).Reason.ShouldNotBeNull();
        first.ShouldContain("CRC does not match");
        for (var i = 0; i < 5; i++) Verify(InFile(broken)).Reason.ShouldBe(first);
    }

    private FileStream InFile(byte[] bytes) => new(_shell.Write(Guid.CreateVersion7() + ".zip", bytes), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    private FileStream Sparse(long length, byte[] end)
    {
        var file = new FileStream(Path.Combine(_shell.Folder, "stor.zip"), FileMode.CreateNew, FileAccess.ReadWrite);
        file.SetLength(length);
        file.Position = length;
        file.Write(end);
        file.Flush();
        return file;
    }

    private PackageVerification Verify(Stream file) => PackageVerifier.Verify(file, _sample.Roots, CancellationToken.None);

    public void Dispose() => _shell.Dispose();
}
