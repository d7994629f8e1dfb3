using System.Text;
using Npgsql;
using Vaern.App.Accounts;
using Vaern.App.Background;
using Vaern.App.StreetWork;
using Vaern.App.StreetWork.Imports;
using Vaern.Data;
using Vaern.TestKit;
using static Vaern.TestKit.ChannelExports;

namespace Vaern.App.Tests.StreetWork;

/// <summary>Exports under a mandate: what is taken, what is refused, that nothing unmasked lies anywhere, and what a dying process leaves.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private readonly StreetTown town = new();
    private readonly string spool = Path.Combine(Path.GetTempPath(), $"vaern-spool-{Guid.CreateVersion7():N}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StaffMember Mille => town["gade1"];

    public async ValueTask InitializeAsync()
    {
        await town.InitializeAsync();
        town.Town.Spool = new ImportSpool(spool);
    }

    public async ValueTask DisposeAsync()
    {
        await town.DisposeAsync();
        if (Directory.Exists(spool))
        {
            Directory.Delete(spool, recursive: true);
        }
    }

    [Fact]
    public async Task An_export_is_masked_and_sorted_and_its_surname_is_found_nowhere()
    {
        var number = await HandInAsync(Telegram("Fjordby Snak", Mixed()));
        Directory.GetFiles(spool).Select(file => Encoding.UTF8.GetString(File.ReadAllBytes(file))).ShouldAllBe(text => !text.Contains(Surname) && !text.Contains("havnen"));
        await WorkAsync();

        var done = (await DatasetList.ReadAsync(town.Town, Mille, number, Cancel)).Value;
        (done.State, done.NumberOf, done.Percent, done.Source).ShouldBe(("done", 44, 100, "S-4 Fjordby Snak"));
        done.Outcome!.Accepted.ShouldBe(44);
        done.Outcome.Concerns.ShouldBeGreaterThanOrEqualTo(2);
        done.Outcome.Care.ShouldBe(1);
        done.ExpiresOn.ShouldBe(new DateOnly(2026, 12, 31));
        Directory.GetFiles(spool).ShouldBeEmpty();
        (await AnywhereAsync(Surname)).ShouldBeEmpty();
        (await AnywhereAsync("havnen")).ShouldBeEmpty();

        var list = (await MakeDataset.ListAsync(town.Town, Mille, Guid.CreateVersion7(), number, new DatasetParameters("concern", Budget: 10), Cancel)).Value;
        var (_, items, _) = (await ReadingRoom.PageAsync(town.Town, Mille, list, 1, Cancel)).Value;
        items.Select(item => item.Text).ShouldContain("jeg slår dig ihjel hvis du kommer herned");
        items.ShouldAllBe(item => item.Route == "concern" && item.Explanation!.Spans.Count > 0 && !item.Text.Contains(Surname));
    }

    [Theory]
    [InlineData("telegram-private.json", "not_public")]
    [InlineData("telegram-whole-account.json", "whole_account")]
    [InlineData("whatsapp-android.txt", "private_source")]
    [InlineData("telegram-public.json", "other_source")]
    [InlineData("feed-rss.xml", "other_source")]
    [InlineData("discord-channel.json", "other_source")]
    public async Task A_file_that_may_not_be_taken_leaves_its_reason_and_nothing_else(string file, string reason)
    {
        await using var content = File.OpenRead(RepositoryFolder.Combine("samples", "imports", file));
        var number = await HandInAsync(content);
        await WorkAsync();

        var refused = (await DatasetList.ReadAsync(town.Town, Mille, number, Cancel)).Value;
        (refused.State, refused.Fault, refused.NumberOf).ShouldBe(("refused", reason, 0));
        Directory.GetFiles(spool).ShouldBeEmpty();
        (await CountAsync("select count(*) from street_message")).ShouldBe(0);
        (await AnywhereAsync(Surname)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://t.me/+AbCdEfGh", "link.closed-group")]
    [InlineData("https://chat.example/kanal4/invite/77", "link.closed-group")]
    [InlineData("https://andet.example/snak", "link.outside")]
    [InlineData("https://chat.example/kanal3", "link.other-source")]
    [InlineData("ikke et link", "link.unreadable")]
    public async Task An_address_that_is_not_the_sources_is_refused_before_a_byte_is_read(string address, string code)
    {
        (await ReceiveImport.RunAsync(town.Town, Mille, Asked(address: address), new Unreadable(), Cancel)).Error.Code.ShouldBe(code);
        (await CountAsync("select count(*) from street_dataset")).ShouldBe(0);
        (await AnywhereAsync("AbCdEfGh")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_running_mandate_that_names_the_source_nothing_is_taken_in_code_or_in_the_database()
    {
        (await ReceiveImport.RunAsync(town.Town, town["vagt1"], Asked(), new Unreadable(), Cancel)).Error.Code.ShouldBe("import.not-allowed");
        (await ReceiveImport.RunAsync(town.Town, Mille, Asked() with { Source = Guid.CreateVersion7() }, new Unreadable(), Cancel)).Error.Code.ShouldBe("import.source");
        var half = Guid.CreateVersion7();
        var body = new MandateBody("Nyt", "Viden", "Ingen anden vej", "");
        (await Mandates.SaveAsync(town.Town, town["ssp2"], new MandateDraft(half, body, ["F-08"], new DateOnly(2026, 12, 1), new DateOnly(2027, 2, 1), null, 30, town["ssp2"].Account), 0, Cancel)).IsOk.ShouldBeTrue();
        (await ReceiveImport.RunAsync(town.Town, Mille, Asked() with { Mandate = half }, new Unreadable(), Cancel)).Error.Code.ShouldBe("mandate.draft");
        town.Clock.SetDanish(2027, 1, 13, 10);
        (await ReceiveImport.RunAsync(town.Town, Mille, Asked(), new Unreadable(), Cancel)).Error.Code.ShouldBe("mandate.expired");
        (await CountAsync("select count(*) from street_dataset")).ShouldBe(0);

        const string Row =
            """
            insert into street_dataset (id, number, mandate_id, source_id, kind, state, parameters, program, made_at, expires_on)
            values (gen_random_uuid(), 'D-1', @mandate, @source, 'source', 'done', '{}', '0', @at, '2027-01-12')
            """;
        (await RefusedAsync(Row, town.People.Mandate, town.People.Sources[0].Id, town.Clock.GetUtcNow())).ShouldBe("VM001");
        (await RefusedAsync(Row, half, town.People.Sources[0].Id, town.Clock.GetUtcNow())).ShouldBe("VM001");
        (await RefusedAsync(Row, town.People.Mandate, Guid.CreateVersion7(), new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero))).ShouldBe("VM003");
        (await RefusedAsync(
            """
            insert into street_message (id, dataset_id, source_id, stable, content, taken_at, passed_on, body, route, priority, expires_on)
            select gen_random_uuid(), @mandate, @source, 'a', 'b', @at, false, '\x00', 'none', 0, '2026-12-10'
            """,
            Guid.CreateVersion7(), town.People.Sources[0].Id, town.Clock.GetUtcNow())).ShouldBeOneOf("VM001", "23503");
    }

    [Fact]
    public async Task A_mandate_that_is_stopped_while_the_file_waits_refuses_it_and_removes_the_file()
    {
        var number = await HandInAsync(Telegram("Fjordby Snak", Mixed()));
        await StopAsync();
        await WorkAsync();

        var refused = (await DatasetList.ReadAsync(town.Town, Mille, number, Cancel)).Value;
        (refused.State, refused.Fault).ShouldBe(("refused", "mandate.stopped"));
        Directory.GetFiles(spool).ShouldBeEmpty();
    }

    [Fact]
    public async Task Handing_in_the_same_file_or_form_again_adds_nothing_and_a_changed_message_is_a_new_version()
    {
        var asked = Asked();
        var first = (await ReceiveImport.RunAsync(town.Town, Mille, asked, Telegram("Fjordby Snak", Mixed()), Cancel)).Value;
        (await ReceiveImport.RunAsync(town.Town, Mille, asked, new Unreadable(), Cancel)).Value.ShouldBe(first);
        await WorkAsync();
        var again = await HandInAsync(Telegram("fjordby snak", Mixed()));
        await WorkAsync();
        (await DatasetList.ReadAsync(town.Town, Mille, again, Cancel)).Value.NumberOf.ShouldBe(0);
        (await CountAsync("select count(*) from street_message")).ShouldBe(44);

        var changed = await HandInAsync(Telegram("Fjordby Snak", Mixed().Select((one, n) => n == 0 ? one with { Text = "en anden tekst" } : one)));
        await WorkAsync();
        (await DatasetList.ReadAsync(town.Town, Mille, changed, Cancel)).Value.NumberOf.ShouldBe(1);
        (await CountAsync("select count(*) from street_message")).ShouldBe(44);
    }

    [Fact]
    public async Task A_process_that_dies_in_the_middle_is_taken_up_where_it_was_and_nothing_stands_twice()
    {
        const int Many = 3_500;
        var number = await HandInAsync(Telegram("Fjordby Snak", Enumerable.Range(0, Many).Select(n => new Said($"besked nummer {n} ved havnen", n % 9))));
        ProcessImport.AfterBatch.Value = stored => throw new OperationCanceledException($"killed after {stored}");
        await Should.ThrowAsync<OperationCanceledException>(WorkAsync);
        ProcessImport.AfterBatch.Value = null;
        var half = (await DatasetList.ReadAsync(town.Town, Mille, number, Cancel)).Value;
        half.State.ShouldBe("reading");
        (await CountAsync("select count(*) from street_message")).ShouldBe(1_000);
        Directory.GetFiles(spool).Length.ShouldBe(1, "the next attempt needs it");

        town.Clock.Advance(TimeSpan.FromMinutes(6));
        var stored = new List<long>();
        ProcessImport.AfterBatch.Value = stored.Add;
        await WorkAsync();
        ProcessImport.AfterBatch.Value = null;

        (await DatasetList.ReadAsync(town.Town, Mille, number, Cancel)).Value.NumberOf.ShouldBe(Many);
        (await CountAsync("select count(*) from street_message")).ShouldBe(Many);
        (await CountAsync("select count(distinct stable) from street_message")).ShouldBe(Many);
        stored.Where(place => place > 1_000).ShouldBe([2_000L, 3_000L, 3_500L]);
        Directory.GetFiles(spool).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_killed_process_leaves_of_an_upload_is_noise_and_is_swept_away()
    {
        var broken = await ReceiveImport.RunAsync(town.Town, Mille, Asked(), new BreaksOff(Telegram("Fjordby Snak", Mixed())), Cancel);
        broken.Error.Code.ShouldBe("import.broken-off");
        Directory.GetFiles(spool).ShouldBeEmpty();

        // As after kill -9: the row says that it is being received, and a file lies there.
        var number = await HandInAsync(Telegram("Fjordby Snak", Mixed()));
        await ExecuteAsync($"update street_dataset set state = 'receiving' where number = '{number}'");
        await ExecuteAsync("delete from job");
        await File.WriteAllTextAsync(Path.Combine(spool, $"{Guid.CreateVersion7():N}.import"), "left over", Cancel);
        await DatasetRemoval.DeleteDueAsync(town.Town, Cancel);
        Directory.GetFiles(spool).Length.ShouldBe(1, "only the one that no import owns is gone");
        town.Clock.SetDanish(2026, 12, 31, 10);
        foreach (var file in Directory.GetFiles(spool))
        {
            File.SetLastWriteTimeUtc(file, town.Clock.GetUtcNow().AddHours(-2).UtcDateTime);
        }

        await DatasetRemoval.DeleteDueAsync(town.Town, Cancel);
        await DatasetRemoval.DeleteDueAsync(town.Town, Cancel);
        Directory.GetFiles(spool).ShouldBeEmpty();
        (await DatasetList.ReadAsync(town.Town, Mille, number, Cancel)).Value.Fault.ShouldBe("broken-off");
    }

    [Fact]
    public async Task The_data_protection_officer_sees_the_tree_and_no_text()
    {
        var number = await HandInAsync(Telegram("Fjordby Snak", Mixed()));
        await WorkAsync();
        var list = (await MakeDataset.ListAsync(town.Town, Mille, Guid.CreateVersion7(), number, new DatasetParameters("concern", Budget: 10), Cancel)).Value;

        (await DatasetList.ReadAsync(town.Town, town["dpo1"], list, Cancel)).Value.Parent.ShouldBe(number);
        (await ReadingRoom.PageAsync(town.Town, town["dpo1"], list, 1, Cancel)).Error.Code.ShouldBe("dataset.not-found");
        (await DatasetList.ReadAsync(town.Town, town["vagt1"], list, Cancel)).Error.Code.ShouldBe("dataset.not-found");
        var (above, _) = await DatasetList.TreeAsync(town.Town, town["dpo1"], (await DatasetList.ReadAsync(town.Town, Mille, list, Cancel)).Value.Id, Cancel);
        above.Select(one => one.Kind).ShouldBe(["source", "import"]);
    }

    private NewImport Asked(string address = "https://chat.example/kanal4") => new(Guid.CreateVersion7(), town.People.Mandate, town.People.Sources[3].Id, address);

    private async Task<string> HandInAsync(Stream content) => (await ReceiveImport.RunAsync(town.Town, Mille, Asked(), content, Cancel)).Value;

    private Task WorkAsync() => StreetJobs.RunAsync(town.Town, Cancel);

    private async Task StopAsync() => (await Mandates.StopAsync(
        town.Town, town["ssp2"], town.People.Mandate, "Slut", (await MandateList.ReadAsync(town.Town, town["ssp2"], 7, Cancel)).Value.Version, Cancel)).IsOk.ShouldBeTrue();

    private async Task<long> CountAsync(string sql)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<long>(sql, cancel: Cancel);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        await work.ExecuteAsync(sql, cancel: Cancel);
        await work.CommitAsync(Cancel);
    }

    private async Task<string?> RefusedAsync(string sql, Guid mandate, Guid source, DateTimeOffset at)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return (await Should.ThrowAsync<PostgresException>(() => work.ExecuteAsync(sql, new { mandate, source, at }, Cancel))).SqlState;
    }

    /// <summary>Tables of the street, of jobs and of the outbox in which a word stands as it was written.</summary>
    private async Task<IReadOnlyList<string>> AnywhereAsync(string word)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        var found = new List<string>();
        foreach (var table in new[] { "street_dataset", "street_message", "street_item", "street_verdict", "street_week", "street_passed_on", "mandate_alias_key", "job", "outbox", "stream_event" })
        {
            // Bytes as the letters they would be: a row as text shows them in hexadecimal.
            var hex = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(word));
            if (await work.SingleAsync<long>($"select count(*) from {table} t where t::text ilike @word or t::text ilike @hex", new { word = $"%{word}%", hex = $"%{hex}%" }, Cancel) > 0)
            {
                found.Add(table);
            }
        }

        return found;
    }

    /// <summary>Fails when it is read: a refusal before a byte.</summary>
    private sealed class Unreadable : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new InvalidOperationException("It was read.");
    }

    private sealed class BreaksOff(Stream inner) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await inner.ReadAsync(buffer[..Math.Min(100, buffer.Length)], cancellationToken) is var got && inner.Position < 1_000 ? got : throw new IOException("The connection is gone.");
    }
}
