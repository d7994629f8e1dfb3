using Vaern.App;
using Vaern.App.StreetWork;
using Vaern.Data;

namespace Vaern.TestKit;

/// <summary>
/// The people and the mandate of journeys J1 and J2 in a <see cref="TestTown"/>: Mille and Oskar on the street, Ditte and Peter on duty, Bo and Karina of SSP, mandate M-7 with nine sources from
/// 1 September 2026 to 12 January 2027.
/// </summary>
public sealed class StreetPeople
{
    private readonly TestTown town;

    private StreetPeople(TestTown town, UnitId street, UnitId duty) => (this.town, Street, Duty) = (town, street, duty);

    public UnitId Street { get; }

    public UnitId Duty { get; }

    /// <summary>M-7, once <see cref="ApproveAsync"/> has run.</summary>
    public Guid Mandate { get; private set; }

    /// <summary>S-1 to S-9.</summary>
    public IReadOnlyList<MandateSource> Sources { get; private set; } = [];

    /// <summary>Brings the people, without mandate and profiles. The clock is left alone.</summary>
    public static async Task<StreetPeople> JoinAsync(TestTown town)
    {
        var street = await town.UnitAsync("team", "Digital Gadeplan");
        var duty = town.Duty.Id;
        await town.StaffAsync("gade1", "Mille Tangaa", "street_worker", street);
        await town.StaffAsync("gade2", "Oskar Brandlund", "street_worker", street);
        await town.StaffAsync("vagt2", "Peter Lindvad", "child_case_worker", duty);
        return new StreetPeople(town, street, duty);
    }

    /// <summary>Everything J1 begins with: M-7 approved by Karina, Mille's three profiles and Oskar's one. Leaves the clock at 18.30 on Tuesday 1 December 2026.</summary>
    public async Task<StreetPeople> ApproveAsync()
    {
        town.Clock.SetDanish(2026, 8, 21, 10);
        await SkipAsync("M", 0, 6);
        var body = new MandateBody(
            "Viden om vold og udstilling i åbne kanaler", "Skoler og klubber skal vide, hvad der fylder hos børn og unge på nettet.", "Mindre indgribende måder giver ikke viden i tide.",
            "J.nr. 2026-4417, konsekvensanalyse af Digital Gadeplan");
        Mandate = Guid.CreateVersion7();
        await MustAsync(Mandates.SaveAsync(
            town.Town, town["ssp2"],
            new MandateDraft(Mandate, body, ["F-06", "F-08"], new DateOnly(2026, 9, 1), new DateOnly(2027, 1, 12), new DateOnly(2026, 8, 21), 30, town["ssp2"].Account), 0));
        string[] names = ["Byens opslag", "Havnesnak", "Skolegården åben", "Fjordby Snak", "Klip fra fjorden", "Spil i Fjordby", "Ungdom uden filter", "Køb og byt Fjordby", "Fjordnyt"];
        foreach (var (n, name) in names.Index())
        {
            await MustAsync(Mandates.AddSourceAsync(town.Town, town["ssp2"], Mandate, new SourceText(name, n % 2 == 0 ? "Telegram" : "Discord", $"chat.example/kanal{n + 1}"), notAPerson: true, await VersionAsync()));
        }

        town.Clock.SetDanish(2026, 8, 26, 10);
        await MustAsync(Mandates.GiveOpinionAsync(town.Town, town["dpo1"], Mandate, "Ingen personer, kort opbevaring og en offentlig side. Gennemgås ved ændringer.", new DateOnly(2026, 8, 26), await VersionAsync()));
        await MustAsync(Mandates.ActivateAsync(town.Town, town["ssp2"], Mandate, await VersionAsync()));
        Sources = (await MandateList.ReadAsync(town.Town, town["ssp2"], 7)).Value.Sources;
        var hours = new OpeningHours([1, 2, 3, 4], (18 * 60) + 30, (21 * 60) + 30);
        foreach (var platform in new[] { "Telegram", "Discord", "TikTok" })
        {
            await MustAsync(OpenProfiles.SaveAsync(town.Town, town["gade1"], Guid.CreateVersion7(), new ProfileText(platform, "mille.fjordby", "digital gademedarbejder", hours), 0));
        }

        await MustAsync(OpenProfiles.SaveAsync(town.Town, town["gade2"], Guid.CreateVersion7(), new ProfileText("Telegram", "oskar.fjordby", "digital gademedarbejder", hours), 0));
        town.Clock.SetDanish(2026, 12, 1, 18, 30);
        return this;
    }

    /// <summary>Starts a shift and gives its number.</summary>
    public async Task<string> ShiftAsync(string login = "gade1") => (await Shifts.StartAsync(town.Town, town[login], Guid.CreateVersion7(), Mandate)).Value;

    /// <summary>A phenomenon that nothing is wrong with; a test changes what it is about.</summary>
    public NewPhenomenon Seen(string note = "flere slår, én filmer", string? link = "https://chat.example/kanal4/812", string kind = "violence-shared", bool notAName = false, int source = 4) =>
        new(Guid.CreateVersion7(), kind, Sources[source - 1].Id, "12-15", town.Clock.GetUtcNow(), link, note, notAName);

    /// <summary>Uses up numbers, so that the next is the one of the journey.</summary>
    public async Task SkipAsync(string kind, int year, int count)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System);
        for (var n = 0; n < count; n++)
        {
            await work.SingleAsync<long>("select next_number(@kind, @year)", new { kind, year });
        }

        await work.CommitAsync();
    }

    private async Task<int> VersionAsync() => (await MandateList.ReadAsync(town.Town, town["ssp2"], 7)).Value.Version;

    private static async Task MustAsync<T>(Task<Result<T>> made)
    {
        if (await made is { IsOk: false } refused)
        {
            throw new InvalidOperationException(refused.Error.ToString());
        }
    }
}
