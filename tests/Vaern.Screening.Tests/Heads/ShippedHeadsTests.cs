using Shouldly;
using Vaern.Screening.Heads;
using Vaern.Screening.Tests.Suite;
using Xunit;

namespace Vaern.Screening.Tests.Heads;

/// <summary>The weights that the program brings: they load, carry their attributions, and rank as they did when they were recorded.</summary>
public sealed class ShippedHeadsTests
{
    [Fact]
    public void The_heads_and_their_licences_travel_together()
    {
        var header = HeadModel.Shipped.ShouldNotBeNull().Header;

        header.Heads.Select(head => head.Name).ShouldBe(["offensive", "hate", "threat", "bullying", "image_abuse"]);
        header.Attributions.ShouldContain(line => line.Contains("DKhate") && line.Contains("CC BY 4.0"));
        header.Attributions.ShouldContain(line => line.Contains("RTP-LX") && line.Contains("MIT"));
        header.Heads[0].Scores.MacroF1.ShouldBeGreaterThanOrEqualTo(0.785);
        header.Heads.Skip(1).Select(head => head.Scores.Auc).Zip([0.71, 0.87, 0.74, 0.81]).ShouldAllBe(pair => pair.First >= pair.Second);
        header.Heads.ShouldAllBe(head => head.Scores.CalibrationError <= 0.08);
    }

    [Fact]
    public void A_head_alone_flags_nothing()
    {
        Screener withHeads = new(ScreeningModel.BuiltIn);
        Screener without = new(new(ScreeningModel.BuiltIn.Rules, null));

        SuiteCase.All.ShouldAllBe(one => withHeads.Screen(one.Text).Flag == without.Screen(one.Text).Flag);
    }

    [Fact]
    public void Concerns_rank_above_the_rest()
    {
        Screener screener = new(ScreeningModel.BuiltIn);
        var cases = SuiteCase.All.Where(one => !one.IsCare && !one.IsKept).ToList();
        var scores = cases.Select(one => screener.Screen(one.Text).Score).ToArray();

        RankMeasures.Auc(scores, [.. cases.Select(one => one.Expected)]).ShouldBeGreaterThan(0.95);
    }
}
