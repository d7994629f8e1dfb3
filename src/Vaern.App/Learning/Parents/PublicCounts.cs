using System.Text;
using Vaern.App.Learning.Library;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.Learning.Parents;

/// <summary>Where a pulse stands for somebody with its address.</summary>
public sealed record OpenPulse(int Grade, DateTimeOffset OpensAt, DateTimeOffset ClosesAt)
{
    public bool IsOpen(DateTimeOffset now) => now >= OpensAt && now < ClosesAt;
}

/// <summary>What parents do on their own devices: a number grows, and nothing is kept of them.</summary>
public static class PublicCounts
{
    /// <summary>The pulse of a code and phase (<c>before</c>, <c>after</c>); null when there is none.</summary>
    public static async Task<OpenPulse?> PulseAsync(Municipality municipality, string code, string phase, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        var row = await work.FirstOrDefaultAsync<(int Grade, DateTimeOffset OpensAt, DateTimeOffset ClosesAt)?>(
            "select grade, opens_at, closes_at from pulse_open(@code, @phase, @now)", new { code, phase, now = work.Now }, cancel);
        return row is { } found ? new OpenPulse(found.Grade, found.OpensAt, found.ClosesAt) : null;
    }

    /// <summary>Counts one answer; the same form twice counts once. <c>pulse.token</c>, <c>pulse.closed</c>.</summary>
    /// <param name="token">Made with the form. Only its HMAC is kept, apart from meeting and answer, for a day.</param>
    public static async Task<Result<bool>> AnswerAsync(Municipality municipality, string code, string phase, bool yes, string token, CancellationToken cancel = default)
    {
        if (token.Length is < 16 or > 100)
        {
            return new Error("pulse.token", "The form has no token.");
        }

        var mac = municipality.Database.Keys.SubmissionMac(Encoding.UTF8.GetBytes("pulse\0" + token));
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        if (!await work.SingleAsync<bool>("select pulse_answer(@code, @phase, @yes, @mac, @now)", new { code, phase, yes, mac, now = work.Now }, cancel))
        {
            return new Error("pulse.closed", "The pulse is not open.");
        }

        await work.CommitAsync(cancel);
        return true;
    }

    /// <summary>A lesson was opened or finished: one more that day, in total only.</summary>
    public static async Task LessonAsync(Municipality municipality, Sheet lesson, bool completed, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        await work.ExecuteAsync(
            """
            insert into lesson_count as c (slug, language, day, opened, completed) values (@Slug, @Language, @day, @opened, @completed)
            on conflict (slug, language, day) do update set opened = c.opened + excluded.opened, completed = c.completed + excluded.completed
            """,
            new { lesson.Slug, lesson.Language, day = DanishTime.DayOf(work.Now), opened = completed ? 0 : 1, completed = completed ? 1 : 0 }, cancel);
        await work.CommitAsync(cancel);
    }

    /// <summary>Forgets the numbers of forms of the days before yesterday.</summary>
    internal static async Task ForgetTokensAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        if (await work.ExecuteAsync("delete from pulse_token where used_on < @yesterday", new { yesterday = DanishTime.DayOf(work.Now).AddDays(-1) }, cancel) > 0)
        {
            await work.CommitAsync(cancel);
        }
    }
}
