using Vaern.App.Concerns;

namespace Vaern.App.Tests.StreetWork;

/// <summary>The folder from which a telephone system takes alerts.</summary>
public sealed class DutyFolderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alert_is_a_whole_file_without_content_and_a_missing_folder_is_a_telephone_that_is_down()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"vaern-duty-{Guid.CreateVersion7():N}");
        var to = new AccountId(Guid.CreateVersion7());
        await Should.ThrowAsync<IOException>(() => new DutyFolder(folder, make: false).AlertAsync(new DutyAlert(to, "phone"), Cancel));
        await new DutyFolder(folder, make: true).AlertAsync(new DutyAlert(to, "sms"), Cancel);

        var file = Directory.GetFiles(folder).ShouldHaveSingleItem();
        Path.GetExtension(file).ShouldBe(".txt");
        (await File.ReadAllTextAsync(file, Cancel)).ShouldBe($"sms: {to.Value:N}\r\nDer er nyt i Værn.\r\n");
        Directory.Delete(folder, recursive: true);
    }
}
