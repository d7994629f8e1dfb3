using Vaern.App.Accounts;
using Vaern.App.Evidence;
using Vaern.App.StreetWork;
using Vaern.Data;
using Vaern.Data.Keys;

namespace Vaern.App.Tests.StreetWork;

/// <summary>Shifts and phenomena: no persons, no media, links for the team, and gone on their day.</summary>
public sealed class PhenomenonTests : IAsyncLifetime
{
    private readonly StreetTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => town.InitializeAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task The_first_look_of_a_shift_is_as_the_journey_says()
    {
        await town.People.ShiftAsync("gade2");
        await town.People.SkipAsync("V", 2026, 116);

        var now = await Shifts.NowAsync(town.Town, town["gade1"], Cancel);
        (now.Fault, now.Profiles.Count, now.Mandate!.Sources.Count, now.Mandate.DaysLeft(new DateOnly(2026, 12, 1))).ShouldBe((null, 3, 9, 42));
        now.OnTheLine.Single().Worker.ShouldBe(town["gade2"].Account);

        (await town.People.ShiftAsync()).ShouldBe("V-2026-118");
        var mine = (await Shifts.NowAsync(town.Town, town["gade1"], Cancel)).Mine!;
        mine.PlannedEnd.ShouldBe(new DateTimeOffset(2026, 12, 1, 21, 30, 0, TimeSpan.FromHours(1)));
        (await PublicStreet.ReadAsync(town.Town, Cancel)).OnlineUntil.ShouldBe(mine.PlannedEnd);
    }

    [Fact]
    public async Task Starting_twice_is_one_shift_and_without_a_profile_there_is_none()
    {
        var id = Guid.CreateVersion7();
        var number = (await Shifts.StartAsync(town.Town, town["gade1"], id, town.People.Mandate, Cancel)).Value;
        (await Shifts.StartAsync(town.Town, town["gade1"], id, town.People.Mandate, Cancel)).Value.ShouldBe(number);
        (await Shifts.StartAsync(town.Town, town["gade1"], Guid.CreateVersion7(), town.People.Mandate, Cancel)).Value.ShouldBe(number);

        foreach (var profile in (await OpenProfiles.ListAsync(town.Town, town["gade2"], Cancel)).Where(one => one.Worker == town["gade2"].Account))
        {
            (await OpenProfiles.CloseAsync(town.Town, town["gade2"], profile.Id, Cancel)).IsOk.ShouldBeTrue();
        }

        (await Shifts.StartAsync(town.Town, town["gade2"], Guid.CreateVersion7(), town.People.Mandate, Cancel)).Error.Code.ShouldBe("shift.no-profile");
        (await Shifts.StartAsync(town.Town, town["ssp2"], Guid.CreateVersion7(), town.People.Mandate, Cancel)).Error.Code.ShouldBe("shift.not-allowed");
    }

    [Theory]
    [InlineData("Dreng slås af flere, Oscar P filmer", "words.name")]
    [InlineData("Alma Prøvesen slår", "words.name")]
    [InlineData("se @drengen_99", "words.handle")]
    [InlineData("ring 22 34 56 78", "words.phone")]
    [InlineData("cpr 311280-9980 står der", "words.cpr")]
    [InlineData("skriv til dreng@post.example", "words.mail")]
    [InlineData("ligger på https://chat.example/kanal4/9", "words.link")]
    public async Task What_looks_like_a_person_is_refused_before_anything_is_stored(string note, string code)
    {
        await town.People.ShiftAsync();

        (await Phenomena.RecordAsync(town.Town, town["gade1"], town.People.Seen(note), Cancel)).Error.Code.ShouldBe(code);
        (await CountAsync("phenomenon")).ShouldBe(0);
        var answered = await Phenomena.RecordAsync(town.Town, town["gade1"], town.People.Seen(note, notAName: true), Cancel);
        answered.IsOk.ShouldBe(code == "words.name", "only a name can be a mistake");
    }

    [Theory]
    [InlineData("https://t.me/+AbCdEfGh", "link.closed-group")]
    [InlineData("https://t.me/joinchat/AAAA", "link.closed-group")]
    [InlineData("discord.gg/abc", "link.closed-group")]
    [InlineData("https://chat.example/kanal4/invite/77", "link.closed-group")]
    [InlineData("tg://join?invite=abc", "link.closed-group")]
    [InlineData("https://andet.example/post/1", "link.outside")]
    [InlineData("https://chat.example/kanal44/1", "link.outside")]
    [InlineData("https://chat.example/kanal3/1", "link.other-source")]
    [InlineData("ikke et link", "link.unreadable")]
    [InlineData("javascript:alert(1)", "link.unreadable")]
    [InlineData("https://user:pw@chat.example/kanal4/1", "link.unreadable")]
    public async Task A_link_that_may_not_be_here_is_not_stored(string link, string code)
    {
        await town.People.ShiftAsync();

        (await Phenomena.RecordAsync(town.Town, town["gade1"], town.People.Seen(link: link), Cancel)).Error.Code.ShouldBe(code);
        (await CountAsync("phenomenon")).ShouldBe(0);
        (await CountAsync("phenomenon_link")).ShouldBe(0);
    }

    [Fact]
    public async Task A_phenomenon_is_saved_once_with_its_day_of_deletion_and_the_look_is_counted_for_the_person_alone()
    {
        await town.People.SkipAsync("O", 2026, 30);
        await town.People.ShiftAsync();
        town.Clock.SetDanish(2026, 12, 1, 19, 14);
        var seen = town.People.Seen();

        (await Phenomena.RecordAsync(town.Town, town["gade1"], seen, Cancel)).Value.ShouldBe("O-2026-031");
        (await Phenomena.RecordAsync(town.Town, town["gade1"], seen, Cancel)).Value.ShouldBe("O-2026-031");

        var read = (await PhenomenonList.ReadAsync(town.Town, town["gade1"], "O-2026-031", Cancel)).Value;
        (read.Kind, read.Source, read.ExpiresOn, read.Link).ShouldBe(("violence-shared", "S-4 Fjordby Snak", new DateOnly(2026, 12, 31), "https://chat.example/kanal4/812"));
        (await CountAsync("phenomenon")).ShouldBe(1);
        (await Exposures.OwnAsync(town.Town, town["gade1"], Cancel))[0].Pictures.ShouldBe(1);
        (await CountAsync("blob")).ShouldBe(0);
    }

    [Fact]
    public async Task The_link_is_for_those_who_were_on_the_street_at_the_same_time()
    {
        await town.People.ShiftAsync();
        var number = (await Phenomena.RecordAsync(town.Town, town["gade1"], town.People.Seen(), Cancel)).Value;

        (await PhenomenonList.ReadAsync(town.Town, town["gade2"], number, Cancel)).Value.Link.ShouldBeNull("Oskar is not on shift");
        (await PhenomenonList.ReadAsync(town.Town, town["ssp2"], number, Cancel)).Value.Link.ShouldBeNull("the owner is not on shift");
        (await PhenomenonList.ReadAsync(town.Town, town["leder1"], number, Cancel)).Error.Code.ShouldBe("phenomenon.not-found");
        town.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.People.ShiftAsync("gade2");
        (await PhenomenonList.ReadAsync(town.Town, town["gade2"], number, Cancel)).Value.Link.ShouldNotBeNull();
    }

    [Fact]
    public async Task On_1_January_note_and_link_are_gone_the_count_remains_and_a_certificate_exists()
    {
        await town.People.ShiftAsync();
        var seen = town.People.Seen();
        var number = (await Phenomena.RecordAsync(town.Town, town["gade1"], seen, Cancel)).Value;
        await EndAsync("gade1");
        town.Clock.SetDanish(2026, 12, 31, 23, 50);
        (await RawNotes.DeleteDueAsync(town.Town, Cancel)).ShouldBe(0);
        town.Clock.SetDanish(2027, 1, 1, 0, 5);
        (await PhenomenonList.ReadAsync(town.Town, town["gade1"], number, Cancel)).Value.ShouldSatisfyAllConditions(
            one => one.Note.ShouldBeNull("the day decides, not the job"), one => one.Link.ShouldBeNull(), one => one.Gone.ShouldBeTrue());

        (await RawNotes.DeleteDueAsync(town.Town, Cancel)).ShouldBe(1);
        (await RawNotes.DeleteDueAsync(town.Town, Cancel)).ShouldBe(0);

        (await CountAsync("phenomenon_link")).ShouldBe(0);
        (await PhenomenonList.CountsAsync(town.Town, town["gade1"], new DateOnly(2026, 12, 1), Cancel)).ShouldBe([new PhenomenonCount(new DateOnly(2026, 12, 1), "violence-shared", 1)]);
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        (await DeletionCertificate.ReadAsync(work, seen.Id, Cancel)).Value.Kind.ShouldBe("street");
        (await work.SingleAsync<long>("select count(*) from phenomenon where note is not null or source_id is not null or age is not null or seen_at is not null", cancel: Cancel)).ShouldBe(0);
        (await work.SingleAsync<long>("select count(*) from street_shift where news is not null", cancel: Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_phenomenon_that_should_not_have_been_written_is_taken_away_by_the_team_at_once()
    {
        await town.People.ShiftAsync();
        var number = (await Phenomena.RecordAsync(town.Town, town["gade1"], town.People.Seen(), Cancel)).Value;

        (await Phenomena.RemoveAsync(town.Town, town["gade2"], number, Cancel)).Error.Code.ShouldBe("phenomenon.not-found");
        (await Phenomena.RemoveAsync(town.Town, town["gade1"], number, Cancel)).IsOk.ShouldBeTrue();
        (await PhenomenonList.ReadAsync(town.Town, town["gade1"], number, Cancel)).Value.Gone.ShouldBeTrue();
        (await CountAsync("phenomenon_link")).ShouldBe(0);
    }

    [Fact]
    public async Task Of_something_restricted_nothing_is_kept_but_that_it_happened()
    {
        await town.People.ShiftAsync();

        (await Phenomena.RestrictedAsync(town.Town, town["gade1"], Cancel)).IsOk.ShouldBeTrue();

        (await CountAsync("phenomenon")).ShouldBe(0);
        (await CountAsync("phenomenon_link")).ShouldBe(0);
    }

    [Fact]
    public async Task A_notice_is_looked_at_again_after_a_day_and_its_answer_is_measured()
    {
        await town.People.ShiftAsync();
        var seen = town.People.Seen();
        var number = (await Phenomena.RecordAsync(town.Town, town["gade1"], seen, Cancel)).Value;
        town.Clock.SetDanish(2026, 12, 1, 19, 40);
        var notice = Guid.CreateVersion7();

        (await PlatformNotices.SentAsync(town.Town, town["gade2"], notice, number, "violence", Cancel)).Error.Code.ShouldBe("notice.no-link");
        (await PlatformNotices.SentAsync(town.Town, town["gade1"], notice, number, "violence", Cancel)).IsOk.ShouldBeTrue();
        (await PlatformNotices.SentAsync(town.Town, town["gade1"], notice, number, "violence", Cancel)).IsOk.ShouldBeTrue();
        var sent = (await PlatformNotices.OfAsync(town.Town, town["gade1"], seen.Id, Cancel)).Single();
        sent.NextCheckAt.ShouldBe(new DateTimeOffset(2026, 12, 2, 19, 40, 0, TimeSpan.FromHours(1)));

        town.Clock.SetDanish(2026, 12, 2, 19, 45);
        (await PlatformNotices.DueAsync(town.Town, town["gade2"], Cancel)).Single().Id.ShouldBe(notice);
        (await PlatformNotices.CheckedAsync(town.Town, town["gade2"], notice, null, 1, Cancel)).IsOk.ShouldBeTrue();
        town.Clock.SetDanish(2026, 12, 3, 7, 40);
        (await PlatformNotices.CheckedAsync(town.Town, town["gade2"], notice, "removed", 1, Cancel)).Error.Code.ShouldBe("notice.stale");
        (await PlatformNotices.CheckedAsync(town.Town, town["gade2"], notice, "removed", 2, Cancel)).IsOk.ShouldBeTrue();
        (await PlatformNotices.OfAsync(town.Town, town["gade1"], seen.Id, Cancel)).Single().Took.ShouldBe(TimeSpan.FromHours(36));
    }

    [Fact]
    public async Task How_one_is_after_a_shift_only_the_person_can_read()
    {
        await town.People.ShiftAsync();
        var shift = await EndAsync("gade1");

        (await WellBeing.AnswerAsync(town.Town, town["gade1"], shift, 6, Cancel)).Error.Code.ShouldBe("wellbeing.value");
        (await WellBeing.AnswerAsync(town.Town, town["gade2"], shift, 3, Cancel)).Error.Code.ShouldBe("shift.not-found");
        (await WellBeing.AnswerAsync(town.Town, town["gade1"], shift, 3, Cancel)).IsOk.ShouldBeTrue();

        (await WellBeing.OwnAsync(town.Town, town["gade1"], Cancel)).Single().Value.ShouldBe(3);
        foreach (var login in new[] { "gade2", "ssp2", "dpo1" })
        {
            await using var work = await town.Town.Database.BeginAsync(new Acting.Staff(town[login].Account.Value), Cancel);
            (await work.SingleAsync<long>("select count(*) from street_wellbeing", cancel: Cancel)).ShouldBe(0, login);
        }

        await using var worker = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => worker.SingleAsync<long>("select count(*) from street_wellbeing", cancel: Cancel))).SqlState.ShouldBe("42501");
    }

    [Fact]
    public async Task The_line_is_for_those_on_shift_together_and_takes_no_names()
    {
        await town.People.ShiftAsync();
        await town.People.ShiftAsync("gade2");

        (await StreetLine.SendAsync(town.Town, town["gade1"], Guid.CreateVersion7(), "with-me", null, false, Cancel)).IsOk.ShouldBeTrue();
        (await StreetLine.SendAsync(town.Town, town["gade2"], Guid.CreateVersion7(), "words", "Alma Prøvesen igen?", false, Cancel)).Error.Code.ShouldBe("words.name");
        (await StreetLine.SendAsync(town.Town, town["gade2"], Guid.CreateVersion7(), "words", "jeg sidder klar", false, Cancel)).IsOk.ShouldBeTrue();

        (await StreetLine.ListAsync(town.Town, town["gade2"], Cancel)).Select(line => (line.Kind, line.Text)).ShouldBe([("words", "jeg sidder klar"), ("with-me", null)], ignoreOrder: true);
        (await StreetLine.ListAsync(town.Town, town["ssp2"], Cancel)).ShouldBeEmpty();
        (await StreetLine.SendAsync(town.Town, town["ssp2"], Guid.CreateVersion7(), "here", null, false, Cancel)).Error.Code.ShouldBe("shift.none");
    }

    [Fact]
    public async Task A_shift_ends_with_five_fields_without_names_and_twice_is_once()
    {
        await town.People.ShiftAsync();
        var mine = (await Shifts.NowAsync(town.Town, town["gade1"], Cancel)).Mine!;
        var report = new ShiftReport(4, 1, 1, "Emil har lagt en ny film op", false);
        town.Clock.SetDanish(2026, 12, 1, 21, 30);

        (await Shifts.EndAsync(town.Town, town["gade1"], mine.Id, report, false, mine.Version, Cancel)).Error.Code.ShouldBe("words.name");
        (await Shifts.EndAsync(town.Town, town["gade1"], mine.Id, report with { News = "Film af slagsmål deles igen", Talks = -1 }, false, mine.Version, Cancel)).Error.Code.ShouldBe("shift.numbers");
        (await Shifts.EndAsync(town.Town, town["gade1"], mine.Id, report with { News = "Film af slagsmål deles igen" }, false, mine.Version, Cancel)).IsOk.ShouldBeTrue();
        (await Shifts.EndAsync(town.Town, town["gade1"], mine.Id, report with { News = "", Talks = 9 }, false, mine.Version, Cancel)).IsOk.ShouldBeTrue();

        var read = (await ShiftList.ReadAsync(town.Town, town["ssp2"], mine.Number, Cancel)).Value;
        (read.Report!.Talks, read.Report.Phenomena, read.Report.Concerns, read.Report.News).ShouldBe((4, 1, 1, "Film af slagsmål deles igen"));
        read.EndedAt.ShouldBe(town.Clock.GetUtcNow());
        (await PublicStreet.ReadAsync(town.Town, Cancel)).OnlineUntil.ShouldBeNull();
    }

    [Theory]
    [InlineData(2026, 12, 3, 23, 10, "2026-12-07T18:30:00+01:00")]
    [InlineData(2026, 12, 3, 19, 4, "2026-12-03T19:04:00+01:00")]
    [InlineData(2026, 12, 3, 21, 30, "2026-12-07T18:30:00+01:00")]
    [InlineData(2026, 12, 1, 3, 0, "2026-12-01T18:30:00+01:00")]
    public void The_promise_of_an_answer_is_counted_from_the_opening(int year, int month, int day, int hour, int minute, string from)
    {
        var at = new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.FromHours(1));

        OpeningHours.CountedFrom([new OpeningHours([1, 2, 3, 4], 1110, 1290)], at).ShouldBe(DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture));
    }

    private async Task<Guid> EndAsync(string login)
    {
        var mine = (await Shifts.NowAsync(town.Town, town[login], Cancel)).Mine!;
        return (await Shifts.EndAsync(town.Town, town[login], mine.Id, new ShiftReport(4, 1, 1, "Nye film", false), false, mine.Version, Cancel)).Value;
    }

    private async Task<long> CountAsync(string table)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<long>($"select count(*) from {table}", cancel: Cancel);
    }
}
