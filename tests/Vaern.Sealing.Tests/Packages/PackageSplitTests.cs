using Shouldly;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Verification;
using Xunit;

namespace Vaern.Sealing.Tests.Packages;

/// <summary>An export that is too large becomes several whole packages.</summary>
public sealed class PackageSplitTests
{
    private readonly SampleCase _sample = new();

    [Fact]
    public async Task What_fits_is_one_package() =>
        PackageSplit.Split(await _sample.RequestAsync()).ShouldHaveSingleItem().Case.Parts.ShouldBe(1);

    [Fact]
    public async Task Each_part_verifies_by_itself_and_tells_where_the_rest_is()
    {
        var request = await _sample.RequestAsync();
        var parts = PackageSplit.Split(request, largest: 52_000);

        parts.SelectMany(p => p.Items).Select(i => i.Id).ShouldBe(request.Items.Select(i => i.Id));
        parts.Count.ShouldBe(2);
        parts.SelectMany(p => p.Referrals).ShouldHaveSingleItem();
        for (var i = 0; i < parts.Count; i++)
        {
            var zip = await _sample.PackageAsync(parts[i]);
            PackageVerifier.Verify(new MemoryStream(zip), _sample.Roots, CancellationToken.None).Reason.ShouldBeNull();
            EvidencePackage.FileNameOf(parts[i].Case).ShouldBe($"bevispakke_F-2026-0147_01-{i + 1}.zip");
            var files = await FilesAsync(zip);
            files["bag-info.txt"].ShouldContain($"Bag-Count: {i + 1} of 2\n");
            files["custody/custody.jsonl"].Split('\n').Length.ShouldBe(request.CustodyLines.Count + 1, "the stream is whole in each part");
            files["01_RAPPORT.html"].ShouldContain(i == 0 ? "B-002 til B-003: ligger i del 2 af 2" : "B-001: ligger i del 1 af 2");
        }
    }

    [Fact]
    public async Task An_item_larger_than_a_part_gets_one_of_its_own() =>
        PackageSplit.Split(await _sample.RequestAsync(), largest: 10).Select(p => p.Items[0].Id).ShouldBe(["B-001", "B-002"]);

    private static async Task<Dictionary<string, string>> FilesAsync(byte[] zip)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(zip));
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync());
            files[entry.FullName[(entry.FullName.IndexOf('/', StringComparison.Ordinal) + 1)..]] = await reader.ReadToEndAsync();
        }
        return files;
    }
}
