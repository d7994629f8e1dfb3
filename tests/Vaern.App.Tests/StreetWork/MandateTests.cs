using Npgsql;
using Vaern.App.StreetWork;
using Vaern.Data;

namespace Vaern.App.Tests.StreetWork;

/// <summary>The mandate binds everything: in the handlers, and in the database for whoever forgets them.</summary>
public sealed class MandateTests : IAsyncLifetime
{
    private readonly StreetTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => town.InitializeAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task M7_is_active_and_has_42_days_left_on_1_December()
    {
        var mandate = (await MandateList.ReadAsync(town.Town, town["gade1"], 7, Cancel)).Value;

        mandate.StateOn(new DateOnly(2026, 12, 1)).ShouldBe("active");
        mandate.DaysLeft(new DateOnly(2026, 12, 1)).ShouldBe(42);
        mandate.Sources.Select(source => source.Label).ShouldBe(["S-1", "S-2", "S-3", "S-4", "S-5", "S-6", "S-7", "S-8", "S-9"]);
        mandate.Opinion!.By.ShouldBe(town["dpo1"].Account);
        mandate.StateOn(new DateOnly(2027, 1, 12)).ShouldBe("active");
        mandate.StateOn(new DateOnly(2027, 1, 13)).ShouldBe("expired");
        mandate.StateOn(new DateOnly(2026, 8, 31)).ShouldBe("coming");
    }

    [Fact]
    public async Task On_13_January_there_is_no_shift_no_phenomenon_and_no_proposal_and_no_job_had_to_run()
    {
        await town.People.ShiftAsync("gade2");
        town.Clock.SetDanish(2027, 1, 13, 18, 30);

        (await Shifts.StartAsync(town.Town, town["gade1"], Guid.CreateVersion7(), town.People.Mandate, Cancel)).Error.Code.ShouldBe("mandate.expired");
        (await Phenomena.RecordAsync(town.Town, town["gade2"], town.People.Seen(), Cancel)).Error.Code.ShouldBe("mandate.expired");
        (await SourceProposals.ProposeAsync(town.Town, town["gade1"], Guid.CreateVersion7(), town.People.Mandate, new ProposedSource("Ny kanal", "Telegram", "chat.example/ny", "Nyt fænomen"), true, Cancel))
            .Error.Code.ShouldBe("mandate.expired");
        var now = await Shifts.NowAsync(town.Town, town["gade1"], Cancel);
        (now.Fault, now.Mandate!.Number).ShouldBe(("mandate.expired", "M-7"));
        (await PublicStreet.ReadAsync(town.Town, Cancel)).Mandates.ShouldBeEmpty();
    }

    [Fact]
    public async Task Half_a_mandate_cannot_be_made_active()
    {
        var id = Guid.CreateVersion7();
        var draft = Draft(id) with { AssessedOn = null };
        var sequence = (await Mandates.SaveAsync(town.Town, town["ssp2"], draft, 0, Cancel)).Value;

        var refused = await Mandates.ActivateAsync(town.Town, town["ssp2"], id, 1, Cancel);
        refused.Error.ShouldBe(new Error("mandate.incomplete", "sources,assessment,opinion"));
        (await Mandates.GiveOpinionAsync(town.Town, town["dpo1"], id, "Ja", new DateOnly(2026, 12, 1), 1, Cancel)).Error.Code.ShouldBe("mandate.no-assessment");
        (await Shifts.StartAsync(town.Town, town["gade1"], Guid.CreateVersion7(), id, Cancel)).Error.Code.ShouldBe("mandate.draft");
        (await MandateList.ReadAsync(town.Town, town["ssp1"], sequence, Cancel)).Value.Stored.ShouldBe("draft");
    }

    [Fact]
    public async Task A_changed_draft_loses_the_opinion_and_only_the_owner_approves()
    {
        var id = Guid.CreateVersion7();
        var sequence = (await Mandates.SaveAsync(town.Town, town["ssp2"], Draft(id), 0, Cancel)).Value;
        (await Mandates.AddSourceAsync(town.Town, town["ssp2"], id, new SourceText("Havnesnak", "Discord", "https://www.chat.example/Havn/"), false, 1, Cancel)).IsOk.ShouldBeTrue();
        (await Mandates.GiveOpinionAsync(town.Town, town["ssp2"], id, "Fint", new DateOnly(2026, 12, 1), 2, Cancel)).Error.Code.ShouldBe("mandate.not-found");
        (await Mandates.GiveOpinionAsync(town.Town, town["dpo1"], id, "Fint", new DateOnly(2026, 12, 1), 2, Cancel)).IsOk.ShouldBeTrue();

        (await Mandates.ActivateAsync(town.Town, town["ssp1"], id, 3, Cancel)).Error.Code.ShouldBe("mandate.not-owner");
        (await Mandates.SaveAsync(town.Town, town["ssp2"], Draft(id) with { RetentionDays = 14 }, 3, Cancel)).IsOk.ShouldBeTrue();
        (await Mandates.ActivateAsync(town.Town, town["ssp2"], id, 4, Cancel)).Error.Message.ShouldBe("opinion");
        (await Mandates.SaveAsync(town.Town, town["ssp2"], Draft(id), 3, Cancel)).Error.Code.ShouldBe("mandate.stale");
        (await MandateList.ReadAsync(town.Town, town["ssp2"], sequence, Cancel)).Value.Sources.Single().Address.ShouldBe("chat.example/havn");
    }

    [Fact]
    public async Task Pressing_twice_makes_one_mandate()
    {
        var draft = Draft(Guid.CreateVersion7());

        var first = (await Mandates.SaveAsync(town.Town, town["ssp2"], draft, 0, Cancel)).Value;
        (await Mandates.SaveAsync(town.Town, town["ssp2"], draft, 0, Cancel)).Value.ShouldBe(first);
    }

    [Theory]
    [InlineData("mandate.period", 0, 400, 30)]
    [InlineData("mandate.period", 10, 0, 30)]
    [InlineData("mandate.retention", 0, 10, 0)]
    [InlineData("mandate.retention", 0, 10, 91)]
    public async Task Bad_periods_are_refused(string code, int from, int to, int retention)
    {
        var day = new DateOnly(2026, 12, 1);
        var draft = Draft(Guid.CreateVersion7()) with { From = day.AddDays(from), To = day.AddDays(to), RetentionDays = retention };

        (await Mandates.SaveAsync(town.Town, town["ssp2"], draft, 0, Cancel)).Error.Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_person_or_a_closed_group_is_no_source()
    {
        var id = Guid.CreateVersion7();
        await Mandates.SaveAsync(town.Town, town["ssp2"], Draft(id), 0, Cancel);

        (await Mandates.AddSourceAsync(town.Town, town["ssp2"], id, new SourceText("Oscar Prøvesen", "TikTok", "video.example/oscar"), false, 1, Cancel)).Error.Code.ShouldBe("source.person");
        (await Mandates.AddSourceAsync(town.Town, town["ssp2"], id, new SourceText("@oscar2012", "TikTok", "video.example/oscar"), true, 1, Cancel)).Error.Code.ShouldBe("source.person");
        (await Mandates.AddSourceAsync(town.Town, town["ssp2"], id, new SourceText("Den lukkede", "Telegram", "https://t.me/+AbCdEf"), true, 1, Cancel)).Error.Code.ShouldBe("source.closed-group");
    }

    [Fact]
    public async Task A_stopped_mandate_ends_what_runs_on_it_and_stays_stopped()
    {
        await town.People.ShiftAsync();
        var version = (await MandateList.ReadAsync(town.Town, town["ssp2"], 7, Cancel)).Value.Version;

        (await Mandates.StopAsync(town.Town, town["ssp1"], town.People.Mandate, "Nej", version, Cancel)).Error.Code.ShouldBe("mandate.not-owner");
        (await Mandates.StopAsync(town.Town, town["dpo1"], town.People.Mandate, "", version, Cancel)).Error.Code.ShouldBe("reason.missing");
        (await Mandates.StopAsync(town.Town, town["dpo1"], town.People.Mandate, "Kilderne er ændret.", version, Cancel)).IsOk.ShouldBeTrue();

        (await Phenomena.RecordAsync(town.Town, town["gade1"], town.People.Seen(), Cancel)).Error.Code.ShouldBe("mandate.stopped");
        (await PublicStreet.ReadAsync(town.Town, Cancel)).OnlineUntil.ShouldBeNull();
        (await Mandates.ActivateAsync(town.Town, town["ssp2"], town.People.Mandate, version + 1, Cancel)).Error.Code.ShouldBe("mandate.approved");
    }

    [Fact]
    public async Task A_renewal_takes_the_sources_along_and_starts_as_a_draft_without_assessment()
    {
        var id = Guid.CreateVersion7();
        var sequence = (await Mandates.SaveAsync(town.Town, town["ssp2"], Draft(id) with { AssessedOn = null, Renews = town.People.Mandate }, 0, Cancel)).Value;

        var renewal = (await MandateList.ReadAsync(town.Town, town["ssp2"], sequence, Cancel)).Value;
        (renewal.Stored, renewal.Sources.Count, renewal.Renews).ShouldBe(("draft", 9, town.People.Mandate));
        renewal.Missing(new DateOnly(2026, 12, 1)).ShouldBe(["assessment", "opinion"]);
    }

    [Fact]
    public async Task A_proposal_goes_to_the_owner_who_takes_it_in_or_says_why_not()
    {
        await town.People.ShiftAsync();
        var asked = new ProposedSource("Aftensnak", "Telegram", "chat.example/aften", "Der deles film af slagsmål.");
        var proposal = Guid.CreateVersion7();
        (await SourceProposals.ProposeAsync(town.Town, town["gade1"], proposal, town.People.Mandate, asked, true, Cancel)).IsOk.ShouldBeTrue();
        (await SourceProposals.ProposeAsync(town.Town, town["gade1"], proposal, town.People.Mandate, asked, true, Cancel)).IsOk.ShouldBeTrue();
        (await SourceProposals.WaitingAsync(town.Town, town["ssp2"], Cancel)).ShouldBe(1);
        var link = "https://chat.example/aften/5";
        (await Phenomena.RecordAsync(town.Town, town["gade1"], town.People.Seen(link: link), Cancel)).Error.Code.ShouldBe("link.outside");

        (await SourceProposals.DecideAsync(town.Town, town["ssp1"], proposal, true, "Ja", 1, Cancel)).Error.Code.ShouldBe("mandate.not-owner");
        (await SourceProposals.DecideAsync(town.Town, town["ssp2"], proposal, true, "Ligger inden for formålet.", 1, Cancel)).IsOk.ShouldBeTrue();
        (await SourceProposals.DecideAsync(town.Town, town["ssp2"], proposal, false, "Nej", 1, Cancel)).Error.Code.ShouldBe("proposal.stale");

        var taken = (await MandateList.ReadAsync(town.Town, town["gade1"], 7, Cancel)).Value.Sources[^1];
        (taken.Label, taken.Address).ShouldBe(("S-10", "chat.example/aften"));
        (await Phenomena.RecordAsync(town.Town, town["gade1"], town.People.Seen(link: link) with { Source = taken.Id }, Cancel)).IsOk.ShouldBeTrue();
    }

    [Theory]
    [InlineData("insert into street_shift (id, number, mandate_id, worker_id, started_at, planned_end, expires_on) values (gen_random_uuid(), 'V-9', @mandate, @me, '2027-01-13 18:30+01', '2027-01-13 21:30+01', '2027-02-12')", "VM001")]
    [InlineData("insert into street_shift (id, number, mandate_id, worker_id, started_at, planned_end, expires_on) values (gen_random_uuid(), 'V-9', gen_random_uuid(), @me, '2026-12-01 18:30+01', '2026-12-01 21:30+01', '2026-12-31')", "VM001")]
    [InlineData("insert into street_shift (id, number, mandate_id, worker_id, started_at, planned_end, expires_on) values (gen_random_uuid(), 'V-9', @mandate, @other, '2026-12-01 18:30+01', '2026-12-01 21:30+01', '2026-12-31')", "42501")]
    [InlineData("insert into mandate (id, number, state, owner_id, body, basis, starts_on, ends_on, retention_days) values (gen_random_uuid(), 99, 'draft', @me, 'x', '{F-08}', '2026-12-01', '2026-12-31', 30)", "42501")]
    [InlineData("insert into phenomenon (id, number, mandate_id, shift_id, source_id, kind, age, seen_on, seen_at, note, recorded_at, expires_on) select gen_random_uuid(), 'O-9', @mandate, s.id, @source, 'other', 'all', '2027-01-13', '2027-01-13 18:40+01', 'x', '2027-01-13 18:40+01', '2027-01-14' from street_shift s where s.worker_id = @me", "VM001")]
    [InlineData("insert into phenomenon (id, number, mandate_id, shift_id, source_id, kind, age, seen_on, seen_at, note, recorded_at, expires_on) select gen_random_uuid(), 'O-9', @mandate, s.id, gen_random_uuid(), 'other', 'all', '2026-12-01', '2026-12-01 18:40+01', 'x', '2026-12-01 18:40+01', '2026-12-31' from street_shift s where s.worker_id = @me", "VM003")]
    [InlineData("insert into phenomenon (id, number, mandate_id, shift_id, source_id, kind, age, seen_on, seen_at, note, recorded_at, expires_on) select gen_random_uuid(), 'O-9', @mandate, s.id, @source, 'other', 'all', '2026-12-01', '2026-12-01 18:40+01', 'x', '2026-12-01 18:40+01', '2027-01-01' from street_shift s where s.worker_id = @me", "VM003")]
    public async Task The_web_role_cannot_write_without_a_running_mandate_whatever_a_handler_forgets(string statement, string state)
    {
        await town.People.ShiftAsync();
        await using var work = await town.Town.Database.BeginAsync(new Acting.Staff(town["gade1"].Account.Value), Cancel);
        var values = new { mandate = town.People.Mandate, me = town["gade1"].Account.Value, other = town["gade2"].Account.Value, source = town.People.Sources[0].Id };

        var refused = await Should.ThrowAsync<PostgresException>(() => work.ExecuteAsync(statement, values, Cancel));
        refused.SqlState.ShouldBe(state);
    }

    [Theory]
    [InlineData("update mandate set ends_on = '2027-06-30' where number = 7", "VM002")]
    [InlineData("update mandate set retention_days = 90 where number = 7", "VM002")]
    [InlineData("update mandate set opinion = null, opinion_on = null, opinion_by = null where number = 7", "VM002")]
    [InlineData("update mandate set state = 'draft', activated_at = null, activated_by = null where number = 7", "VM002")]
    [InlineData("delete from mandate where number = 7", "42501")]
    [InlineData("insert into mandate (id, number, state, owner_id, body, basis, starts_on, ends_on, retention_days, assessed_on, opinion, opinion_on, opinion_by, activated_at, activated_by) select gen_random_uuid(), 98, 'active', owner_id, body, basis, starts_on, ends_on, retention_days, assessed_on, opinion, opinion_on, opinion_by, activated_at, activated_by from mandate where number = 7", "VM002")]
    public async Task What_was_approved_cannot_be_written_over_by_its_own_owner(string statement, string state)
    {
        await using var work = await town.Town.Database.BeginAsync(new Acting.Staff(town["ssp2"].Account.Value), Cancel);

        (await Should.ThrowAsync<PostgresException>(() => work.ExecuteAsync(statement, cancel: Cancel))).SqlState.ShouldBe(state);
    }

    [Theory]
    [InlineData("mandate")]
    [InlineData("mandate_source")]
    [InlineData("open_profile")]
    [InlineData("street_shift")]
    [InlineData("phenomenon")]
    [InlineData("phenomenon_link")]
    public async Task Whoever_is_not_of_the_street_sees_no_row_of_it(string table)
    {
        await town.People.ShiftAsync();
        (await Phenomena.RecordAsync(town.Town, town["gade1"], town.People.Seen(), Cancel)).IsOk.ShouldBeTrue();

        foreach (var acting in new Acting[] { new Acting.Staff(town["leder1"].Account.Value), new Acting.Staff(town["vagt1"].Account.Value), Acting.Nobody })
        {
            await using var work = await town.Town.Database.BeginAsync(acting, Cancel);
            (await work.SingleAsync<long>($"select count(*) from {table}", cancel: Cancel)).ShouldBe(0, $"{table} {acting}");
        }

        await using var own = await town.Town.Database.BeginAsync(new Acting.Staff(town["gade1"].Account.Value), Cancel);
        (await own.SingleAsync<long>($"select count(*) from {table}", cancel: Cancel)).ShouldBeGreaterThan(0, table);
    }

    [Fact]
    public void The_databases_lists_of_roles_are_those_of_the_program()
    {
        Vaern.App.Accounts.Roles.Granting(Vaern.App.Accounts.Permission.WorkOnTheStreet).ShouldBe(["street_worker"]);
        Vaern.App.Accounts.Roles.Granting(Vaern.App.Accounts.Permission.KeepMandates).ShouldBe(["ssp"]);
        Vaern.App.Accounts.Roles.Granting(Vaern.App.Accounts.Permission.AdviseOnMandates).ShouldBe(["dpo"]);
    }

    private MandateDraft Draft(Guid id) => new(
        id, new MandateBody("Falske præmier", "Viden om svindel mod unge.", "Der er ingen anden vej.", "J.nr. 2026-5100"), ["F-08"], new DateOnly(2026, 12, 1), new DateOnly(2027, 3, 1),
        new DateOnly(2026, 11, 20), 30, town["ssp2"].Account);
}
