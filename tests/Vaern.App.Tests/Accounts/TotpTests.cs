using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vaern.App.Accounts;
using Xunit;

namespace Vaern.App.Tests.Accounts;

public sealed class TotpTests
{
    private static readonly byte[] Rfc = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_111_111_111);

    [Theory] // RFC 4226, appendix D
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(2, "359152")]
    [InlineData(3, "969429")]
    [InlineData(4, "338314")]
    [InlineData(5, "254676")]
    [InlineData(6, "287922")]
    [InlineData(7, "162583")]
    [InlineData(8, "399871")]
    [InlineData(9, "520489")]
    public void Counter_codes_are_those_of_RFC_4226(long counter, string code) => Totp.Hotp(Rfc, counter, 6).ShouldBe(code);

    [Theory] // RFC 6238, appendix B, the rows for SHA-1
    [InlineData(59, "94287082")]
    [InlineData(1_111_111_109, "07081804")]
    [InlineData(1_111_111_111, "14050471")]
    [InlineData(1_234_567_890, "89005924")]
    [InlineData(2_000_000_000, "69279037")]
    [InlineData(20_000_000_000, "65353130")]
    public void Time_codes_are_those_of_RFC_6238(long seconds, string code)
    {
        var step = Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds));
        Totp.Hotp(Rfc, step, 8).ShouldBe(code);
        Totp.CodeAt(Rfc, step).ShouldBe(code[2..]);
    }

    [Theory] // RFC 4648, section 10, without padding
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base_32_is_that_of_RFC_4648(string text, string encoded) => Base32.Encode(Encoding.ASCII.GetBytes(text)).ShouldBe(encoded);

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_code_is_taken_one_step_early_or_late(int away, bool taken)
    {
        var step = Totp.StepAt(Now) + away;
        Totp.Check(Rfc, Totp.CodeAt(Rfc, step), Now, 0).Step.ShouldBe(taken ? step : null);
    }

    [Fact]
    public void A_code_is_taken_once_and_none_before_it_is_taken_after()
    {
        var step = Totp.StepAt(Now);
        Totp.Check(Rfc, Totp.CodeAt(Rfc, step), Now, step).ShouldBe(new TotpAnswer(null, true));
        Totp.Check(Rfc, Totp.CodeAt(Rfc, step - 1), Now, step).ShouldBe(new TotpAnswer(null, true));
        Totp.Check(Rfc, Totp.CodeAt(Rfc, step + 1), Now, step).ShouldBe(new TotpAnswer(step + 1, false));
    }

    [Theory]
    [InlineData("050471", "050471")]
    [InlineData(" 050 471 ", "050471")]
    [InlineData("050-471", "050471")]
    [InlineData("05047", null)]
    [InlineData("0504711", null)]
    [InlineData("05O471", null)]
    [InlineData("٠٥٠٤٧١", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_typed_code_is_six_digits_however_spaced(string? typed, string? code) => Totp.Parse(typed).ShouldBe(code);

    [Fact]
    public void Whatever_is_typed_is_a_code_of_six_digits_or_none() => Prop.ForAll<string>(typed =>
        Totp.Parse(typed) is not { } code || (code.Length == 6 && code.All(char.IsAsciiDigit))).QuickCheckThrowOnFailure();

    [Fact]
    public void The_address_for_the_authenticator_says_who_and_how()
    {
        Totp.Address(Rfc, "Værn Fjordby", "mille").ShouldBe(
            "otpauth://totp/V%C3%A6rn%20Fjordby:mille?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=V%C3%A6rn%20Fjordby&algorithm=SHA1&digits=6&period=30");
        Totp.InGroups(Rfc).ShouldBe("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
