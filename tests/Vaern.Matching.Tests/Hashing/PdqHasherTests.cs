using FsCheck;
using FsCheck.Fluent;
using Vaern.Matching.Hashing;

namespace Vaern.Matching.Tests.Hashing;

public sealed class PdqHasherTests
{
    public static TheoryData<string> Pictures => [.. Vectors.Expected().Select(one => one.File).Where(Vectors.IsPnm)];

    public static TheoryData<string> Turned => [.. Vectors.Dihedral().Select(one => one.File).Where(Vectors.IsPnm).Distinct()];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Hash_and_quality_are_those_of_the_reference_program(string file)
    {
        var (_, hash, quality, _) = Vectors.Expected().Single(one => one.File == file);
        var brightness = Brightness.Of(Vectors.Pnm(file));

        foreach (var seen in new[] { PdqHasher.Hash(brightness), DirectHasher.Hash(brightness) })
        {
            seen.Hash.ToHex().ShouldBe(hash.ToHex());
            seen.Quality.ShouldBe(quality);
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Standing_and_ties_are_those_of_the_table(string file)
    {
        var note = Vectors.Expected().Single(one => one.File == file).Note;
        var seen = PictureHasher.Upright(Vectors.Pnm(file));

        var expected = note.Contains("below minimum side") ? FingerprintStanding.Empty
            : note.Contains("below gate") ? FingerprintStanding.BelowGate
            : note.Contains("ties:") ? FingerprintStanding.Unstable
            : FingerprintStanding.Usable;
        seen.Standing.ShouldBe(expected);
        if (note.IndexOf("ties:", StringComparison.Ordinal) is >= 0 and var at)
        {
            seen.Ties.ShouldBe(int.Parse(note[(at + 5)..], System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [MemberData(nameof(Turned))]
    public void The_eight_forms_by_sign_are_those_of_the_reference_program(string file)
    {
        var forms = PdqHasher.FormsBySign(Brightness.Of(Vectors.Pnm(file)));

        foreach (var (_, form, hash, quality) in Vectors.Dihedral().Where(one => one.File == file))
        {
            forms[form].Hash.ToHex().ShouldBe(hash.ToHex(), $"form {form}");
            forms[form].Quality.ShouldBe(quality);
        }
    }

    [Fact]
    public void Random_pictures_of_any_size_hash_as_by_the_direct_way()
    {
        int stable = 0, equal = 0;
        for (var seed = 1; seed <= 1000; seed++)
        {
            var brightness = Brightness.Of(TestPictures.Random(seed));
            var (fast, direct) = (PdqHasher.Hash(brightness), DirectHasher.Hash(brightness));

            // Where coefficients tie the bits are rounding noise, and running sums round otherwise than one product: both ways must say so.
            fast.Standing.ShouldBe(direct.Standing, $"seed {seed}");
            if (fast.IsUsable)
            {
                // Two coefficients that lie closer than rounding can change places; nothing else may differ.
                fast.Hash.Distance(direct.Hash).ShouldBeLessThanOrEqualTo(2 * (fast.Ties - 1), $"seed {seed}");
                fast.Quality.ShouldBe(direct.Quality, $"seed {seed}");
                equal += fast == direct ? 1 : 0;
                stable++;
            }
        }
        stable.ShouldBeGreaterThan(500);
        equal.ShouldBeGreaterThan(stable * 99 / 100);
    }

    [Fact]
    public void A_picture_that_is_truly_turned_is_found_among_the_forms_at_distance_0() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            (from seed in Gen.Choose(1, 100_000) from form in Gen.Choose(0, 7) select (seed, form)).ToArbitrary(),
            one =>
            {
                var picture = TestPictures.Random(one.seed);
                var turned = TestPictures.Turn(picture, (PictureForm)one.form);
                PictureHasher.All(picture).Forms[one.form].Fingerprint.ShouldBe(PictureHasher.Upright(turned));
            }));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 200)]
    [InlineData(200, 4)]
    public void A_side_under_five_pixels_gives_no_fingerprint(int width, int height)
    {
        var seen = PictureHasher.Upright(new Raster(width, height, 1, new byte[width * height]));

        seen.Hash.IsZero.ShouldBeTrue();
        seen.Quality.ShouldBe(0);
        seen.Standing.ShouldBe(FingerprintStanding.Empty);
    }

    [Fact]
    public void A_narrow_picture_that_shrinking_makes_wide_has_a_fingerprint() =>
        PictureHasher.Upright(TestPictures.Random(7, 3, 600, 1)).Hash.IsZero.ShouldBeFalse();

    [Fact]
    public void The_text_form_reads_back_and_shows_itself_only_when_asked()
    {
        var hash = new PdqHash(1, 2, 3, 0xF000000000000000);

        hash.ToHex().ShouldBe("f000000000000000" + "0000000000000003" + "0000000000000002" + "0000000000000001");
        Vectors.Hash(hash.ToHex().ToUpperInvariant()).ShouldBe(hash);
        var bytes = new byte[PdqHash.ByteLength];
        hash.Write(bytes);
        Convert.ToHexStringLower(bytes).ShouldBe(hash.ToHex());
        PdqHash.Read(bytes).ShouldBe(hash);
        $"{hash} {new PdqFingerprint(hash, 80, 2)}".ShouldNotContain("f0000");
        PdqHash.TryParse(hash.ToHex().AsSpan(1), out _).ShouldBeFalse();
        PdqHash.TryParse(hash.ToHex()[1..] + "g", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_flipped_bit_is_a_distance_of_one_in_the_slot_it_belongs_to()
    {
        for (var bit = 0; bit < 256; bit++)
        {
            var hash = default(PdqHash).Flip(bit);
            hash.Distance(default).ShouldBe(1);
            hash.BitCount.ShouldBe(1);
            hash.Slot(bit / 16).ShouldBe((ushort)(1 << (bit % 16)));
        }
    }
}
