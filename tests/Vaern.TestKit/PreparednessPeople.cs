using Vaern.App;
using Vaern.App.Preparedness;
using Vaern.Data;

namespace Vaern.TestKit;

/// <summary>
/// What journey J6 begins with in a <see cref="TestTown"/>: the chain of those on call, rules for comments in version 2 of 1 September 2026, the card P-RYGTE in
/// version 4 after three reviewed issues, and the number that the journey's issue gets next.
/// </summary>
public sealed class PreparednessPeople
{
    private static readonly (int Year, int Month, int Day, string Text, CardChange Change)[] Before =
    [
        (2026, 10, 5, "Vandet i hanen på Strandvej er giftigt siger naboen", new CardChange("vurder", "officer", 15, "Vurder rækkevidde, skade og opgave", "Spørg forsyningen, før I vurderer.")),
        (2027, 1, 12, "Svømmehallen lukker for altid efter ferien siger de", new CardChange("send", "communication", 70, "Send til alle, der har spurgt", "Ring selv svaret til dem, der ringede.")),
        (2027, 1, 25, "Bussen til Fyrlund kører ikke mere efter vinterferien", new CardChange("ring-vagtchef", "police", 30, "Ring til politiets vagtchef", "Spørg, hvad der er bekræftet, og hvad I må sige.")),
    ];

    private readonly TestTown town;

    private PreparednessPeople(TestTown town) => this.town = town;

    /// <summary>Leaves the clock at 22.30 on Saturday 6 February 2027.</summary>
    public static async Task<PreparednessPeople> JoinAsync(TestTown town)
    {
        var people = new PreparednessPeople(town);
        town.Clock.SetDanish(2026, 6, 1, 10);
        (await Alerts.SetChainAsync(town.Town, town["bered1"], [town["bered1"].Account, town["dir1"].Account, town["kom1"].Account])).Must();
        await people.RulesAsync(new DateOnly(2026, 6, 1), ("Tal ordentligt", "Skriv, som du ville tale til en nabo."));
        town.Clock.SetDanish(2026, 8, 25, 10);
        await people.RulesAsync(
            new DateOnly(2026, 9, 1), ("Tal ordentligt", "Skriv, som du ville tale til en nabo."), ("Ingen persondata", "Skriv ikke navne, adresser eller billeder af andre."),
            ("Ingen trusler og intet had", "Trusler og nedgørelse af grupper skjules."));
        foreach (var (year, month, day, text, change) in Before)
        {
            town.Clock.SetDanish(year, month, day, 12);
            await people.ReviewedAsync(text, change);
        }

        town.Clock.SetDanish(2027, 2, 6, 22, 30);
        return people;
    }

    /// <summary>Somebody without login writes; the six words come back.</summary>
    public async Task<TipReceipt> TipAsync(string text) => (await SubmitTip.HandleAsync(town.Town, null, new NewTip(text, false), Guid.CreateVersion7().ToString("N"))).Must();

    private async Task RulesAsync(DateOnly from, params (string Title, string Text)[] rules)
    {
        var version = (await PageRules.WriteAsync(town.Town, town["kom1"], [.. rules.Select(rule => new PageRule(rule.Title, rule.Text))], from)).Must();
        (await PageRules.PublishAsync(town.Town, town["dir1"], version)).Must();
    }

    private async Task ReviewedAsync(string text, CardChange change)
    {
        var tip = await TipAsync(text);
        var issue = (await OpenIssue.HandleAsync(town.Town, town["bered1"], Guid.CreateVersion7(), tip.Tip.Value, text)).Must();
        (await AssessIssue.HandleAsync(town.Town, town["bered1"], issue.Id, new Assessment(3, 2, true, 2, "Mange spørger.", null), 1)).Must();
        (await IssueLines.WriteAsync(town.Town, town["kom1"], issue.Id, new LineBody("Det passer ikke.", "", "Ring til kommunen."), 0)).Must();
        (await IssueLines.ApproveAsync(town.Town, town["bered1"], issue.Id, 1)).Must();
        (await IssueLines.ApproveAsync(town.Town, town["dir1"], issue.Id, 1)).Must();
        (await Answers.SendAsync(town.Town, town["kom1"], issue.Id)).Must();
        (await CloseIssue.HandleAsync(town.Town, town["bered1"], issue.Id, "Der er ro.", false, 2)).Must();
        (await IssueReviews.WriteAsync(town.Town, town["bered1"], issue.Id, new ReviewBody("Svaret var kort.", "Vi spurgte for sent."), change)).Must();
    }
}

/// <summary>In a world that a test only builds, a refusal is a fault of the test.</summary>
internal static class Musts
{
    public static T Must<T>(this Result<T> result) => result.TryGet(out var value, out var error) ? value : throw new InvalidOperationException(error.ToString());

    public static void Must(this Result result)
    {
        if (!result.IsOk)
        {
            throw new InvalidOperationException(result.Error.ToString());
        }
    }
}
