using System.Text;
using Vaern.Screening.Importing;
using Vaern.Screening.Masking;

namespace Vaern.Screening.Tests.Importing;

/// <summary>A file from another channel than the one it is handed in as is refused; new expressions need several writers.</summary>
public sealed class ChannelNameTests
{
    private static readonly DateOnly Day = new(2026, 12, 1);

    [Theory]
    [InlineData("Fjordby Snak", null)]
    [InlineData("fjordbysnak", null)]
    [InlineData("Havnesnak", FileRefusals.OtherSource)]
    [InlineData("", null)]
    public void A_named_file_must_be_of_the_named_channel(string name, string? refusal)
    {
        var json = $$"""{ "name": "{{name}}", "type": "public_channel", "id": 1, "messages": [ { "id": 1, "type": "message", "date_unixtime": "1791907800", "from": "A", "from_id": "user1", "text": "hej" } ] }""";
        var report = ChannelImport.Inspect(() => new MemoryStream(Encoding.UTF8.GetBytes(json)), Mandate(), new ImportOptions { Channels = ["Fjordby Snak"] });
        report.Refusal.ShouldBe(refusal);
    }

    [Fact]
    public void A_feed_tells_its_channel_by_its_title()
    {
        const string Feed = "<rss version=\"2.0\"><channel><title>Fjordnyt</title><item><guid>1</guid><title>Fest</title></item></channel></rss>";
        ChannelImport.Inspect(() => new MemoryStream(Encoding.UTF8.GetBytes(Feed)), Mandate(), new ImportOptions { Channels = ["Fjordnyt"] }).Accepted.ShouldBe(1);
        ChannelImport.Inspect(() => new MemoryStream(Encoding.UTF8.GetBytes(Feed)), Mandate(), new ImportOptions { Channels = ["Andet"] }).Refusal.ShouldBe(FileRefusals.OtherSource);
    }

    [Fact]
    public void A_word_is_told_of_when_five_have_written_it_and_never_a_name_or_a_mask()
    {
        var words = new ExpressionCounter();
        for (var n = 0; n < 6; n++)
        {
            words.Add("flumsebold flumsebold [LINK x.example] Person-7F3A Mette Hansen", $"Person-{n}");
            words.Add("kvaddelhop", "Person-0");
        }

        words.Most(10).ShouldBe([new Expression("flumsebold", 6)]);
    }

    private static ImportMandate Mandate() => ImportMandate.Grant("m", "p", "w", "a", Day, Day, Day)!;
}
