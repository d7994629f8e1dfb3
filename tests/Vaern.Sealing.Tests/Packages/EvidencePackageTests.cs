using Shouldly;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Verification;
using Xunit;

namespace Vaern.Sealing.Tests.Packages;

public sealed class EvidencePackageTests
{
    private readonly SampleCase _sample = new();

    [Fact]
    public async Task A_sealed_package_verifies_under_the_receivers_roots()
    {
        var zip = await _sample.PackageAsync();

        var answer = PackageVerifier.Verify(new MemoryStream(zip), _sample.Roots, CancellationToken.None);

        answer.Reason.ShouldBeNull();
        answer.IsOk.ShouldBeTrue();
        answer.RootsAreIndependent.ShouldBeTrue();
    }

    [Fact]
    public async Task Without_a_signer_a_required_seal_gives_no_package()
    {
        var outcome = await EvidencePackage.WriteAsync(
            await _sample.RequestAsync(), _sample.Seal with { Signer = null }, new MemoryStream(), null, CancellationToken.None);

        outcome.Package.ShouldBeNull();
        outcome.Faults.ShouldBe(["not sealed: no seal certificate"]);
    }

    [Fact]
    public async Task Without_any_service_a_marked_package_is_made_that_does_not_verify()
    {
        var seal = new PackageSeal(SealPolicy.MarkWhenMissing, _sample.Signer, null);
        var output = new MemoryStream();

        var outcome = await EvidencePackage.WriteAsync(await _sample.RequestAsync(), seal, output, null, CancellationToken.None);

        outcome.Package!.IsSealed.ShouldBeFalse();
        var answer = PackageVerifier.Verify(output, _sample.Roots, CancellationToken.None);
        answer.IsOk.ShouldBeFalse();
        answer.Reason.ShouldBe("the package says of itself that it is not stamped (Vaern-Seal: not-stamped)");
    }

    [Fact]
    public async Task An_original_that_differs_from_its_record_gives_no_package()
    {
        var request = await _sample.RequestAsync();
        var changed = request.Items[0] with { OpenContent = _ => ValueTask.FromResult<Stream>(new MemoryStream(SampleCase.Noise(52_000, 2))) };

        var outcome = await EvidencePackage.WriteAsync(
            request with { Items = [changed, .. request.Items.Skip(1)] }, _sample.Seal, new MemoryStream(), null, CancellationToken.None);

        outcome.Package.ShouldBeNull();
        outcome.Faults.ShouldBe(["data/B-001/original/Skærmbillede 1.png: the content is not what was recorded"]);
    }
}
