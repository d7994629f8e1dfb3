using System.Text.Json;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.App.Plans;
using Vaern.App.Workplace;
using Vaern.Data;

namespace Vaern.Cli.Sample;

/// <summary>Does the steps of one sample case.</summary>
internal sealed class CaseReplay(Municipality town, Moments moments, IReadOnlyDictionary<string, StaffMember> staff, Func<OpenedCase> opened)
{
    private readonly Dictionary<string, Guid> parties = [];

    public async Task RunAsync(JsonElement step, CancellationToken cancel)
    {
        var what = step.Text("do");
        var by = staff[step.Text("by")];
        var id = opened().Id;
        var result = what switch
        {
            "party" => Plain(await Parties.AddAsync(town, by, id, parties[step.Text("key")] = Guid.CreateVersion7(), step.Text("role"), new PartyBody(step.Text("name"), step.TextOrNull("relation"), null), cancel)),
            "inform" => await InformAsync(by, id, step, cancel),
            "entry" => Plain(await WriteEntry.HandleAsync(town, by, id, Guid.CreateVersion7(), step.Text("kind"), step.Text("text"), Moment(step, "happenedAt"), cancel: cancel)),
            "establish" => Plain(await EstablishBullying.HandleAsync(town, by, id, step.Text("what"), null, cancel)),
            "start-clock" => Plain(await StartClock.HandleAsync(town, by, id, step.Text("rule"), moments.At(step.Text("start")), cancel)),
            "settle" => await SettleAsync(by, step, cancel),
            "grant-access" => Plain(await CaseAccess.GrantAsync(town, by, id, staff[step.Text("login")].Account, step.Flag("writes"), step.Text("reason"), cancel)),
            "settle-steps" => await SettleStepsAsync(by, step, cancel),
            "task" => Plain(await Tasks.AddAsync(town, by, id, Guid.CreateVersion7(), step.Text("title"), staff[step.Text("owner")].Account, step.TextOrNull("dueOn") is { } due ? moments.Day(due) : null, cancel)),
            "plan" => await PlanAsync(by, step, cancel),
            "ask-now" => Plain(await FollowUps.AskNowAsync(town, by, id, cancel)),
            "follow-up" => await FollowUpAsync(by, step, cancel),
            "evidence" => await EvidenceAsync(by, id, step, cancel),
            "referral" => await ReferralAsync(by, step, cancel),
            "act" => Plain(await CaseActs.RecordAsync(town, by, id, Guid.CreateVersion7(), step.Text("kind"), Moment(step, "happenedAt"), ActOf(step), step.Text("story"), cancel)),
            "keep" => Plain(await WriteCustodyNote.HandleAsync(town, by, id, NoteOf(step), step.Text("story"), cancel)),
            "letter" => await LetterAsync(by, id, step, cancel),
            "notify" => Plain(await ChildNotifications.SendAsync(
                town, by, id, Guid.CreateVersion7(), new NotificationBody(step.Text("child"), step.Text("worry"), step.TextOrNull("done") ?? "", step.TextOrNull("childKnows") ?? "", step.TextOrNull("parents") ?? ""), 0, cancel)),
            "ask-room" => Plain(await RoomLinks.AskAsync(town, by, id, Guid.CreateVersion7(), town.Units.All.Single(unit => unit.Name == step.Text("unit")).Id, cancel)),
            "drill" => await DrillAsync(by, step, cancel),
            "close" => await CloseAsync(by, step, cancel),
            _ => new Error("sample.step", $"A case has no step {what}."),
        };
        if (!result.IsOk)
        {
            throw new InvalidDataException($"The sample's step {what} of {opened().Number} at {moments.At(step.Text("at")):u} was refused: {result.Error}");
        }
    }

    private NewCustodyNote NoteOf(JsonElement step)
    {
        var receiver = step.TryGetProperty("receiver", out var taker) ? new Receiver(taker.Text("name"), taker.Text("number"), taker.Text("authority"), taker.TextOrNull("strokes")) : null;
        string[] things = step.TryGetProperty("things", out var known) ? [.. known.EnumerateArray().Select(label => label.GetString()!)] : [];
        var body = new CustodyNoteBody(step.TextOrNull("holder"), step.TextOrNull("place"), step.TextOrNull("agreed"), step.TextOrNull("remark"), receiver);
        return new NewCustodyNote(Guid.CreateVersion7(), step.Text("kind"), things, moments.At(step.Text("at")), body, receiver is not null, step.TextOrNull("thing"));
    }

    private static ActBody ActOf(JsonElement step) =>
        new(step.TextOrNull("words") ?? "", step.TextOrNull("with"), null, step.TextOrNull("decision"), step.TextOrNull("reference"));

    private async Task<Result> LetterAsync(StaffMember by, CaseId id, JsonElement step, CancellationToken cancel)
    {
        Guid? Of(string name) => step.TextOrNull(name) is { } key ? parties[key] : null;
        var body = new LetterBody(step.Text("to"), step.Text("subject"), step.Text("text"));
        return Plain(await Letters.SendAsync(town, by, id, Guid.CreateVersion7(), step.Text("kind"), Of("about"), Of("recipient"), body, 0, cancel));
    }

    /// <summary>An exercise of the person's own unit: as many steps as <c>could</c> says went well, the rest in part.</summary>
    private async Task<Result> DrillAsync(StaffMember by, JsonElement step, CancellationToken cancel)
    {
        var drill = Guid.CreateVersion7();
        var begun = await Drills.BeginAsync(town, by, drill, by.Posts[0].Unit, step.Text("playbook"), cancel);
        if (!begun.IsOk)
        {
            return begun.Error;
        }

        var could = step.GetProperty("could").GetInt32();
        foreach (var (one, at) in Playbook.All.Single(book => book.Id == step.Text("playbook")).Steps.Select((one, at) => (one, at)))
        {
            await Drills.AnswerAsync(town, by, drill, one.Key, at < could ? "could" : "partly", cancel);
        }

        return Plain(await Drills.FinishAsync(town, by, drill, cancel));
    }

    private async Task<CaseView> ViewAsync(StaffMember by, CancellationToken cancel) =>
        SampleLoader.Must(await ReadCase.HandleAsync(town, by, opened().Number, cancel), opened().Number);

    private async Task<Result> InformAsync(StaffMember by, CaseId id, JsonElement step, CancellationToken cancel)
    {
        var party = (await ViewAsync(by, cancel)).Parties.Single(one => one.Id == parties[step.Text("party")]);
        return Plain(await Parties.InformAsync(town, by, id, party.Id, step.Flag("informed"), step.TextOrNull("note"), null, party.Version, cancel));
    }

    private async Task<Result> SettleAsync(StaffMember by, JsonElement step, CancellationToken cancel)
    {
        var rule = step.Text("rule");
        var clock = (await ViewAsync(by, cancel)).Clocks.FirstOrDefault(one => one.Running && one.Rule.Id == rule);
        // At a workplace the employee says yes before anything is reported (A-13).
        if (rule == "A-01" && step.Text("outcome") == "met" && (await ViewAsync(by, cancel)).Track == "workplace"
            && await Police.AskedAsync(town, by, opened().Id, "yes", Moment(step, "doneAt"), cancel) is { IsOk: false } refused)
        {
            return refused.Error;
        }

        return clock is null
            ? new Error("sample.clock", $"No clock of {rule} runs.")
            : Plain(await SettleClock.HandleAsync(town, by, opened().Id, clock.Id, step.Text("outcome"), step.Text("note"), Moment(step, "doneAt"), clock.Version, cancel));
    }

    private async Task<Result> SettleStepsAsync(StaffMember by, JsonElement step, CancellationToken cancel)
    {
        var open = (await ViewAsync(by, cancel)).Tasks.Where(task => task is { State: "open", Step: not null }).Take(step.GetProperty("count").GetInt32());
        foreach (var task in open)
        {
            var settled = await Tasks.SettleAsync(town, by, opened().Id, task.Id, !step.TryGetProperty("done", out _) || step.Flag("done"), step.TextOrNull("note"), task.Version, cancel);
            if (!settled.IsOk)
            {
                return settled.Error;
            }
        }

        return Result.Done;
    }

    private async Task<Result> PlanAsync(StaffMember by, JsonElement step, CancellationToken cancel)
    {
        var measures = step.TryGetProperty("measures", out var listed)
            ? listed.EnumerateArray().Select(one => new Measure(one.Text("what"), one.TextOrNull("responsible") ?? "", one.TextOrNull("dueOn") is { } due ? moments.Day(due) : null)).ToArray()
            : [];
        string Part(string name) => step.TextOrNull(name) ?? "";
        var body = new PlanBody(Part("goal"), measures, Part("pupilVoice"), Part("talksWithOthers"), Part("classEffort"), Part("parents"), Part("parentComment"), Part("review"));
        var version = (await ViewAsync(by, cancel)).Plan?.Version ?? 0;
        return Plain(step.Flag("finish")
            ? await ActionPlans.FinishAsync(town, by, opened().Id, body, version, cancel)
            : await ActionPlans.SaveAsync(town, by, opened().Id, body, version, cancel));
    }

    private async Task<Result> FollowUpAsync(StaffMember by, JsonElement step, CancellationToken cancel)
    {
        var followUp = (await ViewAsync(by, cancel)).FollowUps.FirstOrDefault(one => one.Answer is null);
        return followUp is null
            ? new Error("sample.follow-up", "No follow-up waits.")
            : Plain(await FollowUps.AnswerAsync(town, by, opened().Id, followUp.Id, step.Text("answer"), step.TextOrNull("note"), followUp.Version, cancel));
    }

    private async Task<Result> EvidenceAsync(StaffMember by, CaseId id, JsonElement step, CancellationToken cancel)
    {
        var meta = new ItemMeta(
            step.TextOrNull("file") is { } name ? Path.GetFileName(name) : "beskrivelse", null, step.TextOrNull("kind") ?? "other", step.TextOrNull("description"), step.TextOrNull("url"),
            step.TextOrNull("platform"), null, Moment(step, "observedAt"), "stated", Moment(step, "postedAt"), "screenshot-by-staff", null,
            by.Posts[0].Role, by.Account.Value.ToString("N"), town.Now, "web-form", "none stated", step.TextOrNull("gaps") ?? "none stated");
        await using var content = step.TextOrNull("file") is { } file ? SampleFiles.Open(file) : null;
        return Plain(await OrdinaryItems.AddAsync(town, by, id, meta, content is null ? null : new IncomingFile(meta.Name, "image/png", content), cancel));
    }

    private async Task<Result> ReferralAsync(StaffMember by, JsonElement step, CancellationToken cancel)
    {
        var existing = (await ViewAsync(by, cancel)).Referrals.FirstOrDefault(one => one.Label == step.TextOrNull("label"));
        var body = new ReferralBody(
            step.TextOrNull("description"), step.TextOrNull("platform"), step.TextOrNull("account"), [], Moment(step, "observedAt"), step.TextOrNull("seenBy"),
            step.TextOrNull("deviceHolder"), step.TextOrNull("devicePlace"), step.TextOrNull("deviceState"), step.TextOrNull("policeReference"));
        return Plain(await Referrals.SaveAsync(town, by, opened().Id, existing?.Id ?? Guid.CreateVersion7(), body, existing?.Version ?? 0, cancel));
    }

    private async Task<Result> CloseAsync(StaffMember by, JsonElement step, CancellationToken cancel)
    {
        var closing = new Closing(step.Text("reason"), step.Text("learned"), step.TextOrNull("couldNot"));
        return Plain(await CloseCase.HandleAsync(town, by, opened().Id, step.Text("outcome"), closing, (await ViewAsync(by, cancel)).Version, cancel));
    }

    private DateTimeOffset? Moment(JsonElement step, string name) => step.TextOrNull(name) is { } written ? moments.At(written) : null;

    private static Result Plain<T>(Result<T> result) => result.IsOk ? Result.Done : result.Error;
}
