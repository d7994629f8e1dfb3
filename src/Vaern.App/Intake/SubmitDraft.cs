using Vaern.Data;

namespace Vaern.App.Intake;

/// <summary>Sends a draft. The draft's cookie is the idempotency token: a double press gives the same receipt twice.</summary>
public static class SubmitDraft
{
    /// <param name="submission">Made from the draft's answers by the page that showed them for checking.</param>
    /// <returns>The receipt, or <c>draft.missing</c>, <c>report.*</c>.</returns>
    public static async Task<Result<Receipt>> HandleAsync(Municipality municipality, string token, Func<Draft, ReportSubmission> submission, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        var draft = await Drafts.OpenAsync(municipality, work, token, forUpdate: true, cancel);
        if (draft is null)
        {
            return await SentEarlierAsync(municipality, work, token, cancel) is { } receipt
                ? receipt
                : new Error("draft.missing", "The draft is gone.");
        }

        var report = submission(draft);
        if (ReportRules.Check(report) is { } fault)
        {
            return fault;
        }

        var files = report.Restricted ? [] : await Drafts.FilesAsync(work, draft.Id, cancel);
        await work.Keys.AdoptAsync(draft.Id, "report", cancel);
        var sent = await RecordReport.RunAsync(municipality, work, draft.Id, report, files, new SubmissionToken(municipality.Database.Keys, token, report), cancel);
        if (!report.Restricted && draft.Answers.MayShowMinorSexually is false)
        {
            await DeviceFingerprints.KeepAsync(work, draft.Id, draft.Answers.Fingerprints, cancel);
        }

        await work.ExecuteAsync(
            """
            delete from draft_file where draft_id = @id;
            delete from draft where id = @id
            """,
            new { id = draft.Id },
            cancel);
        if (report.Restricted)
        {
            await work.ExecuteAsync("delete from blob where owner_id = @id", new { id = draft.Id }, cancel);
        }

        await work.CommitAsync(cancel);
        return sent;
    }

    /// <summary>The receipt of a draft that was already sent under this cookie, for the receipt page; null when there is none.</summary>
    public static async Task<Receipt?> SentEarlierAsync(Municipality municipality, string token, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        return await SentEarlierAsync(municipality, work, token, cancel);
    }

    private static async Task<Receipt?> SentEarlierAsync(Municipality municipality, UnitOfWork work, string token, CancellationToken cancel) =>
        await SubmissionToken.AnswerAsync(municipality.Database.Keys, work, token, cancel);
}
