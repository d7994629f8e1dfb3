using Shouldly;
using Vaern.App.Preparedness;
using Vaern.Data;
using Xunit;

namespace Vaern.App.Tests.Preparedness;

/// <summary>A tip is masked, kept once, laid beside its like, and rings when many come at once.</summary>
public sealed class TipTests(PreparednessTown town) : IClassFixture<PreparednessTown>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sending_twice_with_one_token_gives_one_tip_and_the_same_words()
    {
        var first = await town.TipAsync("Nogen siger, at svømmehallen lukker i morgen.", tokenOf: "the-token-of-one-form");
        var again = await town.TipAsync("Nogen siger, at svømmehallen lukker i morgen.", tokenOf: "the-token-of-one-form");

        again.ShouldBe(first);
        first.Words!.Split(' ').Length.ShouldBe(6);
        (await AskedTips.ByWordsAsync(town.Municipality, first.Words, Cancel)).Value.Number.ShouldBe(first.Number);
    }

    [Fact]
    public async Task Two_forms_have_different_words() =>
        (await town.TipAsync("Broen er lukket.")).Words.ShouldNotBe((await town.TipAsync("Broen er lukket.")).Words);

    [Theory]
    [InlineData("", "tip.empty")]
    [InlineData("   \n", "tip.empty")]
    public async Task An_empty_tip_is_refused(string text, string code) =>
        (await SubmitTip.HandleAsync(town.Municipality, null, new NewTip(text, false), "a-token-long-enough", Cancel)).Error.Code.ShouldBe(code);

    [Fact]
    public async Task A_tip_of_2001_characters_is_refused() =>
        (await SubmitTip.HandleAsync(town.Municipality, null, new NewTip(new string('a', 2001), false), "a-token-long-enough", Cancel)).Error.Code.ShouldBe("tip.too-long");

    [Fact]
    public async Task Persons_are_masked_before_anything_is_stored_and_places_stay()
    {
        var receipt = await town.TipAsync("Storm Prøvesen fra 8.B vil lave ballade på Tanghøj Skole, ring til 20 30 40 50 eller skriv til storm@example.org");

        var tip = (await ReadIssues.TipAsync(town.Municipality, town.Officer, receipt.Number, Cancel))!;
        tip.Masked.ShouldBeTrue();
        tip.Text.ShouldContain("[person]");
        tip.Text.ShouldContain("Tanghøj");
        tip.Text.ShouldNotContain("Prøvesen");
        tip.Text.ShouldNotContain("20 30 40 50");
        tip.Text.ShouldNotContain("storm@");
    }

    [Fact]
    public async Task Likeness_lays_the_same_rumour_together_and_another_apart()
    {
        var one = await town.TipAsync("Rygtet siger at biblioteket brænder ned i nat, og at brandvæsenet ikke kommer");
        var two = await town.TipAsync("har i hørt at BIBLIOTEKET brænder i nat?? brandvæsenet kommer ikke");
        var other = await town.TipAsync("Der holder biler ulovligt parkeret foran biblioteket hver dag");

        var tips = await Task.WhenAll(new[] { one, two, other }.Select(tip => ReadIssues.TipAsync(town.Municipality, town.Officer, tip.Number, Cancel)));
        tips[1]!.Group.ShouldBe(tips[0]!.Group);
        tips[2]!.Group.ShouldNotBe(tips[0]!.Group);
    }

    [Fact]
    public async Task Somebody_outside_the_team_sees_her_own_tips_and_no_others()
    {
        var own = await town.TipAsync("Kantinen skulle være lukket på grund af rotter, siger de.", town.Teacher);
        await town.TipAsync("Skolebussen holder op med at køre efter jul.", town.Officer);

        (await AskedTips.MineAsync(town.Municipality, town.Teacher, Cancel)).Select(tip => tip.Number).ShouldContain(own.Number);
        (await AskedTips.MineAsync(town.Municipality, town.Teacher, Cancel)).ShouldAllBe(tip => !tip.Text.Contains("Skolebussen"));
        (await ReadIssues.WaitingAsync(town.Municipality, town.Teacher, 0, Cancel)).ShouldAllBe(group => group.Tips.All(tip => !tip.Text.Contains("Skolebussen")));
        (await ReadIssues.TipAsync(town.Municipality, town.Teacher, own.Number, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task The_database_lets_nobody_without_a_post_read_tips_issues_or_lines()
    {
        await town.TipAsync("Der er lukket for vandet i hele byen.");
        await using var work = await town.Municipality.Database.BeginAsync(new Acting.Staff(town.Teacher.Account.Value), Cancel);
        foreach (var table in new[] { "issue", "issue_entry", "issue_line", "line_approval", "alert", "on_call" })
        {
            (await work.SingleAsync<int>($"select count(*)::int from {table}", cancel: Cancel)).ShouldBe(0, table);
        }

        (await work.SingleAsync<int>("select count(*)::int from tip where account_id is distinct from @me", new { me = town.Teacher.Account.Value }, Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_of_a_tip_can_be_read_from_the_database_itself()
    {
        await town.TipAsync("Der bliver slukket for varmen i hele Hvidtjørnekvarteret.");
        await using var work = await town.Municipality.Database.BeginAsync(Acting.System, Cancel);

        var hex = Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes("Hvidtj"));
        var rows = await work.QueryAsync<string>("select t::text from tip t", cancel: Cancel);
        rows.ShouldAllBe(row => !row.Contains("Hvidtj", StringComparison.OrdinalIgnoreCase) && !row.Contains(hex, StringComparison.OrdinalIgnoreCase));
    }
}
