using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Families;
using Vaern.App.Insight.Figures;
using Vaern.App.Insight.Surveys;
using Vaern.App.Intake;
using Vaern.App.Learning.Courses;
using Vaern.App.Learning.Knowledge;
using Vaern.App.Learning.Parents;
using Vaern.App.Learning.Sparring;
using Vaern.App.Rights;
using Vaern.App.Plans.Strategies;
using Vaern.App.Removal;
using Vaern.App.Preparedness;
using Vaern.App.Sharing;
using Vaern.App.Workplace;
using Vaern.Data;
using Vaern.Rules;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Accounts;

/// <summary>
/// Every endpoint that the running program has, asked by every role and by nobody. The expected answers stand in <c>permissions.tsv</c>; an
/// endpoint that is not in it fails, and the failure prints the line to check and add. How the table is read stands at its head.
/// </summary>
public sealed class PermissionMatrixTests(TwoTowns towns) : IClassFixture<TwoTowns>
{
    private static readonly string Table = RepositoryFolder.Combine("tests", "Vaern.Web.Tests", "Accounts", "permissions.tsv");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StaffTown Town => towns.Fjordby;

    [Fact]
    public async Task Every_endpoint_answers_every_role_as_the_table_says()
    {
        var rows = Rows();
        var people = await PeopleAsync();
        var places = await PlacesAsync(people);
        var wrong = new StringBuilder();

        foreach (var missing in Endpoints().Where(endpoint => rows.All(row => row.Endpoint != endpoint)))
        {
            var row = new Row(missing, missing.Split(' ')[1], "", "", "");
            wrong.AppendLine(CultureInfo.InvariantCulture, $"missing: {await MeasureAsync(row, people, places)}");
        }

        foreach (var stale in rows.Where(row => !Endpoints().Contains(row.Endpoint)))
        {
            wrong.AppendLine(CultureInfo.InvariantCulture, $"no such endpoint: {stale.Endpoint}");
        }

        foreach (var row in rows.Where(row => Endpoints().Contains(row.Endpoint)))
        {
            if (await MeasureAsync(row, people, places) is var found && found != row)
            {
                wrong.AppendLine(CultureInfo.InvariantCulture, $"expected: {row}").AppendLine(CultureInfo.InvariantCulture, $"answered: {found}");
            }
        }

        wrong.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void Every_role_is_known_and_the_table_is_in_order()
    {
        var rows = Rows();
        rows.Select(row => row.Endpoint).ShouldBe(rows.Select(row => row.Endpoint).Order(StringComparer.Ordinal));
        rows.SelectMany(row => row.Roles).Distinct().Where(role => !Roles.Exists(role)).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_page_of_the_staff_takes_a_form_without_a_session_and_its_token()
    {
        var people = await PeopleAsync();
        var places = await PlacesAsync(people);
        foreach (var row in Rows().Where(row => row.Method == "GET" && row.Anonymous == "302→log-ind" && !row.Endpoint.StartsWith("GET /log-ind/", StringComparison.Ordinal)))
        {
            var address = Filled(row.Address, places);
            var may = row.Most == "200" ? people.Keys.First() : row.RolesThat("200").FirstOrDefault() ?? people.Keys.First();
            (await StatusAsync("POST", address, null)).ShouldBe("302→log-ind", row.Endpoint);
            (await StatusAsync("POST", address, people[may])).ShouldBeOneOf("400", "404");
        }
    }

    private IReadOnlyList<string> Endpoints() =>
    [
        .. towns.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}"))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private async Task<Row> MeasureAsync(Row row, IReadOnlyDictionary<string, string> people, IReadOnlyDictionary<string, string> places)
    {
        var address = Filled(row.Address, places);
        var anonymous = await StatusAsync(row.Method, address, null);
        var answers = await Task.WhenAll(people.Select(async person => (Role: person.Key, Status: await StatusAsync(row.Method, address, person.Value))));

        var most = answers.GroupBy(answer => answer.Status).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).First().Key;
        var others = answers.Where(answer => answer.Status != most).GroupBy(answer => answer.Status).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}: {string.Join(' ', group.Select(answer => answer.Role).Order(StringComparer.Ordinal))}");
        return row with { Anonymous = anonymous, Most = most, Others = string.Join("; ", others) };
    }

    private static string Filled(string address, IReadOnlyDictionary<string, string> places) =>
        places.Aggregate(address, (text, place) => text.Replace("<" + place.Key + ">", place.Value, StringComparison.Ordinal));

    private async Task<string> StatusAsync(string method, string address, string? token)
    {
        using var visitor = towns.Visit();
        if (token is not null)
        {
            visitor.With("vaern-staff", token);
        }

        var answer = await visitor.SendAsync(new HttpRequestMessage(new HttpMethod(method), address));
        return ((int)answer.Status).ToString(CultureInfo.InvariantCulture) + (answer.To?.StartsWith("/log-ind", StringComparison.Ordinal) == true ? "→log-ind" : "");
    }

    // One person for each role, all of them with their post at the school, so that «may» means: in one's own unit.
    private async Task<IReadOnlyDictionary<string, string>> PeopleAsync()
    {
        var people = new Dictionary<string, string>();
        foreach (var role in Roles.All)
        {
            people[role] = await Town.SessionAsync(await Town.StaffAsync(new Post(Town.School, role)));
        }

        return people;
    }

    private async Task<IReadOnlyDictionary<string, string>> PlacesAsync(IReadOnlyDictionary<string, string> people)
    {
        var farid = (await Sessions.ReadAsync(Town.Municipality, people["key_person"], Cancel))!.Staff;
        var opened = (await OpenCase.HandleAsync(
            Town.Municipality, farid, new NewCase(Guid.CreateVersion7(), Town.School, "school", "bullying", false, "Mobning i en gruppe", null, true, null, "Set af en lærer"), Cancel)).Value;
        var party = Guid.CreateVersion7();
        (await Parties.AddAsync(Town.Municipality, farid, opened.Id, party, "affected", new PartyBody("Prøvesen", null, null), Cancel)).IsOk.ShouldBeTrue();
        var seen = new ItemMeta(
            "", null, "description", "Opslaget er væk", null, null, null, null, "unknown", null, "seen", null, "key_person", "key_person", Town.Clock.GetUtcNow(), "meeting", "", "");
        (await OrdinaryItems.AddAsync(Town.Municipality, farid, opened.Id, seen, null, Cancel)).IsOk.ShouldBeTrue();
        var picture = new IncomingFile("skærm.png", "image/png", new MemoryStream(Staff.A.PngBytes));
        (await OrdinaryItems.AddAsync(Town.Municipality, farid, opened.Id, seen with { Description = null }, picture, Cancel)).IsOk.ShouldBeTrue();
        var chief = (await Sessions.ReadAsync(Town.Municipality, people["school_leader"], Cancel))!.Staff;
        var handover = (await HandOverDrafts.AskAsync(Town.Municipality, chief, opened.Id, Guid.CreateVersion7(), "police", "police-report", "Politiet", "Anmeldelse", ["B-002"], Cancel)).Value;
        var draft = (await HandOverDrafts.BeginAsync(Town.Municipality, chief, opened.Id, Guid.CreateVersion7(), "authority", null, "Familieretshuset", "Samvær", Cancel)).Value;
        (await HandOverDrafts.ChooseGroundAsync(Town.Municipality, chief, opened.Id, draft, "disclosure", false, null, Cancel)).IsOk.ShouldBeTrue();
        var asked = (await AskForAccess.SubmitAsync(Town.Municipality, Guid.CreateVersion7(), "access", "self", new RightsBody("Sara Prøvesen", new DateOnly(2010, 8, 14), null, null, ""), Cancel)).Value;
        (await UnitPlans.OpenAsync(Town.Municipality, chief, Town.School, "strategy", Cancel)).IsOk.ShouldBeTrue();
        (await SelfReviews.BeginAsync(Town.Municipality, chief, Town.School, Cancel)).IsOk.ShouldBeTrue();
        var restricted = (await OpenCase.HandleAsync(
            Town.Municipality, farid, new NewCase(Guid.CreateVersion7(), Town.School, "school", "image-sharing", true, "Billede i en gruppe", null, true, null, "Set af en lærer"), Cancel)).Value;
        var told = new ReportContent { Story = "De skriver om mig i gruppen." };
        var submission = new ReportSubmission("child", "bullying", false, Town.Municipality.Units[Town.School], told, null);
        var report = (await SubmitReport.HandleAsync(Town.Municipality, submission, Guid.CreateVersion7().ToString(), Staff.A.Pictures(2), Cancel)).Value;
        var files = (await StaffReports.ReadAsync(Town.Municipality, farid, report.Number, Cancel)).Value.Files;
        var locked = (await QuarantineItem.MarkReportFileAsync(Town.Municipality, farid, report.Report, files[1].Id, null, Cancel)).Value;
        var family = (await LinkByReference.HandleAsync(Town.Municipality, farid, restricted.Id, "police", "PRØVE-1300-4410", Cancel)).Value;
        await AlikeReportAsync();
        var alike = (await OpenCase.HandleAsync(
            Town.Municipality, farid, new NewCase(Guid.CreateVersion7(), Town.School, "school", "bullying", false, "Et delt billede", null, true, await AlikeReportAsync(), "Set af en lærer"), Cancel)).Value;
        var content = Guid.CreateVersion7();
        (await CaseRemoval.AddAsync(Town.Municipality, farid, opened.Id, content, "facebook", new ContentBody("https://opslag.example/1", "Et opslag", null), Cancel)).IsOk.ShouldBeTrue();
        var employee = (await Sessions.ReadAsync(Town.Municipality, people["employee"], Cancel))!.Staff;
        var incident = (await ReportIncident.HandleAsync(
            Town.Municipality, employee, new Incident(Guid.CreateVersion7(), null, "Opslag om mig.", ["post"], "citizen", null, null, null, null, null, false, false), Cancel)).Value;
        var lead = (await Sessions.ReadAsync(Town.Municipality, people["preparedness_lead"], Cancel))!.Staff;
        var rumour = Guid.CreateVersion7().ToString("N");
        var tip = (await SubmitTip.HandleAsync(Town.Municipality, null, new NewTip(rumour, false), rumour, Cancel)).Value;
        var issue = (await OpenIssue.HandleAsync(Town.Municipality, lead, Guid.CreateVersion7(), tip.Tip.Value, "Skolen lukker", Cancel)).Value;
        var (open, closed, figures, course) = await InsightAsync(people);
        var question = (await AskSparring.HandleAsync(Town.Municipality, farid, new NewSparring(Guid.CreateVersion7(), "children", "violence", "13-15", "Hvad siger jeg?", false), Cancel)).Value;
        var team = (await Sessions.ReadAsync(Town.Municipality, people["safety_team"], Cancel))!.Staff;
        var knowledge = (await KnowledgeItems.WriteAsync(Town.Municipality, team, new NewKnowledge(Guid.CreateVersion7(), new KnowledgeWords("Film", "Spørg roligt.", "Egen erfaring"), "staff", null, true), Cancel)).Value;
        var meeting = (await ParentMeetings.PlanAsync(Town.Municipality, chief, new NewMeeting(Guid.CreateVersion7(), 6, 45, DanishTime.DayOf(Town.Clock.GetUtcNow()).AddDays(1), 24), Cancel)).Value;
        var director = (await Sessions.ReadAsync(Town.Municipality, people["director"], Cancel))!.Staff;
        var reviewed = await ReviewedAsync(lead, director);
        var ladder = Guid.CreateVersion7();
        (await IssueRemoval.AddAsync(Town.Municipality, lead, issue.Id, ladder, "facebook", new ContentBody("https://opslag.example/2", "Et opslag", null), Cancel)).IsOk.ShouldBeTrue();
        await using var work = await Town.Municipality.Database.BeginAsync(Acting.System, Cancel);
        return new Dictionary<string, string>
        {
            ["survey"] = open,
            ["closed"] = closed,
            ["figures"] = figures,
            ["course"] = course,
            ["case"] = opened.Number,
            ["report"] = report.Number,
            ["party"] = party.ToString(),
            ["task"] = (await work.SingleAsync<Guid>("select id from task where case_id = @id order by position limit 1", new { id = opened.Id.Value }, Cancel)).ToString(),
            ["clock"] = (await work.SingleAsync<Guid>("select id from clock where case_id = @id order by id limit 1", new { id = opened.Id.Value }, Cancel)).ToString(),
            ["item"] = await work.SingleAsync<string>("select label from evidence_item where case_id = @id and blob_id is null", new { id = opened.Id.Value }, Cancel),
            ["restricted"] = restricted.Number,
            ["family"] = family,
            ["alike"] = alike.Number,
            ["lead"] = (await FamiliesOfCase.ReadAsync(Town.Municipality, farid, alike.Id, Cancel)).Leads[0].Id.ToString(),
            ["file"] = files[0].Id.ToString(),
            ["lock"] = locked.ToString(),
            ["handover"] = handover.ToString(),
            ["draft"] = draft.ToString(),
            ["request"] = asked.Number,
            ["account"] = farid.Account.Value.ToString(),
            ["content"] = content.ToString(),
            ["unit"] = Town.School.Value.ToString(),
            ["tip"] = tip.Number,
            ["issue"] = issue.Number,
            ["question"] = question,
            ["knowledge"] = knowledge,
            ["meeting"] = meeting,
            ["pulse"] = await work.SingleAsync<string>("select pulse_code from parent_meeting where number = @meeting", new { meeting }, Cancel),
            ["reviewed"] = reviewed.Issue,
            ["comment"] = reviewed.Comment,
            ["rung"] = ladder.ToString(),
            ["incident"] = incident.Number,
        };
    }

    // A survey that is open, one that has closed, a report made of it, and a course.
    private async Task<(string Open, string Closed, string Report, string Course)> InsightAsync(IReadOnlyDictionary<string, string> people)
    {
        var eva = (await Sessions.ReadAsync(Town.Municipality, people["analyst"], Cancel))!.Staff;
        var ssp = (await Sessions.ReadAsync(Town.Municipality, people["ssp"], Cancel))!.Staff;
        var now = Town.Municipality.Now;
        var asked = new NewSurvey("leader", ["q1"], now, now.AddDays(10));
        var open = (await SurveyDesk.DraftAsync(Town.Municipality, eva, Guid.CreateVersion7(), asked, Cancel)).Value;
        var closed = (await SurveyDesk.DraftAsync(Town.Municipality, eva, Guid.CreateVersion7(), asked, Cancel)).Value;
        await using (var work = await Town.Municipality.Database.BeginAsync(Acting.System, Cancel))
        {
            await work.ExecuteAsync("update survey set opens_at = @now - interval '2 days', closes_at = @now - interval '1 day' where number = @closed", new { now = work.Now, closed }, Cancel);
            await work.ExecuteAsync("insert into figure_quarter (period, key, body, made_at) values ('2026-Q4', 'categories', '{}', @now) on conflict do nothing", new { now = work.Now }, Cancel);
            await work.CommitAsync(Cancel);
        }

        await SurveyRounds.CloseDueAsync(Town.Municipality, Cancel);
        var report = (await CommitteeReports.MakeAsync(Town.Municipality, eva, Guid.CreateVersion7(), Cancel)).Value;
        var course = Guid.CreateVersion7();
        (await CourseCatalogue.AddAsync(Town.Municipality, ssp, course, new NewCourse("talk", "pupils", "ssp", null, null, false, new CourseWording("Oplæg", "Om lov", "SSP", null)), Cancel)).IsOk.ShouldBeTrue();
        return (open, closed, report, course.ToString());
    }

    // A closed issue that waits for its review, and a comment that was hidden under published rules.
    private async Task<(string Issue, string Comment)> ReviewedAsync(StaffMember lead, StaffMember director)
    {
        var rumour = Guid.CreateVersion7().ToString("N");
        var tip = (await SubmitTip.HandleAsync(Town.Municipality, null, new NewTip(rumour, false), rumour, Cancel)).Value;
        var issue = (await OpenIssue.HandleAsync(Town.Municipality, lead, Guid.CreateVersion7(), tip.Tip.Value, "Skolen lukker", Cancel)).Value;
        (await AssessIssue.HandleAsync(Town.Municipality, lead, issue.Id, new Vaern.App.Preparedness.Assessment(2, 3, true, 2, "Mange spørger.", null), 1, Cancel)).IsOk.ShouldBeTrue();
        (await CloseIssue.HandleAsync(Town.Municipality, lead, issue.Id, "Det drev over.", true, 2, Cancel)).IsOk.ShouldBeTrue();
        var version = (await PageRules.WriteAsync(Town.Municipality, lead, [new PageRule("Tal ordentligt", "Som til en nabo.")], Rules.DanishTime.DayOf(Town.Clock.GetUtcNow()), Cancel)).Value;
        (await PageRules.PublishAsync(Town.Municipality, director, version, Cancel)).IsOk.ShouldBeTrue();
        return (issue.Number, (await Moderate.HideAsync(Town.Municipality, lead, Guid.CreateVersion7(), new HiddenComment("facebook", 1, "En kommentar", "Du taler ned til andre."), Cancel)).Value);
    }

    // A report with the fingerprint of one and the same picture, and what the worker makes of it.
    private async Task<ReportId> AlikeReportAsync()
    {
        var token = Drafts.NewToken();
        await Drafts.SaveAsync(Town.Municipality, token, answers => answers with { Role = "child", Story = "Et billede.", MayShowMinorSexually = false }, Cancel);
        var json = $$"""{"hash":"{{string.Concat(Enumerable.Repeat("f0", 32))}}","quality":90,"ties":1,"width":640,"height":480,"form":0,"decoder":"Firefox 128"}""";
        await Drafts.AddFingerprintAsync(Town.Municipality, token, DeviceFingerprints.Read(json).Value, null, Cancel);
        var submission = new ReportSubmission("child", "bullying", false, Town.Municipality.Units[Town.School], new ReportContent { Story = "Et billede." }, null);
        var sent = (await SubmitDraft.HandleAsync(Town.Municipality, token, _ => submission, Cancel)).Value;
        await Staff.StaffFamilies.WorkAsync(Town.Municipality, Town.Clock);
        return sent.Report;
    }

    private static IReadOnlyList<Row> Rows() =>
    [
        .. File.ReadLines(Table).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))
            .Select(cells => new Row(cells[0], cells[1], cells[2], cells[3], cells.Length > 4 ? cells[4] : "")),
    ];

    private sealed record Row(string Endpoint, string Address, string Anonymous, string Most, string Others)
    {
        public string Method => Endpoint.Split(' ')[0];

        public IEnumerable<string> Roles => Parts.SelectMany(part => part.Roles);

        private IEnumerable<(string Status, string[] Roles)> Parts =>
            Others.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(": ")).Select(part => (part[0], part[1].Split(' ')));

        public IEnumerable<string> RolesThat(string status) => Parts.Where(part => part.Status == status).SelectMany(part => part.Roles);

        public override string ToString() => $"{Endpoint}\t{Address}\t{Anonymous}\t{Most}\t{Others}".TrimEnd('\t');
    }
}
