using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.App.Sharing;
using Vaern.Data;

namespace Vaern.App.Rights;

/// <summary>
/// Puts the person's own words behind every entry of the case that mentions them, as a statement without an author: the entry stays, and wherever it is shown or shared they follow it.
/// </summary>
internal static class StatementInCase
{
    public static async Task AttachAsync(Municipality municipality, UnitOfWork work, CaseId caseId, string subject, Guid token, string words, CancellationToken cancel)
    {
        var row = await work.SingleAsync<CaseRow>($"select {CaseRow.Columns} from case_file c where c.id = @id for update", new { id = caseId.Value }, cancel);
        var offer = await HandOverOffer.ReadAsync(work, caseId, cancel);
        var me = offer.People.FirstOrDefault(person => subject == $"party:{person.Id:N}");
        var known = me is null ? [] : ThirdParties.WordsOf(me.Body.Name, me.Body.Contact);
        var about = offer.Entries.Where(entry => known.Any(word => entry.Text.Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
        if (about.Count == 0)
        {
            await WriteEntry.AddAsync(work, row, token, "statement", words, work.Now, null, null, cancel);
            return;
        }

        foreach (var entry in about)
        {
            await WriteEntry.AddAsync(work, row, Guid.CreateVersion7(), "statement", words, work.Now, null, entry.Id, cancel);
        }

        await Worklists.RefreshAsync(work, row.Id, cancel);
    }
}
