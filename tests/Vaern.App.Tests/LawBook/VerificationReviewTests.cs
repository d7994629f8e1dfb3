using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App.Accounts;
using Vaern.App.Background;
using Vaern.App.LawBook;
using Vaern.Data;
using Vaern.TestKit;

namespace Vaern.App.Tests.LawBook;

/// <summary>Once a year a rule is compared with the official text again: said in the editor's day and in one mail, and everything in the stream.</summary>
public sealed class VerificationReviewTests : IAsyncLifetime
{
    private static readonly DateOnly Verified = new(2027, 1, 11);
    private readonly TestTown town = new();
    private readonly Letters letters = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StaffMember Editor => town["dpo1"] with { Posts = [new Post(town.Town.Units.Root.Id, "editor")] };

    public async ValueTask InitializeAsync()
    {
        await town.InitializeAsync();
        await using (var work = await town.Town.Database.BeginAsync(Acting.System, Cancel))
        {
            await work.ExecuteAsync(
                "insert into membership (account_id, unit_id, role) values (@me, @unit, 'editor')", new { me = Editor.Account.Value, unit = town.Town.Units.Root.Id.Value }, Cancel);
            await work.CommitAsync(Cancel);
        }

        (await RuleVerifications.VerifyAsync(town.Town, Editor, "B-03", 1, Verified, "Retsinformation, LBK 316/2022", cancel: Cancel)).IsOk.ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    // Other rooms have news of their own after a year, such as texts of knowledge whose last day has passed.
    private IEnumerable<Mail> AboutRules => letters.Sent.Where(mail => mail.Body.Contains("Regler", StringComparison.Ordinal));

    [Fact]
    public async Task Nothing_is_due_before_the_year_is_over()
    {
        town.Clock.SetDanish(2028, 1, 10, 12);

        (await VerificationReview.DueAsync(town.Town, Editor, Cancel)).ShouldBeEmpty();
        await RoundAsync();
        AboutRules.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_year_it_stands_in_the_editors_day_and_one_mail_says_so_without_content()
    {
        town.Clock.SetDanish(2028, 1, 11, 8);

        await RoundAsync();
        await RoundAsync();
        town.Clock.SetDanish(2028, 2, 20, 8);
        await RoundAsync();

        var due = (await VerificationReview.DueAsync(town.Town, Editor, Cancel)).ShouldHaveSingleItem();
        (due.Rule.Id, due.By, due.On).ShouldBe(("B-03", "Vibeke Ranum", Verified));
        (await VerificationReview.DueAsync(town.Town, town["leder1"], Cancel)).ShouldBeEmpty();
        var mail = AboutRules.ShouldHaveSingleItem();
        mail.To.ShouldBe("dpo1@fjordby.example");
        (mail.Subject + mail.Body).ShouldNotContain("B-03");
        (await LinesAsync()).Count(line => line.Contains("\"action\":\"rules.review-due\"", StringComparison.Ordinal) && line.Contains("\"rule\":\"B-03\"", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Verified_again_it_is_done_for_a_year_and_the_earlier_verification_is_kept()
    {
        town.Clock.SetDanish(2028, 1, 12, 9);
        var today = new DateOnly(2028, 1, 12);

        (await RuleVerifications.VerifyAsync(town.Town, Editor, "B-03", 1, today, "Retsinformation igen", cancel: Cancel)).Error.Code.ShouldBe("rule.stale");
        (await RuleVerifications.VerifyAsync(town.Town, Editor, "B-03", 1, today, "Retsinformation igen", Verified.AddDays(-1), Cancel)).Error.Code.ShouldBe("rule.stale");
        (await RuleVerifications.VerifyAsync(town.Town, Editor, "B-03", 1, today, "Retsinformation igen", Verified, Cancel)).IsOk.ShouldBeTrue();

        (await VerificationReview.DueAsync(town.Town, Editor, Cancel)).ShouldBeEmpty();
        (await RuleVerifications.ListAsync(town.Town, Editor, Cancel))[("B-03", 1)].On.ShouldBe(today);
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        var past = await work.SingleAsync<(DateOnly On, string Source)>("select verified_on, source_seen from rule_verification_past where rule_id = 'B-03'", cancel: Cancel);
        past.ShouldBe((Verified, "Retsinformation, LBK 316/2022"));
        (await LinesAsync())[^1].ShouldContain("\"detail\":{\"version\":1,\"old\":\"2027-01-11\",\"new\":\"2028-01-12\"}");
    }

    private async Task RoundAsync() => await new Worker(new MunicipalityRegistry([town.Town]), letters, town.Clock, NullLogger<Worker>.Instance).RoundAsync(town.Town, Cancel);

    private async Task<IReadOnlyList<string>> LinesAsync()
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return [.. (await work.Streams.LinesAsync(town.Town.Id, Cancel)).Select(Encoding.UTF8.GetString)];
    }

    private sealed class Letters : IMailTransport
    {
        public List<Mail> Sent { get; } = [];

        public Task SendAsync(Mail mail, CancellationToken cancel)
        {
            Sent.Add(mail);
            return Task.CompletedTask;
        }
    }
}
