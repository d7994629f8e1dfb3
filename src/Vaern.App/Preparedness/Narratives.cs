using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <summary>What several issues are about: the story that returns, and what the municipality answers when it does.</summary>
/// <param name="Response">A prepared answer for the next time; a person writes the line anew from it.</param>
public sealed record NarrativeBody(string Title, string Story, string Response)
{
    public const int PartLimit = 2_000;
}

/// <param name="Issues">Numbers of its issues, the newest first.</param>
public sealed record Narrative(Guid Id, NarrativeBody Body, DateTimeOffset MadeAt, int Version, bool Drill, IReadOnlyList<string> Issues);

/// <summary>Issues into narratives: a person lays an issue in one that exists, or writes a new one.</summary>
public static class Narratives
{
    /// <summary>Writes a narrative, or the next wording of one. <c>narrative.empty</c>, <c>narrative.stale</c>, <c>issue.*</c>.</summary>
    /// <param name="issue">Laid in it.</param>
    /// <param name="id">Chosen by the form; a new one makes a narrative.</param>
    public static Task<Result<Guid>> WriteAsync(Municipality municipality, StaffMember staff, IssueId issue, Guid id, NarrativeBody body, int version, CancellationToken cancel = default) =>
        municipality.OnIssueAsync<Guid>(staff, issue, async (work, row) =>
        {
            if (PrepKeys.Lacking("narrative.empty", NarrativeBody.PartLimit, body.Title, body.Story) is { } lacking)
            {
                return lacking;
            }

            if (body.Response.Length > NarrativeBody.PartLimit)
            {
                return new Error("narrative.empty", "A part has more than 2,000 characters.");
            }

            var clean = new NarrativeBody(municipality.Masked(body.Title), municipality.Masked(body.Story), municipality.Masked(body.Response));
            var known = await work.FirstOrDefaultAsync<(int Version, bool Drill)?>("select version, drill from narrative where id = @id for update", new { id }, cancel);
            if (known is null)
            {
                await PrepKeys.BeginAsync(work, id, new StreamEvent("narrative.written", $"narrative:{id:N}", new { version = 1, issue = row.Number }, new { @new = clean }), cancel);
                await work.ExecuteAsync(
                    "insert into narrative (id, title, body, made_at, drill) values (@id, @title, @body, @now, @Drill)",
                    new { id, row.Drill, now = work.Now, title = await TitleAsync(), body = await work.SealAsync(id, "narrative", "body", id, clean, cancel) },
                    cancel);
            }
            else if (known.Value.Version != version || known.Value.Drill != row.Drill)
            {
                return new Error("narrative.stale", "Somebody else has changed it.");
            }
            else
            {
                await work.ExecuteAsync(
                    "update narrative set title = @title, body = @body, version = version + 1 where id = @id", new { id, title = await TitleAsync(), body = await work.SealAsync(id, "narrative", "body", id, clean, cancel) }, cancel);
                await work.Streams.AppendAsync(id, new StreamEvent("narrative.changed", $"narrative:{id:N}", new { old = version, @new = version + 1, issue = row.Number }, new { @new = clean }), cancel);
            }

            await LayAsync(work, row, staff, id, clean.Title, cancel);
            return id;

            Task<byte[]> TitleAsync() => work.SealAsync(id, "narrative", "title", id, clean.Title, cancel);
        }, cancel, alsoClosed: true);

    /// <summary>Lays an issue in a narrative that exists. <c>narrative.not-found</c>, <c>issue.*</c>.</summary>
    public static Task<Result<Guid>> PlaceAsync(Municipality municipality, StaffMember staff, IssueId issue, Guid id, CancellationToken cancel = default) =>
        municipality.OnIssueAsync<Guid>(staff, issue, async (work, row) =>
        {
            if (await work.FirstOrDefaultAsync<byte[]>("select title from narrative where id = @id and drill = @Drill", new { id, row.Drill }, cancel) is not { } title)
            {
                return new Error("narrative.not-found", "There is no such narrative.");
            }

            await LayAsync(work, row, staff, id, await work.OpenTextAsync(id, "narrative", "title", id, title, cancel), cancel);
            return id;
        }, cancel, alsoClosed: true);

    /// <summary>The newest first, at most a hundred.</summary>
    public static async Task<IReadOnlyList<Narrative>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Id, byte[] Body, DateTimeOffset MadeAt, int Version, bool Drill)>("select id, body, made_at, version, drill from narrative order by made_at desc, id desc limit 100", cancel: cancel);
        var issues = (await work.QueryAsync<(Guid Narrative, string Number)>(
            "select narrative_id, number from issue where narrative_id = any(@ids) order by opened_at desc, id", new { ids = rows.Select(row => row.Id).ToArray() }, cancel)).ToLookup(row => row.Narrative, row => row.Number);
        var list = new List<Narrative>();
        foreach (var row in rows)
        {
            list.Add(new Narrative(row.Id, await work.OpenAsync<NarrativeBody>(row.Id, "narrative", "body", row.Id, row.Body, cancel), row.MadeAt, row.Version, row.Drill, [.. issues[row.Id]]));
        }

        return list;
    }

    private static async Task LayAsync(UnitOfWork work, IssueRow row, StaffMember staff, Guid id, string title, CancellationToken cancel)
    {
        var moved = await work.ExecuteAsync("update issue set narrative_id = @id where id = @Issue and narrative_id is distinct from @id", new { id, Issue = row.Id }, cancel);
        if (moved == 1)
        {
            await work.LogAsync(row.Id, staff, "narrative", cancel, title);
            await work.Streams.AppendAsync(row.Id, new StreamEvent("issue.narrative", $"issue:{row.Number}", new { @new = id }), cancel);
        }
    }
}
