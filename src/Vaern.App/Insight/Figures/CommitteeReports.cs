using System.Globalization;
using Vaern.App.Accounts;
using Vaern.App.Insight.Surveys;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Insight.Figures;

/// <summary>A report to the committee: which surveys and which quarter it is made of. Its content is what those publish, and nothing else.</summary>
public sealed record CommitteeReport(string Number, Quarter Period, DateTimeOffset MadeAt, DateTimeOffset? PublishedAt, IReadOnlyList<Guid> Surveys)
{
    internal sealed class Row
    {
        public required string Number { get; init; }

        public required string Period { get; init; }

        public DateTimeOffset MadeAt { get; init; }

        public DateTimeOffset? PublishedAt { get; init; }

        public required Guid[] Surveys { get; init; }

        public CommitteeReport Open() => new(Number, Quarter.Parse(Period)!.Value, MadeAt, PublishedAt, Surveys);
    }
}

/// <summary>A report with all it says.</summary>
public sealed record CommitteeReportContent(CommitteeReport Report, Dashboard Figures, IReadOnlyList<SurveyResult> Surveys);

/// <summary>Reports to the committee, and which of them are open data.</summary>
public static class CommitteeReports
{
    private const string Columns = "number, period, made_at as madeat, published_at as publishedat, surveys";

    /// <summary>
    /// Makes a report of the latest counted quarter and of the last closed survey of each audience; the same <paramref name="id"/> twice is one. <c>figures.not-found</c>,
    /// <c>report.nothing</c> when there is no survey or no quarter yet.
    /// </summary>
    public static async Task<Result<string>> MakeAsync(Municipality municipality, StaffMember staff, Guid id, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepSurveys))
        {
            return Dashboard.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from survey_report where id = @id", new { id }, cancel) is { } known)
        {
            return known;
        }

        var surveys = (await Survey.ListAsync(work, "state = 'closed'", new { }, cancel)).DistinctBy(survey => survey.Audience).Select(survey => survey.Id).ToArray();
        var period = await work.FirstOrDefaultAsync<string>("select max(period) from figure_quarter", cancel: cancel);
        if (surveys.Length == 0 || period is null)
        {
            return new Error("report.nothing", "There is nothing to report yet.");
        }

        var year = DanishTime.DayOf(work.Now).Year;
        var next = await work.SingleAsync<long>("select next_number('S-R', @year)", new { year }, cancel);
        var number = string.Create(CultureInfo.InvariantCulture, $"S-{year}-R{next:00}");
        await work.ExecuteAsync(
            "insert into survey_report (id, number, surveys, period, made_by, made_at) values (@id, @number, @surveys, @period, @me, @now)",
            new { id, number, surveys, period, me = staff.Account.Value, now = work.Now }, cancel);
        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("report.made", number, new { period, surveys }) { Role = staff.RoleIn(municipality.Units.Root.Id) }, cancel);
        await work.CommitAsync(cancel);
        return number;
    }

    /// <summary>Makes the report's numbers open data. <c>figures.not-found</c>.</summary>
    public static async Task<Result> PublishAsync(Municipality municipality, StaffMember staff, string? number, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepSurveys))
        {
            return Dashboard.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from survey_report where number = upper(@number)", new { number }, cancel) is not { } found)
        {
            return Dashboard.NotFound;
        }

        if (await work.ExecuteAsync("update survey_report set published_at = @now where number = @found and published_at is null", new { found, now = work.Now }, cancel) == 1)
        {
            await work.Streams.AppendAsync(municipality.Id, new StreamEvent("report.published", found, new { old = (string?)null, @new = work.Now }) { Role = staff.RoleIn(municipality.Units.Root.Id) }, cancel);
            await work.CommitAsync(cancel);
        }

        return Result.Done;
    }

    /// <summary>All reports, newest first. <c>figures.not-found</c>.</summary>
    public static async Task<Result<IReadOnlyList<CommitteeReport>>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.SeeFigures))
        {
            return Dashboard.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return Result.Ok(await ListAsync(work, "true", cancel));
    }

    /// <summary>A report with its content. <c>figures.not-found</c>.</summary>
    public static async Task<Result<CommitteeReportContent>> ReadAsync(Municipality municipality, StaffMember staff, string? number, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.SeeFigures))
        {
            return Dashboard.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await ReadAsync(work, number, cancel) is { } content ? content : Dashboard.NotFound;
    }

    /// <summary>The reports whose numbers are open data, newest first; for anybody.</summary>
    public static async Task<IReadOnlyList<CommitteeReport>> OpenAsync(Municipality municipality, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        return await ListAsync(work, "published_at is not null", cancel);
    }

    /// <summary>The numbers of a published report, for anybody. <c>figures.not-found</c>.</summary>
    public static async Task<Result<CommitteeReportContent>> ReadOpenAsync(Municipality municipality, string? number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        return await ReadAsync(work, number, cancel) is { } content ? content : Dashboard.NotFound;
    }

    // The condition is always a text of this file.
    private static async Task<IReadOnlyList<CommitteeReport>> ListAsync(UnitOfWork work, string where, CancellationToken cancel) =>
        [.. (await work.QueryAsync<CommitteeReport.Row>("select " + Columns + " from survey_report where " + where + " order by made_at desc, id desc limit 200", cancel: cancel)).Select(row => row.Open())];

    private static async Task<CommitteeReportContent?> ReadAsync(UnitOfWork work, string? number, CancellationToken cancel)
    {
        if ((await work.FirstOrDefaultAsync<CommitteeReport.Row>("select " + Columns + " from survey_report where number = upper(@number)", new { number }, cancel))?.Open() is not { } report)
        {
            return null;
        }

        var results = new List<SurveyResult>();
        foreach (var survey in await Survey.ListAsync(work, "id = any(@Surveys)", new { Surveys = report.Surveys.ToArray() }, cancel))
        {
            if (await SurveyResults.ReadAsync(work, survey, null, cancel) is { } result)
            {
                results.Add(result);
            }
        }

        return new CommitteeReportContent(report, await Dashboard.ReadAsync(work, report.Period, cancel), [.. results.OrderBy(result => result.Survey.Audience, StringComparer.Ordinal)]);
    }
}
