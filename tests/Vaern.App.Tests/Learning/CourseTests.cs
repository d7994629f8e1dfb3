using Shouldly;
using Vaern.App.Learning.Courses;
using Vaern.Data;
using Vaern.TestKit;
using Xunit;

namespace Vaern.App.Tests.Learning;

/// <summary>Courses: ordering, the waiting list, the crisis pack, the grade plan, and the calendar as an independent parser reads it.</summary>
public sealed class CourseTests : IAsyncLifetime
{
    private readonly TestTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => town.InitializeAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task The_last_place_goes_to_one_and_the_next_in_line_has_it_when_it_is_given_back()
    {
        var (course, session) = await CourseAsync("Billeder og lov", capacity: 1);

        var first = await OrderAsync("leder1", course, session, 8);
        var second = await OrderAsync("leder2", course, session, 8);

        (first.State, second.State).ShouldBe(("confirmed", "waiting"));
        var waiting = (await CourseOrders.OfUnitAsync(town.Town, town["leder2"], town.Fyrlund.Id, Cancel)).Value.Single();
        waiting.InLine.ShouldBe(1);
        var mine = (await CourseOrders.OfUnitAsync(town.Town, town["leder1"], town.Tanghoj.Id, Cancel)).Value.Single();
        (await CourseOrders.CancelAsync(town.Town, town["leder2"], mine.Id, mine.Version, Cancel)).Error.Code.ShouldBe("course.not-found", "another school's order");
        (await CourseOrders.CancelAsync(town.Town, town["leder1"], mine.Id, mine.Version, Cancel)).IsOk.ShouldBeTrue();
        (await CourseOrders.CancelAsync(town.Town, town["leder1"], mine.Id, mine.Version, Cancel)).Error.Code.ShouldBe("course.stale");
        (await CourseOrders.OfUnitAsync(town.Town, town["leder2"], town.Fyrlund.Id, Cancel)).Value.Single().State.ShouldBe("confirmed");
        (await OutboxAsync("leder2")).ShouldBe(1);
    }

    [Fact]
    public async Task Many_at_once_never_get_more_places_than_there_are_and_pressing_twice_is_one()
    {
        var (course, session) = await CourseAsync("Temadag", capacity: 3);
        var ids = Enumerable.Range(0, 8).Select(_ => Guid.CreateVersion7()).ToArray();

        var states = await Task.WhenAll(ids.Select(async id => (await CourseOrders.OrderAsync(town.Town, town["leder1"], town.Tanghoj.Id, course, session, 7, id, Cancel)).Value));
        (await CourseOrders.OrderAsync(town.Town, town["leder1"], town.Tanghoj.Id, course, session, 7, ids[0], Cancel)).Value.ShouldBe(states[0]);

        var orders = (await CourseOrders.OfUnitAsync(town.Town, town["leder1"], town.Tanghoj.Id, Cancel)).Value;
        orders.Count.ShouldBe(8);
        orders.Count(order => order.State == "confirmed").ShouldBe(3);
        orders.Where(order => order.State == "waiting").Select(order => order.InLine).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task A_grade_the_course_is_not_for_a_past_day_and_another_school_are_refused()
    {
        var (course, session) = await CourseAsync("Udskoling", capacity: 5, from: 7, to: 9);
        foreach (var (login, unit, at, grade, code) in new (string, UnitId, Guid?, int?, string)[]
        {
            ("leder1", town.Tanghoj.Id, session, 3, "course.grade"), ("leder1", town.Tanghoj.Id, session, null, "course.grade"), ("leder1", town.Fyrlund.Id, session, 8, "course.not-found"),
            ("laerer1", town.Tanghoj.Id, session, 8, "course.not-found"), ("leder1", town.Tanghoj.Id, Guid.CreateVersion7(), 8, "course.over"),
        })
        {
            (await CourseOrders.OrderAsync(town.Town, town[login], unit, course, at, grade, Guid.CreateVersion7(), Cancel)).Error.Code.ShouldBe(code);
        }

        (await CourseCatalogue.AddAsync(town.Town, town["leder1"], Guid.CreateVersion7(), New("x"), Cancel)).Error.Code.ShouldBe("course.not-found");
        (await CourseCatalogue.AddAsync(town.Town, town["ssp1"], Guid.CreateVersion7(), New("") with { GradeFrom = 3 }, Cancel)).Error.Code.ShouldBe("course.grades");
        (await CourseCatalogue.AddSessionAsync(town.Town, town["ssp1"], course, Guid.CreateVersion7(), town.Town.Now.AddDays(-1), town.Town.Now, 5, "Her", Cancel)).Error.Code.ShouldBe("course.session");
    }

    [Fact]
    public async Task A_crisis_week_is_ordered_with_one_press_and_the_plan_shows_what_is_certain()
    {
        await CourseAsync("Klassens samtale", capacity: 1, crisis: true);
        var noDay = Guid.CreateVersion7();
        (await CourseCatalogue.AddAsync(town.Town, town["ssp1"], noDay, New("Forældremøde") with { IsCrisis = true, Audience = "parents" }, Cancel)).IsOk.ShouldBeTrue();
        await CourseAsync("Ikke i pakken", capacity: 9);
        var pack = Guid.CreateVersion7();

        var ordered = (await CourseOrders.OrderCrisisPackAsync(town.Town, town["leder1"], town.Tanghoj.Id, 8, pack, Cancel)).Value;
        await CourseOrders.OrderCrisisPackAsync(town.Town, town["leder1"], town.Tanghoj.Id, 8, pack, Cancel);

        ordered.ShouldBe((2, 1));
        (await CourseOrders.OfUnitAsync(town.Town, town["leder1"], town.Tanghoj.Id, Cancel)).Value.Select(order => order.State).ShouldBe(["confirmed", "asked"], ignoreOrder: true);
        var plan = (await GradePlans.ReadAsync(town.Town, town["leder1"], town.Tanghoj.Id, 2026, Cancel)).Value;
        plan.Grades.Single(line => line.Grade == 8).IsGap.ShouldBeFalse();
        plan.Grades.Count(line => line.IsGap).ShouldBe(9);

        // A day that is set goes to those who asked for one.
        (await CourseCatalogue.AddSessionAsync(town.Town, town["ssp1"], noDay, Guid.CreateVersion7(), town.Town.Now.AddDays(3), town.Town.Now.AddDays(3).AddHours(2), 1, "Aulaen", Cancel)).IsOk.ShouldBeTrue();
        (await CourseOrders.OfUnitAsync(town.Town, town["leder1"], town.Tanghoj.Id, Cancel)).Value.ShouldAllBe(order => order.State == "confirmed");
    }

    [Fact]
    public async Task Schools_write_their_own_teaching_and_the_municipality_sees_every_gap_by_name()
    {
        var id = Guid.CreateVersion7();
        (await GradePlans.AddAsync(town.Town, town["leder1"], town.Tanghoj.Id, id, 2026, 4, 10, "Samtykke og billeder", Cancel)).IsOk.ShouldBeTrue();
        (await GradePlans.AddAsync(town.Town, town["leder1"], town.Tanghoj.Id, id, 2026, 4, 10, "Samtykke og billeder", Cancel)).IsOk.ShouldBeTrue();
        (await GradePlans.AddAsync(town.Town, town["leder1"], town.Tanghoj.Id, Guid.CreateVersion7(), 2026, 4, 13, "x", Cancel)).Error.Code.ShouldBe("grade-plan.words");
        (await GradePlans.AddAsync(town.Town, town["leder2"], town.Tanghoj.Id, Guid.CreateVersion7(), 2026, 4, 10, "x", Cancel)).Error.Code.ShouldBe("course.not-found");

        var all = (await GradePlans.AllAsync(town.Town, town["chef1"], 2026, Cancel)).Value;
        all.Select(plan => plan.Unit.Name).ShouldBe(["Fyrlund Skole", "Tanghøj Skole"]);
        all[1].Grades.Single(line => !line.IsGap).Entries.Single().Title.ShouldBe("Samtykke og billeder");
        (await GradePlans.AllAsync(town.Town, town["leder1"], 2026, Cancel)).Error.Code.ShouldBe("course.not-found");
        (await GradePlans.RemoveAsync(town.Town, town["leder1"], town.Tanghoj.Id, id, Cancel)).IsOk.ShouldBeTrue();
        (await GradePlans.ReadAsync(town.Town, town["leder1"], town.Tanghoj.Id, 2026, Cancel)).Value.Grades.ShouldAllBe(line => line.IsGap);
    }

    [Fact]
    public async Task A_course_is_judged_once_after_it_was_held()
    {
        var (course, session) = await CourseAsync("Oplæg", capacity: 5);
        var order = await OrderAsync("leder1", course, session, 8);
        (await CourseOrders.EvaluateAsync(town.Town, town["leder1"], order.Id, 4, true, Cancel)).Error.Code.ShouldBe("course.evaluation");
        town.Clock.Advance(TimeSpan.FromDays(8));
        (await CourseOrders.EvaluateAsync(town.Town, town["leder1"], order.Id, 6, true, Cancel)).Error.Code.ShouldBe("course.evaluation");
        (await CourseOrders.EvaluateAsync(town.Town, town["leder1"], order.Id, 4, true, Cancel)).IsOk.ShouldBeTrue();
        (await CourseOrders.EvaluateAsync(town.Town, town["leder1"], order.Id, 5, true, Cancel)).Error.Code.ShouldBe("course.evaluation");
        (await CourseCatalogue.ReadAsync(town.Town, town["leder2"], course, Cancel)).Value.Useful.ShouldBeNull("one judgement tells who judged");
    }

    [Fact]
    public async Task The_calendar_is_read_by_an_independent_parser_and_its_old_address_stops()
    {
        var (course, session) = await CourseAsync("Billeder, lov; og \\ samtykke\nfor 8. klasse – med æøå og et langt navn, der skal foldes over flere linjer i filen", capacity: 5);
        await OrderAsync("leder1", course, session, 8);
        (await CalendarFeeds.RenewAsync(town.Town, town["leder1"], town.Tanghoj.Id, Cancel)).IsOk.ShouldBeTrue();
        var token = (await CalendarFeeds.TokenAsync(town.Town, town["leder1"], town.Tanghoj.Id, Cancel)).Value!;

        var text = (await CalendarFeeds.ReadAsync(town.Town, token, "vaern.fjordby.example", Cancel)).ShouldNotBeNull();

        text.ShouldNotContain("Prøvesen");
        text.Split("\r\n").ShouldAllBe(line => System.Text.Encoding.UTF8.GetByteCount(line) <= 75 && !line.Contains('\n') && !line.Contains('\r'));
        var calendar = Ical.Net.Calendar.Load(text)!;
        calendar.Version.ShouldBe("2.0");
        var held = calendar.Events.Single();
        held.Summary.ShouldBe("Billeder, lov; og \\ samtykke\nfor 8. klasse – med æøå og et langt navn, der skal foldes over flere linjer i filen (8. klasse)");
        held.Location.ShouldBe("Festsalen, Tanghøj");
        held.DtStart!.AsUtc.ShouldBe(town.Town.Now.AddDays(7).UtcDateTime, TimeSpan.FromSeconds(1));
        held.DtEnd!.AsUtc.ShouldBe(town.Town.Now.AddDays(7).AddHours(2).UtcDateTime, TimeSpan.FromSeconds(1));
        held.Uid!.ShouldEndWith("@vaern.fjordby.example");

        (await CalendarFeeds.RenewAsync(town.Town, town["leder1"], town.Tanghoj.Id, Cancel)).IsOk.ShouldBeTrue();
        foreach (var wrong in new[] { token, "", new string('0', 32), new string('x', 5_000) })
        {
            (await CalendarFeeds.ReadAsync(town.Town, wrong, "vaern.fjordby.example", Cancel)).ShouldBeNull();
        }

        (await CalendarFeeds.TokenAsync(town.Town, town["leder2"], town.Tanghoj.Id, Cancel)).Error.Code.ShouldBe("course.not-found");
    }

    private static NewCourse New(string title) => new("talk", "pupils", "ssp", null, null, false, new CourseWording(title, "Om lov og samtykke.", "SSP Fjordby", null));

    private async Task<(Guid Course, Guid Session)> CourseAsync(string title, int capacity, int? from = null, int? to = null, bool crisis = false)
    {
        var (course, session) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        (await CourseCatalogue.AddAsync(town.Town, town["ssp1"], course, New(title) with { GradeFrom = from, GradeTo = to, IsCrisis = crisis }, Cancel)).IsOk.ShouldBeTrue();
        (await CourseCatalogue.AddSessionAsync(town.Town, town["ssp1"], course, session, town.Town.Now.AddDays(7), town.Town.Now.AddDays(7).AddHours(2), capacity, "Festsalen, Tanghøj", Cancel)).IsOk.ShouldBeTrue();
        return (course, session);
    }

    private async Task<(Guid Id, string State)> OrderAsync(string login, Guid course, Guid session, int grade)
    {
        var id = Guid.CreateVersion7();
        var unit = login == "leder1" ? town.Tanghoj.Id : town.Fyrlund.Id;
        return (id, (await CourseOrders.OrderAsync(town.Town, town[login], unit, course, session, grade, id, Cancel)).Value);
    }

    private async Task<long> OutboxAsync(string login)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<long>("select count(*) from outbox where account_id = @me and template = 'course'", new { me = town[login].Account.Value }, Cancel);
    }
}
