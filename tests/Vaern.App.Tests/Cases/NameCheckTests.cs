using Vaern.App.Cases;
using Vaern.App.Plans;

namespace Vaern.App.Tests.Cases;

public sealed class NameCheckTests
{
    private static readonly Party Villads = Of("affected", "Villads Prøvesen");
    private static readonly Party Storm = Of("alleged", "Storm Aske Prøvesen");
    private static readonly Party[] All = [Villads, Storm, Of("witness", "Ellen-Marie Prøvesen"), Of("alleged", "To elever"), Of("parent", "Mor til Storm"), Of("class", "Forældre i 8.B")];

    [Theory]
    [InlineData("Dit barn har det godt.")]
    [InlineData("Villads Prøvesen og Villads' mor.")]
    [InlineData("To elever har skrevet. Mor er ringet op.")]
    [InlineData("Det stormer i aften, og asken er fejet.")]
    public void A_text_about_the_own_child_passes(string text) => NameCheck.Others(All, Villads.Id, text).ShouldBeEmpty();

    [Theory]
    [InlineData("Storm har skrevet.", "Storm")]
    [InlineData("Det er Storms telefon.", "Storms")]
    [InlineData("STORM!", "STORM")]
    [InlineData("Vi talte med Ellen-Marie.", "Ellen-Marie")]
    [InlineData("Mor til Storm er ringet op.", "Storm")]
    public void Another_childs_name_is_found_whatever_its_ending(string text, string found) => NameCheck.Others(All, Villads.Id, text).ShouldBe([found]);

    [Fact]
    public void A_family_name_that_both_children_have_is_the_own_childs_name_too() => NameCheck.Others(All, Villads.Id, "Familien Prøvesen").ShouldBeEmpty();

    [Fact]
    public void A_text_to_a_class_names_nobody() => NameCheck.Others(All, null, "Villads og familien Prøvesen").ShouldBe(["Villads", "Prøvesen"]);

    private static Party Of(string role, string name) => new(Guid.CreateVersion7(), role, new PartyBody(name, null, null), "pending", null, null, 1);
}
