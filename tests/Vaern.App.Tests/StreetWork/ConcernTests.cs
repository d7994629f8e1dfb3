using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Concerns;
using Vaern.App.StreetWork;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.Tests.StreetWork;

/// <summary>A concern is another act in another room; contacts have no one; the bulletin is written by one and published by another.</summary>
public sealed class ConcernTests : IAsyncLifetime
{
    private readonly StreetTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => town.InitializeAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task A_concern_opens_a_case_with_the_duty_and_its_clocks_and_the_sender_lets_go_of_it()
    {
        await town.People.SkipAsync("B", 2026, 8);
        town.Clock.SetDanish(2026, 12, 1, 19, 18);
        var asked = Concern(known: new DateTimeOffset(2026, 12, 1, 19, 15, 0, TimeSpan.FromHours(1)));

        var number = (await SendConcern.HandleAsync(town.Town, town["gade1"], asked, Cancel)).Value;
        (await SendConcern.HandleAsync(town.Town, town["gade1"], asked, Cancel)).Value.ShouldBe(number);

        number.ShouldBe("B-2026-009");
        var read = (await ReadCase.HandleAsync(town.Town, town["vagt1"], number, Cancel)).Value;
        read.Parties.Single().Body.Name.ShouldBe("Emil Prøvesen");
        read.Entries.ShouldContain(entry => entry.Text.Contains("Kommer fra O-2026-031.", StringComparison.Ordinal));
        var clocks = read.Clocks.ToDictionary(clock => clock.Rule.Id);
        clocks["D-01"].State.ShouldBe("met");
        (clocks["D-03"].State, clocks["D-03"].DueAt).ShouldBe(("running", new DateTimeOffset(2026, 12, 2, 19, 18, 0, TimeSpan.FromHours(1))));
        (clocks["D-03b"].State, clocks["D-03b"].DueOn, clocks["D-03b"].LatestOn).ShouldBe(("running", new DateOnly(2026, 12, 8), new DateOnly(2026, 12, 9)));
        foreach (var login in new[] { "gade1", "gade2", "ssp2", "leder1" })
        {
            (await ReadCase.HandleAsync(town.Town, town[login], number, Cancel)).Error.Code.ShouldBe("case.not-found", login);
        }

        (await ConcernDesk.OwnAsync(town.Town, town["gade2"], number, Cancel)).Error.Code.ShouldBe("concern.not-found");
    }

    [Fact]
    public async Task The_duty_is_called_accepts_and_owns_the_case_from_then_on()
    {
        var line = new Calls();
        town.Town.DutyLine = line;
        town.Clock.SetDanish(2026, 12, 1, 19, 18);
        var number = (await SendConcern.HandleAsync(town.Town, town["gade1"], Concern(), Cancel)).Value;
        await WorkAsync();
        line.Made.ShouldBe([(town["vagt1"].Account, "phone"), (town["vagt1"].Account, "sms")]);
        town.Clock.SetDanish(2026, 12, 1, 19, 31);

        var waiting = (await ConcernDesk.WaitingAsync(town.Town, town["vagt1"], Cancel)).Single();
        (await ConcernDesk.WaitingAsync(town.Town, town["gade1"], Cancel)).ShouldBeEmpty();
        (await ConcernDesk.AcceptAsync(town.Town, town["vagt1"], waiting.Id, Cancel)).IsOk.ShouldBeTrue();
        (await ConcernDesk.AcceptAsync(town.Town, town["vagt2"], waiting.Id, Cancel)).Error.Code.ShouldBe("concern.accepted");

        var sent = (await ConcernDesk.OwnAsync(town.Town, town["gade1"], number, Cancel)).Value;
        (sent.AcceptedAt, sent.AcceptedBy).ShouldBe((town.Clock.GetUtcNow(), town["vagt1"].Account));
        var read = (await ReadCase.HandleAsync(town.Town, town["vagt2"], number, Cancel)).Value;
        read.Owner.ShouldBe(town["vagt1"].Account);
        read.Clocks.Single(clock => clock.Rule.Id == "GOAL-CONCERN-ACCEPTED").State.ShouldBe("met");
        town.Clock.SetDanish(2026, 12, 1, 19, 40);
        await WorkAsync();
        line.Made.Count.ShouldBe(2, "nobody else is called once it is accepted");
    }

    [Fact]
    public async Task After_fifteen_minutes_the_next_is_called_and_both_attempts_stay()
    {
        town.Town.DutyLine = new Calls();
        town.Clock.SetDanish(2026, 12, 1, 19, 18);
        var number = (await SendConcern.HandleAsync(town.Town, town["gade1"], Concern(), Cancel)).Value;
        await WorkAsync();
        town.Clock.SetDanish(2026, 12, 1, 19, 32);
        await WorkAsync();
        (await ConcernDesk.OwnAsync(town.Town, town["gade1"], number, Cancel)).Value.EscalatedAt.ShouldBeNull();

        town.Clock.SetDanish(2026, 12, 1, 19, 33);
        await WorkAsync();

        var sent = (await ConcernDesk.OwnAsync(town.Town, town["gade1"], number, Cancel)).Value;
        sent.EscalatedAt.ShouldBe(town.Clock.GetUtcNow());
        sent.Attempts.Where(attempt => attempt.Channel == "phone").Select(attempt => (attempt.Account, attempt.Place)).ShouldBe([(town["vagt1"].Account, 1), (town["vagt2"].Account, 2)]);
    }

    [Fact]
    public async Task A_duty_system_that_is_down_loses_nothing_and_is_tried_again()
    {
        var line = new Calls { Down = true };
        town.Town.DutyLine = line;
        var number = (await SendConcern.HandleAsync(town.Town, town["gade1"], Concern(), Cancel)).Value;
        await WorkAsync();
        (await ConcernDesk.OwnAsync(town.Town, town["gade1"], number, Cancel)).Value.Unreached.ShouldBeTrue();
        (await ConcernDesk.CalledAsync(town.Town, town["gade1"], number, "", Cancel)).Error.Code.ShouldBe("concern.called-missing");
        (await ConcernDesk.CalledAsync(town.Town, town["gade1"], number, "Ditte fra vagten", Cancel)).IsOk.ShouldBeTrue();

        line.Down = false;
        town.Clock.Advance(TimeSpan.FromMinutes(3));
        await WorkAsync();

        var sent = (await ConcernDesk.OwnAsync(town.Town, town["gade1"], number, Cancel)).Value;
        sent.Unreached.ShouldBeFalse();
        sent.Attempts.Select(attempt => attempt.Outcome).ShouldBe(["failed", "failed", "reached", "reached"]);
        (await ReadCase.HandleAsync(town.Town, town["vagt1"], number, Cancel)).IsOk.ShouldBeTrue();
    }

    [Theory]
    [InlineData("concern.known-missing")]
    [InlineData("concern.reason-missing")]
    [InlineData("concern.category")]
    [InlineData("concern.time")]
    [InlineData("concern.too-long")]
    public async Task Half_a_concern_is_refused_and_nothing_is_opened(string code)
    {
        var asked = code switch
        {
            "concern.known-missing" => Concern() with { Known = " " },
            "concern.reason-missing" => Concern() with { Reason = "" },
            "concern.category" => Concern() with { Category = "noget" },
            "concern.time" => Concern() with { ActAt = town.Clock.GetUtcNow().AddHours(1) },
            _ => Concern() with { Known = new string('a', 8_001) },
        };

        (await SendConcern.HandleAsync(town.Town, town["gade1"], asked, Cancel)).Error.Code.ShouldBe(code);
        (await CountAsync("case_file")).ShouldBe(0);
    }

    [Fact]
    public async Task A_restricted_concern_has_a_record_without_bytes_the_childs_wish_and_the_72_hours()
    {
        town.Clock.SetDanish(2026, 12, 3, 19, 47);
        var asked = Concern() with
        {
            Restricted = true, Category = "sextortion", Wish = "Ring ikke til min far, før jeg har talt med nogen.", KnownAt = new DateTimeOffset(2026, 12, 3, 19, 30, 0, TimeSpan.FromHours(1)),
            ActAt = new DateTimeOffset(2026, 12, 3, 18, 20, 0, TimeSpan.FromHours(1)),
        };
        var number = (await SendConcern.HandleAsync(town.Town, town["gade1"], asked, Cancel)).Value;

        var read = (await ReadCase.HandleAsync(town.Town, town["vagt1"], number, Cancel)).Value;
        read.Restricted.ShouldBeTrue();
        read.Referrals.Count.ShouldBe(1);
        read.Entries.ShouldContain(entry => entry.Text.Contains("»Ring ikke til min far, før jeg har talt med nogen.«", StringComparison.Ordinal));
        var clocks = read.Clocks.ToDictionary(clock => clock.Rule.Id);
        clocks["A-01"].DueAt.ShouldBe(new DateTimeOffset(2026, 12, 6, 18, 20, 0, TimeSpan.FromHours(1)));
        (clocks["D-01"].State, clocks["D-01"].SettledAt).ShouldBe(("met", town.Clock.GetUtcNow()));
        (await CountAsync("blob")).ShouldBe(0);
    }

    [Fact]
    public async Task J2_a_contact_is_answered_guided_and_handed_over_without_a_field_for_who()
    {
        town.Clock.SetDanish(2026, 12, 3, 18, 30);
        await town.People.ShiftAsync();
        await town.People.ShiftAsync("gade2");
        await town.People.SkipAsync("K", 2026, 43);
        town.Clock.SetDanish(2026, 12, 3, 19, 6);
        var asked = new NewContact(Guid.CreateVersion7(), "extortion", "Telegram", new DateTimeOffset(2026, 12, 3, 19, 4, 0, TimeSpan.FromHours(1)));
        var number = (await Contacts.OpenAsync(town.Town, town["gade1"], asked, Cancel)).Value;
        (await Contacts.OpenAsync(town.Town, town["gade1"], asked, Cancel)).Value.ShouldBe(number);
        number.ShouldBe("K-2026-044");
        town.Clock.SetDanish(2026, 12, 3, 19, 9);
        (await Contacts.AnsweredAsync(town.Town, town["gade1"], number, Cancel)).IsOk.ShouldBeTrue();
        (await Contacts.StepAsync(town.Town, town["gade1"], number, "do-not-pay", true, null, Cancel)).IsOk.ShouldBeTrue();
        (await Contacts.StepAsync(town.Town, town["gade1"], number, "stop-answering", false, "", Cancel)).Error.Code.ShouldBe("contact.skip-why");
        (await Contacts.StepAsync(town.Town, town["gade1"], number, "stop-answering", false, "Alma Prøvesen vil ikke", Cancel)).Error.Code.ShouldBe("words.name");
        (await Contacts.StepAsync(town.Town, town["gade1"], number, "adult-help", true, null, Cancel)).Error.Code.ShouldBe("contact.step", "that branch is for adults");
        (await Contacts.ColleagueAsync(town.Town, town["gade1"], number, Cancel)).IsOk.ShouldBeTrue();
        (await StreetLine.ListAsync(town.Town, town["gade2"], Cancel)).Single().Kind.ShouldBe("with-me");

        (await Contacts.CloseAsync(town.Town, town["gade1"], number, "warm-hand-over", "15-17", 1, Cancel)).Error.Code.ShouldBe("contact.no-meeting");
        (await Contacts.MeetAsync(town.Town, town["gade1"], number, new DateTimeOffset(2026, 12, 4, 14, 0, 0, TimeSpan.FromHours(1)), "club", Cancel)).IsOk.ShouldBeTrue();
        (await Contacts.CloseAsync(town.Town, town["gade1"], number, "warm-hand-over", "15-17", 1, Cancel)).Error.Code.ShouldBe("contact.duty-open");
        (await Contacts.StepAsync(town.Town, town["gade1"], number, "notify", true, null, Cancel)).IsOk.ShouldBeTrue();
        town.Clock.SetDanish(2026, 12, 3, 20, 25);
        (await Contacts.CloseAsync(town.Town, town["gade1"], number, "warm-hand-over", "15-17", 1, Cancel)).IsOk.ShouldBeTrue();

        var (contact, _) = (await ContactList.ReadAsync(town.Town, town["ssp2"], number, Cancel)).Value;
        (contact.FirstAnswer, contact.Age, contact.Outcome).ShouldBe((TimeSpan.FromMinutes(5), "15-17", "warm-hand-over"));
        contact.ColleagueAt.ShouldNotBeNull();
        (await ContactList.CountsAsync(town.Town, town["ssp2"], new DateOnly(2026, 12, 1), Cancel)).ShouldBe([new ContactCount(new DateOnly(2026, 12, 1), "15-17", 1)]);
        (await Contacts.AnsweredAsync(town.Town, town["gade1"], number, Cancel)).Error.Code.ShouldBe("contact.closed");
    }

    [Fact]
    public async Task A_message_at_2310_counts_from_the_next_opening_and_is_first_in_the_queue()
    {
        town.Clock.SetDanish(2026, 12, 2, 18, 30);
        await town.People.ShiftAsync();
        var fresh = await ContactAsync(new DateTimeOffset(2026, 12, 2, 18, 29, 0, TimeSpan.FromHours(1)));
        var late = await ContactAsync(new DateTimeOffset(2026, 12, 1, 23, 10, 0, TimeSpan.FromHours(1)));
        town.Clock.SetDanish(2026, 12, 2, 18, 36);
        await Contacts.AnsweredAsync(town.Town, town["gade1"], late, Cancel);

        (await ContactList.ReadAsync(town.Town, town["gade1"], late, Cancel)).Value.Contact.FirstAnswer.ShouldBe(TimeSpan.FromMinutes(6));
        (await ContactList.QueueAsync(town.Town, town["gade1"], Cancel)).Select(one => one.Number).ShouldBe([fresh, late], "who has no answer comes first");
    }

    [Fact]
    public async Task She_turns_out_to_be_18_and_the_guide_changes_with_a_reason()
    {
        await town.People.ShiftAsync();
        var number = await ContactAsync(town.Clock.GetUtcNow());
        ContactGuide.Steps("extortion", "15-17").ShouldContain(step => step.Key == "notify");
        (await Contacts.AgeAsync(town.Town, town["gade1"], number, "15-17", null, 1, Cancel)).IsOk.ShouldBeTrue();

        (await Contacts.AgeAsync(town.Town, town["gade1"], number, "adult", null, 2, Cancel)).Error.Code.ShouldBe("contact.age-why");
        (await Contacts.AgeAsync(town.Town, town["gade1"], number, "adult", "siger selv 18", 1, Cancel)).Error.Code.ShouldBe("contact.stale");
        (await Contacts.AgeAsync(town.Town, town["gade1"], number, "adult", "siger selv 18", 2, Cancel)).IsOk.ShouldBeTrue();

        ContactGuide.Steps("extortion", "adult").Select(step => step.Key).ShouldContain("adult-help");
        ContactGuide.Steps("extortion", "adult").ShouldNotContain(step => step.Key == "notify");
        (await Contacts.CloseAsync(town.Town, town["gade1"], number, "advice", "adult", 3, Cancel)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task The_bulletin_is_drafted_without_links_reviewed_by_another_and_ends_after_a_week()
    {
        await town.People.ShiftAsync();
        var seen = (await Phenomena.RecordAsync(town.Town, town["gade1"], town.People.Seen(), Cancel)).Value;
        town.Clock.SetDanish(2026, 12, 2, 9);
        BulletinWords Words(string kind) => new("Vold delt som film", "En film går rundt.", "Er der noget, der fylder i denne uge?", "Bed ikke om at se filmen.");

        var key = (await Bulletins.DraftAsync(town.Town, town["gade1"], Words, Cancel)).Value;
        (await Bulletins.DraftAsync(town.Town, town["gade2"], Words, Cancel)).Value.ShouldBe(key);
        key.ShouldBe("2026-49");
        var draft = (await Bulletins.ReadAsync(town.Town, town["gade1"], key, Cancel)).Value;
        draft.Body.Items.Single().ShouldSatisfyAllConditions(item => item.Kind.ShouldBe("violence-shared"), item => item.Built.ShouldBe([seen]), item => item.Trend.ShouldBe("new"));
        draft.ToString().ShouldNotContain("chat.example");
        draft.Body.Words.ShouldBeLessThanOrEqualTo(BulletinBody.MostWords);

        (await Bulletins.SaveAsync(town.Town, town["gade1"], key, [Words("") with { Say = "Spørg Oscar Prøvesen" }], false, 1, Cancel)).Error.Code.ShouldBe("words.name");
        (await Bulletins.SaveAsync(town.Town, town["gade1"], key, [Words("") with { Seen = "Se https://chat.example/kanal4" }], false, 1, Cancel)).Error.Code.ShouldBe("words.link");
        (await Bulletins.SaveAsync(town.Town, town["gade1"], key, [Words("") with { Seen = string.Join(' ', Enumerable.Repeat("og", 299)) }], false, 1, Cancel)).Error.Code.ShouldBe("bulletin.too-long");
        (await Bulletins.PublishAsync(town.Town, town["gade1"], key, 1, Cancel)).Error.Code.ShouldBe("bulletin.own");
        (await Bulletins.PublicAsync(town.Town, key, Cancel)).ShouldBeNull();
        (await Bulletins.PublishAsync(town.Town, town["ssp2"], key, 1, Cancel)).IsOk.ShouldBeTrue();

        var shown = (await Bulletins.PublicAsync(town.Town, null, Cancel))!;
        (shown.ExpiresOn, shown.HoldsOn(new DateOnly(2026, 12, 9)), shown.HoldsOn(new DateOnly(2026, 12, 10))).ShouldBe((new DateOnly(2026, 12, 9), true, false));
        town.Clock.SetDanish(2026, 12, 10, 9);
        (await Bulletins.PublicAsync(town.Town, null, Cancel)).ShouldBeNull();
    }

    private NewConcern Concern(DateTimeOffset? known = null) => new(
        Guid.CreateVersion7(), "O-2026-031", new ConcernPerson("Emil Prøvesen", "Tanghøj Skole, 7.B"), "violence-filmed", "Jeg kender ham fra Lanternen. Han bliver slået af flere.", "Han er udsat for vold.", null,
        known ?? town.Clock.GetUtcNow(), null, false, "Telegram", false);

    private async Task<string> ContactAsync(DateTimeOffset wrote) =>
        (await Contacts.OpenAsync(town.Town, town["gade1"], new NewContact(Guid.CreateVersion7(), "extortion", "Telegram", wrote), Cancel)).Value;

    private async Task WorkAsync()
    {
        var worker = new Worker(new MunicipalityRegistry([town.Town]), new NoMail(), town.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(town.Town, Cancel))
        {
        }
    }

    private async Task<long> CountAsync(string table)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<long>($"select count(*) from {table}", cancel: Cancel);
    }

    private sealed class Calls : IDutyLine
    {
        public List<(AccountId To, string Channel)> Made { get; } = [];

        public bool Down { get; set; }

        public Task AlertAsync(DutyAlert alert, CancellationToken cancel)
        {
            if (Down)
            {
                throw new IOException("The exchange does not answer.");
            }

            Made.Add((alert.To, alert.Channel));
            return Task.CompletedTask;
        }
    }

    private sealed class NoMail : IMailTransport
    {
        public Task SendAsync(Mail mail, CancellationToken cancel) => Task.CompletedTask;
    }
}
