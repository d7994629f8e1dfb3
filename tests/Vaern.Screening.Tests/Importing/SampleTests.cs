using Vaern.Screening.Importing;

namespace Vaern.Screening.Tests.Importing;

public sealed class SampleTests
{
    [Theory]
    [InlineData("telegram-public.json", "telegram-desktop-json", "Accepted 8/15 duplicate:1 no_text:3 service:2 unsupported:1", 5)]
    [InlineData("telegram-private.json", "telegram-desktop-json", "Refused 0/0", 0)]
    [InlineData("telegram-whole-account.json", "telegram-desktop-json", "Refused 0/0", 0)]
    [InlineData("discord-channel.json", "discord-chat-exporter-json", "Accepted 4/6 no_text:1 service:1", 2)]
    [InlineData("whatsapp-android.txt", "whatsapp-txt", "Accepted 4/8 deleted_placeholder:1 no_text:1 service:2", 3)]
    [InlineData("whatsapp-iphone.txt", "whatsapp-txt", "Accepted 2/5 deleted_placeholder:1 no_text:1 service:1", 2)]
    [InlineData("feed-rss.xml", "rss-2.0", "Accepted 3/4 no_text:1", 1)]
    [InlineData("feed-atom.xml", "atom-1.0", "Accepted 2/2", 1)]
    [InlineData("mastodon-statuses.json", "mastodon-status-json", "Accepted 3/5 not_public:2", 1)]
    [InlineData("activitypub-outbox.json", "activitypub-outbox-json", "Accepted 1/6 deleted_placeholder:1 not_public:2 service:2", 1)]
    [InlineData("bluesky-jetstream.jsonl", "bluesky-jetstream-jsonl", "Accepted 1/7 deleted_placeholder:2 service:4", 1)]
    [InlineData("comments.csv", "csv", "Accepted 6/7 malformed:1", 3)]
    public void Every_sample_gives_its_report(string name, string format, string counts, int participants)
    {
        using var data = typeof(SampleTests).Assembly.GetManifestResourceStream("imports/" + name)!;
        using var copy = new MemoryStream();
        data.CopyTo(copy);

        var imported = Imported.From(copy.ToArray(), new ImportOptions { GivenByParticipant = true });

        imported.Report.Format.ShouldBe(format);
        imported.Counts.ShouldBe(counts);
        imported.Report.Participants.ShouldBe(participants);
        imported.Texts.ShouldAllBe(text => !text.Contains("Prøvesen") && !text.Contains("12 34 56"));
    }
}
