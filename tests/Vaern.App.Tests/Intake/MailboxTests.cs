using Vaern.App.Intake;
using Vaern.TestKit;

namespace Vaern.App.Tests.Intake;

public sealed class MailboxTests(TestTown town) : IClassFixture<TestTown>
{
    [Fact]
    public async Task Six_words_open_the_mailbox_and_both_sides_write()
    {
        var receipt = await SubmitAsync();
        var typed = receipt.Words.ToUpperInvariant().Replace(" ", " · ", StringComparison.Ordinal).Replace("Æ", "AE", StringComparison.Ordinal);
        var report = (await Mailboxes.FindAsync(town.Town, typed)).Value;

        await StaffReports.AnswerAsync(town.Town, town["nogle1"], report, "Tak, fordi du skriver.", Guid.CreateVersion7());
        (await Mailboxes.WriteAsync(town.Town, report, "Det var i går.", A.Files(A.Png()), Guid.CreateVersion7())).IsOk.ShouldBeTrue();

        var mailbox = (await Mailboxes.OpenAsync(town.Town, report)).Value;
        mailbox.Status.ShouldBe("answered");
        mailbox.Messages.Select(message => (message.From, message.Text)).ShouldBe([("Farid Elmquist", "Tak, fordi du skriver."), ("reporter", "Det var i går.")]);
        mailbox.Messages[1].Files.ShouldHaveSingleItem().Name.ShouldBe("skærmbillede 1.png");
    }

    [Fact]
    public async Task A_message_sent_twice_is_one_message()
    {
        var receipt = await SubmitAsync();
        var token = Guid.CreateVersion7();

        await Mailboxes.WriteAsync(town.Town, receipt.Report, "Hej.", A.NoFiles(), token);
        await Mailboxes.WriteAsync(town.Town, receipt.Report, "Hej.", A.NoFiles(), token);

        (await Mailboxes.OpenAsync(town.Town, receipt.Report)).Value.Messages.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("", "receipt.words")]
    [InlineData("havre lygte", "receipt.words")]
    [InlineData("havre lygte måge kanel kompas qqqqq", "receipt.unknown-word")]
    [InlineData("havre havre havre havre havre havre", "receipt.not-found")]
    public async Task A_wrong_receipt_says_what_is_wrong(string typed, string code) =>
        (await Mailboxes.FindAsync(town.Town, typed)).Error.Code.ShouldBe(code);

    [Fact]
    public async Task After_withdrawal_nobody_writes()
    {
        var receipt = await SubmitAsync();
        await Mailboxes.WithdrawAsync(town.Town, receipt.Report);

        (await Mailboxes.WriteAsync(town.Town, receipt.Report, "Hej.", A.NoFiles(), Guid.CreateVersion7())).Error.Code.ShouldBe("mailbox.withdrawn");
        (await StaffReports.AnswerAsync(town.Town, town["nogle1"], receipt.Report, "Hej.", Guid.CreateVersion7())).Error.Code.ShouldBe("mailbox.withdrawn");
    }

    [Fact]
    public async Task A_released_identity_needs_no_reason()
    {
        var receipt = await SubmitAsync();
        (await Mailboxes.ReleaseIdentityAsync(town.Town, receipt.Report, new ReportContact("Villads Prøvesen", null, null))).IsOk.ShouldBeTrue();

        (await StaffReports.OpenContactAsync(town.Town, town["nogle1"], receipt.Report, "")).Value.Name.ShouldBe("Villads Prøvesen");
    }

    private async Task<Receipt> SubmitAsync() =>
        (await SubmitReport.HandleAsync(town.Town, A.Report(town.Tanghoj), Guid.CreateVersion7().ToString(), A.NoFiles())).Value;
}
