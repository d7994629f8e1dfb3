using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.Cli.Sample;

/// <summary>The street of the sample: mandate M-7 with nine invented channels, two weeks of shifts, and the bulletin of the week.</summary>
internal sealed class StreetReplay(Municipality town, Moments moments, IReadOnlyDictionary<string, StaffMember> staff)
{
    private static readonly (string Name, string Platform, string Address)[] Channels =
    [
        ("Byens opslag", "Telegram", "chat.example/byensopslag"), ("Havnesnak", "Discord", "chat.example/havnesnak"), ("Skolegården åben", "TikTok", "video.example/skolegaarden"),
        ("Fjordby Snak", "Telegram", "chat.example/fjordbysnak"), ("Klip fra fjorden", "TikTok", "video.example/klip"), ("Spil i Fjordby", "Discord", "chat.example/spil"),
        ("Ungdom uden filter", "Snapchat", "kort.example/ungdom"), ("Køb og byt Fjordby", "Facebook", "marked.example/fjordby"), ("Fjordnyt", "Instagram", "billed.example/fjordnyt"),
    ];

    private static readonly (string Kind, int Source, string Age, string Note)[] Seen =
    [
        ("exposure-account", 7, "13-16", "kontoen beder om historier fra en skole"), ("fraud", 8, "all", "besked lover en præmie for en kode fra sms"),
        ("violence-shared", 4, "12-15", "flere slår, én filmer"), ("exposure-account", 3, "13-16", "afstemning om udseende i en klasse"),
    ];

    private Guid mandate;

    /// <summary>The steps with their moments, for the loader to run in the order of time.</summary>
    public IEnumerable<(DateTimeOffset At, Func<Task> Run)> Steps(CancellationToken cancel)
    {
        yield return (moments.At("-48wd 10:00"), () => DraftAsync(cancel));
        yield return (moments.At("-45wd 10:00"), () => ApproveAsync(cancel));
        yield return (moments.At("-44wd 10:00"), () => ProfilesAsync(cancel));
        for (var n = 0; n < Seen.Length; n++)
        {
            var (day, login, seen) = (Seen.Length + 1 - n, n % 2 == 0 ? "gade1" : "gade2", Seen[n]);
            yield return (moments.At($"-{day}wd 18:30"), () => StartAsync(login, cancel));
            yield return (moments.At($"-{day}wd 19:14"), () => RecordAsync(login, seen, cancel));
            yield return (moments.At($"-{day}wd 21:30"), () => EndAsync(login, cancel));
        }

        yield return (moments.At("-1wd 09:00"), () => BulletinAsync(cancel));
    }

    private async Task DraftAsync(CancellationToken cancel)
    {
        await using (var work = await town.Database.BeginAsync(Acting.System, cancel))
        {
            // Six mandates went before this one.
            for (var n = 0; n < 6; n++)
            {
                await work.SingleAsync<long>("select next_number('M', 0)", cancel: cancel);
            }

            await work.CommitAsync(cancel);
        }

        mandate = Guid.CreateVersion7();
        var today = DanishTime.DayOf(town.Now);
        var body = new MandateBody(
            "Viden om vold og udstilling i åbne kanaler", "Skoler og klubber skal vide, hvad der fylder hos børn og unge på nettet, så voksne kan tale med dem om det.",
            "Mindre indgribende måder giver ikke viden i tide. Der skrives ingen navne.", "J.nr. 2026-4417, konsekvensanalyse af Digital Gadeplan");
        await MustAsync(Mandates.SaveAsync(town, staff["ssp2"], new MandateDraft(mandate, body, ["F-06", "F-08"], today.AddDays(3), today.AddDays(133), today, 30, staff["ssp2"].Account), 0, cancel));
        foreach (var (name, platform, address) in Channels)
        {
            await MustAsync(Mandates.AddSourceAsync(town, staff["ssp2"], mandate, new SourceText(name, platform, address), notAPerson: true, await VersionAsync(cancel), cancel));
        }
    }

    private async Task ApproveAsync(CancellationToken cancel)
    {
        var opinion = "Ingen personer, kort opbevaring og en offentlig side. Analysen gennemgås, når kilderne ændres.";
        await MustAsync(Mandates.GiveOpinionAsync(town, staff["dpo1"], mandate, opinion, DanishTime.DayOf(town.Now), await VersionAsync(cancel), cancel));
        await MustAsync(Mandates.ActivateAsync(town, staff["ssp2"], mandate, await VersionAsync(cancel), cancel));
    }

    private async Task ProfilesAsync(CancellationToken cancel)
    {
        var hours = new OpeningHours([1, 2, 3, 4], (18 * 60) + 30, (21 * 60) + 30);
        foreach (var (login, platform, address) in new[] { ("gade1", "Telegram", "mille.fjordby"), ("gade1", "Discord", "mille.fjordby"), ("gade1", "TikTok", "mille.fjordby"), ("gade2", "Telegram", "oskar.fjordby") })
        {
            await MustAsync(OpenProfiles.SaveAsync(town, staff[login], Guid.CreateVersion7(), new ProfileText(platform, address, "digital gademedarbejder", hours), 0, cancel));
        }
    }

    private Task StartAsync(string login, CancellationToken cancel) => MustAsync(Shifts.StartAsync(town, staff[login], Guid.CreateVersion7(), mandate, cancel));

    private async Task RecordAsync(string login, (string Kind, int Source, string Age, string Note) seen, CancellationToken cancel)
    {
        var source = (await MandateList.ReadAsync(town, staff["ssp2"], 7, cancel)).Value.Sources[seen.Source - 1];
        await MustAsync(Phenomena.RecordAsync(town, staff[login], new NewPhenomenon(Guid.CreateVersion7(), seen.Kind, source.Id, seen.Age, town.Now, $"https://{source.Address}/812", seen.Note, false), cancel));
    }

    private async Task EndAsync(string login, CancellationToken cancel)
    {
        var mine = (await Shifts.NowAsync(town, staff[login], cancel)).Mine!;
        await MustAsync(Shifts.EndAsync(town, staff[login], mine.Id, new ShiftReport(4, 1, 0, "Det samme som i sidste uge, lidt flere.", false), false, mine.Version, cancel));
    }

    private async Task BulletinAsync(CancellationToken cancel)
    {
        static BulletinWords Words(string kind) => kind switch
        {
            "violence-shared" => new("Vold delt som film", "En film, hvor flere slår en jævnaldrende, går rundt. Den er anmeldt til platformen. Vi ved ikke, om den er delt på skolerne.", "Er der noget på telefonerne, der fylder i denne uge? Du behøver ikke vise det.", "Bed ikke om at se filmen. Vis den ikke i klassen. Gæt ikke på, hvem der er med."),
            "fraud" => new("Falske præmier for en kode", "En besked lover en præmie og beder om en kode fra sms. Koden giver adgang til profilen.", "Har du givet en kode væk, så skift adgangskode nu. Jeg sidder gerne ved siden af.", "Skæld ikke ud. Den, der er blevet snydt, fortæller det kun, hvis det er trygt."),
            _ => new("Anonyme konti, der udstiller elever", "Kontoen beder om historier fra en skole og lægger dem op uden navn på afsenderen. Vi ved ikke, hvem der står bag.", "Hvis du står på sådan en konto, er det ikke din skyld. Vi hjælper med at få det væk.", "Nævn ikke kontoens navn. Skriv ikke ud til alle forældre, før du har talt med SSP."),
        };
        var drafted = await Bulletins.DraftAsync(town, staff["gade1"], Words, cancel);
        if (!drafted.IsOk)
        {
            throw new InvalidDataException($"The sample's bulletin was refused: {drafted.Error}");
        }

        await MustAsync(Bulletins.PublishAsync(town, staff["ssp2"], drafted.Value, 1, cancel));
    }

    private async Task<int> VersionAsync(CancellationToken cancel) => (await MandateList.ReadAsync(town, staff["ssp2"], 7, cancel)).Value.Version;

    private static async Task MustAsync<T>(Task<Result<T>> made)
    {
        if (await made is { IsOk: false } refused)
        {
            throw new InvalidDataException($"The sample's street was refused: {refused.Error}");
        }
    }
}
