using System.Text;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Families;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Matching.Hashing;
using Vaern.TestKit;

namespace Vaern.App.Tests.Families;

/// <summary>Lists have an owner, a purpose and a basis; every look-up has a case and a purpose, is logged and limited.</summary>
public sealed class HashListTests(TestTown shared) : IClassFixture<TestTown>
{
    private static readonly ListAbout About = new("Falske profiler", "Prøvetjenesten, tlf. 00 00 00 20", "Genkende kendte falske profilbilleder", "databeskyttelsesforordningen artikel 6, stk. 1, litra e", "Kun til brug i sager", "2027-01", null);

    private readonly FamilyTown town = new(shared);

    [Fact]
    public async Task A_list_is_taken_in_with_the_lines_it_refused_and_fetched_again_with_a_receipt()
    {
        var keeper = await KeeperAsync();
        var (one, two, three) = (FamilyTown.Hash(40), FamilyTown.Hash(41), FamilyTown.Hash(42));

        var taken = (await HashLists.ImportAsync(shared.Town, keeper, null, About, true, Lines($"{one.ToHex()},80,A\n{two.ToHex()},80,B\n{two.ToHex()[..63]},80,C\nzz{two.ToHex()[2..]}\n{new string('0', 64)}"), 0)).Value;

        (taken.Accepted, taken.Added, taken.Deleted).ShouldBe((2, 2, 0));
        taken.Refused.Select(line => (line.Line, line.Reason)).ShouldBe([(3, "length"), (4, "not-hex"), (5, "zero")]);
        var list = (await HashLists.AllAsync(shared.Town, keeper)).Single(found => found.Id == taken.Id);
        (list.Entries, list.IsStale, list.About).ShouldBe((2, false, About));

        var again = (await HashLists.ImportAsync(shared.Town, keeper, taken.Id, About with { Checkpoint = "2027-02" }, true, Lines($"{two.ToHex()}\n{three.ToHex()}"), list.Version)).Value;
        (again.Added, again.Deleted).ShouldBe((1, 1));
        (await HashLists.ImportAsync(shared.Town, keeper, taken.Id, About, true, Lines(two.ToHex()), list.Version)).Error.Code.ShouldBe("list.stale");
        (await HashLists.AllAsync(shared.Town, keeper)).Single(found => found.Id == taken.Id).Receipts.Select(receipt => (receipt.What, receipt.Added, receipt.Deleted)).ShouldBe([("fetched", 1, 1), ("imported", 2, 0)]);
        (await town.AskAsync<long>("select count(*) from hash_list_part where list_id = @Id", new { taken.Id })).ShouldBe(1);
    }

    [Fact]
    public async Task Without_owner_purpose_and_basis_or_of_restricted_material_there_is_no_list()
    {
        var keeper = await KeeperAsync();
        var line = FamilyTown.Hash(43).ToHex();

        (await HashLists.ImportAsync(shared.Town, keeper, null, About with { Owner = " " }, true, Lines(line), 0)).Error.Code.ShouldBe("list.incomplete");
        (await HashLists.ImportAsync(shared.Town, keeper, null, About with { LegalBasis = "" }, true, Lines(line), 0)).Error.Code.ShouldBe("list.incomplete");
        (await HashLists.ImportAsync(shared.Town, keeper, null, About with { Name = new string('a', 501) }, true, Lines(line), 0)).Error.Code.ShouldBe("list.too-long");
        (await HashLists.ImportAsync(shared.Town, keeper, null, About, false, Lines(line), 0)).Error.Code.ShouldBe("list.restricted");
        (await HashLists.ImportAsync(shared.Town, keeper, null, About, true, Lines("ikke en liste\n" + line[..60]), 0)).Error.ShouldBe(new Error("list.empty", "1: length, 2: length"));
        (await HashLists.ImportAsync(shared.Town, shared["leder1"], null, About, true, Lines(line), 0)).Error.Code.ShouldBe("list.not-allowed");
        (await HashLists.AllAsync(shared.Town, shared["leder1"])).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_look_up_finds_a_line_says_how_near_and_whether_the_list_is_old()
    {
        var keeper = await KeeperAsync();
        var picture = FamilyTown.Hash(44);
        var list = (await HashLists.ImportAsync(shared.Town, keeper, null, About, true, Lines($"{FamilyTown.Near(picture, 12).ToHex()},80,Profil 7"), 0)).Value.Id;
        var opened = await CaseWithPictureAsync(picture);

        var first = await LookUpAsync(opened);
        (first.Answer, first.Hits.Count).ShouldBe(("match", 1));
        (first.Hits[0].Label, first.Hits[0].Band, first.Hits[0].Stale, first.Hits[0].Owner).ShouldBe(("Profil 7", Matching.Families.LeadBand.VeryAlike, false, About.Owner));

        shared.Clock.Advance(TimeSpan.FromDays(31));
        (await LookUpAsync(opened)).Hits.ShouldHaveSingleItem().Stale.ShouldBeTrue();

        var version = (await HashLists.AllAsync(shared.Town, keeper)).Single(found => found.Id == list).Version;
        (await HashLists.WithdrawAsync(shared.Town, keeper, list, version)).Value.Deleted.ShouldBe(1);
        (await LookUpAsync(opened)).Answer.ShouldBe("none");
        (await town.AskAsync<long>("select count(*) from hash_list_part where list_id = @list", new { list })).ShouldBe(0);
        (await HashLists.WithdrawAsync(shared.Town, keeper, list, version + 1)).Error.Code.ShouldBe("list.not-found");
        (await HashLists.AllAsync(shared.Town, keeper)).Single(found => found.Id == list).ShouldSatisfyAllConditions(gone => gone.Entries.ShouldBe(0), gone => gone.Receipts[0].What.ShouldBe("withdrawn"));
    }

    [Fact]
    public async Task A_look_up_has_a_case_a_purpose_and_a_picture_that_can_be_compared_and_is_logged()
    {
        var opened = await CaseWithPictureAsync(FamilyTown.Hash(45));
        var restricted = await town.CaseAsync(shared["nogle1"], shared.Tanghoj.Id, null, restricted: true);
        var flat = await CaseWithPictureAsync(FamilyTown.Hash(46), quality: 20);

        (await LookUp.AskAsync(shared.Town, shared["nogle1"], opened.Id, "B-001", " ")).Error.Code.ShouldBe("lookup.purpose-missing");
        (await LookUp.AskAsync(shared.Town, shared["nogle1"], opened.Id, "B-009", "Tjek")).Error.Code.ShouldBe("evidence.not-found");
        (await LookUp.AskAsync(shared.Town, shared["leder2"], opened.Id, "B-001", "Tjek")).Error.Code.ShouldBe("case.not-found");
        (await LookUp.AskAsync(shared.Town, shared["nogle1"], restricted.Id, "B-001", "Tjek")).Error.Code.ShouldBe("lookup.restricted");
        (await LookUp.AskAsync(shared.Town, shared["nogle1"], flat.Id, "B-001", "Tjek")).Error.Code.ShouldBe("lookup.not-compared");
        (await LookUpAsync(opened)).Answer.ShouldBe("none");

        var log = await LookUp.LogAsync(shared.Town, shared["dpo1"]);
        log.ShouldContain(line => line.Case == opened.Number && line.By == "Farid Elmquist" && line.Unit == "Tanghøj Skole" && line.Matched == false);
        (await LookUp.LogAsync(shared.Town, shared["nogle1"])).ShouldBeEmpty();
        (await town.LinesAsync(opened.Id.Value)).ShouldContain(line => line.Contains("hash-lookup.asked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_thirty_first_look_up_of_an_hour_is_refused_and_an_hour_later_one_may_ask_again()
    {
        var opened = await CaseWithPictureAsync(FamilyTown.Hash(47));
        for (var n = 0; n < 30; n++)
        {
            (await LookUp.AskAsync(shared.Town, shared["nogle2"], opened.Id, "B-001", "Tjek")).IsOk.ShouldBeTrue();
        }

        (await LookUp.AskAsync(shared.Town, shared["nogle2"], opened.Id, "B-001", "Tjek")).Error.Code.ShouldBe("lookup.account-limit");
        (await LookUp.AskAsync(shared.Town, shared["nogle1"], opened.Id, "B-001", "Tjek")).IsOk.ShouldBeTrue();
        shared.Clock.Advance(TimeSpan.FromMinutes(61));
        (await LookUp.AskAsync(shared.Town, shared["nogle2"], opened.Id, "B-001", "Tjek")).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_unit_asks_three_hundred_times_a_day_and_no_more_whoever_asks()
    {
        var opened = await CaseWithPictureAsync(FamilyTown.Hash(48));
        await using (var work = await shared.Town.Database.BeginAsync(Acting.System))
        {
            await work.ExecuteAsync(
                """
                insert into hash_lookup (id, case_id, item_id, account_id, unit_id, asked_at, purpose)
                select gen_random_uuid(), i.case_id, i.id, @by, c.unit_id, @at, '\x00' from evidence_item i join case_file c on c.id = i.case_id, generate_series(1, 300) where i.case_id = @id
                """,
                new { id = opened.Id.Value, by = shared["leder1"].Account.Value, at = work.Now.AddHours(-2) });
            await work.CommitAsync();
        }

        (await LookUp.AskAsync(shared.Town, shared["nogle1"], opened.Id, "B-001", "Tjek")).Error.Code.ShouldBe("lookup.unit-limit");
        shared.Clock.Advance(TimeSpan.FromHours(25));
        (await LookUp.AskAsync(shared.Town, shared["nogle1"], opened.Id, "B-001", "Tjek")).IsOk.ShouldBeTrue();
    }

    private async Task<LookupResult> LookUpAsync(OpenedCase opened)
    {
        (await LookUp.AskAsync(shared.Town, shared["nogle1"], opened.Id, "B-001", "Er det et kendt falsk profilbillede?")).IsOk.ShouldBeTrue();
        (await LookUp.OfItemAsync(shared.Town, shared["nogle1"], opened.Id, "B-001"))[0].Result.ShouldBeNull();
        await town.WorkAsync();
        return (await LookUp.OfItemAsync(shared.Town, shared["nogle1"], opened.Id, "B-001"))[0].Result!;
    }

    private async Task<OpenedCase> CaseWithPictureAsync(PdqHash print, int quality = 90)
    {
        var token = Drafts.NewToken();
        await Drafts.SaveAsync(shared.Town, token, answers => answers with { Role = "child", Category = "digital-bullying", Story = "En falsk profil.", MayShowMinorSexually = false });
        var file = (await Drafts.AddFileAsync(shared.Town, token, A.Png())).Value;
        await Drafts.AddFingerprintAsync(shared.Town, token, DeviceFingerprints.Read(FamilyTown.Json(print, quality)).Value, file.Blob);
        var sent = (await SubmitDraft.HandleAsync(shared.Town, token, _ => A.Report(shared.Tanghoj))).Value;
        return await town.CaseAsync(shared["nogle1"], shared.Tanghoj.Id, sent.Report);
    }

    private async Task<StaffMember> KeeperAsync()
    {
        var made = await town.KeyPersonAsync(shared.Tanghoj, "Karen Prøvesen");
        return made with { Posts = [new Post(shared.Town.Units.Root.Id, "admin")] };
    }

    private static MemoryStream Lines(string text) => new(Encoding.UTF8.GetBytes(text));
}
