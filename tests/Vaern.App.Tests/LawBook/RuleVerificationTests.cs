using Vaern.App.Accounts;
using Vaern.App.LawBook;
using Vaern.TestKit;

namespace Vaern.App.Tests.LawBook;

public sealed class RuleVerificationTests(TestTown town) : IClassFixture<TestTown>
{
    private static readonly DateOnly Monday = new(2027, 1, 11);

    [Fact]
    public async Task An_editor_verifies_a_version_once_with_the_source_that_was_read()
    {
        var editor = town["leder1"] with { Posts = [new Post(town.Town.Units.Root.Id, "editor")] };

        (await RuleVerifications.VerifyAsync(town.Town, editor, "B-03", 1, Monday, "  ")).Error.Code.ShouldBe("rule.source-missing");
        (await RuleVerifications.VerifyAsync(town.Town, editor, "B-03", 1, Monday.AddDays(1), "Retsinformation")).Error.Code.ShouldBe("rule.date");
        (await RuleVerifications.VerifyAsync(town.Town, editor, "B-03", 99, Monday, "Retsinformation")).Error.Code.ShouldBe("rule.not-found");
        (await RuleVerifications.VerifyAsync(town.Town, editor, "B-03", 1, Monday, "Retsinformation")).IsOk.ShouldBeTrue();
        (await RuleVerifications.VerifyAsync(town.Town, editor, "B-03", 1, Monday, "Retsinformation")).Error.Code.ShouldBe("rule.stale");

        var known = (await RuleVerifications.ListAsync(town.Town, editor))[("B-03", 1)];
        known.By.ShouldBe("Kirsten Vadmose");
        known.SourceSeen.ShouldBe("Retsinformation");
    }

    [Fact]
    public async Task Nobody_else_verifies() =>
        (await RuleVerifications.VerifyAsync(town.Town, town["leder1"], "B-02", 1, Monday, "Retsinformation")).Error.Code.ShouldBe("rule.not-allowed");
}
