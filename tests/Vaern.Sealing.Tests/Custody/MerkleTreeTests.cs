using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vaern.Sealing.Custody;
using Xunit;

namespace Vaern.Sealing.Tests.Custody;

public sealed class MerkleTreeTests
{
    /// <summary>The eight leaves and their roots that implementations of RFC 6962 share as test vectors.</summary>
    private static readonly ReadOnlyMemory<byte>[] Leaves =
    [
        .. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }
            .Select(h => (ReadOnlyMemory<byte>)Convert.FromHexString(h)),
    ];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Roots_are_those_of_the_published_vectors(int size, string root) =>
        Convert.ToHexStringLower(MerkleTree.Root(Leaves[..size])).ShouldBe(root);

    [Fact]
    public void Every_path_leads_from_its_leaf_to_the_root_and_from_no_other_place() =>
        Prop.ForAll(Gen.Choose(1, 70).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (size, seed) =>
        {
            var leaves = Enumerable.Range(0, size).Select(i => (ReadOnlyMemory<byte>)new[] { (byte)i, (byte)seed }).ToArray();
            var index = seed % size;
            var (root, path) = (MerkleTree.Root(leaves), MerkleTree.Path(leaves, index));

            var here = MerkleTree.Follow(leaves[index].Span, index, size, path);
            var elsewhere = MerkleTree.Follow(leaves[index].Span, (index + 1) % size, size, path);
            return here.AsSpan().SequenceEqual(root) && (size == 1 || !elsewhere.AsSpan().SequenceEqual(root));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_path_that_is_too_long_or_too_short_leads_nowhere()
    {
        var path = MerkleTree.Path(Leaves, 5);

        MerkleTree.Follow(Leaves[5].Span, 5, 8, [.. path, path[0]]).ShouldBeNull();
        MerkleTree.Follow(Leaves[5].Span, 5, 8, [.. path.Take(2)]).ShouldBeNull();
        MerkleTree.Follow(Leaves[5].Span, 8, 8, path).ShouldBeNull();
    }

    [Fact]
    public void A_proof_survives_being_written_and_read()
    {
        var streams = Enumerable.Range(0, 7).Select(i => ((long)i, Hex.Sha256([(byte)i]))).ToArray();
        var (root, proofs) = CheckpointProof.Collect(streams, DateTimeOffset.UnixEpoch);

        var read = CheckpointProof.Read(proofs[3].ToJson())!;

        read.Follow(streams[3].Item2).ShouldBe(root);
        read.Root.ShouldBe(root);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"schema\":\"vaern-checkpoint/1\",\"seq\":1,\"seq\":2,\"at\":\"2026-11-20T00:00:00Z\",\"index\":0,\"size\":1,\"path\":[],\"root\":\"\"}")]
    [InlineData("{\"schema\":\"vaern-checkpoint/1\",\"seq\":1,\"at\":\"2026-11-20T00:00:00Z\",\"index\":0,\"size\":1,\"path\":[\"xy\"],\"root\":\"\"}")]
    public void A_proof_of_another_form_is_not_read(string json) => CheckpointProof.Read(System.Text.Encoding.UTF8.GetBytes(json)).ShouldBeNull();
}
