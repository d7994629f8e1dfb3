using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.TestKit;

namespace Vaern.App.Tests.Intake;

public sealed class SubmitReportTests(TestTown town) : IClassFixture<TestTown>
{
    [Fact]
    public async Task A_report_with_a_file_is_read_by_the_key_person_and_its_streams_hold()
    {
        var receipt = await SubmitAsync(A.Report(town.Tanghoj), A.Png(1_500_000));

        var inbox = await StaffReports.ListAsync(town.Town, town["nogle1"], open: true);
        inbox.Select(line => line.Number).ShouldContain(receipt.Number);
        var view = (await StaffReports.ReadAsync(town.Town, town["nogle1"], receipt.Number)).Value;
        view.Content.Story.ShouldBe("De griner af mig i gruppechatten.");
        view.State.ShouldBe("read");
        var file = view.Files.ShouldHaveSingleItem();
        file.Name.ShouldBe("skærmbillede 1.png");
        using var copy = new MemoryStream();
        (await StaffReports.CopyFileAsync(town.Town, town["nogle1"], file.Id, copy)).IsOk.ShouldBeTrue();
        copy.ToArray().ShouldBe(A.PngBytes(1_500_000));
        (await StreamVerifier.VerifyAsync(town.Town.Database)).Broken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Submitting_twice_with_one_token_gives_one_report()
    {
        var token = Guid.CreateVersion7().ToString();
        var submission = A.Report(town.Tanghoj, "Samme fortælling to gange.");
        var both = await Task.WhenAll(
            SubmitReport.HandleAsync(town.Town, submission, token, A.Files(A.Png())),
            SubmitReport.HandleAsync(town.Town, submission, token, A.Files(A.Png())));

        both[0].Value.ShouldBe(both[1].Value);
        await using var work = await town.Town.Database.BeginAsync(Acting.System);
        (await work.SingleAsync<long>("select count(*) from report where number = @Number", new { both[0].Value.Number })).ShouldBe(1);
    }

    [Fact]
    public async Task A_token_used_for_another_report_is_refused()
    {
        var token = Guid.CreateVersion7().ToString();
        (await SubmitReport.HandleAsync(town.Town, A.Report(town.Tanghoj, "En."), token, A.NoFiles())).IsOk.ShouldBeTrue();

        var other = await SubmitReport.HandleAsync(town.Town, A.Report(town.Tanghoj, "En anden."), token, A.NoFiles());

        other.Error.Code.ShouldBe("submission.token-reused");
    }

    [Fact]
    public async Task A_restricted_report_takes_no_file_and_keeps_nothing()
    {
        var before = await CountAsync("select count(*) from blob_chunk");

        var refused = await SubmitReport.HandleAsync(
            town.Town, A.Report(town.Tanghoj, restricted: true), Guid.CreateVersion7().ToString(), A.Files(A.Png()));

        refused.Error.Code.ShouldBe("report.files-refused");
        (await CountAsync("select count(*) from blob_chunk")).ShouldBe(before);
    }

    [Theory]
    [InlineData("MZ\u0090\0\u0003", "file.kind")]
    [InlineData("<html><script>", "file.kind")]
    [InlineData("", "file.empty")]
    public async Task A_disguised_or_empty_file_is_refused(string bytes, string code)
    {
        var file = new IncomingFile("billede.png", "image/png", new MemoryStream(System.Text.Encoding.Latin1.GetBytes(bytes)));

        var refused = await SubmitReport.HandleAsync(town.Town, A.Report(town.Tanghoj), Guid.CreateVersion7().ToString(), A.Files(file));

        refused.Error.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Files_over_the_limits_are_refused()
    {
        var large = await SubmitReport.HandleAsync(
            town.Town, A.Report(town.Tanghoj), Guid.CreateVersion7().ToString(), A.Files(A.Png((int)ReportFiles.MaxSize + 1)));
        var many = await SubmitReport.HandleAsync(
            town.Town, A.Report(town.Tanghoj), Guid.CreateVersion7().ToString(), A.Files([.. Enumerable.Range(0, 11).Select(_ => A.Png(100))]));

        large.Error.Code.ShouldBe("file.too-large");
        many.Error.Code.ShouldBe("file.too-many");
    }

    [Fact]
    public async Task A_report_about_the_leader_goes_to_the_head_of_schools_and_nobody_at_the_school_sees_it()
    {
        var told = await SubmitAsync(A.Report(town.Tanghoj, "Kirsten Vadmose skriver grimme ting om min bror."));
        var asked = await SubmitAsync(A.Report(town.Tanghoj, "Det handler om lederen.", about: "leader"));

        foreach (var receipt in new[] { told, asked })
        {
            receipt.RoutedTo.ShouldBe("Fjordby Kommune");
            (await StaffReports.ReadAsync(town.Town, town["chef1"], receipt.Number)).IsOk.ShouldBeTrue();
            foreach (var login in new[] { "leder1", "nogle1", "nogle2" })
            {
                (await StaffReports.ReadAsync(town.Town, town[login], receipt.Number)).Error.Code.ShouldBe("report.not-found");
                (await StaffReports.ListAsync(town.Town, town[login], open: true)).Select(line => line.Number).ShouldNotContain(receipt.Number);
            }
        }
    }

    [Fact]
    public async Task The_leader_sees_that_a_report_waits_and_not_what_it_says()
    {
        var receipt = await SubmitAsync(A.Report(town.Tanghoj));

        var line = (await StaffReports.ListAsync(town.Town, town["leder1"], open: true)).Single(line => line.Number == receipt.Number);

        line.MayRead.ShouldBeFalse();
        line.Category.ShouldBeNull();
        (await StaffReports.ReadAsync(town.Town, town["leder1"], receipt.Number)).Error.Code.ShouldBe("report.not-found");
    }

    [Fact]
    public async Task Thirty_pupils_at_once_get_thirty_receipts_without_a_gap_in_the_numbers()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => SubmitAsync(A.Report(town.Fyrlund), A.Png(92_000))));

        var numbers = receipts.Select(receipt => int.Parse(receipt.Number.Split('-')[2], System.Globalization.CultureInfo.InvariantCulture)).Order().ToArray();
        numbers.Distinct().Count().ShouldBe(30);
        receipts.Select(receipt => receipt.Words).Distinct().Count().ShouldBe(30);
    }

    [Fact]
    public async Task The_contact_is_sealed_apart_and_opened_only_with_a_reason()
    {
        var receipt = await SubmitAsync(A.Report(town.Tanghoj, contact: new ReportContact("Rikke Prøvesen", null, "00 00 00 41")));

        var without = await StaffReports.OpenContactAsync(town.Town, town["nogle1"], receipt.Report, " ");
        var with = await StaffReports.OpenContactAsync(town.Town, town["nogle1"], receipt.Report, "Barnet skal hentes i dag.");

        without.Error.Code.ShouldBe("contact.reason-missing");
        with.Value.Name.ShouldBe("Rikke Prøvesen");
        (await StaffReports.OpenContactAsync(town.Town, town["leder2"], receipt.Report, "Nysgerrig.")).Error.Code.ShouldBe("contact.none");
    }

    private async Task<Receipt> SubmitAsync(ReportSubmission submission, params IncomingFile[] files) =>
        (await SubmitReport.HandleAsync(town.Town, submission, Guid.CreateVersion7().ToString(), A.Files(files))).Value;

    private async Task<long> CountAsync(string sql)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System);
        return await work.SingleAsync<long>(sql);
    }
}
