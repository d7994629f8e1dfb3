using System.IO.Compression;
using System.Text;
using Vaern.Screening.Importing;

namespace Vaern.Screening.Tests.Importing;

public sealed class TelegramImportTests
{
    [Theory]
    [InlineData("\"type\":\"private_channel\",", "not_public")]
    [InlineData("\"type\":\"personal_chat\",", "not_public")]
    [InlineData("\"type\":null,", "not_public")]
    [InlineData("", "not_public")]
    [InlineData("\"type\":\"public_channel\",\"contacts\":{},", "whole_account")]
    [InlineData("\"personal_information\":{\"user_id\":1},", "whole_account")]
    public void Only_a_public_chat_is_taken(string head, string refusal)
    {
        var imported = Imported.From($$"""{{{head}}"id":1,"messages":[{{Message(1, "\"Hej\"")}}]}""");

        imported.Report.Refusal.ShouldBe(refusal);
        imported.Report.Seen.ShouldBe(0);
        imported.Report.Accepted.ShouldBe(0);
        imported.Messages.ShouldBeEmpty();
        imported.Report.IsRefusedByRule.ShouldBeTrue();
    }

    [Fact]
    public void The_gate_may_stand_after_the_messages()
    {
        Imported.From($$"""{"messages":[{{Message(1, "\"Hej\"")}}],"id":900,"type":"private_group"}""").Messages.ShouldBeEmpty();

        var first = Imported.From($$"""{"messages":[{{Message(1, "\"Hej\"")}}],"id":900,"type":"public_channel"}""");
        var second = Imported.From(Chat(Message(1, "\"Hej\"")));
        first.Messages.ShouldHaveSingleItem().Key.ShouldBe(second.Messages.ShouldHaveSingleItem().Key);
    }

    [Fact]
    public void Control_characters_written_as_no_JSON_are_mended_and_text_that_looks_so_is_kept()
    {
        var imported = Imported.From(Chat(Message(1, """ "a\x0Bb \\x41 \\\x0C \" \u00e5" """)));

        imported.Texts.ShouldHaveSingleItem().ShouldBe("a\u000Bb \\x41 \\\u000C \" å");
        imported.Warning(ImportWarnings.ControlEscapesRepaired).ShouldBe("2");
    }

    [Fact]
    public void An_escape_may_lie_over_two_reads()
    {
        var bytes = Encoding.UTF8.GetBytes(Chat(Message(1, """ "a\x0Bb\\\x0Cc" """)));
        for (var cut = 1; cut < 9; cut++)
        {
            var imported = new Imported();
            using var key = new Vaern.Screening.Masking.AliasKey(new byte[32]);
            ChannelImport.Mask(() => new Dripping(bytes, cut), Imported.Mandate, key, imported);
            imported.Texts.ShouldHaveSingleItem().ShouldBe("a\u000Bb\\\u000Cc", $"reads of {cut} bytes");
        }
    }

    [Theory]
    [InlineData("\"Hej\"", "Hej")]
    [InlineData("[\"Hej \",{\"type\":\"bold\",\"text\":\"du\"}]", "Hej du")]
    [InlineData("[{\"type\":\"text_link\",\"text\":\"her\",\"href\":\"https://example.org/x?y\"}]", "her ([LINK example.org])")]
    [InlineData("[{\"type\":\"phone\",\"text\":\"kontoret\"}]", "[TLF]")]
    [InlineData("\"en\",\"text\":\"to\"", "to")]
    [InlineData("\"\",\"poll\":{\"question\":\"Hvornår?\",\"answers\":[{\"text\":[\"Fre\",\"dag\"],\"voters\":1}]}", "Hvornår?\nFredag")]
    [InlineData("\"\",\"todo_list\":{\"title\":\"Husk\",\"answers\":[{\"text\":\"kage\",\"id\":1}]}", "Husk\nkage")]
    [InlineData("\"Valg\",\"inline_bot_buttons\":[[{\"type\":\"callback\",\"text\":\"Ja tak\",\"data\":\"\"}]]", "Valg\nJa tak")]
    [InlineData("\"\",\"place_name\":\"Hallen\",\"location_information\":{\"latitude\":1,\"longitude\":2}", "Hallen")]
    public void Text_is_read_in_all_its_forms(string text, string read) => Imported.From(Chat(Message(1, text))).Texts.ShouldHaveSingleItem().ShouldBe(read);

    [Theory]
    [InlineData("{\"id\":1,\"type\":\"unsupported\"}", "unsupported")]
    [InlineData("{\"id\":1,\"type\":\"service\",\"date\":\"2026-11-20T13:05:22\",\"action\":\"send_webview_data\",\"text\":\"a\",\"text\":\"\"}", "service")]
    [InlineData("{\"id\":1,\"type\":\"message\",\"date_unixtime\":\"1\",\"from\":\"A\",\"from_id\":\"user1\",\"contact_information\":{\"first_name\":\"Mona\",\"phone_number\":\"+45 12345678\"},\"text\":\"\"}", "no_text")]
    [InlineData("{\"id\":1,\"type\":\"message\",\"date_unixtime\":\"1\",\"file_name\":\"mona.jpg\",\"text\":\"\"}", "no_text")]
    [InlineData("7", "malformed")]
    [InlineData("{\"type\":\"message\",\"text\":\"Hej\"}", "malformed")]
    public void What_is_no_message_is_counted_with_its_reason(string element, string reason) =>
        Imported.From(Chat(element)).Counts.ShouldBe($"Accepted 0/1 {reason}:1");

    [Fact]
    public void The_time_with_a_zone_is_trusted_and_an_old_file_is_Danish_time()
    {
        var imported = Imported.From(Chat(
            "{\"id\":1,\"type\":\"message\",\"date\":\"2026-11-20T23:00:00\",\"date_unixtime\":\"1795181122\",\"text\":\"a\"},"
            + "{\"id\":2,\"type\":\"message\",\"date\":\"2020-10-25T02:30:00\",\"from\":\"A\",\"from_id\":4711,\"text\":\"b\"}"));

        imported.Messages[0].At.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1795181122));
        imported.Messages[1].At.ShouldBe(new DateTimeOffset(2020, 10, 25, 0, 30, 0, TimeSpan.Zero));
        imported.Warning(ImportWarnings.NoTimeZone).ShouldBe("1");
    }

    [Fact]
    public void Repetitions_are_duplicates_and_a_changed_text_is_a_new_version()
    {
        var imported = Imported.From(Chat($"{Message(1, "\"a\"")},{Message(1, "\"a\"")},{Message(1, "\"b\"")}"));

        imported.Counts.ShouldBe("Accepted 2/3 duplicate:1");
        imported.Messages[0].Key.ShouldBe(imported.Messages[1].Key);
        imported.Messages[0].Content.ShouldNotBe(imported.Messages[1].Content);
        imported.Warning(ImportWarnings.Edited).ShouldBe("1");
    }

    [Fact]
    public void A_second_import_gives_the_same_keys_and_another_mandate_gives_others()
    {
        var bytes = Encoding.UTF8.GetBytes(Chat(Message(1, "\"a\"")));
        var (first, second, other) = (Imported.From(bytes), Imported.From(bytes), Imported.From(bytes, key: [.. Enumerable.Repeat((byte)9, 32)]));

        first.Messages[0].Key.ShouldBe(second.Messages[0].Key);
        first.Messages[0].Author.ShouldBe(second.Messages[0].Author);
        first.Messages[0].Key.ShouldNotBe(other.Messages[0].Key);
    }

    [Fact]
    public void Exports_that_overlap_meet_in_the_keys_of_what_both_hold()
    {
        var early = Imported.From(Chat($"{Message(1, "\"a\"")},{Message(2, "\"b\"")},{Message(3, "\"c\"")}"));
        var late = Imported.From(Chat($"{Message(2, "\"b\"")},{Message(3, "\"changed\"")},{Message(4, "\"d\"")}"));

        Dictionary<string, string> kept = new(StringComparer.Ordinal);
        var changed = 0;
        foreach (var message in early.Messages.Concat(late.Messages).Concat(late.Messages))
        {
            changed += kept.TryGetValue(message.Key, out var content) && content != message.Content ? 1 : 0;
            kept[message.Key] = message.Content;
        }

        kept.Count.ShouldBe(4);
        changed.ShouldBe(1, "only the third message has another text");
        late.Messages[0].Content.ShouldBe(early.Messages[1].Content);
    }

    [Fact]
    public void A_file_that_breaks_off_gives_its_whole_messages()
    {
        var whole = Chat($"{Message(1, "\"a\"")},{Message(2, "\"b\"")}");
        var imported = Imported.From(whole[..(whole.IndexOf("\"b", StringComparison.Ordinal) + 2)]);

        imported.Counts.ShouldBe("Partial 1/1");
        imported.Warning(ImportWarnings.Truncated).ShouldBe("1");
    }

    [Fact]
    public void Who_reacted_is_dropped_and_unknown_fields_are_named()
    {
        var imported = Imported.From(Chat(Message(1, "\"a\",\"reactions\":[{\"type\":\"emoji\",\"count\":1,\"recent\":[{\"from\":\"Mona\",\"from_id\":\"user9\"}]}],\"brand_new\":{\"x\":[1]},\"0102585678\":1")));

        imported.Warning(ImportWarnings.BystandersDropped).ShouldBe("1");
        imported.Report.Warnings.Single(one => one.Code == ImportWarnings.UnknownField).Names.ShouldBe(["?", "brand_new"]);
    }

    [Fact]
    public void Everyone_who_takes_part_is_masked_also_before_their_first_message()
    {
        var imported = Imported.From(Chat(
            "{\"id\":1,\"type\":\"message\",\"date_unixtime\":\"1\",\"from\":\"Aksel Prøvesen\",\"from_id\":\"user1\",\"forwarded_from\":\"Xerxina Prøvesen\",\"text\":\"hils zephyra og xerxina\"},"
            + "{\"id\":2,\"type\":\"message\",\"date_unixtime\":\"2\",\"from\":\"Zephyra Prøvesen\",\"from_id\":\"user2\",\"author\":\"Quentina\",\"text\":\"og quentina\"}"));

        var text = string.Join(' ', imported.Texts);
        foreach (var name in new[] { "zephyra", "xerxina", "quentina" }) text.ShouldNotContain(name, Case.Insensitive);
        imported.Messages[0].ForwardedFrom.ShouldNotBeNull().ShouldStartWith("Person-");
    }

    [Fact]
    public void A_long_text_is_cut_before_the_limit_at_a_whole_character()
    {
        var imported = Imported.From(Chat(Message(1, $"\"{new string('a', 65_535)}👍🏽 slut\"")));

        imported.Messages[0].Text.Text.Length.ShouldBe(65_535);
        imported.Messages[0].TextLength.ShouldBe(65_535 + 4 + 5);
        imported.Warning(ImportWarnings.TextCapped).ShouldBe("1");
    }

    [Fact]
    public void Broken_UTF8_and_half_pairs_are_replaced_and_counted()
    {
        var text = Encoding.UTF8.GetBytes(Chat(Message(1, "\"a?b \\uD83D c\"")));
        text[Array.IndexOf(text, (byte)'?')] = 0xFF;

        var imported = Imported.From(text);

        imported.Texts.ShouldHaveSingleItem().ShouldBe("a\uFFFDb \uFFFD c");
        imported.Warning(ImportWarnings.InvalidUtf8).ShouldBe("1");
    }

    [Theory]
    [InlineData("ChatExport_2026-11-20/result.json", null)]
    [InlineData("../result.json", "unsafe_archive")]
    [InlineData("inner.zip", "unsafe_archive")]
    [InlineData("billede.jpg", "not_recognised")]
    public void A_zip_file_gives_its_one_export(string entry, string? refusal)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var stream = zip.CreateEntry(entry).Open();
            stream.Write(Encoding.UTF8.GetBytes(Chat(Message(1, "\"Hej\""))));
        }

        var imported = Imported.From(packed.ToArray());

        imported.Report.Refusal.ShouldBe(refusal);
        imported.Messages.Count.ShouldBe(refusal is null ? 1 : 0);
    }

    [Fact]
    public void A_bomb_is_not_unpacked()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var stream = zip.CreateEntry("result.json").Open();
            stream.Write(Encoding.UTF8.GetBytes("{\"type\":\"public_channel\",\"name\":\"" + new string('a', 8_000_000) + "\"}"));
        }

        Imported.From(packed.ToArray()).Report.Refusal.ShouldBe(FileRefusals.UnsafeArchive);
    }

    private static string Message(int id, string text) => $$"""{"id":{{id}},"type":"message","date":"2026-11-20T13:05:22","date_unixtime":"1795176322","from":"Aksel Prøvesen","from_id":"user1","text":{{text}}}""";

    private static string Chat(string messages) => $$"""{"name":"Fjordby","type":"public_channel","id":900,"messages":[{{messages}}]}""";

    /// <summary>Gives few bytes at a time, as a network does.</summary>
    private sealed class Dripping(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, most)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
    }
}
