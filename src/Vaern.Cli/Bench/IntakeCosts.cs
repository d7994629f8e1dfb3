using System.Globalization;
using Vaern.Data;

namespace Vaern.Cli.Bench;

/// <summary>
/// What reports and the limit's transactions cost: processor time and write-ahead log. On a busy machine these say more than the
/// seconds do.
/// </summary>
internal sealed class IntakeCosts(int web, int postmaster, DatabaseServer database)
{
    private Count reports;
    private Count limit;

    public async Task<T> CountReportsAsync<T>(Func<Task<T>> run, CancellationToken cancel)
    {
        var before = await NowAsync(cancel);
        var outcome = await run();
        reports += await NowAsync(cancel) - before;
        return outcome;
    }

    public async Task<T> CountLimitAsync<T>(Func<Task<T>> run, CancellationToken cancel)
    {
        var before = await NowAsync(cancel);
        var outcome = await run();
        limit += await NowAsync(cancel) - before;
        return outcome;
    }

    public string OfReports(int count) => string.Create(CultureInfo.InvariantCulture,
        $"  a report: {reports.Web / Math.Max(1, count):N1} ms processor in the web, {reports.Database / Math.Max(1, count):N1} ms in PostgreSQL, {reports.Log / Math.Max(1, count) / 1000:N0} kB of log");

    public string OfLimit(double count) => string.Create(CultureInfo.InvariantCulture,
        $"{limit.Database / count:N1} ms in PostgreSQL, {limit.Log / count / 1000:N0} kB of log each");

    private async Task<Count> NowAsync(CancellationToken cancel) => new(
        ProcessFigures.Processor(web).TotalMilliseconds,
        ProcessFigures.ProcessorOfFamily(postmaster).TotalMilliseconds,
        await IntakeLimit.LogPositionAsync(database, cancel));

    private readonly record struct Count(double Web, double Database, double Log)
    {
        public static Count operator +(Count left, Count right) => new(left.Web + right.Web, left.Database + right.Database, left.Log + right.Log);

        public static Count operator -(Count left, Count right) => new(left.Web - right.Web, left.Database - right.Database, left.Log - right.Log);
    }
}
