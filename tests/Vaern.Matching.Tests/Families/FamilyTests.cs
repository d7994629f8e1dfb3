using Vaern.Matching.Families;
using Vaern.Matching.Hashing;
using Vaern.Matching.Index;
using Vaern.Matching.Tests.Index;

namespace Vaern.Matching.Tests.Families;

public sealed class FamilyTests
{
    private static readonly PdqHash Hash = TestHashes.Many(1, 41)[0];

    [Fact]
    public void The_first_founds_and_the_near_join()
    {
        var index = new FamilyIndex();
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var random = new Random(1);

        index.Place(Good(Hash), first).ShouldBe(new Placement.First(first));
        index.Place(Good(TestHashes.Near(Hash, 31, random)), second).ShouldBe(new Placement.Near(first, 31));
        index.Place(Good(TestHashes.Near(Hash, 32, random)), second).ShouldBe(new Placement.First(second));
        index.Count.ShouldBe(2);
    }

    [Fact]
    public void A_chain_of_small_changes_does_not_reach_strangers()
    {
        var index = new FamilyIndex();
        var first = Guid.CreateVersion7();
        PdqHash Changed(int bits) => Enumerable.Range(0, bits).Aggregate(Hash, (hash, bit) => hash.Flip(bit));

        index.Place(Good(Hash), first);
        index.Place(Good(Changed(20)), Guid.CreateVersion7()).ShouldBe(new Placement.Near(first, 20));
        index.Place(Good(Changed(40)), Guid.CreateVersion7()).ShouldBeOfType<Placement.First>();
    }

    [Theory]
    [InlineData(49, 1, FingerprintStanding.BelowGate)]
    [InlineData(90, 9, FingerprintStanding.Unstable)]
    public void What_cannot_be_compared_is_never_no_match(int quality, int ties, FingerprintStanding standing)
    {
        var index = new FamilyIndex();
        var print = new PdqFingerprint(Hash, quality, ties);

        index.Place(print, Guid.CreateVersion7()).ShouldBe(new Placement.NotComparable(standing));
        index.LookUp([new FormFingerprint(PictureForm.Upright, false, print, 100, 100)]).ShouldBe(new LookupAnswer.CannotCompare(standing));
        index.Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_same_picture_from_many_at_once_founds_one_family()
    {
        var index = new FamilyIndex();
        var placed = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => index.Place(Good(Hash), Guid.CreateVersion7()))));

        placed.OfType<Placement.First>().Count().ShouldBe(1);
        index.Count.ShouldBe(1);
    }

    [Fact]
    public void A_turned_copy_and_a_letterboxed_copy_are_leads_to_the_original()
    {
        var scene = TestPictures.Random(2, 300, 200, 3);
        var family = Guid.CreateVersion7();
        var index = new FamilyIndex([new IndexEntry(family, PictureHasher.Upright(scene).Hash)]);

        var turned = Leads(index.LookUp(PictureHasher.All(TestPictures.Turn(scene, PictureForm.TurnedLeft)))).Single();
        (turned.Family, turned.Distance, turned.Band, turned.Through.Form).ShouldBe((family, 0, LeadBand.NearlyTheSame, PictureForm.TurnedRight));
        turned.Check(300, 200).SameShape.ShouldBeTrue();

        var boxed = Leads(index.LookUp(PictureHasher.All(TestPictures.Framed(scene, 0, 60, 0, 60, 0)))).Single();
        (boxed.Distance, boxed.Through.WithoutBorder).ShouldBe((0, true));
        boxed.Check(300, 200).Holds.ShouldBeTrue();

        index.LookUp(PictureHasher.All(TestPictures.Random(7, 300, 200, 3))).ShouldBe(new LookupAnswer.NoMatch());
    }

    [Fact]
    public void With_the_last_case_the_family_goes_and_is_forgotten_in_memory()
    {
        var (one, two) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var family = new ContentFamily(Guid.CreateVersion7(), Hash, default, [new FamilyMember(Guid.CreateVersion7(), one)]);
        var index = new FamilyIndex([new IndexEntry(family.Id, Hash)]);
        family = family.With(new FamilyMember(Guid.CreateVersion7(), two));

        family.Cases.ShouldBe(2);
        family.WithoutCase(one)!.Cases.ShouldBe(1);
        family.WithoutCase(one)!.WithoutCase(two).ShouldBeNull();
        index.Withdraw(family.Id, Hash).ShouldBeTrue();
        index.LookUp([new FormFingerprint(PictureForm.Upright, false, Good(Hash), 1, 1)]).ShouldBeOfType<LookupAnswer.NoMatch>();
        index.Forget();
        index.HoldsWithdrawn.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, LeadBand.NearlyTheSame)]
    [InlineData(10, LeadBand.NearlyTheSame)]
    [InlineData(11, LeadBand.VeryAlike)]
    [InlineData(20, LeadBand.VeryAlike)]
    [InlineData(21, LeadBand.Alike)]
    [InlineData(31, LeadBand.Alike)]
    public void Bands_begin_where_the_page_says(int distance, LeadBand band) => Lead.BandOf(distance).ShouldBe(band);

    [Theory]
    [InlineData(29, 299, LookupPermission.Allowed)]
    [InlineData(30, 0, LookupPermission.AccountHasAskedEnough)]
    [InlineData(0, 300, LookupPermission.UnitHasAskedEnough)]
    public void Asking_is_limited(int account, int unit, LookupPermission permission) => LookupLimit.Check(account, unit).ShouldBe(permission);

    [Fact]
    public void Films_of_like_length_pass_the_second_check_and_others_do_not()
    {
        SecondCheck.OfFilms(100, 95).Holds.ShouldBeTrue();
        SecondCheck.OfFilms(100, 94).Holds.ShouldBeFalse();
    }

    private static PdqFingerprint Good(PdqHash hash) => new(hash, 90, 1);

    private static IReadOnlyList<Lead> Leads(LookupAnswer answer) => answer.ShouldBeOfType<LookupAnswer.Leads>().Found;
}
