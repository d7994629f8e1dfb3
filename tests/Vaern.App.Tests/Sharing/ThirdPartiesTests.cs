using Vaern.App.Sharing;

namespace Vaern.App.Tests.Sharing;

/// <summary>What hides a third person, and what is left for a human eye.</summary>
public sealed class ThirdPartiesTests
{
    private static ThirdParties Of(string[] shown, params (string Name, string? Contact)[] hidden) => new(
        [.. hidden.Select((person, n) => new HiddenPerson($"barn {ThirdParties.Letters(n)}", ThirdParties.WordsOf(person.Name, person.Contact)))], shown);

    [Theory]
    [InlineData("Sara Prøvesen filmede.", "barn A filmede.")]
    [InlineData("SARA filmede, og Saras telefon blev brugt.", "barn A filmede, og barn As telefon blev brugt.")]
    [InlineData("Det var sara's video.", "Det var barn As video.")]
    [InlineData("Skriv til @sara_p eller 00112233.", "Skriv til barn A eller barn A.")]
    [InlineData("Saraby er en by.", "Saraby er en by.")]
    [InlineData("Familien Prøvesen.", "Familien barn A.")]
    public void Names_parts_of_names_genitives_and_ways_to_reach_somebody_become_the_alias(string text, string masked) =>
        Of([], ("Sara Prøvesen", "sara_p, 00112233")).Hide(text).ShouldBe(masked);

    [Fact]
    public void A_surname_that_a_shown_person_has_too_is_hidden_only_with_the_first_name() =>
        Of(["Noah Prøvesen"], ("Sara Prøvesen", null)).Hide("Noah Prøvesen og Sara Prøvesen, Sara").ShouldBe("Noah Prøvesen og barn A, barn A");

    [Fact]
    public void A_nickname_in_quotation_marks_and_a_stranger_are_doubts_and_an_alias_is_not()
    {
        var masks = Of([], ("Sara Prøvesen", null));
        var doubts = masks.Doubts(masks.Hide("Sara kaldes »Skrappe« og var sammen med Frederikke i går."));
        doubts.ShouldContain("Skrappe");
        doubts.ShouldContain(word => word.Contains("Frederikke"));
        doubts.ShouldNotContain("barn A");
    }

    [Fact]
    public void Letters_go_on_after_z() => Enumerable.Range(24, 4).Select(ThirdParties.Letters).ShouldBe(["Y", "Z", "AA", "AB"]);

    [Fact]
    public void The_text_of_an_extract_reads_back_as_its_blocks()
    {
        ExtractBlock[] blocks = [new("title", "", "Uddrag af en sag"), new("fact", "Til", "SSP: Fjordby"), new("heading", "", "Forløb"), new("entry", "Udsagn, 1. april", "En linje\nog en til"), new("text", "", "Slut.")];
        HandOverExtract.Read(HandOverExtract.TextOf(blocks)).ShouldBe(blocks);
    }
}
