using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Insight.Readiness;
using Vaern.App.Learning.KeyPersons;
using Vaern.App.Plans.Strategies;
using Vaern.Data;
using Vaern.TestKit;

namespace Vaern.App.Tests.Plans;

/// <summary>Who is the key person, what happens when they leave, and the sheet that shows what a school has and lacks.</summary>
public sealed class KeyPersonTests : IAsyncLifetime
{
    private readonly TestTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private UnitId Tanghoj => town.Tanghoj.Id;

    private StaffMember Kirsten => town["leder1"];

    public ValueTask InitializeAsync() => town.InitializeAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task A_key_person_has_a_deputy_and_a_first_day_and_sending_twice_gives_one()
    {
        var id = Guid.CreateVersion7();
        (await AddAsync(id, "")).Error.Code.ShouldBe("key-person.name");
        (await AddAsync(id, "Farid Elmquist", "Ulla Brink")).IsOk.ShouldBeTrue();
        (await AddAsync(id, "Farid Elmquist", "Ulla Brink")).IsOk.ShouldBeTrue();

        var person = (await ListAsync()).ShouldHaveSingleItem();
        (person.Words.Name, person.Words.Deputy, person.From, person.To, person.Present(new DateOnly(2027, 1, 11))!.Value.Name).ShouldBe(("Farid Elmquist", "Ulla Brink", new DateOnly(2027, 1, 11), null, "Farid Elmquist"));
        (await KeyPersonRegister.AddAsync(town.Town, town["leder2"], Tanghoj, Guid.CreateVersion7(), new("X", null, null, null, null), new DateOnly(2027, 1, 11), Cancel)).Error.Code.ShouldBe("key-person.not-found");
    }

    [Fact]
    public async Task When_the_key_person_leaves_the_deputy_is_shown_and_the_leader_has_one_task()
    {
        await AddAsync(Guid.CreateVersion7(), "Farid Elmquist", "Ulla Brink");
        await CloseAccountAsync("nogle1");
        await LeftAlone.EndDepartedAsync(town.Town, Cancel);
        await LeftAlone.EndDepartedAsync(town.Town, Cancel);

        (await KeyPersonRegister.PresentAsync(town.Town, Tanghoj, Cancel)).ShouldHaveSingleItem().Name.ShouldBe("Ulla Brink");
        var task = (await UnitActions.ListAsync(town.Town, Kirsten, Tanghoj, Cancel)).Value.ShouldHaveSingleItem();
        (task.Source, task.DueOn, task.DoneAt).ShouldBe(("key-person", new DateOnly(2027, 2, 10), null));
        (await PointAsync("key-person")).ShouldSatisfyAllConditions(point => point.State.ShouldBe("late"), point => point.Lacks.ShouldBe("left"));

        await AddAsync(Guid.CreateVersion7(), "Signe Rørbæk", "Ulla Brink");
        (await UnitActions.ListAsync(town.Town, Kirsten, Tanghoj, Cancel)).Value.ShouldHaveSingleItem().DoneAt.ShouldNotBeNull("a new key person settles the task");
        await LeftAlone.EndDepartedAsync(town.Town, Cancel);
        (await UnitActions.ListAsync(town.Town, Kirsten, Tanghoj, Cancel)).Value.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_deputy_the_register_is_dated_when_the_account_closes()
    {
        await AddAsync(Guid.CreateVersion7(), "Farid Elmquist");
        await CloseAccountAsync("nogle1");
        await LeftAlone.EndDepartedAsync(town.Town, Cancel);

        (await ListAsync()).ShouldHaveSingleItem().To.ShouldBe(new DateOnly(2027, 1, 11));
        town.Clock.Advance(TimeSpan.FromDays(1));
        (await KeyPersonRegister.PresentAsync(town.Town, Tanghoj, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_end_is_written_once_and_courses_are_the_units_own()
    {
        var id = Guid.CreateVersion7();
        await AddAsync(id, "Farid Elmquist");
        (await KeyPersonRegister.AddCourseAsync(town.Town, Kirsten, Tanghoj, id, Guid.CreateVersion7(), new("Digital dannelse", "Farid Elmquist"), new DateOnly(2027, 2, 1), Cancel)).Error.Code.ShouldBe("key-person.course-on");
        (await KeyPersonRegister.AddCourseAsync(town.Town, Kirsten, Tanghoj, id, Guid.CreateVersion7(), new("Digital dannelse", "Farid Elmquist"), new DateOnly(2026, 9, 1), Cancel)).IsOk.ShouldBeTrue();
        (await ListAsync()).Single().Courses.ShouldHaveSingleItem().Words.Course.ShouldBe("Digital dannelse");
        await using (var work = await town.Town.Database.BeginAsync(new Acting.Staff(town["leder2"].Account.Value), Cancel))
        {
            (await work.SingleAsync<int>("select count(*)::int from key_person_course", cancel: Cancel)).ShouldBe(0);
        }

        (await KeyPersonRegister.EndAsync(town.Town, Kirsten, Tanghoj, id, new DateOnly(2027, 1, 10), 1, Cancel)).Error.Code.ShouldBe("key-person.to");
        (await KeyPersonRegister.EndAsync(town.Town, Kirsten, Tanghoj, id, new DateOnly(2027, 1, 11), 1, Cancel)).IsOk.ShouldBeTrue();
        (await KeyPersonRegister.EndAsync(town.Town, Kirsten, Tanghoj, id, new DateOnly(2027, 1, 11), 1, Cancel)).Error.Code.ShouldBe("key-person.stale");
    }

    [Fact]
    public async Task The_sheet_says_what_there_is_since_when_and_what_is_missing()
    {
        (await SheetAsync()).Points.ShouldAllBe(point => point.Standing.State == "missing");
        await Fill.PublishedAsync(town, Kirsten, Tanghoj);
        await AddAsync(Guid.CreateVersion7(), "Farid Elmquist");
        await StateAsync("drill", new DateOnly(2025, 12, 1));
        await StateAsync("grade-plan", new DateOnly(2026, 8, 15));

        (await PointAsync("strategy")).ShouldBe(new Standing("met", new DateOnly(2027, 1, 11), new DateOnly(2028, 1, 11)));
        (await PointAsync("handling")).ShouldBe(Standing.Missing("nothing"));
        (await PointAsync("key-person")).ShouldBe(new Standing("missing", new DateOnly(2027, 1, 11), Lacks: "deputy"));
        (await PointAsync("drill")).ShouldBe(new Standing("late", new DateOnly(2025, 12, 1), new DateOnly(2026, 12, 1), IsStated: true, "old"));
        (await PointAsync("grade-plan")).ShouldBe(new Standing("met", new DateOnly(2026, 8, 15), new DateOnly(2027, 8, 15), IsStated: true));
        (await PointAsync("survey")).State.ShouldBe("missing");
        town.Clock.SetDanish(2028, 1, 12, 9);
        (await PointAsync("strategy")).ShouldBe(new Standing("late", new DateOnly(2027, 1, 11), new DateOnly(2028, 1, 11), Lacks: "review"));
    }

    [Fact]
    public async Task An_exercise_that_was_ended_here_counts_for_a_year_and_the_newer_of_two_is_told()
    {
        await StateAsync("drill", new DateOnly(2026, 12, 1));
        (await PointAsync("drill")).ShouldBe(new Standing("met", new DateOnly(2026, 12, 1), new DateOnly(2027, 12, 1), IsStated: true));
        var drill = Guid.CreateVersion7();
        (await Drills.BeginAsync(town.Town, Kirsten, drill, Tanghoj, "P-BILLEDE", Cancel)).IsOk.ShouldBeTrue();
        (await PointAsync("drill")).IsStated.ShouldBeTrue("one under way counts for nothing");
        foreach (var (step, index) in Playbook.All.Single(book => book.Id == "P-BILLEDE").Steps.Select((step, index) => (step, index)))
        {
            await Drills.AnswerAsync(town.Town, Kirsten, drill, step.Key, index % 2 == 0 ? "could" : "could-not", Cancel);
        }

        (await Drills.FinishAsync(town.Town, Kirsten, drill, Cancel)).IsOk.ShouldBeTrue();
        (await PointAsync("drill")).ShouldBe(new Standing("met", new DateOnly(2027, 1, 11), new DateOnly(2028, 1, 11), Share: 50));
        (await ReadinessSheet.AllAsync(town.Town, town["chef1"], Cancel)).Value.Single(sheet => sheet.Unit.Id == Tanghoj).Points.Single(point => point.Criterion.Key == "drill").Standing.Share.ShouldBe(50);
        await using (var work = await town.Town.Database.BeginAsync(new Acting.Staff(town["chef1"].Account.Value), Cancel))
        {
            (await work.SingleAsync<long>("select count(*) from drill_step", cancel: Cancel)).ShouldBe(0, "how a step went is the unit's own");
        }

        town.Clock.SetDanish(2028, 1, 12, 9);
        (await PointAsync("drill")).ShouldBe(new Standing("late", new DateOnly(2027, 1, 11), new DateOnly(2028, 1, 11), Lacks: "old", Share: 50));
    }

    [Fact]
    public async Task What_an_exercise_showed_goes_on_the_units_list_once_under_its_number()
    {
        var drill = Guid.CreateVersion7();
        await Drills.BeginAsync(town.Town, Kirsten, drill, Tanghoj, "P-BILLEDE", Cancel);
        await Drills.BeginAsync(town.Town, Kirsten, drill, Tanghoj, "P-BILLEDE", Cancel);
        var number = (await Drills.ReadAsync(town.Town, Kirsten, drill, Cancel)).Value.Number;
        number.ShouldBe("D-2027-0001");
        var id = Guid.CreateVersion7();
        for (var twice = 0; twice < 2; twice++)
        {
            (await UnitActions.AddAsync(town.Town, Kirsten, Tanghoj, id, "drill", number, new ActionWords("Skriv SletDets nummer ved telefonen", "Nøglepersonen"), new DateOnly(2027, 2, 1), Cancel)).IsOk.ShouldBeTrue();
        }

        var action = (await UnitActions.ListAsync(town.Town, Kirsten, Tanghoj, Cancel)).Value.ShouldHaveSingleItem();
        (action.Source, action.Aspect, action.DueOn).ShouldBe(("drill", number, new DateOnly(2027, 2, 1)));
        (await UnitActions.AddAsync(town.Town, Kirsten, Tanghoj, Guid.CreateVersion7(), "guess", number, new ActionWords("x", "y"), new DateOnly(2027, 2, 1), Cancel)).IsOk.ShouldBeFalse();
    }

    [Fact]
    public async Task Schools_stand_by_name_without_a_sum_and_only_for_those_who_see_plans()
    {
        await Fill.PublishedAsync(town, Kirsten, Tanghoj);
        var sheets = (await ReadinessSheet.AllAsync(town.Town, town["chef1"], Cancel)).Value;

        sheets.Select(sheet => sheet.Unit.Name).ShouldBe(["Fyrlund Skole", "Tanghøj Skole"]);
        typeof(UnitReadiness).GetProperties().Select(property => property.Name).ShouldBe(["Unit", "Points"], "a sheet has no score");
        (await ReadinessSheet.AllAsync(town.Town, Kirsten, Cancel)).Error.Code.ShouldBe("readiness.not-found");
        (await ReadinessSheet.OfUnitAsync(town.Town, town["leder2"], Tanghoj, Cancel)).Error.Code.ShouldBe("readiness.not-found");
    }

    [Theory]
    [InlineData("strategy", "2027-01-01", "Her.", "readiness.not-found")]
    [InlineData("invented", "2027-01-01", "Her.", "readiness.not-found")]
    [InlineData("drill", "2027-01-12", "Her.", "readiness.on")]
    [InlineData("drill", "2027-01-01", " ", "readiness.words")]
    public async Task A_statement_is_about_what_the_program_cannot_see_and_has_been(string criterion, string on, string where, string code) =>
        (await StateReadiness.HandleAsync(town.Town, Kirsten, Tanghoj, Guid.CreateVersion7(), criterion, DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture), new StatementWords(where), Cancel)).Error.Code.ShouldBe(code);

    private Task<Result> AddAsync(Guid id, string name, string? deputy = null) =>
        KeyPersonRegister.AddAsync(town.Town, Kirsten, Tanghoj, id, new KeyPersonWords(name, "lokale 12", deputy, null, null), new DateOnly(2027, 1, 11), Cancel);

    private async Task<IReadOnlyList<KeyPerson>> ListAsync() => (await KeyPersonRegister.ListAsync(town.Town, Kirsten, Tanghoj, Cancel)).Value;

    private async Task StateAsync(string criterion, DateOnly on) =>
        (await StateReadiness.HandleAsync(town.Town, Kirsten, Tanghoj, Guid.CreateVersion7(), criterion, on, new StatementWords("På intranettet."), Cancel)).IsOk.ShouldBeTrue(criterion);

    private async Task<UnitReadiness> SheetAsync() => (await ReadinessSheet.OfUnitAsync(town.Town, Kirsten, Tanghoj, Cancel)).Value;

    private async Task<Standing> PointAsync(string key) => (await SheetAsync()).Points.Single(point => point.Criterion.Key == key).Standing;

    private async Task CloseAccountAsync(string login)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        await work.ExecuteAsync("update account set disabled_at = @now where id = @id", new { id = town[login].Account.Value, now = work.Now }, Cancel);
        await work.CommitAsync(Cancel);
    }
}
