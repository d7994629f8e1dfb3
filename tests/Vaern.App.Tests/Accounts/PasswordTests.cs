using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vaern.App.Accounts;
using Xunit;

namespace Vaern.App.Tests.Accounts;

public sealed class PasswordTests
{
    // PBKDF2-HMAC-SHA256 of «passwd», salt «salt», one round, first 32 of the 64 bytes in RFC 7914 §11.
    [Fact]
    public void The_hash_is_the_one_of_RFC_7914()
    {
        var rfc = System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2("passwd"u8, "salt"u8, 1, System.Security.Cryptography.HashAlgorithmName.SHA256, 32);
        Convert.ToHexStringLower(rfc).ShouldBe("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
        var salt = "salt"u8.ToArray().Concat(new byte[12]).ToArray();
        var ours = new PasswordHash(1, salt, System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2("passwd"u8, salt, 1, System.Security.Cryptography.HashAlgorithmName.SHA256, 32));
        ours.Fits("passwd").ShouldBeTrue();
        ours.Fits("Passwd").ShouldBeFalse();
    }

    [Fact]
    public void A_password_is_stored_with_600_000_rounds_and_a_salt_of_its_own()
    {
        var first = PasswordHash.Make("fire røde heste", PasswordHash.CurrentRounds);
        var second = PasswordHash.Make("fire røde heste", PasswordHash.CurrentRounds);
        first.ToString().ShouldStartWith("pbkdf2-sha256$600000$");
        first.ToString().ShouldNotBe(second.ToString());
        PasswordHash.Parse(first.ToString()).Value.Fits("fire røde heste").ShouldBeTrue();
    }

    [Fact]
    public void The_same_letters_typed_on_another_keyboard_are_the_same_password() =>
        PasswordHash.Make("på fire ben", 1).Fits("på fire ben").ShouldBeTrue();

    [Fact]
    public void What_was_written_is_read_back() => Prop.ForAll(
        Gen.Choose(1, 10_000_000).ToArbitrary(), Gen.Choose(0, 255).ArrayOf(48).ToArbitrary(), (rounds, bytes) =>
        {
            var written = new PasswordHash(rounds, [.. bytes[..16].Select(value => (byte)value)], [.. bytes[16..].Select(value => (byte)value)]);
            return PasswordHash.Parse(written.ToString()).Value.ToString() == written.ToString();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_other_text_is_refused_without_an_exception()
    {
        Prop.ForAll<string>(text => PasswordHash.Parse(text).IsOk == false).QuickCheckThrowOnFailure();
        var good = PasswordHash.Make("fire røde heste", 1).ToString();
        Prop.ForAll(Gen.Choose(0, good.Length - 1).ToArbitrary(), Gen.Elements('$', '!', ' ', '\0', 'é').ToArbitrary(), (place, sign) =>
            good[place] == sign || !PasswordHash.Parse(good[..place] + sign + good[(place + 1)..]).IsOk).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("kort", "password.short")]
    [InlineData("elleve tegn", "password.short")]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "password.short")]
    [InlineData("Farid er på arbejde", "password.personal")]
    [InlineData("kaffe-ELMQUIST-te", "password.personal")]
    [InlineData("nogle1 nogle1 x y", "password.personal")]
    [InlineData("Adgangskode123", "password.common")]
    [InlineData("qwertyuiop12", "password.common")]
    [InlineData("Sommer 2026 !!!", "password.common")]
    [InlineData("passwordpassword", "password.common")]
    [InlineData("111111111111", "password.common")]
    [InlineData("correct horse battery staple", "password.common")]
    public void A_weak_password_is_refused(string password, string code) =>
        PasswordRules.Check(password, "nogle1", "Farid Elmquist").Error.Code.ShouldBe(code);

    [Theory]
    [InlineData("fire røde heste løber")]
    [InlineData("blåbær til morgenmad")]
    [InlineData("x7Kq-mm2T-pp9w")]
    public void A_long_password_of_ones_own_is_taken(string password) => PasswordRules.Check(password, "nogle1", "Farid Elmquist").IsOk.ShouldBeTrue();

    [Fact]
    public void More_than_two_hundred_characters_are_refused() =>
        PasswordRules.Check(new string('a', 100) + new string('b', 101), "nogle1", "Farid Elmquist").Error.Code.ShouldBe("password.long");

    [Fact]
    public void A_temporary_password_follows_the_rules_itself()
    {
        var made = PasswordRules.Temporary();
        made.ShouldMatch("^[a-z2-9]{4}(-[a-z2-9]{4}){3}$");
        PasswordRules.Check(made, "nogle1", "Farid Elmquist").IsOk.ShouldBeTrue();
        PasswordRules.Temporary().ShouldNotBe(made);
    }
}
