using Vaern.App.Casework;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.Data;

namespace Vaern.App.Sharing;

/// <summary>An entry of the chronology that can be chosen. <paramref name="Statements"/> are later entries that correct it or answer it: they always go along.</summary>
public sealed record OfferedEntry(Guid Id, string Kind, DateTimeOffset HappenedAt, string Text, bool IsBlocked, IReadOnlyList<OfferedStatement> Statements);

/// <summary>What was said of an entry afterwards. <paramref name="OfRegistered"/>: by the person whom it concerns.</summary>
public sealed record OfferedStatement(DateTimeOffset At, string Text, bool OfRegistered);

/// <summary>A person of the case.</summary>
public sealed record OfferedPerson(Guid Id, string Role, PartyBody Body);

/// <summary>A piece of evidence. <paramref name="Description"/> is what the case says of it.</summary>
public sealed record OfferedPart(HandOverPart Part, string? Description, bool IsBlocked);

/// <summary>Everything of a case from which a hand-over can be chosen, as it stands now.</summary>
public sealed record HandOverOffer(
    string CaseNumber, UnitId Unit, IReadOnlyList<OfferedPerson> People, IReadOnlyList<OfferedEntry> Entries, IReadOnlyList<OfferedPart> Parts, PlanBody? Plan)
{
    internal static async Task<HandOverOffer> ReadAsync(UnitOfWork work, CaseId caseId, CancellationToken cancel)
    {
        var head = await work.SingleAsync<(string Number, Guid Unit)>("select number, unit_id from case_file where id = @id", new { id = caseId.Value }, cancel);
        var marks = (await work.QueryAsync<string>("select subject from investigation_mark where case_id = @id", new { id = caseId.Value }, cancel)).ToHashSet();
        var items = await OrdinaryItems.ListAsync(work, caseId, cancel);
        var referrals = await Referrals.ListAsync(work, caseId, cancel);
        return new HandOverOffer(
            head.Number, new UnitId(head.Unit), await PeopleAsync(work, caseId, cancel), await EntriesAsync(work, caseId, marks, cancel),
            [
                .. items.Where(item => item is { State: "kept", Sha256: not null })
                    .Select(item => new OfferedPart(new HandOverPart(item.Label, item.Meta.Name, item.Sha256, item.Size), item.Meta.Description, marks.Contains(item.Label))),
                .. referrals.Select(referral => new OfferedPart(new HandOverPart(referral.Label, "", null, null), referral.Description, marks.Contains(referral.Label))),
            ],
            (await ActionPlan.ReadAsync(work, caseId, cancel))?.Body);
    }

    private static async Task<IReadOnlyList<OfferedPerson>> PeopleAsync(UnitOfWork work, CaseId caseId, CancellationToken cancel)
    {
        var people = new List<OfferedPerson>();
        foreach (var (id, role, body) in await work.QueryAsync<(Guid, string, byte[])>("select id, role, body from party where case_id = @id order by id", new { id = caseId.Value }, cancel))
        {
            people.Add(new OfferedPerson(id, role, await work.OpenAsync<PartyBody>(caseId.Value, "party", "body", id, body, cancel)));
        }

        return people;
    }

    private static async Task<IReadOnlyList<OfferedEntry>> EntriesAsync(UnitOfWork work, CaseId caseId, HashSet<string> marks, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, string Kind, DateTimeOffset At, Guid? Author, byte[] Body, Guid? Corrects)>(
            "select id, kind, happened_at, author_id, body, corrects_id from entry where case_id = @id order by happened_at, id", new { id = caseId.Value }, cancel);
        var texts = new Dictionary<Guid, string>();
        foreach (var row in rows)
        {
            texts[row.Id] = await work.OpenTextAsync(caseId.Value, "entry", "body", row.Id, row.Body, cancel);
        }

        return [.. rows.Where(row => row.Corrects is null).Select(row => new OfferedEntry(
            row.Id, row.Kind, row.At, texts[row.Id], marks.Contains(row.Id.ToString("N")),
            [.. rows.Where(later => later.Corrects == row.Id).Select(later => new OfferedStatement(later.At, texts[later.Id], later.Author is null && later.Kind == "statement"))]))];
    }
}
