using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App.Background;
using Vaern.TestKit;

namespace Vaern.App.Tests.Sharing;

internal static class Working
{
    /// <summary>Does every job that is due.</summary>
    public static async Task WorkAsync(this TestTown town)
    {
        await using var registry = new MunicipalityRegistry([]);
        var mail = new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N")));
        var worker = new Worker(registry, mail, town.Clock, NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(town.Town, TestContext.Current.CancellationToken))
        {
        }
    }
}
