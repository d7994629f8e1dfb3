using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vaern.Sealing.Packages;
using Xunit;

namespace Vaern.Sealing.Tests.Packages;

public sealed class PathNamesTests
{
    /// <summary>Pieces that make trouble in names, to be strung together.</summary>
    private static readonly string[] Trouble =
    [
        "..", "/", "\\", ".", " ", "%", "%0A", "\0", "\n", "\r", "\t", "\u202E", "\u200F", "\uFEFF", "\u2028", "\uD800", "\uDC00", "CON", "nul", "Lpt1", ".txt", "æøå", "e\u0301", "\u0338", "<",
        "=", "😀", "👩‍👧", "\uE000", ":", "*", "?", "\"", "|", "fil", "COM¹", "-", "~", "\u00A0", "\u3000", "ﬁ", new string('a', 90), new string('ø', 60), "." + new string('z', 30),
    ];

    private static readonly Gen<string> Names = Gen.Elements(Trouble).ListOf().Select(parts => string.Concat(parts.Take(12)));

    [Fact]
    public void Every_name_gives_a_path_that_the_verifier_accepts() =>
        Prop.ForAll(Names.ToArbitrary(), name => PathNames.Problem("data/B-001/original/" + PathNames.ForOriginal(name)) is null).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Every_string_whatever_gives_a_path_that_the_verifier_accepts() =>
        Prop.ForAll<string?>(name => PathNames.Problem(PathNames.ForOriginal(name ?? "")) is null).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_derived_name_is_its_own_derived_name() =>
        Prop.ForAll(Names.ToArbitrary(), name => PathNames.ForOriginal(PathNames.ForOriginal(name)) == PathNames.ForOriginal(name)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData("Skærmbillede 1.png", "Skærmbillede 1.png")]
    [InlineData("../../etc/passwd", ".._.._etc_passwd")]
    [InlineData("100%.txt", "100_.txt")]
    [InlineData("a\u0000b\nc.txt", "a_b_c.txt")]
    [InlineData("gnp.\u202Efdp", "gnp._fdp")]
    [InlineData("CON", "_CON")]
    [InlineData("con.tar.gz", "_con.tar.gz")]
    [InlineData("COM¹.txt", "_COM¹.txt")]
    [InlineData("CONFIG.txt", "CONFIG.txt")]
    [InlineData("slut. .", "slut")]
    [InlineData("...", "fil")]
    [InlineData("", "fil")]
    [InlineData("e\u0301.txt", "é.txt")]
    public void A_name_becomes(string received, string expected) => PathNames.ForOriginal(received).ShouldBe(expected);

    [Fact]
    public void A_long_name_keeps_its_ending_and_whole_letters()
    {
        var name = PathNames.ForOriginal(new string('å', 300) + ".jpeg");

        Encoding.UTF8.GetByteCount(name).ShouldBeLessThanOrEqualTo(PathNames.LongestName);
        name.ShouldEndWith("å.jpeg");
    }

    [Theory]
    [InlineData("a/../b")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a/b\\c")]
    [InlineData("a/%41")]
    [InlineData("a/e\u0301")]
    [InlineData("a/\u200F")]
    [InlineData("a/NUL.txt")]
    [InlineData("a/b.")]
    [InlineData("")]
    public void A_path_like_this_is_refused(string path) => PathNames.Problem(path).ShouldNotBeNull();
}
