using System.Text.Json;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Background;
using Vaern.App.StreetWork;
using Vaern.App.StreetWork.Imports;
using Vaern.Data;

namespace Vaern.Cli.Sample;

/// <summary>An export of the invented channel «Fjordby Snak» under M-7: handed in, masked, and a list that one has begun to read.</summary>
internal sealed class StreetImportReplay(Municipality town, Moments moments, IReadOnlyDictionary<string, StaffMember> staff)
{
    private const int Talk = 160;

    private static readonly string[] Ordinary =
    [
        "Hvem skal med til bålet på havnen fredag?", "Ved nogen, om bussen kører i aften?", "Jeg har fundet en blå hue ved skolen", "Tak for i går, det var hyggeligt", "Er der træning på tirsdag?",
        "Vi mangler to til holdet på lørdag", "Har nogen set den nye film?", "Lektiecaféen er åben til klokken fem", "Min kat er løbet væk igen, den er grå", "Skal vi spille i aften?",
    ];

    private static readonly (string Text, int By)[] Found =
    [
        ("jeg smadrer dig i morgen klokken 8 bag skolen", 3), ("hvis du kommer herned igen, slår jeg dig", 5), ("sælger pods og vapes billigt, skriv privat, kan levere i aften", 7),
        ("skriv hvis du vil tjene 2000 i aften, ingen spørgsmål, bare en tur med en pakke", 8), ("hun er så klam, ingen skal snakke med hende i morgen, del det her", 2),
        ("jeg kan ikke mere og har lyst til at dø, er der nogen der kan hjælpe mig", 6), ("de har delt et billede af mig, og jeg ved ikke, hvad jeg skal gøre", 9),
    ];

    public IEnumerable<(DateTimeOffset At, Func<Task> Run)> Steps(CancellationToken cancel)
    {
        yield return (moments.At("-2wd 20:15"), () => RunAsync(cancel));
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        var spool = Path.Combine(Path.GetTempPath(), $"vaern-sample-{Guid.CreateVersion7():N}");
        var before = town.Spool;
        town.Spool = new ImportSpool(spool);
        try
        {
            var mandate = (await MandateList.ReadAsync(town, staff["ssp2"], 7, cancel)).Value;
            using var export = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new { name = "Fjordby Snak", type = "public_channel", id = 4, messages = Messages() }));
            var number = (await ReceiveImport.RunAsync(town, staff["gade1"], new NewImport(Guid.CreateVersion7(), mandate.Id, mandate.Sources[3].Id, $"https://{mandate.Sources[3].Address}"), export, cancel)).Value;
            await ProcessImport.NowAsync(town, number, cancel);
            foreach (var (route, budget) in new[] { ("concern", 20), ("care", 10) })
            {
                var list = await MakeDataset.ListAsync(town, staff["gade1"], Guid.CreateVersion7(), number, new DatasetParameters(route, Budget: budget), cancel);
                if (list.IsOk && route == "concern")
                {
                    await GiveVerdict.RunAsync(town, staff["gade1"], list.Value, 1, new NewVerdict(Guid.CreateVersion7(), "agree", null, null, null, 20, 0), cancel);
                    await GiveVerdict.RunAsync(town, staff["gade2"], list.Value, 1, new NewVerdict(Guid.CreateVersion7(), "unsure", null, null, null, 15, 0), cancel);
                }
            }
        }
        finally
        {
            town.Spool = before;
            if (Directory.Exists(spool))
            {
                Directory.Delete(spool, recursive: true);
            }
        }
    }

    private IEnumerable<object> Messages()
    {
        var first = moments.At("-6wd 12:00");
        for (var n = 0; n < Talk; n++)
        {
            var (text, by) = n % 20 == 7 && n / 20 < Found.Length ? Found[n / 20] : n % 9 == 4 ? ("Vi ses til flumsebold efter skole", n % 10) : (Ordinary[n % Ordinary.Length], n % 10);
            var message = new Dictionary<string, object> { ["id"] = n + 1, ["type"] = "message", ["date_unixtime"] = $"{first.AddMinutes(n * 17).ToUnixTimeSeconds()}", ["from"] = $"Ung {by} Prøvesen", ["from_id"] = $"user{400 + by}", ["text"] = text };
            if (n % 23 == 5)
            {
                message["forwarded_from"] = "Havnesnak";
            }

            yield return message;
        }
    }
}
