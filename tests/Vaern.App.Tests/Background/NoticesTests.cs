using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App.Background;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.TestKit;

namespace Vaern.App.Tests.Background;

/// <summary>«Der er nyt i Værn»: to those who can read it, once, and never what it is.</summary>
public sealed class NoticesTests(TestTown town) : IClassFixture<TestTown>, IAsyncLifetime
{
    private const string Story = "Plantet sætning om en gruppechat.";
    private readonly Post post = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        await work.ExecuteAsync("delete from outbox; delete from job", cancel: Cancel);
        await work.CommitAsync(Cancel);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_report_gives_each_of_its_readers_one_notice_without_content()
    {
        await ReportAsync();
        await RoundAsync();

        post.Sent.Select(mail => mail.To).ShouldContain("nogle1@fjordby.example");
        post.Sent.Select(mail => mail.To).ShouldBeUnique();
        post.Sent.Select(mail => mail.To).ShouldNotContain("leder2@fjordby.example");
        foreach (var mail in post.Sent)
        {
            (mail.Subject + mail.Body).ShouldNotContain("gruppechat");
            (mail.Subject + mail.Body).ShouldNotContain("Tanghøj");
            (mail.Subject + mail.Body).ShouldNotContain("H-2027");
        }

        await RoundAsync();
        post.Sent.Select(mail => mail.To).ShouldBeUnique();
    }

    [Fact]
    public async Task Reports_of_the_same_instant_give_one_notice_however_many_lines_wait()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ReportAsync()));
        await using (var work = await town.Town.Database.BeginAsync(Acting.System, Cancel))
        {
            // As two transactions leave it that did not see each other.
            await work.ExecuteAsync(
                "insert into outbox (id, account_id, template, created_at) select gen_random_uuid(), account_id, template, created_at from outbox", cancel: Cancel);
            await work.CommitAsync(Cancel);
        }

        await RoundAsync();

        post.Sent.ShouldNotBeEmpty();
        post.Sent.Select(mail => mail.To).ShouldBeUnique();
        (await WaitingAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_notice_that_cannot_be_sent_waits_and_goes_out_in_a_later_round()
    {
        await ReportAsync();
        post.Closed = true;
        await RoundAsync();
        post.Sent.ShouldBeEmpty();
        (await WaitingAsync()).ShouldBeGreaterThan(0);

        post.Closed = false;
        await RoundAsync();
        post.Sent.ShouldNotBeEmpty();
        (await WaitingAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_report_that_nobody_answers_in_time_is_told_of_once_to_those_who_only_see_that_it_waits()
    {
        var receipt = await ReportAsync();
        await RoundAsync();
        var first = post.Sent.Count;
        await using var registry = new MunicipalityRegistry([]);
        var worker = new Worker(registry, post, town.Clock, NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(town.Town, Cancel))
        {
        }

        (await WaitingAsync()).ShouldBe(0);
        town.Clock.Set(receipt.ReplyBy.AddMinutes(1));
        while (await worker.WorkOnceAsync(town.Town, Cancel))
        {
        }

        await RoundAsync();
        post.Sent.Skip(first).ShouldNotBeEmpty();
        post.Sent.Skip(first).ShouldAllBe(mail => mail.Body.Contains("ikke besvaret til den lovede tid"));
    }

    private async Task<Receipt> ReportAsync() =>
        (await SubmitReport.HandleAsync(town.Town, A.Report(town.Tanghoj, Story), Guid.CreateVersion7().ToString(), A.NoFiles(), Cancel)).Value;

    private async Task RoundAsync()
    {
        await using var registry = new MunicipalityRegistry([]);
        await new Worker(registry, post, town.Clock, NullLogger<Worker>.Instance).RoundAsync(town.Town, Cancel);
    }

    private async Task<long> WaitingAsync()
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<long>("select count(*) from outbox where sent_at is null", cancel: Cancel);
    }

    private sealed class Post : IMailTransport
    {
        public List<Mail> Sent { get; } = [];

        public bool Closed { get; set; }

        public Task SendAsync(Mail mail, CancellationToken cancel)
        {
            if (Closed)
            {
                throw new IOException("closed");
            }

            Sent.Add(mail);
            return Task.CompletedTask;
        }
    }
}
