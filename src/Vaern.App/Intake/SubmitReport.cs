using Vaern.Data;

namespace Vaern.App.Intake;

/// <summary>A report in one request: what the API takes.</summary>
public static class SubmitReport
{
    /// <param name="token">The sender's idempotency token; retrying with it gives the same receipt.</param>
    /// <param name="files">Read once, in order, while they arrive. Restricted reports take none: <c>report.files-refused</c> before a byte is read.</param>
    /// <returns>The receipt after commit, or <c>report.*</c>, <c>file.*</c>, <c>submission.token-reused</c>; with an error nothing was kept.</returns>
    public static async Task<Result<Receipt>> HandleAsync(
        Municipality municipality, ReportSubmission submission, string token, IAsyncEnumerable<IncomingFile> files, CancellationToken cancel = default)
    {
        if (ReportRules.Check(submission) is { } fault)
        {
            return fault;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        var submissionToken = new SubmissionToken(municipality.Database.Keys, token, submission);
        if (await submissionToken.EarlierAsync(work, cancel) is { } earlier)
        {
            return earlier;
        }

        var id = Guid.CreateVersion7();
        var key = await work.Keys.CreateAsync(id, "report", cancel);
        var stored = new List<ReportFile>();
        await foreach (var file in files.WithCancellation(cancel))
        {
            if (submission.Restricted)
            {
                return new Error("report.files-refused", "This kind of report takes no files.");
            }

            if (stored.Count == ReportFiles.MaxCount)
            {
                return new Error("file.too-many", "A report takes at most ten files.");
            }

            var taken = await ReportFiles.StoreAsync(work, id, key, file, cancel);
            if (!taken.TryGet(out var kept, out var error))
            {
                return error;
            }

            stored.Add(kept);
        }

        var receipt = await RecordReport.RunAsync(municipality, work, id, submission, stored, submissionToken, cancel);
        await work.CommitAsync(cancel);
        return receipt;
    }
}
