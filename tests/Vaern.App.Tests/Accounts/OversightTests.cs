using Shouldly;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.Data;
using Vaern.Data.Jobs;
using Vaern.TestKit;
using Xunit;

namespace Vaern.App.Tests.Accounts;

public sealed class OversightTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private StaffTown town = null!;
    private StaffMember dpo = null!;
    private StaffMember admin = null!;
    private StaffMember farid = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Municipality Fjordby => town.Municipality;

    public async ValueTask InitializeAsync()
    {
        await using (var connection = await postgres.OpenAsync())
        {
            await using var empty = connection.CreateCommand();
            empty.CommandText = "truncate tenant, unit, account, data_key, stream, job cascade";
            await empty.ExecuteNonQueryAsync(Cancel);
        }

        town = await StaffTown.FoundAsync(postgres);
        dpo = await town.StaffAsync(new Post(town.Root, "dpo"));
        admin = await town.StaffAsync(new Post(town.Root, "admin"));
        farid = await town.StaffAsync(new Post(town.School, "key_person"));
    }

    public async ValueTask DisposeAsync() => await town.DisposeAsync();

    [Fact]
    public async Task The_log_tells_who_did_what_to_which_case_and_nothing_that_the_case_says()
    {
        var opened = await OpenAsync();

        var page = (await AuditLog.SearchAsync(Fjordby, dpo, new AuditQuestion(Subject: opened.Number.ToLowerInvariant()), Cancel)).Value;

        page.Lines.ShouldAllBe(line => line.Number == opened.Number && line.Kind == "case");
        var first = page.Lines.Single(line => line.Seq == 0);
        first.Action.ShouldBe("case.opened");
        first.Actor.ShouldBe("Mille Tangaa");
        first.Role.ShouldBe("key_person");
        first.At.ShouldBe(town.Clock.GetUtcNow());
        page.Lines.ShouldAllBe(line => !$"{line}".Contains("Mobning"));
    }

    [Fact]
    public async Task Every_look_in_the_log_is_itself_in_the_log()
    {
        await AuditLog.SearchAsync(Fjordby, dpo, new AuditQuestion(), Cancel);
        var page = (await AuditLog.SearchAsync(Fjordby, dpo, new AuditQuestion(Kind: "system", Actor: dpo.Account), Cancel)).Value;
        page.Lines.Single().Action.ShouldBe("audit.viewed");
        page.Lines.Single().Role.ShouldBe("dpo");
    }

    [Fact]
    public async Task The_log_is_read_by_day_newest_first_page_by_page()
    {
        for (var i = 0; i < 70; i++)
        {
            town.Clock.Advance(TimeSpan.FromMinutes(1));
            await DeniedAccess.RecordAsync(Fjordby, farid, "/administration/log", Cancel);
        }

        var first = (await AuditLog.SearchAsync(Fjordby, dpo, new AuditQuestion(Kind: "account", Actor: farid.Account), Cancel)).Value;
        var second = (await AuditLog.SearchAsync(Fjordby, dpo, new AuditQuestion(Kind: "account", Actor: farid.Account, Before: AuditPlace.Parse(first.Next!.ToString())), Cancel)).Value;

        first.Lines.Count.ShouldBe(AuditLog.PageSize);
        second.Lines.Count.ShouldBe(20);
        second.Next.ShouldBeNull();
        var times = first.Lines.Concat(second.Lines).Select(line => line.At).ToArray();
        times.ShouldBe(times.OrderDescending());
        times.Distinct().Count().ShouldBe(70);

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(town.Clock.GetUtcNow(), town.Clock.LocalTimeZone).DateTime);
        (await AuditLog.SearchAsync(Fjordby, dpo, new AuditQuestion(From: today.AddDays(1)), Cancel)).Value.Lines.ShouldBeEmpty();
        (await AuditLog.SearchAsync(Fjordby, dpo, new AuditQuestion(From: today, To: today), Cancel)).Value.Lines.ShouldNotBeEmpty();
        (await AuditLog.SearchAsync(Fjordby, dpo, new AuditQuestion(To: today.AddDays(-1)), Cancel)).Value.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("F-1999-0001")]
    [InlineData("' or 1=1 --")]
    [InlineData("%")]
    public async Task A_subject_that_does_not_exist_finds_nothing(string subject) =>
        (await AuditLog.SearchAsync(Fjordby, dpo, new AuditQuestion(Subject: subject), Cancel)).Value.Lines.ShouldBeEmpty();

    [Fact]
    public async Task Log_accounts_and_machinery_are_each_for_their_own_role()
    {
        (await AuditLog.SearchAsync(Fjordby, admin, new AuditQuestion(), Cancel)).Error.Code.ShouldBe("audit.not-allowed");
        (await AccountList.ReadAsync(Fjordby, dpo, Cancel)).Error.Code.ShouldBe("account.not-allowed");
        (await Operations.ReadAsync(Fjordby, farid, Cancel)).Error.Code.ShouldBe("operations.not-allowed");
        (await ChangeUnit.AddAsync(Fjordby, farid, "Ny Skole", "school", town.Root, Cancel)).Error.Code.ShouldBe("account.not-allowed");
    }

    [Fact]
    public async Task A_job_that_gave_up_is_shown_by_its_kind_of_fault_and_tried_again()
    {
        var id = Guid.CreateVersion7();
        await using (var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel))
        {
            await work.ExecuteAsync(
                "insert into job (id, kind, run_at, attempts, state, last_error) values (@id, 'report.escalate', @now, 8, 'dead', 'IOException: /home/hemmelig')",
                new { id, now = work.Now }, Cancel);
            await work.CommitAsync(Cancel);
        }

        var view = (await Operations.ReadAsync(Fjordby, admin, Cancel)).Value;
        view.GivenUp.Single().Fault.ShouldBe("IOException");
        (await Operations.RetryAsync(Fjordby, admin, id, Cancel)).IsOk.ShouldBeTrue();
        (await Operations.RetryAsync(Fjordby, admin, id, Cancel)).Error.Code.ShouldBe("job.unknown");
        (await Operations.ReadAsync(Fjordby, admin, Cancel)).Value.Waiting.Single().ShouldBe(new WaitingJobs("report.escalate", 1, town.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task An_administrator_sees_the_accounts_by_name_and_the_look_is_an_event()
    {
        var lines = (await AccountList.ReadAsync(Fjordby, admin, Cancel)).Value;
        lines.Count.ShouldBe(3);
        lines.Single(line => line.Account == farid.Account).Posts.ShouldBe(farid.Posts);
        (await AccountList.FindAsync(Fjordby, admin, farid.Account, Cancel)).Value.Profile.Login.ShouldBe(farid.Login);
        (await AccountList.FindAsync(Fjordby, admin, new AccountId(Guid.CreateVersion7()), Cancel)).Error.Code.ShouldBe("account.unknown");
        (await AuditLog.SearchAsync(Fjordby, dpo, new AuditQuestion(Kind: "system", Actor: admin.Account), Cancel)).Value.Lines.Count(line => line.Action == "accounts.viewed").ShouldBe(3);
    }

    [Fact]
    public async Task A_new_unit_gets_a_code_and_a_replaced_code_no_longer_leads_there()
    {
        var id = (await ChangeUnit.AddAsync(Fjordby, admin, "Ærø Skole", "school", town.Root, Cancel)).Value;
        var unit = Fjordby.Units[id];
        unit.Code.ShouldNotBeNull().ShouldMatch("^AROS-[0-9]{4}$");
        var code = (await ChangeUnit.NewCodeAsync(Fjordby, admin, id, Cancel)).Value;
        Fjordby.Units.FindByCode(code)!.Id.ShouldBe(id);
        Fjordby.Units.FindByCode(unit.Code).ShouldBeNull();
        (await ChangeUnit.EditAsync(Fjordby, admin, id, "Ærøskøbing Skole", false, Cancel)).IsOk.ShouldBeTrue();
        Fjordby.Units[id].Name.ShouldBe("Ærøskøbing Skole");
        Fjordby.Units[id].Open.ShouldBeFalse();
        (await ChangeUnit.EditAsync(Fjordby, admin, town.Root, "Fjordby", false, Cancel)).Error.Code.ShouldBe("unit.root");
        (await ChangeUnit.AddAsync(Fjordby, admin, "Skole", "castle", town.Root, Cancel)).Error.Code.ShouldBe("unit.kind");
    }

    [Fact]
    public async Task A_corrected_name_is_shown_at_once_and_a_stale_correction_is_refused()
    {
        var line = (await AccountList.FindAsync(Fjordby, admin, farid.Account, Cancel)).Value;
        (await Fjordby.Staff.NameAsync(farid.Account, Cancel)).ShouldBe("Mille Tangaa");
        (await ChangeProfile.RunAsync(Fjordby, admin, farid.Account, "Farid Elmquist", "Nøgleperson", "farid@fjordby.example", line.Version, Cancel)).IsOk.ShouldBeTrue();
        (await Fjordby.Staff.NameAsync(farid.Account, Cancel)).ShouldBe("Farid Elmquist");
        (await ChangeProfile.RunAsync(Fjordby, admin, farid.Account, "Oskar", "", "o@fjordby.example", line.Version, Cancel)).Error.Code.ShouldBe("account.stale");
    }

    [Fact]
    public async Task Everybody_changes_password_language_and_authenticator_themselves()
    {
        var (token, elsewhere) = (await town.SessionAsync(farid), await town.SessionAsync(farid));
        var session = (await Sessions.ReadAsync(Fjordby, token, Cancel)).ShouldNotBeNull();
        (await OwnAccount.ChangePasswordAsync(Fjordby, session, "forkert", "blåbær til morgenmad", Cancel)).Error.Code.ShouldBe("password.current");
        (await OwnAccount.ChangePasswordAsync(Fjordby, session, StaffTown.Password, "kort", Cancel)).Error.Code.ShouldBe("password.short");
        (await OwnAccount.ChangePasswordAsync(Fjordby, session, StaffTown.Password, StaffTown.Password, Cancel)).Error.Code.ShouldBe("password.same");
        (await OwnAccount.ChangePasswordAsync(Fjordby, session, StaffTown.Password, "blåbær til morgenmad", Cancel)).IsOk.ShouldBeTrue();
        (await Sessions.ReadAsync(Fjordby, elsewhere, Cancel)).ShouldBeNull("the other sessions end");
        (await SignIn.WithPasswordAsync(Fjordby, farid.Login, StaffTown.Password, Cancel)).IsOk.ShouldBeFalse();
        (await SignIn.WithPasswordAsync(Fjordby, farid.Login, "blåbær til morgenmad", Cancel)).IsOk.ShouldBeTrue();

        (await OwnAccount.ChangeLanguageAsync(Fjordby, farid, "en", Cancel)).IsOk.ShouldBeTrue();
        (await OwnAccount.ChangeLanguageAsync(Fjordby, farid, "fr", Cancel)).Error.Code.ShouldBe("account.language");
        session = (await Sessions.ReadAsync(Fjordby, token, Cancel)).ShouldNotBeNull();
        session.Staff.Language.ShouldBe("en");

        var secret = OwnAccount.OfferedSecret(Fjordby, session);
        var code = Totp.CodeAt(secret, Totp.StepAt(town.Clock.GetUtcNow()));
        (await OwnAccount.NewAuthenticatorAsync(Fjordby, session, "blåbær til morgenmad", "000000", Cancel)).Error.Code.ShouldBe("code.wrong");
        (await OwnAccount.NewAuthenticatorAsync(Fjordby, session, "blåbær til morgenmad", code, Cancel)).IsOk.ShouldBeTrue();
        var pending = (await SignIn.WithPasswordAsync(Fjordby, farid.Login, "blåbær til morgenmad", Cancel)).Value;
        (await SignIn.WithCodeAsync(Fjordby, pending, code, Cancel)).Error.Code.ShouldBe("code.used");
    }

    [Fact]
    public async Task Guessing_ones_own_password_five_times_locks_the_account_and_ends_its_sessions()
    {
        var token = await town.SessionAsync(farid);
        var session = (await Sessions.ReadAsync(Fjordby, token, Cancel)).ShouldNotBeNull();
        for (var i = 0; i < 4; i++)
        {
            (await OwnAccount.ChangePasswordAsync(Fjordby, session, "forkert", "blåbær til morgenmad", Cancel)).Error.Code.ShouldBe("password.current");
        }

        (await OwnAccount.ChangePasswordAsync(Fjordby, session, "forkert", "blåbær til morgenmad", Cancel)).Error.Code.ShouldBe("sign-in.locked");
        (await Sessions.ReadAsync(Fjordby, token, Cancel)).ShouldBeNull();
    }

    private async Task<OpenedCase> OpenAsync() => (await OpenCase.HandleAsync(
        Fjordby, farid, new NewCase(Guid.CreateVersion7(), town.School, "school", "bullying", false, "Mobning i en gruppe", null, false, null, "En lærer har set det"), Cancel)).Value;
}
