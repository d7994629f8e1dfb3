using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Workplace;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Tests.Workplace;

public sealed class ReportIncidentTests(WorkplaceTown town) : IClassFixture<WorkplaceTown>
{
    [Fact]
    public async Task The_employee_tells_and_the_leader_has_the_case_with_72_hours_from_the_post()
    {
        var told = await town.TellAsync();

        (told.Leader, told.AroundLeader, told.ForSelf).ShouldBe(("Thomas Kvistrup", false, true));
        told.PoliceDue.ShouldBe(WorkplaceTown.Danish(22, 16, 30));
        var view = await town.ReadAsync(told);
        (view.Track, view.OwnerName, view.Title).ShouldBe(("workplace", "Thomas Kvistrup", "Opslag på nettet om en medarbejder"));
        view.Clocks.Select(clock => clock.Rule.Id).ShouldBe(["A-01", "GOAL-LEADER-CONTACT", "GOAL-POLICE-DECISION", "GOAL-REMOVAL-FIRST"], ignoreOrder: true);
        view.Parties.Select(party => (party.Role, party.Body.Name)).ShouldBe([("affected", "Helle Stormgaard"), ("alleged", "Keld Prøvesen")]);
        view.Entries.ShouldContain(entry => entry.Kind == "statement" && entry.Author == "Helle Stormgaard");
        (await town.FileAsync(told)).Room!.ReportedBy.ShouldBe("self");
        (await StreamVerifier.VerifyAsync(town.Here.Database)).Broken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sending_twice_with_one_id_tells_once()
    {
        var told = WorkplaceTown.Told();
        var first = await town.TellAsync(told);
        (await town.TellAsync(told)).Number.ShouldBe(first.Number);
    }

    [Fact]
    public async Task Posted_on_Friday_evening_the_72_hours_run_through_the_weekend()
    {
        var told = await town.TellAsync(WorkplaceTown.Told() with { PostedAt = WorkplaceTown.Danish(15, 21, 40) }, day: 16, hour: 10);
        told.PoliceDue.ShouldBe(WorkplaceTown.Danish(18, 21, 40));
    }

    [Fact]
    public async Task Nobody_handles_a_case_about_themselves()
    {
        var told = await town.TellAsync();

        (await ReadCase.HandleAsync(town.Here, town["sagsb1"], told.Number)).Error.Code.ShouldBe("case.not-found");
        // A colleague who forgets it, and the database that does not.
        await CaseAccess.GrantAsync(town.Here, town["leder3"], told.Id, town["sagsb1"].Account, writes: true, "Hun vil gerne se med.");
        (await ReadCase.HandleAsync(town.Here, town["sagsb1"], told.Number)).Error.Code.ShouldBe("case.not-found");
        await using var connection = await town.Town.Postgres.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "insert into case_access (account_id, case_id, access, touched_at) values ($1, $2, 'write', now())";
        command.Parameters.AddWithValue(town["sagsb1"].Account.Value);
        command.Parameters.AddWithValue(told.Id.Value);
        (await command.ExecuteNonQueryAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_report_about_the_leader_goes_around_every_leader_of_the_unit()
    {
        var told = await town.TellAsync(WorkplaceTown.Told("colleague", null) with { Alleged = town["leder3"].Account });

        (told.Leader, told.AroundLeader).ShouldBe(("Inge Bisgård", true));
        (await ReadCase.HandleAsync(town.Here, town["leder3"], told.Number)).Error.Code.ShouldBe("case.not-found");
        var view = await town.ReadAsync(told, "leder4");
        view.Clocks.ShouldNotContain(clock => clock.Rule.Id == "A-01", "a colleague's deed is a matter of offensive acts, and of the police only when somebody says so");
        var unnamed = await town.TellAsync(WorkplaceTown.Told("unknown", null) with { AboutLeader = true });
        unnamed.Leader.ShouldBe("Inge Bisgård");
        (await ReadCase.HandleAsync(town.Here, town["leder3"], unnamed.Number)).Error.Code.ShouldBe("case.not-found");
    }

    [Fact]
    public async Task The_same_person_is_affected_in_one_case_and_alleged_in_another()
    {
        var one = await town.TellAsync();
        var other = await town.TellAsync(WorkplaceTown.Told("colleague", null) with { Alleged = town["sagsb1"].Account }, "amr1");

        (await town.FileAsync(one)).People.ShouldContain(person => person.Account == town["sagsb1"].Account && person.Role == "affected");
        (await town.FileAsync(other)).People.ShouldContain(person => person.Account == town["sagsb1"].Account && person.Role == "alleged");
        (await MyIncident.ReadAsync(town.Here, town["sagsb1"], one.Number)).IsOk.ShouldBeTrue();
        (await MyIncident.ReadAsync(town.Here, town["sagsb1"], other.Number)).Error.Code.ShouldBe("incident.not-found");
    }

    [Fact]
    public async Task A_leader_named_as_alleged_loses_the_case_to_the_next_in_line()
    {
        var told = await town.TellAsync();

        (await CasePeople.NameAsync(town.Here, town["leder3"], told.Id, town["leder3"].Account, "alleged")).IsOk.ShouldBeTrue();

        (await ReadCase.HandleAsync(town.Here, town["leder3"], told.Number)).Error.Code.ShouldBe("case.not-found");
        (await town.ReadAsync(told, "leder4")).OwnerName.ShouldBe("Inge Bisgård");
    }

    [Fact]
    public async Task When_the_leader_is_silent_for_two_working_hours_the_neighbour_is_let_in_and_the_employee_is_told()
    {
        var told = await town.TellAsync();
        town.Clock.SetDanish(2027, 1, 20, 9, 30);
        await WorkAsync();
        (await MyIncident.ReadAsync(town.Here, town["sagsb1"], told.Number)).Value.SteppedIn.ShouldBeNull();

        town.Clock.SetDanish(2027, 1, 20, 10, 30);
        await WorkAsync();

        var mine = (await MyIncident.ReadAsync(town.Here, town["sagsb1"], told.Number)).Value;
        (mine.Leader, mine.SteppedIn, mine.SilentAt).ShouldBe(("Thomas Kvistrup", "Inge Bisgård", WorkplaceTown.Danish(20, 10, 30)));
        (await town.ReadAsync(told, "leder4")).MayWrite.ShouldBeTrue();
    }

    [Fact]
    public async Task A_leader_in_time_leads_to_no_escalation()
    {
        var told = await town.TellAsync();
        town.Clock.SetDanish(2027, 1, 20, 9, 0);
        (await Care.ContactAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), "Ringet op.", WorkplaceTown.Danish(20, 8, 31))).IsOk.ShouldBeTrue();
        town.Clock.SetDanish(2027, 1, 20, 10, 30);
        await WorkAsync();

        (await town.FileAsync(told)).Room!.SilentAt.ShouldBeNull();
        (await town.ReadAsync(told)).Clocks.Single(clock => clock.Rule.Id == "GOAL-LEADER-CONTACT").SettledAt.ShouldBe(WorkplaceTown.Danish(20, 8, 31));
    }

    [Theory]
    [InlineData("", "post", "citizen", "incident.story-missing")]
    [InlineData("x", "", "citizen", "incident.forms-missing")]
    [InlineData("x", "noget", "citizen", "incident.forms-missing")]
    [InlineData("x", "post", "naboen", "incident.sender-missing")]
    public async Task What_is_missing_is_said(string story, string form, string sender, string code)
    {
        var told = WorkplaceTown.Told(sender) with { Story = story, Forms = form.Length == 0 ? [] : [form] };
        (await ReportIncident.HandleAsync(town.Here, town["sagsb1"], told)).Error.Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_time_to_come_and_a_broken_link_are_refused()
    {
        (await ReportIncident.HandleAsync(town.Here, town["sagsb1"], WorkplaceTown.Told() with { PostedAt = town.Clock.GetUtcNow().AddHours(1) })).Error.Code.ShouldBe("incident.time");
        (await ReportIncident.HandleAsync(town.Here, town["sagsb1"], WorkplaceTown.Told() with { Link = "to ord" })).Error.Code.ShouldBe("incident.link");
        (await ReportIncident.HandleAsync(town.Here, town["sagsb1"], WorkplaceTown.Told() with { Affected = new AccountId(Guid.CreateVersion7()) })).Error.Code.ShouldBe("incident.unknown-person");
    }

    private async Task WorkAsync()
    {
        await using var registry = new MunicipalityRegistry([]);
        var worker = new Worker(registry, new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N"))), town.Clock, NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(town.Here))
        {
        }
    }
}
