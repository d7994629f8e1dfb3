using Vaern.App.Background;
using Vaern.App.StreetWork.Imports;
using Vaern.Data;

namespace Vaern.App.Tests.StreetWork;

/// <summary>Does the waiting jobs of a town.</summary>
internal static class StreetJobs
{
    public static async Task RunAsync(Municipality town, CancellationToken cancel)
    {
        var worker = new Worker(new MunicipalityRegistry([town]), new Silent(), town.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(town, cancel))
        {
        }

        // What failed is a fault of the program here, not something to try again later.
        await using var work = await town.Database.BeginAsync(Acting.System, cancel);
        (await work.QueryAsync<string>("select kind || ': ' || last_error from job where last_error is not null", cancel: cancel)).ShouldBeEmpty();
    }

    private sealed class Silent : IMailTransport
    {
        public Task SendAsync(Mail mail, CancellationToken cancel) => Task.CompletedTask;
    }
}
