using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.App.Rights;
using Vaern.App.Sharing;
using Vaern.Data;

namespace Vaern.Cli.Sample;

/// <summary>
/// What leaves the rooms of the sample, and what citizens ask: a package to the police's preventive unit, an extract that waits in a box of SSP, one that waits for a second person; an
/// access request that is new, one that the rooms are judging, one that is answered.
/// </summary>
internal sealed class SharingReplay(Municipality town, Moments moments, IReadOnlyDictionary<string, StaffMember> staff, IReadOnlyDictionary<string, OpenedCase> cases)
{
    /// <summary>The steps with their moments, for the loader to run in the order of time.</summary>
    public IEnumerable<(DateTimeOffset At, Func<Task> Run)> Steps(CancellationToken cancel)
    {
        yield return (moments.At("-29wd 10:00"), () => AnsweredAsync(cancel));
        yield return (moments.At("-4wd 10:00"), () => ShareAsync("ssp-aftalte-kampe", "ssp1", "ssp2", "police-prevention", null, "Forebyggende enhed", "Fælles indsats mod kampe, der filmes", cancel));
        yield return (moments.At("-3wd 11:00"), () => ShareAsync("tanghoej-film-slagsmaal", "leder1", "nogle1", "unit", "SSP Fjordby", "SSP Fjordby", "At samle det, flere skoler har set", cancel));
        yield return (moments.At("-2wd 12:00"), () => JudgingAsync(cancel));
        yield return (moments.At("-40h"), () => ShareAsync("tanghoej-8a-trusler", "leder1", null, "unit", "SSP Fjordby", "SSP Fjordby", "Tryghed ved skolen i denne uge", cancel));
        yield return (moments.At("-1wd 16:20"), () => AskAsync("access", new RightsBody("Henning Prøvesen", new DateOnly(1979, 5, 2), "henning.proevesen@borger.example", null, "Hvad har I om mig?"), "self", cancel));
    }

    private async Task ShareAsync(string key, string by, string? second, string kind, string? unit, string recipient, string purpose, CancellationToken cancel)
    {
        var (asker, caseId) = (staff[by], cases[key].Id);
        var receiver = unit is null ? (UnitId?)null : town.Units.All.Single(one => one.Name == unit).Id;
        var id = SampleLoader.Must(await HandOverDrafts.BeginAsync(town, asker, caseId, Guid.CreateVersion7(), kind, receiver, recipient, purpose, cancel), key);
        SampleLoader.Must(await HandOverDrafts.ChooseGroundAsync(town, asker, caseId, id, "prevention", false, null, cancel), key);
        var view = SampleLoader.Must(await ReadCase.HandleAsync(town, asker, cases[key].Number, cancel), key);
        var choice = HandOverChoice.Nothing with
        {
            About = [view.Parties[0].Id], Entries = [.. view.Entries.Where(entry => entry.Kind is "fact" or "assessment").Take(2).Select(entry => entry.Id)], Necessity = "Modtageren skal kunne hjælpe samlet.",
        };
        SampleLoader.Must(await HandOverDrafts.ChooseAsync(town, asker, caseId, id, choice, cancel), key);
        var preview = SampleLoader.Must(await HandOverPreview.ReadAsync(town, asker, caseId, id, cancel), key);
        SampleLoader.Must(await HandOverDrafts.SendToApprovalAsync(town, asker, caseId, id, preview.PayloadSha256, [.. preview.Extract!.Masks.Select(mask => mask.Alias)], true, cancel), key);
        if (second is not null)
        {
            SampleLoader.Must(await HandOvers.DecideAsync(town, staff[second], caseId, id, true, null, preview.PayloadSha256, cancel), key);
        }
    }

    private async Task<string> AskAsync(string kind, RightsBody body, string asker, CancellationToken cancel) =>
        SampleLoader.Must(await AskForAccess.SubmitAsync(town, Guid.CreateVersion7(), kind, asker, body, cancel), kind).Number;

    // Asked, identified, searched: the school judges what may be told.
    private async Task<string> SearchedAsync(RightsBody body, string asker, CancellationToken cancel)
    {
        var number = await AskAsync("access", body, asker, cancel);
        SampleLoader.Must(await RightsDesk.IdentifyAsync(town, staff["dpo1"], number, true, "Fremmødt med pas og sundhedskort.", await VersionAsync(number, cancel), cancel), number);
        SampleLoader.Must(await RightsDesk.SearchAsync(town, staff["dpo1"], number, "Indsigt efter anmodning.", null, await VersionAsync(number, cancel), cancel), number);
        return number;
    }

    private async Task JudgingAsync(CancellationToken cancel) => await SearchedAsync(new RightsBody("Villads Prøvesen", new DateOnly(2012, 3, 9), null, "Rikke Prøvesen", "Jeg vil gerne se, hvad skolen har skrevet om Villads."), "parent", cancel);

    private async Task AnsweredAsync(CancellationToken cancel)
    {
        var number = await SearchedAsync(new RightsBody("Amina Prøvesen", new DateOnly(2016, 9, 21), null, "Hodan Prøvesen", "Hvad står der om Amina?"), "parent", cancel);
        foreach (var hit in (await ReadAsync(number, cancel)).Hits.Where(hit => hit.Decision == "open"))
        {
            SampleLoader.Must(await JudgeHit.DecideAsync(town, staff["leder1"], hit.Id, "include", null, null, cancel), number);
        }

        var preview = SampleLoader.Must(await AccessAnswer.PreviewAsync(town, staff["dpo1"], number, cancel), number);
        SampleLoader.Must(await AccessAnswer.SendAsync(town, staff["dpo1"], number, preview.Sha256, true, await VersionAsync(number, cancel), cancel), number);
    }

    private async Task<RightsFile> ReadAsync(string number, CancellationToken cancel) => SampleLoader.Must(await RightsDesk.ReadAsync(town, staff["dpo1"], number, cancel), number);

    private async Task<int> VersionAsync(string number, CancellationToken cancel) => (await ReadAsync(number, cancel)).Request.Version;
}
