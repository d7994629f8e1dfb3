using System.Collections.Concurrent;
using Shouldly;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Verification;
using Xunit;

namespace Vaern.Sealing.Tests.Verification;

/// <summary>The committed corpus, and 20,000 changes of it that must neither pass nor crash.</summary>
public sealed class CorpusTests
{
    private const int ChangedFiles = 19_000;
    private const int ChangedContents = 1_000;

    public static TheoryData<string> BadFiles => [.. Corpus.Bad()];

    [Fact]
    public void The_good_package_of_the_corpus_verifies() => Verify(Corpus.Good(), Corpus.Roots()).Reason.ShouldBeNull();

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void A_bad_file_of_the_corpus_is_refused_for_its_zip_or_its_names(string name)
    {
        var answer = Verify(File.ReadAllBytes(Path.Combine(Corpus.Folder, "bad", name)), Corpus.Roots());

        answer.Checks.ShouldHaveSingleItem().Code.ShouldBeOneOf("zip", "names");
        answer.IsOk.ShouldBeFalse();
    }

    [Fact]
    public void The_small_zip_that_the_bad_files_come_from_is_refused_for_neither() =>
        Verify(File.ReadAllBytes(Path.Combine(Corpus.Folder, "small.zip")), Corpus.Roots()).Checks.Where(c => !c.Holds).ShouldAllBe(c => c.Code == "files");

    [Fact]
    public void A_changed_file_never_passes_and_never_crashes()
    {
        var (good, roots, passed) = (Corpus.Good(), Corpus.Roots(), new ConcurrentBag<int>());

        Parallel.For(0, ChangedFiles, seed =>
        {
            if (Verify(Mutation.Of(good, seed), roots).IsOk) passed.Add(seed);
        });

        passed.Order().ShouldBeEmpty();
    }

    /// <summary>The container is whole here and one file inside is changed, so that the checks behind the ZIP are reached; seal files most often, since no hash covers them.</summary>
    [Fact]
    public async Task Changed_content_in_a_whole_zip_never_passes_and_never_crashes()
    {
        var (good, roots, passed) = (Corpus.Good(), Corpus.Roots(), new ConcurrentBag<string>());
        var paths = new Unpacked(good).Paths.ToList();
        var sealPaths = paths.Where(p => p.StartsWith("seal/", StringComparison.Ordinal)).ToList();

        await Parallel.ForAsync(0, ChangedContents, async (seed, _) =>
        {
            var package = new Unpacked(good);
            var path = seed % 4 == 0 ? paths[seed / 4 % paths.Count] : sealPaths[seed % sealPaths.Count];
            package[path] = Mutation.Of(package[path], seed);
            if (Verify(await package.PackAsync(), roots).IsOk) passed.Add($"{path} with seed {seed}");
        });

        passed.Order(StringComparer.Ordinal).ShouldBeEmpty();
    }

    private static PackageVerification Verify(byte[] zip, VerificationRoots roots) => PackageVerifier.Verify(new MemoryStream(zip), roots, CancellationToken.None);
}
