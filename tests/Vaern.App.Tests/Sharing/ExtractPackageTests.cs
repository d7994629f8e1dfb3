using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Sharing;
using Vaern.TestKit;

namespace Vaern.App.Tests.Sharing;

/// <summary>A package whose only item is the extract, to a recipient outside: made, or not made and why.</summary>
public sealed class ExtractPackageTests(TestTown town) : IClassFixture<TestTown>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_without_evidence_hands_over_its_extract_and_begins_its_custody_chain_with_it()
    {
        var (opened, id) = await ApprovedAsync();
        await town.WorkAsync();

        var sent = await ReadAsync(opened, id);
        (sent.PackageState, sent.HasFailed).ShouldBe(("ready", false), sent.PackageError);
        (await CustodyRecord.ReadAsync(town.Town, town["ssp1"], opened.Id, Cancel)).Lines.ShouldContain(line => line.Action == "transferred" && line.Item == HandOverBody.Extract);
        (await HandOvers.ReceiveAsync(town.Town, town["ssp1"], opened.Id, id, "Forebyggende enhed", Cancel)).IsOk.ShouldBeTrue();
        (await HandOvers.RecallAsync(town.Town, town["ssp1"], opened.Id, id, "Forkert gruppe", false, Cancel)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task While_the_timestamp_service_is_silent_nothing_is_sent_until_the_second_person_accepts_the_mark()
    {
        var kit = town.Town.SealKit!;
        var silent = (await Municipality.OpenAsync(town.Town.Database, town.Clock, kit with { Seal = kit.Seal with { Timestamps = null } }, Cancel)).Value;
        var (opened, id) = await ApprovedAsync();
        var package = (await ReadAsync(opened, id)).PackageId!.Value;
        await MakePackage.RunAsync(silent, package, Cancel);

        (await ReadAsync(opened, id)).HasFailed.ShouldBeTrue();
        (await HandOvers.ReceiveAsync(town.Town, town["ssp1"], opened.Id, id, "Modtaget", Cancel)).Error.Code.ShouldBe("handover.not-ready");
        (await HandOvers.MakeAgainAsync(town.Town, town["ssp1"], opened.Id, id, withoutStamp: true, Cancel)).Error.Code.ShouldBe("handover.second-person");
        (await HandOvers.MakeAgainAsync(town.Town, town["ssp1"], opened.Id, id, withoutStamp: false, Cancel)).IsOk.ShouldBeTrue("to try again is anybody's");
        await MakePackage.RunAsync(silent, package, Cancel);
        (await ReadAsync(opened, id)).HasFailed.ShouldBeTrue();
        (await HandOvers.MakeAgainAsync(town.Town, town["ssp2"], opened.Id, id, withoutStamp: true, Cancel)).IsOk.ShouldBeTrue();
        await MakePackage.RunAsync(silent, package, Cancel);

        var sent = await ReadAsync(opened, id);
        (sent.PackageState, sent.WithoutStamp).ShouldBe(("ready", true), sent.PackageError);
        (await HandOvers.MakeAgainAsync(town.Town, town["ssp2"], opened.Id, id, withoutStamp: true, Cancel)).Error.Code.ShouldBe("handover.not-failed");
    }

    // An extract of a case without files, asked for by ssp1 and approved by ssp2; its package is not made yet.
    private async Task<(OpenedCase Case, Guid Id)> ApprovedAsync()
    {
        var opened = (await OpenCase.HandleAsync(town.Town, town["ssp1"], new NewCase(
            Guid.CreateVersion7(), town.Ssp.Id, "child", "violence-filmed", false, "Gruppe, der filmer slagsmål", null, false, null, "SSP-møde."), Cancel)).Value;
        var person = (await Parties.AddAsync(town.Town, town["ssp1"], opened.Id, Guid.CreateVersion7(), "alleged", new PartyBody("Noah Prøvesen", null, null), Cancel)).Value;
        var entry = (await WriteEntry.HandleAsync(town.Town, town["ssp1"], opened.Id, Guid.CreateVersion7(), "fact", "Noah viste filmen.", null, null, Cancel)).Value;
        var id = (await HandOverDrafts.BeginAsync(town.Town, town["ssp1"], opened.Id, Guid.CreateVersion7(), "police-prevention", null, "Forebyggende enhed", "Fælles indsats", Cancel)).Value;
        (await HandOverDrafts.ChooseGroundAsync(town.Town, town["ssp1"], opened.Id, id, "prevention", false, null, Cancel)).IsOk.ShouldBeTrue();
        (await HandOverDrafts.ChooseAsync(town.Town, town["ssp1"], opened.Id, id, HandOverChoice.Nothing with { About = [person], Entries = [entry], Necessity = "Gruppen skal mødes samlet." }, Cancel)).IsOk.ShouldBeTrue();
        var preview = (await HandOverPreview.ReadAsync(town.Town, town["ssp1"], opened.Id, id, Cancel)).Value;
        (await HandOverDrafts.SendToApprovalAsync(town.Town, town["ssp1"], opened.Id, id, preview.PayloadSha256, [], true, Cancel)).IsOk.ShouldBeTrue();
        (await HandOvers.DecideAsync(town.Town, town["ssp2"], opened.Id, id, true, null, preview.PayloadSha256, Cancel)).IsOk.ShouldBeTrue();
        return (opened, id);
    }

    private async Task<HandOver> ReadAsync(OpenedCase opened, Guid id) => (await HandOverList.OfCaseAsync(town.Town, town["ssp1"], opened.Id, Cancel)).Single(one => one.Id == id);
}
