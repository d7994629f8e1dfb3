using Vaern.App.Cases;
using Vaern.App.Intake;
using Vaern.App.Retention;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.TestKit;

namespace Vaern.App.Tests.Retention;

/// <summary>What is past its time goes, with its keys and a certificate; what is held says why; nothing is kept for no reason.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private readonly TestTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => town.InitializeAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task A_closed_case_goes_when_its_time_is_out_with_reports_files_and_keys_and_a_certificate()
    {
        var opened = await ClosedAsync("school");
        (await PreviewAsync()).Expired.ShouldBeEmpty();
        town.Clock.SetDanish(2032, 1, 11, 23, 0);
        (await PreviewAsync()).Expired.ShouldBeEmpty("the last day belongs to the period");
        town.Clock.SetDanish(2032, 1, 13, 1, 0);
        var preview = await PreviewAsync();
        preview.Expired.Select(record => (record.Label, record.Standing)).ShouldBe([(opened.Number, "delete")]);

        var run = await RetentionRun.RunAsync(town.Town, Cancel);

        var certificate = (await RetentionPages.CertificateAsync(town.Town, town["dpo1"], run, Cancel)).Value;
        (certificate.Run.Expired, certificate.Run.Deleted, certificate.Run.Kept, certificate.Run.BrokenBefore, certificate.Run.BrokenAfter).ShouldBe((1, 1, 0, 0, 0));
        certificate.LinesHold.ShouldBeTrue();
        var gone = certificate.Deletions.Single();
        (gone.Label, gone.Key!.Kind).ShouldBe((opened.Number, "case"));
        gone.Key.DestroyedAt.ShouldNotBe(default);
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        (await work.SingleAsync<long>(
            """
            select (select count(*) from case_file) + (select count(*) from report) + (select count(*) from evidence_item) + (select count(*) from blob) + (select count(*) from report_contact)
              + (select count(*) from data_key where kind in ('case', 'report', 'contact'))
            """, cancel: Cancel)).ShouldBe(0);
        (await StreamVerifier.VerifyAsync(town.Town.Database, Cancel)).Broken.ShouldBeEmpty();
        (await PreviewAsync()).ExpiredButKept.ShouldBe(0);
    }

    [Fact]
    public async Task A_hold_needs_reason_owner_and_day_and_keeps_the_record_until_it_is_released()
    {
        var opened = await ClosedAsync("school");
        town.Clock.SetDanish(2033, 1, 2, 3, 0);
        async Task<string> TryAsync(string login, string number, string reason, DateOnly? day) =>
            (await LegalHolds.PlaceAsync(town.Town, town[login], Guid.CreateVersion7(), number, reason, town["leder1"].Account, day, Cancel)).Error.Code;
        (await TryAsync("leder1", opened.Number, "Straffesag", new DateOnly(2033, 6, 1))).ShouldBe("hold.not-allowed");
        (await TryAsync("dpo1", opened.Number, " ", new DateOnly(2033, 6, 1))).ShouldBe("reason.missing");
        (await TryAsync("dpo1", opened.Number, "Straffesag", null)).ShouldBe("hold.review");
        (await TryAsync("dpo1", opened.Number, "Straffesag", new DateOnly(2035, 1, 1))).ShouldBe("hold.review");
        (await TryAsync("dpo1", "F-1999-0001", "Straffesag", new DateOnly(2033, 6, 1))).ShouldBe("hold.record");
        var hold = (await LegalHolds.PlaceAsync(town.Town, town["dpo1"], Guid.CreateVersion7(), opened.Number, "Straffesag, efter aftale med politiet", town["leder1"].Account, new DateOnly(2033, 6, 1), Cancel)).Value;
        (await TryAsync("dpo1", opened.Number, "Igen", new DateOnly(2033, 6, 1))).ShouldBe("hold.already");

        await RetentionRun.RunAsync(town.Town, Cancel);
        var held = await PreviewAsync();
        (held.Runs[0].Deleted, held.Runs[0].Held, held.Runs[0].Kept).ShouldBe((0, 1, 0));
        town.Clock.SetDanish(2033, 6, 2, 3, 0);
        var listed = (await LegalHolds.ListAsync(town.Town, town["dpo1"], Cancel)).Value.Single();
        (listed.Reason, listed.OwnerName, listed.IsOverdue).ShouldBe(("Straffesag, efter aftale med politiet", "Kirsten Vadmose", true));

        (await LegalHolds.ReleaseAsync(town.Town, town["dpo1"], hold, "", Cancel)).Error.Code.ShouldBe("reason.missing");
        (await LegalHolds.ReleaseAsync(town.Town, town["dpo1"], hold, "Sagen er slut", Cancel)).IsOk.ShouldBeTrue();
        await RetentionRun.RunAsync(town.Town, Cancel);
        (await PreviewAsync()).Runs[0].Deleted.ShouldBe(1);
    }

    [Fact]
    public async Task What_may_have_to_be_preserved_waits_for_the_archive_and_is_not_counted_as_kept_past_its_time()
    {
        var opened = await ClosedAsync("child");
        town.Clock.SetDanish(2037, 2, 1, 3, 0);
        await RetentionRun.RunAsync(town.Town, Cancel);
        var waiting = (await PreviewAsync()).Expired.Single();
        (waiting.Standing, (await PreviewAsync()).Runs[0].ForArchive, (await PreviewAsync()).ExpiredButKept).ShouldBe(("archive", 1, 0));

        (await RetentionPages.DeliverAsync(town.Town, town["dpo1"], waiting.Type, waiting.Id, " ", Cancel)).Error.Code.ShouldBe("archive.reference");
        (await RetentionPages.DeliverAsync(town.Town, town["dpo1"], "case.school", waiting.Id, "AV 12", Cancel)).Error.Code.ShouldBe("archive.record");
        (await RetentionPages.DeliverAsync(town.Town, town["dpo1"], waiting.Type, waiting.Id, "Afleveret, AV 12", Cancel)).IsOk.ShouldBeTrue();
        await RetentionRun.RunAsync(town.Town, Cancel);

        (await PreviewAsync()).Runs[0].Deleted.ShouldBe(1);
        (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Error.Code.ShouldBe("case.not-found");
    }

    [Fact]
    public async Task A_record_that_something_unknown_hangs_on_is_counted_as_kept_and_not_lost()
    {
        var opened = await ClosedAsync("school");
        await using (var admin = await town.Postgres.OpenAsync(DatabaseRole.Administrator))
        {
            await using var command = admin.CreateCommand();
            command.CommandText = "create table a_new_room (case_id uuid references case_file (id)); insert into a_new_room select id from case_file";
            await command.ExecuteNonQueryAsync(Cancel);
        }

        town.Clock.SetDanish(2032, 1, 13, 1, 0);
        await RetentionRun.RunAsync(town.Town, Cancel);

        (await PreviewAsync()).ExpiredButKept.ShouldBe(1);
        (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task The_run_is_asked_for_once_a_day_after_two_in_the_night()
    {
        town.Clock.SetDanish(2027, 5, 31, 1, 59);
        await RetentionRun.AskIfDueAsync(town.Town, Cancel);
        (await JobsAsync()).ShouldBe(0);
        town.Clock.SetDanish(2027, 5, 31, 2, 0);
        await RetentionRun.AskIfDueAsync(town.Town, Cancel);
        await RetentionRun.AskIfDueAsync(town.Town, Cancel);
        (await JobsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Only_those_who_oversee_see_it()
    {
        (await RetentionPages.ReadAsync(town.Town, town["leder1"], Cancel)).Error.Code.ShouldBe("retention.not-allowed");
        (await LegalHolds.ListAsync(town.Town, town["leder1"], Cancel)).Error.Code.ShouldBe("retention.not-allowed");
        (await RetentionPages.CertificateAsync(town.Town, town["leder1"], Guid.CreateVersion7(), Cancel)).Error.Code.ShouldBe("retention.not-allowed");
    }

    [Fact]
    public void Every_type_has_a_line_in_the_schedule_and_the_other_way_round() =>
        RecordTypes.All.Select(type => type.Key).Order().ShouldBe(Schedule.All.Select(rule => rule.Type).Order());

    [Theory]
    [InlineData("P5Y", "2028-02-29", "2033-02-28")]
    [InlineData("P30D", "2027-05-01", "2027-05-31")]
    public void The_last_day_counts_in_the_calendar(string after, string ended, string last) =>
        new RetentionRule("x", after, "delete", new Rules.LocalText("", ""), false).ExpiresOn(new DateTimeOffset(Day(ended), new TimeOnly(12, 0), TimeSpan.Zero)).ShouldBe(Day(last));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<RetentionOverview> PreviewAsync() => (await RetentionPages.ReadAsync(town.Town, town["dpo1"], Cancel)).Value;

    private async Task<long> JobsAsync()
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<long>("select count(*) from job where kind = @Job", new { RetentionRun.Job }, Cancel);
    }

    // Closed as the database sees it: what closing takes is tested where closing is.
    private async Task<OpenedCase> ClosedAsync(string track)
    {
        var report = (await SubmitReport.HandleAsync(
            town.Town, A.Report(town.Tanghoj, contact: new ReportContact("Sara Prøvesen", null, "00112233")), Guid.CreateVersion7().ToString(), A.Files(A.Png(4_001)), Cancel)).Value;
        var opened = (await OpenCase.HandleAsync(town.Town, town["nogle1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, track, "digital-bullying", false, "Mobning", null, false, report.Report, "Plan."), Cancel)).Value;
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        await work.ExecuteAsync("update case_file set state = 'closed', outcome = 'stopped', closed_at = @now", new { now = work.Now }, Cancel);
        await work.CommitAsync(Cancel);
        return opened;
    }
}
