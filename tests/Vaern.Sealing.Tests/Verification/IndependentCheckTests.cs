using Shouldly;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Verification;
using Xunit;

namespace Vaern.Sealing.Tests.Verification;

/// <summary>Programs that are not ours judge packages that are, and the verifier must say the same.</summary>
public sealed class IndependentCheckTests(IndependentCheckTests.Sample shared) : IClassFixture<IndependentCheckTests.Sample>, IDisposable
{
    private readonly Shell _shell = new();

    public static TheoryData<string> TwinNames => [.. Twins.All.Select(t => t.Name)];

    [Fact]
    public async Task Every_script_accepts_a_good_package()
    {
        foreach (var script in Checkers.PackageScripts)
        {
            var (code, text) = await JudgeAsync(script, shared.Zip);

            text.ShouldEndWith("PACKAGE OK\n");
            code.ShouldBe(0);
        }
    }

    [Fact]
    public async Task Roots_from_the_package_are_called_not_independent()
    {
        _shell.Write("p.zip", shared.Zip);
        foreach (var script in Checkers.PackageScripts)
        {
            var (code, text) = await _shell.RunAsync($"sh '{script}' p.zip");

            text.ShouldEndWith("PACKAGE INTACT, ROOTS NOT INDEPENDENT\n");
            code.ShouldBe(3);
        }
        var answer = PackageVerifier.Verify(new MemoryStream(shared.Zip), VerificationRoots.FromPackage, CancellationToken.None);
        answer.IsOk.ShouldBeTrue();
        answer.RootsAreIndependent.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(TwinNames))]
    public async Task A_twin_is_refused_by_every_script_and_by_the_verifier(string name)
    {
        var twin = Twins.All.Single(t => t.Name == name);
        var zip = await twin.Make(shared.Case, shared.Zip);

        var answer = PackageVerifier.Verify(new MemoryStream(zip), shared.Case.Roots, CancellationToken.None);
        answer.IsOk.ShouldBeFalse();
        twin.OurReason.Split('|').ShouldContain(r => answer.Reason!.Contains(r, StringComparison.Ordinal), answer.Reason);
        foreach (var script in Checkers.PackageScripts)
        {
            var (code, text) = await JudgeAsync(script, zip);
            code.ShouldBe(1, text);
            twin.ScriptReason.Split('|').ShouldContain(r => text.Contains(r, StringComparison.Ordinal), text);
        }
    }

    private Task<(int Code, string Text)> JudgeAsync(string script, byte[] zip)
    {
        _shell.Write("p.zip", zip);
        _shell.Write("tsa.pem", shared.Case.TsaRootPem);
        _shell.Write("signer.pem", shared.Case.SignerRootPem);
        return _shell.RunAsync($"sh '{script}' --tsa-root tsa.pem --signer-root signer.pem p.zip");
    }

    public void Dispose() => _shell.Dispose();

    /// <summary>One good package for all tests of the class.</summary>
    public sealed class Sample : IAsyncLifetime
    {
        internal SampleCase Case { get; } = new();

        internal byte[] Zip { get; private set; } = [];

        public async ValueTask InitializeAsync() => Zip = await Case.PackageAsync();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
