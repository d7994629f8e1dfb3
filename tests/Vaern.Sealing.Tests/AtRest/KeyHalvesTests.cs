using System.Text;
using Shouldly;
using Vaern.Sealing.AtRest;
using Xunit;

namespace Vaern.Sealing.Tests.AtRest;

/// <summary>A key in two halves: both open it, one alone tells nothing.</summary>
public sealed class KeyHalvesTests
{
    private const string One = "hejre under den blå bro";
    private const string Two = "fire både i morgentåge";
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes(new string('a', 64));
    private static readonly (string First, string Second) Halves = KeyHalves.Seal(Secret, "fjordby", Guid.CreateVersion7(), One, Two);

    [Fact]
    public void Both_halves_give_the_key_back_in_either_order()
    {
        KeyHalves.Open(Halves.First, One, Halves.Second, Two).ShouldSatisfyAllConditions(o => o.Secret.ShouldBe(Secret), o => o.Name.ShouldBe("fjordby"), o => o.Fault.ShouldBeNull());
        KeyHalves.Open(Halves.Second, Two, Halves.First, One).Secret.ShouldBe(Secret);
    }

    [Fact]
    public void A_half_that_was_printed_and_typed_in_on_another_machine_opens() =>
        KeyHalves.Open(Halves.First.ReplaceLineEndings("\r\n") + "\r\n", One, Halves.Second, Two).Secret.ShouldBe(Secret);

    [Fact]
    public void Wrong_passphrases_changed_and_foreign_halves_are_refused_with_the_reason()
    {
        KeyHalves.Open(Halves.First, Two, Halves.Second, One).Fault.ShouldBe("half 1: the passphrase is wrong, or the half was changed");
        KeyHalves.Open(Halves.First, One, Halves.First, One).Fault.ShouldBe("that is the same half twice");
        KeyHalves.Open(Halves.First, One, KeyHalves.Seal(Secret, "fjordby", Guid.CreateVersion7(), One, Two).Second, Two).Fault.ShouldBe("the halves are of two different exports");
        KeyHalves.Open(Halves.First.Replace("fjordby", "klitrup", StringComparison.Ordinal), One, Halves.Second.Replace("fjordby", "klitrup", StringComparison.Ordinal), Two).Fault.ShouldNotBeNull();
        KeyHalves.Open("VAERN KEY HALF 1\n", One, Halves.Second, Two).Fault.ShouldBe("this is not half of a key");
    }

    [Fact]
    public void The_two_passphrases_are_long_and_different()
    {
        KeyHalves.Problem(One, One).ShouldBe("the two halves need two passphrases");
        KeyHalves.Problem("kort", Two).ShouldBe("a passphrase has at least 14 characters");
        KeyHalves.Problem(One, Two).ShouldBeNull();
    }

    /// <summary>Whoever breaks the passphrase of one half finds bytes that are equally likely for every key.</summary>
    [Fact]
    public void What_lies_in_a_half_is_different_in_every_export_of_one_key()
    {
        var sealings = Enumerable.Range(0, 3).Select(_ => KeyHalves.Seal(Secret, "fjordby", Guid.CreateVersion7(), One, Two)).ToList();

        var zeros = KeyHalves.Seal(new byte[Secret.Length], "fjordby", Guid.CreateVersion7(), One, Two);
        sealings.Select(s => s.First).Concat(sealings.Select(s => s.Second)).Append(zeros.First).Append(zeros.Second).Distinct().Count().ShouldBe(8);
        sealings.ShouldAllBe(s => s.First.Length == s.Second.Length);
    }
}
