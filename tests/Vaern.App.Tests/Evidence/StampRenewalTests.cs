using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Intake;
using Vaern.App.Sharing;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.TestKit;

namespace Vaern.App.Tests.Evidence;

/// <summary>Stamps over the years: the streams put under one every hour, and those that end renewed in good time.</summary>
public sealed class StampRenewalTests(TestTown town) : IClassFixture<TestTown>
{
    [Fact]
    public async Task The_worker_puts_the_streams_under_a_stamp_every_hour_and_a_package_takes_the_path_along()
    {
        town.Clock.SetDanish(2027, 1, 11, 9);
        var opened = await CaseWithItemAsync();
        await RoundAsync();
        await RoundAsync();
        (await CountAsync("select count(*) from checkpoint")).ShouldBe(1, "the second round is too early");
        town.Clock.SetDanish(2027, 1, 11, 10, 1);
        await RoundAsync();

        (await CountAsync("select count(*) from checkpoint where stamp is not null")).ShouldBe(await CountAsync("select count(*) from checkpoint"));
        (await StreamVerifier.VerifyAsync(town.Town.Database)).ShouldSatisfyAllConditions(v => v.Broken.ShouldBeEmpty(), v => v.Checkpoints.ShouldBeGreaterThan(0));
        await using var work = await town.Town.Database.BeginAsync(Acting.System);
        (await Checkpoints.LatestOfAsync(work, AuditStreams.CustodyOf(opened.Id.Value))).ShouldNotBeNull().Proof.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_stamp_is_renewed_once_a_year_before_its_certificate_ends_and_the_custody_stream_tells_of_it()
    {
        town.Clock.SetDanish(2027, 1, 12, 9);
        var opened = await CaseWithItemAsync();
        await StampItems.RunAsync(town.Town, opened.Id.Value, CancellationToken.None);
        (await Restamping.RunAsync(town.Town, CancellationToken.None)).ShouldBe(0, "it holds for years yet");
        // As if it had been given by a service whose certificate ends in eleven months.
        await using (var work = await town.Town.Database.BeginAsync(Acting.System))
        {
            await work.ExecuteAsync("update evidence_item set stamp_ends_at = @soon where case_id = @id", new { soon = work.Now.AddMonths(11), id = opened.Id.Value });
            await work.CommitAsync();
        }

        (await Restamping.RunAsync(town.Town, CancellationToken.None)).ShouldBe(1);
        (await Restamping.RunAsync(town.Town, CancellationToken.None)).ShouldBe(0, "it was renewed");

        await using var look = await town.Town.Database.BeginAsync(Acting.System);
        var lines = await look.Streams.LinesAsync(AuditStreams.CustodyOf(opened.Id.Value));
        System.Text.Encoding.UTF8.GetString(lines[^1]).ShouldContain("\"action\":\"restamped\",\"item\":\"B-001\"");
        (await CountAsync($"select count(*) from restamp_leaf l join restamp r on r.id = l.restamp_id join evidence_item i on i.id = l.subject where octet_length(r.stamp) > 500 and i.case_id = '{opened.Id.Value}'")).ShouldBe(1);
    }

    [Fact]
    public async Task Stamps_and_renewals_are_followed_in_the_database_and_a_forged_one_is_named()
    {
        town.Clock.SetDanish(2027, 1, 13, 9);
        var opened = await CaseWithItemAsync();
        await StampItems.RunAsync(town.Town, opened.Id.Value, CancellationToken.None);
        await RunAsync($"update evidence_item set stamp_ends_at = '{town.Clock.GetUtcNow().AddMonths(11):O}' where case_id = '{opened.Id.Value}'");
        (await Restamping.RunAsync(town.Town, CancellationToken.None)).ShouldBe(1);
        (await VerifyAsync()).ShouldSatisfyAllConditions(v => v.Faults.ShouldBeEmpty(), v => v.Renewals.ShouldBeGreaterThan(0), v => v.Stamps.ShouldBeGreaterThan(1));

        // The renewal itself comes near its end: it is renewed in its turn, the stamp below it is not renewed twice.
        await RunAsync($"update restamp set ends_at = '{town.Clock.GetUtcNow().AddMonths(6):O}' where id = (select restamp_id from restamp_leaf l join evidence_item i on i.id = l.subject where i.case_id = '{opened.Id.Value}')");
        (await Restamping.RunAsync(town.Town, CancellationToken.None)).ShouldBe(1);
        (await CountAsync("select count(*) from restamp_leaf l join restamp r on r.id = l.subject")).ShouldBe(1, "a renewal of a renewal");
        (await VerifyAsync()).Faults.ShouldBeEmpty();

        await RunAsync($"update evidence_item set sha256 = sha256('andet') where case_id = '{opened.Id.Value}'");
        var faults = (await VerifyAsync()).Faults;
        faults.ShouldContain(fault => fault.StartsWith($"{opened.Number} B-001: the stamp is for something else", StringComparison.Ordinal));
        faults.ShouldContain(fault => fault.StartsWith($"{opened.Number} B-001: its renewal is over another", StringComparison.Ordinal));
    }

    private async Task<Sealing.Timestamps.StampChainAnswer> VerifyAsync()
    {
        var roots = town.Town.SealKit!.Seal.Timestamps!.Authorities.Select(service => service.Roots[0]).ToArray();
        return await StampVerifier.VerifyAsync(town.Town.Database, new Sealing.Timestamps.TimestampCheck([.. roots], []), town.Clock.GetUtcNow());
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = await town.Postgres.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<OpenedCase> CaseWithItemAsync()
    {
        var report = (await SubmitReport.HandleAsync(town.Town, A.Report(town.Tanghoj), Guid.CreateVersion7().ToString(), A.Files(A.Png(5_000)))).Value;
        return (await OpenCase.HandleAsync(town.Town, town["nogle1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "digital-bullying", false, "Mobning i gruppechat", null, false, report.Report, "Der er behov for en plan."))).Value;
    }

    private async Task RoundAsync()
    {
        await using var registry = new MunicipalityRegistry([]);
        var mail = new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N")));
        await new Worker(registry, mail, town.Clock, NullLogger<Worker>.Instance).RoundAsync(town.Town);
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = await town.Postgres.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
