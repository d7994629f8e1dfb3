using Vaern.App.Cases;
using Vaern.App.Intake;
using Vaern.TestKit;

namespace Vaern.Web.Tests.Staff;

/// <summary>Builders: a test names only what it is about.</summary>
internal static class A
{
    public static async Task<OpenedCase> CaseAsync(TestTown town, string login = "leder1", string title = "Mobning i gruppechat, 8.B", bool restricted = false) =>
        (await OpenCase.HandleAsync(town.Town, town[login], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", restricted ? "sexual-image-under-18" : "digital-bullying", restricted, title, null, restricted, null, "En forælder ringede."))).Value;

    public static async Task<Receipt> ReportAsync(TestTown town, string story = "De griner af mig i gruppechatten.", ReportContact? contact = null) =>
        (await SubmitReport.HandleAsync(
            town.Town, new ReportSubmission("child", "digital-bullying", false, town.Tanghoj, new ReportContent { Story = story }, contact), Guid.CreateVersion7().ToString(), NoFiles())).Value;

    public static async Task<CaseView> ReadAsync(TestTown town, string number, string login = "leder1") => (await ReadCase.HandleAsync(town.Town, town[login], number)).Value;

    /// <summary>One grey pixel, a real PNG.</summary>
    public static byte[] PngBytes { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    public static async IAsyncEnumerable<IncomingFile> Pictures(int count)
    {
        await Task.CompletedTask;
        for (var n = 1; n <= count; n++)
        {
            yield return new IncomingFile($"skærmbillede {n}.png", "image/png", new MemoryStream(PngBytes));
        }
    }

    public static async Task<Receipt> ReportWithPicturesAsync(TestTown town, int count) =>
        (await SubmitReport.HandleAsync(
            town.Town, new ReportSubmission("child", "digital-bullying", false, town.Tanghoj, new ReportContent { Story = "Se her." }, null), Guid.CreateVersion7().ToString(), Pictures(count))).Value;

    /// <summary>A case opened from a report with so many pictures: B-001 and on.</summary>
    public static async Task<OpenedCase> CaseWithPicturesAsync(TestTown town, int count = 1) =>
        (await OpenCase.HandleAsync(town.Town, town["nogle1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "digital-bullying", false, "Mobning i gruppechat", null, false, (await ReportWithPicturesAsync(town, count)).Report, "Der er behov for en plan."))).Value;

    public static async IAsyncEnumerable<IncomingFile> NoFiles()
    {
        await Task.CompletedTask;
        yield break;
    }
}
