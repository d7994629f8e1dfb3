using Shouldly;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.TestKit;
using Xunit;

namespace Vaern.App.Tests.Accounts;

public sealed class PostTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private StaffTown town = null!;
    private StaffMember admin = null!;
    private StaffMember farid = null!;
    private StaffMember safetyTeam = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Municipality Fjordby => town.Municipality;

    public async ValueTask InitializeAsync()
    {
        await using (var connection = await postgres.OpenAsync())
        {
            await using var empty = connection.CreateCommand();
            empty.CommandText = "truncate tenant, unit, account, data_key, stream cascade";
            await empty.ExecuteNonQueryAsync(Cancel);
        }

        town = await StaffTown.FoundAsync(postgres);
        admin = await town.StaffAsync(new Post(town.Root, "admin"));
        safetyTeam = await town.StaffAsync(new Post(town.Root, "safety_team"));
        farid = await town.StaffAsync(new Post(town.School, "key_person"));
    }

    public async ValueTask DisposeAsync() => await town.DisposeAsync();

    [Fact]
    public async Task A_new_key_person_gets_the_open_cases_and_reports_of_the_unit_and_no_others()
    {
        var open = await CaseAsync(town.School, "open");
        var closed = await CaseAsync(town.School, "closed");
        var elsewhere = await CaseAsync(town.Office, "open");
        var waiting = await ReportAsync(town.School);
        var officeWaiting = await ReportAsync(town.Office);
        var ulla = await town.StaffAsync();

        (await ChangePosts.RunAsync(Fjordby, admin, ulla.Account, [new Post(town.School, "key_person")], 1, Cancel)).IsOk.ShouldBeTrue();

        (await CasesOfAsync(ulla)).ShouldBe([(open, "write")]);
        (await ReportsOfAsync(ulla)).ShouldBe([(waiting, "content")]);
        closed.ShouldNotBe(open);
        elsewhere.ShouldNotBe(officeWaiting);
    }

    [Fact]
    public async Task Whoever_leaves_a_post_loses_its_cases_closed_ones_too_and_keeps_what_lies_elsewhere()
    {
        var open = await CaseAsync(town.School, "open");
        await CaseAsync(town.School, "closed");
        var elsewhere = await CaseAsync(town.Office, "open");
        await GrantAsync(farid, elsewhere, "read");
        await ReportAsync(town.School);

        var change = await ChangePosts.RunAsync(Fjordby, admin, farid.Account, [], 1, Cancel);

        change.Value.CasesWithoutOwner.ShouldBe(1, "farid owned the open one");
        (await CasesOfAsync(farid)).ShouldBe([(elsewhere, "read")]);
        (await ReportsOfAsync(farid)).ShouldBeEmpty();
        open.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task A_report_that_nobody_in_the_unit_can_answer_any_more_goes_to_the_municipality()
    {
        var report = await ReportAsync(town.School);
        (await ReportsOfAsync(safetyTeam)).ShouldBeEmpty();

        (await ChangePosts.RunAsync(Fjordby, admin, farid.Account, [new Post(town.School, "teacher")], 1, Cancel)).IsOk.ShouldBeTrue();

        (await ReportsOfAsync(safetyTeam)).ShouldBe([(report, "content")]);
    }

    [Fact]
    public async Task A_disabled_account_sees_nothing_its_reports_are_handed_over_and_come_back_with_it()
    {
        var open = await CaseAsync(town.School, "open");
        var report = await ReportAsync(town.School);
        (await DisableAccount.RunAsync(Fjordby, admin, farid.Account, "orlov", Cancel)).Value.CasesWithoutOwner.ShouldBe(1);
        (await CasesOfAsync(farid)).ShouldBeEmpty();
        (await ReportsOfAsync(farid)).ShouldBeEmpty();
        (await ReportsOfAsync(safetyTeam)).ShouldBe([(report, "content")]);

        (await DisableAccount.ReopenAsync(Fjordby, admin, farid.Account, "tilbage", Cancel)).IsOk.ShouldBeTrue();

        (await CasesOfAsync(farid)).ShouldBe([(open, "write")]);
        (await ReportsOfAsync(farid)).ShouldBe([(report, "content")]);
    }

    [Fact]
    public async Task A_leader_sees_that_reports_wait_and_a_new_key_person_does_not_see_one_about_the_key_person()
    {
        var ordinary = await ReportAsync(town.School);
        var about = await ReportAsync(town.School, aboutAdult: "key-person");
        var kirsten = await town.StaffAsync(new Post(town.School, "school_leader"));
        var ulla = await town.StaffAsync(new Post(town.School, "key_person"));
        var merete = await town.StaffAsync(new Post(town.Root, "head_of_schools"));

        (await ReportsOfAsync(kirsten)).ShouldBe([(ordinary, "exists")]);
        (await ReportsOfAsync(ulla)).ShouldBe([(ordinary, "content")]);
        (await ReportsOfAsync(merete)).ShouldBe([(about, "content")]);
    }

    [Fact]
    public async Task A_case_about_the_units_own_leader_opens_by_no_post()
    {
        var guarded = await CaseAsync(town.School, "open");
        var report = await ReportAsync(town.School, aboutAdult: "leader");
        await ExecuteAsync("update report set case_id = @guarded, state = 'linked' where id = @report", new { guarded, report });

        var kirsten = await town.StaffAsync(new Post(town.School, "school_leader"));

        (await CasesOfAsync(kirsten)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_was_let_out_of_a_case_is_not_let_in_again_by_a_post()
    {
        var ulla = await town.StaffAsync();
        var opened = (await OpenCase.HandleAsync(Fjordby, farid, NewCase(), Cancel)).Value;
        (await CaseAccess.GrantAsync(Fjordby, farid, opened.Id, ulla.Account, true, "hjælper", Cancel)).IsOk.ShouldBeTrue();
        (await CaseAccess.RevokeAsync(Fjordby, farid, opened.Id, ulla.Account, "inhabil", Cancel)).IsOk.ShouldBeTrue();

        (await ChangePosts.RunAsync(Fjordby, admin, ulla.Account, [new Post(town.School, "key_person")], 1, Cancel)).IsOk.ShouldBeTrue();

        (await CasesOfAsync(ulla)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Posts_are_changed_by_an_administrator_never_by_oneself_and_never_from_a_stale_page()
    {
        Post[] posts = [new Post(town.School, "school_leader")];
        (await ChangePosts.RunAsync(Fjordby, farid, safetyTeam.Account, posts, 1, Cancel)).Error.Code.ShouldBe("account.not-allowed");
        (await ChangePosts.RunAsync(Fjordby, admin, admin.Account, posts, 1, Cancel)).Error.Code.ShouldBe("posts.own");
        (await ChangePosts.RunAsync(Fjordby, admin, farid.Account, posts, 7, Cancel)).Error.Code.ShouldBe("account.stale");
        (await ChangePosts.RunAsync(Fjordby, admin, new AccountId(Guid.CreateVersion7()), posts, 1, Cancel)).Error.Code.ShouldBe("account.unknown");
        (await ChangePosts.RunAsync(Fjordby, admin, farid.Account, [new Post(town.School, "king")], 1, Cancel)).Error.Code.ShouldBe("post.unknown");
        (await ChangePosts.RunAsync(Fjordby, admin, farid.Account, posts, 1, Cancel)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_login_belongs_to_one_account_however_it_is_written()
    {
        var asked = new NewAccount("Ny.Bruger", "Ulla Brink", "", "ulla@fjordby.example", "da", StaffTown.Password, []);
        (await CreateAccount.RunAsync(Fjordby, admin, asked, Cancel)).IsOk.ShouldBeTrue();
        (await CreateAccount.RunAsync(Fjordby, admin, asked with { Login = " NY.BRUGER " }, Cancel)).Error.Code.ShouldBe("account.login-taken");
        (await CreateAccount.RunAsync(Fjordby, farid, asked with { Login = "anden" }, Cancel)).Error.Code.ShouldBe("account.not-allowed");
        (await CreateAccount.RunAsync(Fjordby, admin, asked with { Login = "a b" }, Cancel)).Error.Code.ShouldBe("account.login");
        (await CreateAccount.RunAsync(Fjordby, admin, asked with { Login = "anden", Email = "ulla" }, Cancel)).Error.Code.ShouldBe("account.email");
        (await CreateAccount.RunAsync(Fjordby, admin, asked with { Login = "anden", Password = "kort" }, Cancel)).Error.Code.ShouldBe("password.short");
    }

    [Fact]
    public async Task Nothing_of_a_person_lies_in_the_database_in_clear()
    {
        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        var rows = await work.QueryAsync<string>("select encode(profile, 'escape') || encode(login_mac, 'escape') from account union all select encode(line, 'escape') from stream_event", cancel: Cancel);
        rows.ShouldNotBeEmpty();
        rows.ShouldAllBe(row => !row.Contains("Tangaa") && !row.Contains("medarbejder") && !row.Contains("fjordby.example"));
    }

    private NewCase NewCase() =>
        new(Guid.CreateVersion7(), town.School, "school", "bullying", false, "Mobning i en gruppe", null, false, null, "En lærer har set det");

    private async Task<Guid> ReportAsync(UnitId unit, string? aboutAdult = null)
    {
        var content = new ReportContent { Story = "De skriver om mig i gruppen.", AboutAdult = aboutAdult };
        var submission = new ReportSubmission("child", "bullying", false, Fjordby.Units[unit], content, null);
        return (await SubmitReport.HandleAsync(Fjordby, submission, Guid.CreateVersion7().ToString(), AsyncEnumerable.Empty<IncomingFile>(), Cancel)).Value.Report.Value;
    }

    private async Task<Guid> CaseAsync(UnitId unit, string state)
    {
        var id = Guid.CreateVersion7();
        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        await work.ExecuteAsync(
            """
            insert into case_file (id, number, unit_id, track, category, regime, state, title, owner_id, rule_set, opened_at, closed_at, outcome)
            values (@id, @number, @unit, 'school', 'bullying', 'ordinary', @state, '', @owner, 'DK-2026-11', @now, @closed, @outcome);
            """,
            new
            {
                id,
                number = await work.NextNumberAsync("F", Cancel),
                unit = unit.Value,
                state,
                owner = farid.Account.Value,
                now = work.Now,
                closed = state == "closed" ? work.Now : (DateTimeOffset?)null,
                outcome = state == "closed" ? "stopped" : null,
            },
            Cancel);
        if (unit == town.School)
        {
            await work.ExecuteAsync("insert into case_access (account_id, case_id, access, touched_at) values (@owner, @id, 'write', @now)", new { owner = farid.Account.Value, id, now = work.Now }, Cancel);
        }

        await work.CommitAsync(Cancel);
        return id;
    }

    private Task GrantAsync(StaffMember staff, Guid caseId, string access) =>
        ExecuteAsync("insert into case_access (account_id, case_id, access, touched_at) values (@account, @caseId, @access, now())", new { account = staff.Account.Value, caseId, access });

    private async Task ExecuteAsync(string sql, object values)
    {
        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        await work.ExecuteAsync(sql, values, Cancel);
        await work.CommitAsync(Cancel);
    }

    private async Task<IReadOnlyList<(Guid, string)>> CasesOfAsync(StaffMember staff)
    {
        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        return await work.QueryAsync<(Guid, string)>("select case_id, access from case_access where account_id = @id order by case_id", new { id = staff.Account.Value }, Cancel);
    }

    private async Task<IReadOnlyList<(Guid, string)>> ReportsOfAsync(StaffMember staff)
    {
        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        return await work.QueryAsync<(Guid, string)>("select report_id, access from report_access where account_id = @id order by report_id", new { id = staff.Account.Value }, Cancel);
    }
}
