using Vaern.Matching.Hashing;

namespace Vaern.Matching.Tests.Hashing;

public sealed class BorderCutTests
{
    private static readonly Raster Scene = TestPictures.Random(2, 300, 200, 3);

    [Theory]
    [InlineData(0, 60, 0, 60)]
    [InlineData(50, 0, 70, 0)]
    [InlineData(30, 20, 40, 10)]
    public void A_border_is_cut_away_and_the_rest_hashes_as_the_original(int left, int top, int right, int bottom)
    {
        var framed = TestPictures.Framed(Scene, left, top, right, bottom, 0);

        BorderCut.Find(framed).ShouldBe(new Region(left, top, Scene.Width, Scene.Height));
        var variant = PictureHasher.All(framed).Forms[^1];
        variant.WithoutBorder.ShouldBeTrue();
        variant.Fingerprint.ShouldBe(PictureHasher.Upright(Scene));
    }

    [Fact]
    public void A_picture_without_a_border_has_no_variant()
    {
        BorderCut.Find(Scene).ShouldBeNull();
        PictureHasher.All(Scene).Forms.Count.ShouldBe(8);
    }

    [Fact]
    public void At_most_two_fifths_of_a_side_are_cut() =>
        BorderCut.Find(TestPictures.Framed(Scene, 0, 300, 0, 0, 255)).ShouldBe(new Region(0, 200, 300, 300));

    [Fact]
    public void Sixty_four_pixels_must_be_left() =>
        BorderCut.Find(TestPictures.Framed(TestPictures.Random(2, 300, 60, 1), 0, 20, 0, 20, 0)).ShouldBeNull();

    [Fact]
    public void A_border_that_differs_by_eight_is_picture()
    {
        var stepped = TestPictures.Framed(TestPictures.Framed(Scene, 0, 10, 0, 0, 8), 0, 10, 0, 0, 0);
        var even = TestPictures.Framed(TestPictures.Framed(Scene, 0, 10, 0, 0, 7), 0, 10, 0, 0, 0);

        BorderCut.Find(stepped).ShouldBe(new Region(0, 10, 300, 210));
        BorderCut.Find(even).ShouldBe(new Region(0, 20, 300, 200));
    }
}
