using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Removal;
using Vaern.App.Workplace;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.Cli.Sample;

/// <summary>
/// An incident at a workplace of the sample, told by the employee on her own page two days ago: the leader's care, the judgement, the removal, the lawyer's note, the check of
/// one's own handling, the yes to the police, the injury, and the letter to the citizen that waits as a draft.
/// </summary>
internal sealed class WorkplaceReplay(Municipality town, Moments moments, IReadOnlyDictionary<string, StaffMember> staff)
{
    private const string Post = "https://opslag.example/fjordby-aabent/2291";

    private CaseId incident;
    private Guid content;

    /// <summary>The steps with their moments, for the loader to run in the order of time.</summary>
    public IEnumerable<(DateTimeOffset At, Func<Task> Run)> Steps(CancellationToken cancel)
    {
        yield return (moments.At("-70wd 09:00"), () => PrepareAsync(cancel));
        yield return (moments.At("-46h"), () => TellAsync(cancel));
        yield return (moments.At("-45h"), () => CareAsync(cancel));
        yield return (moments.At("-44h"), () => JudgeAsync(cancel));
        yield return (moments.At("-43h"), () => AdviseAsync(cancel));
        yield return (moments.At("-20h"), () => RemovedAsync(cancel));
        yield return (moments.At("-18h"), () => PoliceAsync(cancel));
        yield return (moments.At("-3h"), () => AfterwardsAsync(cancel));
    }

    private StaffMember Leader => staff["leder3"];

    // What was done a minute ago: a unit of work's own now is a hair before the clock's.
    private DateTimeOffset Just => town.Now.AddMinutes(-1);

    // The condition of the data protection officer, and the address that stands in letters instead of anybody's own.
    private async Task PrepareAsync(CancellationToken cancel)
    {
        var office = Leader.Posts[0].Unit;
        var today = DanishTime.DayOf(town.Now);
        await MustAsync(UnitContacts.SaveAsync(
            town, Leader, office, new UnitContact("Ydelseskontoret, Fjordby Kommune", "Fjordgade 1, 0000 Fjordby", "ydelser@fjordby.example", "00 11 22 30", "Kontorets leder, 00 11 22 33", 0), cancel));
        await MustAsync(Repeats.ApproveAsync(
            town, staff["dpo1"], Guid.CreateVersion7(), office, "Kun ved trusler og private oplysninger. Ses af arbejdsmiljølederen alene. Mærket slettes med sagen.", today, today.AddDays(365), cancel));
    }

    private async Task TellAsync(CancellationToken cancel)
    {
        var told = await ReportIncident.HandleAsync(
            town, staff["sagsb1"],
            new Incident(
                Guid.CreateVersion7(), null, "Han har lagt mit private nummer og en film af vores samtale ud. Der er mange, der ringer. Jeg er bange for at tage telefonen.",
                ["private-info", "post"], "citizen", "Gorm Prøvesen", null, "facebook", Post, town.Now.AddHours(-14), Afraid: true, AboutLeader: false),
            cancel);
        incident = SampleLoader.Must(told, "incident").Id;
    }

    private async Task CareAsync(CancellationToken cancel)
    {
        await MustAsync(Care.ContactAsync(town, Leader, incident, Guid.CreateVersion7(), "Vi talte sammen med det samme. Hun går hjem sammen med en kollega.", null, cancel));
        await MustAsync(Care.PlanAsync(town, Leader, incident, new CarePlan("weeks", "accepted", "En kollega følger hende hjem i denne uge.", "En kollega overtager arbejdet med borgeren."), cancel));
        foreach (var (login, why) in new[] { ("amr1", "Hjælper med beviser og omsorg."), ("jur1", "Juridisk råd."), ("leder4", "Gennemgår vores egen sagsbehandling.") })
        {
            await MustAsync(CaseAccess.GrantAsync(town, Leader, incident, staff[login].Account, true, why, cancel));
        }
    }

    private async Task JudgeAsync(CancellationToken cancel)
    {
        string[] signs = ["private-info", "many"];
        var level = Assessment.Suggest(signs);
        await MustAsync(Assessment.JudgeAsync(town, Leader, incident, Guid.CreateVersion7(), signs, level, "Nummeret er privat, og opslaget opfordrer til at ringe.", cancel));
        content = (await CaseRemoval.ListAsync(town, Leader, incident, cancel)).Single().Id; // the link that was told stands on the ladder already
        await MustAsync(CaseRemoval.SkipAsync(town, Leader, incident, content, "author", "Kontakt kan gøre det værre.", 0, cancel));
        var notice = new StepBody(
            "Platformens formular", "Opslaget viser et privat telefonnummer uden samtykke og opfordrer til at ringe.", true, "Ydelseskontoret, Fjordby Kommune", "ydelser@fjordby.example");
        await MustAsync(CaseRemoval.WriteAsync(town, Leader, incident, content, "platform", notice, Just, null, 0, cancel));
    }

    private async Task AdviseAsync(CancellationToken cancel)
    {
        await MustAsync(Care.AdviseAsync(town, staff["jur1"], incident, Guid.CreateVersion7(), "Det kan være omfattet af reglerne om private oplysninger. Anmeld, hvis hun ønsker det, med arbejdspladsens adresse.", cancel));
        await MustAsync(Care.CheckAsync(town, staff["leder4"], incident, Guid.CreateVersion7(), "found", "Ét brev var elleve dage forsinket. Det undskylder ikke opslaget.", cancel));
        await MustAsync(Care.ApologiseAsync(town, staff["leder4"], incident, Guid.CreateVersion7(), "Vi beklager, at brevet kom for sent. Du er velkommen til en samtale om det.", cancel));
    }

    private async Task RemovedAsync(CancellationToken cancel)
    {
        var version = (await CaseRemoval.ListAsync(town, Leader, incident, cancel)).Single(one => one.Id == content).Step("platform")!.Version;
        await MustAsync(CaseRemoval.AnswerAsync(town, Leader, incident, content, "platform", "removed", Just, "Indholdet er fjernet efter reglerne om private oplysninger.", null, version, cancel));
    }

    private async Task PoliceAsync(CancellationToken cancel)
    {
        await MustAsync(Police.AskedAsync(town, Leader, incident, "yes", town.Now.AddHours(-1), cancel));
        var report = new PoliceBody(
            "Den person, der står som afsender af opslaget", "Et privat telefonnummer og en film lagt ud med en opfordring til at ringe", "En åben gruppe på Facebook", "Aftenen før henvendelsen",
            "Som et opslag, der blev delt", "Ukendt", "Skærmbillede med adresselinje, taget af arbejdspladsen");
        await MustAsync(Police.SendAsync(town, Leader, incident, report, Just, "PRØVE-77415", 0, cancel));
        await MustAsync(Care.DebriefAsync(town, Leader, incident, Guid.CreateVersion7(), 30, true, Just, cancel));
    }

    private async Task AfterwardsAsync(CancellationToken cancel)
    {
        var today = DanishTime.DayOf(town.Now);
        var day = DanishTime.DayOf(town.Now.AddHours(-43));
        await MustAsync(Injuries.SaveAsync(
            town, Leader, incident, "accident", day, day.AddDays(1), null, false, today, new InjuryBody("Medarbejderen blev udsat for et opslag med private oplysninger og en film.", "Uro og søvnbesvær", null), 0, cancel));
        var measure = new MeasureBody(
            "Gorm Prøvesen", "Ansattes private oplysninger må ikke lægges ud", "Et opslag med et privat nummer og en opfordring til at ringe.", "Du kan skrive til Ydelseskontoret. Vi svarer inden fem arbejdsdage.",
            "Du kan klage til kontorets leder, se, hvad der står om dig, og bede om at få det rettet.");
        await MustAsync(CitizenMeasures.DecideAsync(town, Leader, incident, Guid.CreateVersion7(), "written-only", today, today.AddDays(90), measure, cancel));
        await MustAsync(Repeats.MarkAsync(town, Leader, incident, cancel));
    }

    private static async Task MustAsync<T>(Task<Result<T>> made) => SampleLoader.Must(await made, "workplace");
}
