using System.Text;
using Vaern.Screening.Importing;

namespace Vaern.Screening.Tests.Importing;

public sealed class OtherImportTests
{
    private static readonly ImportOptions Given = new() { GivenByParticipant = true };

    [Theory]
    [InlineData("\"0\"", "GuildTextChat", "not_public")]
    [InlineData("\"5\"", "DirectTextChat", "not_public")]
    [InlineData("\"5\"", "GuildPrivateThread", "not_public")]
    [InlineData("\"5\"", "SomethingNew", "not_public")]
    [InlineData("\"5\"", "GuildForum", null)]
    public void Of_Discord_only_channels_of_a_server_are_taken(string guild, string kind, string? refusal) =>
        Imported.From($$"""{"guild":{"id":{{guild}}},"channel":{"id":"6","type":"{{kind}}"},"messages":[{"id":"1","type":"Default","timestamp":"2026-11-18T18:00:00+01:00","content":"Hej","author":{"id":"2","name":"x"} }],"messageCount":1}""")
            .Report.Refusal.ShouldBe(refusal);

    [Fact]
    public void A_Discord_file_without_its_last_count_broke_off_and_a_wrong_one_is_said()
    {
        const string Head = """{"guild":{"id":"5"},"channel":{"id":"6","type":"GuildForum"},"messages":[{"id":"1","type":"Default","content":"Hej"}]""";

        Imported.From(Head).Counts.ShouldBe("Partial 1/1");
        Imported.From(Head + ",\"messageCount\":4}").Warning(ImportWarnings.CountDiffers).ShouldBe("1");
    }

    [Fact]
    public void WhatsApp_is_private_unless_a_participant_hands_it_in()
    {
        const string Text = "20.11.2026 13.05 - Aksel: Hej\n20.11.2026 13.06 - Zelma: Svar: det er\nto linjer\n20.11.2026 13.07 - Zelma: <Mediefil udeladt>\n20.11.2026 13.08 - Gruppen blev oprettet\n20.11.2026 13.09 - Aksel: Denne besked blev slettet\n";

        Imported.From(Text).Report.Refusal.ShouldBe(FileRefusals.PrivateSource);
        var imported = Imported.From(Text, Given);
        imported.Counts.ShouldBe("Accepted 2/5 deleted_placeholder:1 no_text:1 service:1");
        imported.Messages[1].Text.Text.ShouldBe("Svar: det er\nto linjer");
        imported.Messages[0].At.ShouldBe(new DateTimeOffset(2026, 11, 20, 12, 5, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("[20.11.2026 13.05.22] Aksel: Hej")]
    [InlineData("\u200E[20/11/2026, 13:05:22] Aksel: Hej")]
    [InlineData("20/11/2026 13.05 - Aksel: Hej")]
    [InlineData("20.11.26 13.05 - Aksel: Hej")]
    [InlineData("20.11.2026, 13:05 - Aksel: Hej")]
    [InlineData("2026-11-20 13:05 - Aksel: Hej")]
    [InlineData("11/20/26, 1:05 PM - Aksel: Hej")]
    [InlineData("20-11-2026\u202F13.05\u00A0- Aksel: Hej")]
    public void WhatsApp_is_read_in_every_written_form(string line) =>
        Imported.From(line, Given).Messages.ShouldHaveSingleItem().At!.Value.ToString("yyyy-MM-dd HH:mm", null).ShouldBe("2026-11-20 12:05");

    [Theory]
    [InlineData("Fri, 20 Nov 2026 08:15:00 +0100", "2026-11-20T07:15:00")]
    [InlineData("20 Nov 26 08:15 CET", "2026-11-20T07:15:00")]
    [InlineData("Fri, 20 Nov 2026 08:15:00 EST", "2026-11-20T13:15:00")]
    [InlineData("2026-11-20T08:15:00Z", "2026-11-20T08:15:00")]
    [InlineData("i går", null)]
    public void A_feed_writes_its_time_in_many_ways(string written, string? time)
    {
        var message = Imported.From($"<rss version=\"2.0\"><channel><item><title>Hej</title><guid>1</guid><pubDate>{written}</pubDate></item></channel></rss>").Messages.ShouldHaveSingleItem();

        message.At?.ToString("yyyy-MM-dd'T'HH:mm:ss", null).ShouldBe(time);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><rss><channel><item><title>&e;</title></item></channel></rss>")]
    [InlineData("<?xml version=\"1.0\"?><!-- <html -->\n<!DOCTYPE rss [<!ENTITY a \"aaaa\">]><rss><channel><item><title>&a;</title></item></channel></rss>")]
    public void A_feed_with_a_document_type_is_refused(string xml)
    {
        var imported = Imported.From(xml);

        imported.Report.Refusal.ShouldBe(FileRefusals.UnsafeXml);
        imported.Messages.ShouldBeEmpty();
    }

    [Fact]
    public void A_feed_in_Windows_1252_keeps_its_letters() =>
        Imported.From([.. "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss><channel><item><title>B"u8, 0xE6, .. "r og br"u8, 0xF8, .. "d</title><guid>1</guid></item></channel></rss>"u8])
            .Texts.ShouldHaveSingleItem().ShouldBe("Bær og brød");

    [Theory]
    [InlineData("<p>Hej</p><p>du</p>", "Hej\ndu")]
    [InlineData("a<br/>b &amp; c &lt;d&gt;", "a\nb & c <d>")]
    [InlineData("x<script>ond(\"</p>\")</script>y<style>p{}</style>z<!-- nej -->", "xyz")]
    [InlineData("se <a href=\"https://example.org/x\">her</a>", "se her (https://example.org/x)")]
    [InlineData("<a href='https://example.org/lang'><span>https://</span><span>example.org/la</span></a>", "https://example.org/lang")]
    [InlineData("1 < 2 og 3 > 2", "1 < 2 og 3 > 2")]
    [InlineData("<a href=", "")]
    [InlineData("<p", "")]
    public void Of_HTML_the_words_are_read(string html, string text) => HtmlText.Read(html).ShouldBe(text);

    [Fact]
    public void Deletions_of_the_social_web_are_obeyed_also_for_what_came_before()
    {
        const string Note = """{"type":"Create","object":{"id":"https://example.org/1","type":"Note","to":["as:Public"],"content":"Hej"}}""";
        var before = Imported.From($$"""{"@context":"x","orderedItems":[{{Note}}]}""");
        var after = Imported.From("{\"@context\":\"x\",\"orderedItems\":[" + Note + ",{\"type\":\"Delete\",\"object\":{\"id\":\"https://example.org/1\",\"type\":\"Tombstone\"}}]}");

        after.Messages.ShouldBeEmpty();
        after.Deleted.ShouldBe([before.Messages.ShouldHaveSingleItem().Key]);
    }

    [Fact]
    public void A_closed_Bluesky_account_takes_its_posts_along()
    {
        const string Post = """{"did":"did:plc:a","time_us":1795021200000001,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.post","rkey":"k","record":{"text":"Hej","langs":["da"]}}}""";
        var before = Imported.From(Post);
        var after = Imported.From(Post + "\n{\"did\":\"did:plc:a\",\"kind\":\"account\",\"account\":{\"active\":false}}\nnot json\n");

        after.Counts.ShouldBe("Accepted 0/3 deleted_placeholder:1 malformed:1 service:1");
        after.GoneAuthors.ShouldBe([before.Messages.ShouldHaveSingleItem().Author!]);
    }

    [Theory]
    [InlineData("id,tekst\n1,Hej\n2,Du\n", 2)]
    [InlineData("id;tekst;dato\n1;\"a;b\n\"\"c\"\"\";20.11.2026 13.05\n2;x;21.11.2026 14.05\n\n", 2)]
    [InlineData("id\ttext\n1\tsagde \"hej\" til\n2\tb\n", 2)]
    [InlineData("id|message\n1|Hej\n2|Du\n", 2)]
    public void CSV_is_read_with_the_delimiter_that_fits(string text, int messages) => Imported.From(text).Messages.Count.ShouldBe(messages);

    [Fact]
    public void CSV_in_Windows_1252_keeps_its_letters_and_a_mark_is_no_heading()
    {
        Imported.From([.. "id;tekst\r\n1;R"u8, 0xF8, .. "dgr"u8, 0xF8, .. "d\r\n2;b\r\n"u8]).Texts.ShouldBe(["Rødgrød", "b"]);
        Imported.From("\uFEFFtekst;id\r\nHej;1\r\nDu;2\r\n").Texts.ShouldBe(["Hej", "Du"]);
    }

    [Fact]
    public void Rows_that_do_not_fit_are_named_by_line_and_too_many_are_no_CSV()
    {
        var some = Imported.From("id;tekst\n1;a\n2;b\n3\n" + string.Concat(Enumerable.Range(4, 20).Select(i => $"{i};c\n")));
        some.Report.Refused.ShouldHaveSingleItem().Lines.ShouldBe([4L]);

        Imported.From("id;tekst\n1;a\n2\n3\n4;b;c\n5;d\n6;e\n").Report.Refusal.ShouldBe(FileRefusals.NotRecognised);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("  \n\t", "empty")]
    [InlineData("Bare noget tekst uden form", "not_recognised")]
    [InlineData("{\"a\":1}", "not_recognised")]
    [InlineData("[1,2,3]", "not_recognised")]
    [InlineData("<html><body>Hej</body></html>", "not_recognised")]
    [InlineData("\u0001\u0002\u0000binær", "not_recognised")]
    [InlineData("{", "not_recognised")]
    [InlineData("PK\u0003\u0004ikke en zip", "unsafe_archive")]
    public void What_is_no_export_is_refused_with_a_reason(string text, string refusal)
    {
        var report = Imported.From(text).Report;

        report.Refusal.ShouldBe(refusal);
        report.IsRefusedByRule.ShouldBeFalse();
        report.Warnings.ShouldHaveSingleItem().Code.ShouldBe(refusal);
    }

    [Fact]
    public void A_file_above_the_limit_is_too_large() =>
        Imported.From(Encoding.UTF8.GetBytes("id;tekst\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i};Hej\n"))), new ImportOptions { MostBytes = 300 }).Report.Refusal.ShouldBe(FileRefusals.TooLarge);

    [Fact]
    public void Without_a_running_mandate_there_is_nothing_to_import_into()
    {
        var day = new DateOnly(2026, 11, 20);

        ImportMandate.Grant("M-1", "formål", "navn", "leder", day, day, day).ShouldNotBeNull();
        ImportMandate.Grant("M-1", "formål", "navn", "leder", day, day, day.AddDays(1)).ShouldBeNull();
        ImportMandate.Grant("M-1", " ", "navn", "leder", day, day, day).ShouldBeNull();
    }
}
