using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.Cli.Sample;

/// <summary>The preparedness of the sample: an old rumour that changed the card, one that is answered today, tips that wait, the municipality's own pages, contacts and days of risk.</summary>
internal sealed class PreparednessReplay(Municipality town, Moments moments, IReadOnlyDictionary<string, StaffMember> staff)
{
    private static readonly LineBody Answer = new(
        "Politiet oplyser, at der ikke er en trussel mod nogen skole. Skolerne er åbne som de plejer.", "Vi ved ikke, hvor opslaget begyndte.", "Ring til din skoles kontor fra klokken 8, eller skriv på fjordby.example.");

    private static readonly (string Page, string Words, string Reason)[] Hidden =
    [
        ("facebook", "De er alle sammen ens, smid dem ud", "Du taler ned til en hel gruppe."),
        ("facebook", "Jeg ved hvor han bor, det er på Strandvej", "Du skriver, hvor et andet menneske bor."),
        ("instagram", "Køb billige sko her", "Reklame hører ikke til under opslaget."),
    ];

    private readonly Guid old = Guid.CreateVersion7();
    private readonly Guid wave = Guid.CreateVersion7();

    /// <summary>The steps with their moments, for the loader to run in the order of time.</summary>
    public IEnumerable<(DateTimeOffset At, Func<Task> Run)> Steps(CancellationToken cancel)
    {
        yield return (moments.At("-40wd 09:00"), () => BookAsync(cancel));
        yield return (moments.At("-39wd 09:00"), () => RulesAsync(cancel));
        yield return (moments.At("-22wd 15:10"), () => TipsAsync(cancel, "Vandet i hanen på Strandvej er giftigt, siger naboen", "er det rigtigt at vandet i hanen på strandvej er giftigt"));
        yield return (moments.At("-22wd 15:30"), () => OpenAsync(old, "Vandet på Strandvej", 2, cancel));
        yield return (moments.At("-22wd 16:05"), () => AnswerAsync(old, new LineBody("Vandet er rent. Forsyningen har spulet rørene, og det gav brunt vand i en time.", "", "Ring til forsyningen på 00 22 00 10."), cancel));
        yield return (moments.At("-21wd 10:00"), () => CloseAsync(cancel));
        yield return (moments.At("-2wd 21:02"), () => TipsAsync(cancel, "Der kommer et angreb på Tanghøj Skole på mandag", "jeg har hørt der sker et angreb på tanghøj skole mandag"));
        yield return (moments.At("-2wd 21:06"), () => TipsAsync(cancel, "Er det rigtigt at der er angreb på Tanghøj skole på mandag?"));
        yield return (moments.At("-2wd 21:10"), () => OpenAsync(wave, "Angreb på skole mandag", 3, cancel));
        yield return (moments.At("-2wd 21:40"), () => PoliceAsync(cancel));
        yield return (moments.At("-2wd 21:52"), () => AnswerAsync(wave, Answer, cancel));
        yield return (moments.At("-1wd 10:00"), () => TalkCardAsync(cancel));
        yield return (moments.At("-1wd 13:00"), () => OwnPagesAsync(cancel));
        yield return (moments.At("-3h"), () => TipsAsync(cancel, "Folk siger, at svømmehallen lukker for altid efter ferien", "svømmehallen lukker for altid efter ferien siger de", "Parkeringen ved Havneplads er et rod"));
    }

    private async Task BookAsync(CancellationToken cancel)
    {
        var nanna = staff["bered1"];
        var set = await Alerts.SetChainAsync(town, nanna, [nanna.Account, staff["dir1"].Account, staff["kom1"].Account], cancel);
        if (!set.IsOk)
        {
            throw new InvalidDataException($"The sample's chain was refused: {set.Error}");
        }

        (string Kind, string Office, string Call, string Mail, string When)[] contacts =
        [
            ("police", "Vagtchefen, Fjordby Politi", "00 11 44 00", "vagt@politi.example", "Hele døgnet. Spørg, hvad der er bekræftet."), ("school", "Skolelederne, fælles nummer", "00 22 31 00", "skoler@fjordby.example", "Klokken 7 til 16."),
            ("media", "Pressetelefonen", "00 22 00 90", "presse@fjordby.example", "Kommunikation svarer."), ("neighbour", "Beredskabet, Klitrup Kommune", "00 33 00 10", "beredskab@klitrup.example", "Når rygtet løber på tværs."),
        ];
        foreach (var (kind, office, call, mail, when) in contacts)
        {
            await MustAsync(RoomBook.SaveContactAsync(town, nanna, Guid.CreateVersion7(), kind, new ContactBody(office, call, mail, when), 0, cancel));
        }

        (string Kind, string From, string Title, string Note)[] days =
        [
            ("demonstration", "+4wd", "Demonstration på torvet", "To på vagt fra klokken 16. Svarlinje ligger klar."), ("trial", "+9wd", "Retssag i byretten", "Samtalekort til skolerne dagen før."), ("event", "+30wd", "Havnefest", "Følg egne sider fredag og lørdag."),
        ];
        foreach (var (kind, from, title, note) in days)
        {
            var day = moments.Day(from);
            await MustAsync(RoomBook.SaveDayAsync(town, nanna, Guid.CreateVersion7(), kind, day, day, new RiskBody(title, note), 0, cancel));
        }
    }

    private async Task RulesAsync(CancellationToken cancel)
    {
        PageRule[] rules =
        [
            new("Tal ordentligt", "Skriv, som du ville tale til en nabo."), new("Ingen persondata", "Skriv ikke navne, adresser eller billeder af andre."),
            new("Ingen trusler og intet had", "Trusler og nedgørelse af grupper skjules og kan blive anmeldt."), new("Hold dig til emnet", "Reklame og gentagelser skjules."),
        ];
        var version = (await PageRules.WriteAsync(town, staff["kom1"], rules, DanishTime.DayOf(town.Now), cancel)).Value;
        await MustAsync(PageRules.PublishAsync(town, staff["dir1"], version, cancel));
    }

    private async Task TipsAsync(CancellationToken cancel, params string[] texts)
    {
        foreach (var text in texts)
        {
            await MustAsync(SubmitTip.HandleAsync(town, null, new NewTip(text, false), Guid.CreateVersion7().ToString("N"), cancel));
        }
    }

    private async Task OpenAsync(Guid id, string title, int level, CancellationToken cancel)
    {
        var nanna = staff["bered1"];
        var group = (await ReadIssues.WaitingAsync(town, nanna, 0, cancel))[0];
        await MustAsync(OpenIssue.HandleAsync(town, nanna, id, group.Group, title, cancel));
        await MustAsync(AssessIssue.HandleAsync(town, nanna, new IssueId(id), new Assessment(3, level == 3 ? 4 : 2, true, level, "Mange spørger, og det handler om vores egne opgaver.", null), 1, cancel));
        if (level == 3)
        {
            await MustAsync(IssueLog.EnterAsync(town, nanna, new IssueId(id), "officer", cancel));
            await MustAsync(IssueLog.EnterAsync(town, staff["kom1"], new IssueId(id), "communication", cancel));
            await MustAsync(IssueLog.EnterAsync(town, staff["dir1"], new IssueId(id), "decision", cancel));
            await MustAsync(RoomTasks.SettleAsync(town, nanna, new IssueId(id), "tag-alarmen", false, null, cancel));
            await MustAsync(RoomTasks.SettleAsync(town, nanna, new IssueId(id), "vurder", false, null, cancel));
        }
    }

    private async Task PoliceAsync(CancellationToken cancel)
    {
        var talk = new PoliceTalk("Vagtchefen", town.Now, "De to involverede er kendt. Der er ingen trussel mod nogen skole.", "De regner med ro i nat.", "Rygtet dør ud, hvis vi svarer i aften.");
        await MustAsync(PoliceTalks.WriteAsync(town, staff["bered1"], new IssueId(wave), Guid.CreateVersion7(), talk, cancel));
        await MustAsync(RoomTasks.SettleAsync(town, staff["bered1"], new IssueId(wave), "ring-vagtchef", false, null, cancel));
    }

    private async Task AnswerAsync(Guid id, LineBody line, CancellationToken cancel)
    {
        var issue = new IssueId(id);
        await MustAsync(IssueLines.WriteAsync(town, staff["kom1"], issue, line, 0, cancel));
        await MustAsync(IssueLines.ApproveAsync(town, staff["bered1"], issue, 1, cancel));
        await MustAsync(IssueLines.ApproveAsync(town, staff["dir1"], issue, 1, cancel));
        await MustAsync(Answers.SendAsync(town, staff["kom1"], issue, cancel));
    }

    private async Task CloseAsync(CancellationToken cancel)
    {
        var (nanna, issue) = (staff["bered1"], new IssueId(old));
        await MustAsync(Narratives.WriteAsync(town, nanna, issue, Guid.CreateVersion7(), new NarrativeBody("Drikkevandet er farligt", "Kommer, når rørene spules. Stopper, når forsyningen skriver hvorfor.", "Vandet er rent. Rørene er spulet."), 0, cancel));
        await MustAsync(CloseIssue.HandleAsync(town, nanna, issue, "Alle har fået svar, og ingen spurgte igen.", false, 2, cancel));
        await MustAsync(IssueReviews.WriteAsync(
            town, nanna, issue, new ReviewBody("Svaret var kort og kom hurtigt.", "Vi spurgte først forsyningen efter en halv time."),
            new CardChange("vurder", "officer", 15, "Vurder rækkevidde, skade og opgave", "Spørg først dem, der ved det: forsyningen, skolen eller politiet. At gøre ingenting er også et svar."), cancel));
    }

    private async Task TalkCardAsync(CancellationToken cancel)
    {
        var card = new TalkCardBody(
            "Nogle af jer har hørt, at der skulle ske noget på skolen. Politiet siger, at der ikke er nogen trussel mod skolen.", "Er skolen åben? Ja, helt som den plejer.\nHvem har skrevet det? Det ved vi ikke.",
            "Gentag ikke rygtet. Gæt ikke på, hvem der er involveret. Vis ikke opslag eller film.", "Gå til skolens kontor, eller ring 116 111.");
        await MustAsync(TalkCards.WriteAsync(town, staff["kom1"], new IssueId(wave), card, DanishTime.DayOf(town.Now).AddDays(9), 0, cancel));
        await MustAsync(TalkCards.PublishAsync(town, staff["bered1"], new IssueId(wave), 1, cancel));
    }

    private async Task OwnPagesAsync(CancellationToken cancel)
    {
        var issue = new IssueId(wave);
        var rule = new[] { 3, 2, 4 };
        var numbers = new List<string>();
        foreach (var (at, (page, words, reason)) in Hidden.Index())
        {
            numbers.Add((await Moderate.HideAsync(town, staff["kom1"], Guid.CreateVersion7(), new HiddenComment(page, rule[at], words, reason, issue), cancel)).Value);
        }

        await MustAsync(Moderate.ReplyAsync(town, staff["kom1"], Guid.CreateVersion7(), new SentReply("facebook", "Jeg kan godt forstå, at du bliver bange, når du læser det her. Det, vi ved lige nu, står øverst på siden.", "afraid", issue), cancel));
        await MustAsync(Moderate.CountAsync(town, staff["kom1"], Guid.CreateVersion7(), "facebook", 86, issue, cancel));
        var receipt = (await ReadModeration.OneAsync(town, staff["kom1"], numbers[0], cancel))!.Receipt;
        await MustAsync(Appeals.AskAsync(town, receipt, "Jeg citerede, hvad en anden skrev, og tog afstand fra det.", cancel));
    }

    private static async Task MustAsync<T>(Task<Result<T>> made)
    {
        if (await made is { IsOk: false } refused)
        {
            throw new InvalidDataException($"The sample's preparedness was refused: {refused.Error}");
        }
    }
}
