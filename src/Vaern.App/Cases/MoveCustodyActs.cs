using Vaern.App.Casework;
using Vaern.App.Evidence;
using Vaern.Data;

namespace Vaern.App.Cases;

/// <summary>
/// Makes the acts of kind custody, which earlier versions wrote, into custody notes: same id, author and times, sealed anew, with the line of the custody chain
/// that they never had. A case at a time, all of it or nothing; safe to repeat.
/// </summary>
internal static class MoveCustodyActs
{
    public static async Task RunAsync(Municipality municipality, CancellationToken cancel)
    {
        IReadOnlyList<Guid> cases;
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            cases = await work.QueryAsync<Guid>("select distinct case_id from case_act where kind = 'custody' order by case_id", cancel: cancel);
        }

        foreach (var id in cases)
        {
            await MoveAsync(municipality, id, cancel);
        }
    }

    private static async Task MoveAsync(Municipality municipality, Guid caseId, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        await work.ExecuteAsync("select 1 from case_file where id = @caseId for update", new { caseId }, cancel);
        var acts = await work.QueryAsync<(Guid Id, string? Subject, DateTimeOffset HappenedAt, DateTimeOffset RecordedAt, Guid Author, byte[] Body)>(
            "select id, subject, happened_at, recorded_at, author_id, body from case_act where case_id = @caseId and kind = 'custody' order by recorded_at, id", new { caseId }, cancel);
        var notes = await CustodyNotes.ListAsync(municipality, work, new CaseId(caseId), cancel);
        var taken = notes.SelectMany(note => note.Labels).Concat(acts.Select(act => Numbered(act.Subject)).OfType<string>()).ToHashSet(StringComparer.Ordinal);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var act in acts)
        {
            var body = await work.OpenAsync<ActBody>(caseId, "case_act", "body", act.Id, act.Body, cancel);
            var subject = act.Subject ?? "";
            if (!labels.TryGetValue(subject, out var label))
            {
                labels[subject] = label = Numbered(subject) ?? ThingLabel.Next(taken);
                taken.Add(label);
            }

            // What stood on the bag and was no number is not lost: it moves into the sealed text.
            var remark = Numbered(subject) is null ? $"Mærket »{subject}«. {body.Words}" : body.Words;
            var note = new CustodyNote(act.Id, body.Decision!, [label], act.HappenedAt, new CustodyNoteBody(body.With, body.Place, null, remark, null), "", act.RecordedAt);
            await CustodyNotes.MoveInAsync(work, caseId, note, act.Author, cancel);
            await work.ExecuteAsync("delete from case_act where id = @Id", new { act.Id }, cancel);
        }

        await work.CommitAsync(cancel);
    }

    private static string? Numbered(string? subject) => ThingLabel.Read(subject).TryGet(out var label, out _) ? label : null;
}
