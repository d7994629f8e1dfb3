using Shouldly;
using Vaern.Screening.Explaining;
using Vaern.Screening.Rules;
using Xunit;

namespace Vaern.Screening.Tests.Explaining;

public sealed class VerdictTests
{
    private static readonly Explanation Threat = new Screener(new(RuleSet.BuiltIn, null)).Screen("jeg tæver dig");

    [Fact]
    public void A_whole_verdict_has_no_fault() => Of(VerdictKind.Agree).Fault.ShouldBeNull();

    [Fact]
    public void Another_category_must_be_named_and_another()
    {
        Of(VerdictKind.WrongCategory).Fault.ShouldBe("verdict.category_missing");
        (Of(VerdictKind.WrongCategory) with { Category = Category.Threat }).Fault.ShouldBe("verdict.category_unchanged");
        (Of(VerdictKind.WrongCategory) with { Category = Category.Bullying }).Fault.ShouldBeNull();
    }

    [Fact]
    public void Passing_on_says_to_whom()
    {
        Of(VerdictKind.PassOn).Fault.ShouldBe("verdict.recipient_missing");
        (Of(VerdictKind.PassOn) with { PassedTo = "SSP" }).Fault.ShouldBeNull();
    }

    [Fact]
    public void A_reader_who_sees_no_problem_overrules_the_rules()
    {
        Of(VerdictKind.NotAProblem).Overrules.ShouldBeTrue();
        Of(VerdictKind.Agree).Overrules.ShouldBeFalse();
    }

    [Fact]
    public void The_weekly_sample_depends_on_ids_and_seed_alone()
    {
        var ids = Enumerable.Range(0, 5_000).Select(i => $"m{i}").ToList();
        var drawn = UnflaggedSample.Draw(ids, UnflaggedSample.UsualSize, "2026-W47");

        drawn.Count.ShouldBe(30);
        UnflaggedSample.Draw(Enumerable.Reverse(ids).Concat(ids), 30, "2026-W47").ShouldBe(drawn);
        UnflaggedSample.Draw(ids, 30, "2026-W48").ShouldNotBe(drawn);
        UnflaggedSample.Draw(ids.Take(7), 30, "2026-W47").Order().ShouldBe(ids.Take(7).Order());
        UnflaggedSample.Draw(ids, 0, "2026-W47").ShouldBeEmpty();
    }

    [Fact]
    public void Every_message_is_drawn_about_as_often()
    {
        var ids = Enumerable.Range(0, 100).Select(i => $"m{i}").ToList();
        var counts = Enumerable.Range(0, 2_000).SelectMany(week => UnflaggedSample.Draw(ids, 10, $"w{week}")).CountBy(id => id).ToList();

        // 200 expected of each; five standard deviations are about 67.
        counts.Count.ShouldBe(100);
        counts.ShouldAllBe(one => one.Value > 130 && one.Value < 270);
    }

    [Fact]
    public void The_estimate_of_what_is_missed_has_an_interval()
    {
        // Wilson 1927: 0 of 30 gives 0 to 0.1135.
        var (low, high) = UnflaggedSample.MissedShare(30, 0);
        low.ShouldBe(0);
        high.ShouldBe(0.1135, 0.0001);
    }

    private static Verdict Of(VerdictKind kind) => new(Threat, kind, null, null, null, null, null, TimeSpan.FromSeconds(4), null);
}
