using Vaern.App.Intake;
using Vaern.Data;
using Vaern.TestKit;

namespace Vaern.App.Tests.Intake;

public sealed class DraftTests(TestTown town) : IClassFixture<TestTown>
{
    [Fact]
    public async Task A_draft_with_a_file_becomes_a_report_and_a_double_press_gives_the_same_receipt()
    {
        var token = await BeginAsync("Min fortælling.");
        (await Drafts.AddFileAsync(town.Town, token, A.Png(120_000))).IsOk.ShouldBeTrue();

        var first = (await SubmitDraft.HandleAsync(town.Town, token, Submission)).Value;
        var second = (await SubmitDraft.HandleAsync(town.Town, token, Submission)).Value;

        second.ShouldBe(first);
        (await Drafts.ReadAsync(town.Town, token)).ShouldBeNull();
        var view = (await StaffReports.ReadAsync(town.Town, town["nogle1"], first.Number)).Value;
        view.Content.Story.ShouldBe("Min fortælling.");
        using var copy = new MemoryStream();
        (await StaffReports.CopyFileAsync(town.Town, town["nogle1"], view.Files.Single().Id, copy)).IsOk.ShouldBeTrue();
        copy.ToArray().ShouldBe(A.PngBytes(120_000));
    }

    [Fact]
    public async Task Two_presses_at_the_same_moment_give_one_report()
    {
        var token = await BeginAsync("Samtidig.");

        var both = await Task.WhenAll(SubmitDraft.HandleAsync(town.Town, token, Submission), SubmitDraft.HandleAsync(town.Town, token, Submission));

        both[0].Value.Number.ShouldBe(both[1].Value.Number);
    }

    [Fact]
    public async Task A_draft_that_may_show_a_minor_takes_no_file_and_forgets_those_it_had()
    {
        var token = await BeginAsync("En fortælling.");
        await Drafts.AddFileAsync(town.Town, token, A.Png());
        await Drafts.SaveAsync(town.Town, token, answers => answers with { MayShowMinorSexually = true });
        await Drafts.RemoveFilesAsync(town.Town, token);

        (await Drafts.AddFileAsync(town.Town, token, A.Png())).Error.Code.ShouldBe("report.files-refused");
        (await Drafts.ReadAsync(town.Town, token))!.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_hour_of_silence_deletes_the_draft_its_key_and_its_files()
    {
        var token = await BeginAsync("Jeg ombestemte mig.");
        await Drafts.AddFileAsync(town.Town, token, A.Png());
        var draft = (await Drafts.ReadAsync(town.Town, token))!.Id;

        town.Clock.Advance(Drafts.Silence + TimeSpan.FromMinutes(1));

        (await Drafts.ReadAsync(town.Town, token)).ShouldBeNull();
        (await Drafts.ForgetSilentAsync(town.Town)).ShouldBeGreaterThan(0);
        await using var work = await town.Town.Database.BeginAsync(Acting.System);
        (await work.SingleAsync<long>("select (select count(*) from data_key where owner_id = @draft) + (select count(*) from blob where owner_id = @draft) + (select count(*) from draft where id = @draft)", new { draft }))
            .ShouldBe(0);
    }

    [Fact]
    public async Task The_municipality_s_key_alone_does_not_open_a_draft()
    {
        var token = await BeginAsync("Kun for mig.");
        var draft = (await Drafts.ReadAsync(town.Town, token))!.Id;
        await using var work = await town.Town.Database.BeginAsync(Acting.System);

        await Should.ThrowAsync<System.Security.Cryptography.CryptographicException>(() => work.Keys.OpenAsync(draft));
        (await Drafts.ReadAsync(town.Town, Drafts.NewToken())).ShouldBeNull();
    }

    private async Task<string> BeginAsync(string story)
    {
        var token = Drafts.NewToken();
        await Drafts.SaveAsync(town.Town, token, answers => answers with { Story = story, Role = "child", Category = "digital-bullying", MayShowMinorSexually = false });
        return token;
    }

    private ReportSubmission Submission(Draft draft) => A.Report(town.Tanghoj, draft.Answers.Story!);
}
