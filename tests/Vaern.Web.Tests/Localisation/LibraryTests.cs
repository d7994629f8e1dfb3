using Vaern.App.Learning.Library;
using Vaern.Rules;

namespace Vaern.Web.Tests.Localisation;

/// <summary>Every shared text: in Danish and English, with somebody responsible, a source and a last day; easy for children; no verdict on the law.</summary>
public sealed class LibraryTests
{
    public static TheoryData<string> Names => [.. Library.All.Select(sheet => sheet.Name)];

    public static TheoryData<string> ForChildren => [.. Library.All.Where(sheet => sheet.For.Contains("barn")).Select(sheet => sheet.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_text_stands_in_both_languages_with_owner_source_and_a_last_day(string name)
    {
        var danish = Library.All.Single(sheet => sheet.Name == name);
        var english = Library.Find(danish.Kind, danish.Slug, "en").ShouldNotBeNull();
        foreach (var sheet in new[] { danish, english })
        {
            sheet.Owner.ShouldNotBeNullOrWhiteSpace();
            sheet.Source.ShouldNotBeNullOrWhiteSpace();
            sheet.Expires.ShouldBeGreaterThan(sheet.Reviewed);
            sheet.Expires.ShouldBeLessThanOrEqualTo(sheet.Reviewed.AddYears(1));
        }

        (english.Version, english.Reviewed, english.Expires, english.Kind).ShouldBe((danish.Version, danish.Reviewed, danish.Expires, danish.Kind));
        english.Topics.ShouldBe(danish.Topics);
        english.Ages.ShouldBe(danish.Ages);
        Headings(english.Markdown).ShouldBe(Headings(danish.Markdown), "a heading in one language has its counterpart in the other");
    }

    [Theory]
    [MemberData(nameof(ForChildren))]
    public void Texts_for_children_are_easy_to_read(string name)
    {
        var sheet = Library.All.Single(one => one.Name == name);
        Lix.Of(sheet.Title + ".\n" + sheet.Markdown).ShouldBeLessThan(Lix.ChildLimit);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_text_says_what_only_a_court_can(string name)
    {
        string[] verdicts = ["er ulovlig", "er strafbar", "er forbudt", "is illegal", "is an offence", "is a crime", "are illegal"];
        foreach (var sheet in Library.EveryLanguage.Where(one => one.Name == name))
        {
            verdicts.ShouldAllBe(verdict => !sheet.Markdown.Contains(verdict, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void What_is_said_of_services_says_that_it_has_not_been_verified()
    {
        foreach (var sheet in Library.Of("platform", "da"))
        {
            sheet.Markdown.ShouldContain("ikke verificeret");
            sheet.Source.ShouldContain("verificeret");
        }
    }

    [Fact]
    public void Every_kind_of_age_has_a_guide_and_there_are_signs_services_and_pages_for_pupils_and_parents()
    {
        foreach (var age in new[] { "6-9", "10-12", "13-15", "16-17" })
        {
            Library.Of("samtale", "da").Count(sheet => sheet.Ages.Contains(age)).ShouldBe(1, age);
        }

        foreach (var kind in new[] { "tegn", "platform", "faenomen", "elev", "foraelder" })
        {
            Library.Of(kind, "en").Count.ShouldBeGreaterThanOrEqualTo(3, kind);
        }
    }

    [Fact]
    public void A_text_without_a_head_or_a_line_of_it_is_refused()
    {
        Should.Throw<FormatException>(() => Library.Parse("samtale", "x", "da", "Ingen hoved"));
        Should.Throw<FormatException>(() => Library.Parse("samtale", "x", "da", "---\ntitle: X\nowner: Y\nsource: Z\nreviewed: 2026-11-28\nexpires: snart\nversion: 1\n---\nTekst"));
        Should.Throw<FormatException>(() => Library.Parse("samtale", "x", "da", "---\ntitle: X\nsource: Z\nreviewed: 2026-11-28\nexpires: 2027-05-01\nversion: 1\n---\nTekst"));
    }

    private static int Headings(string markdown) => markdown.Split('\n').Count(line => line.StartsWith("## ", StringComparison.Ordinal));
}
