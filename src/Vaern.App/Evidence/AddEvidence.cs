using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Intake;
using Vaern.Data;

namespace Vaern.App.Evidence;

/// <summary>
/// Takes in what was saved of one place: a chat thread or a page as text, as screenshots, as a web archive, with its address. Each becomes a piece of evidence
/// of its own with the same statement of where it is from; all of them or none.
/// </summary>
public static class AddEvidence
{
    /// <summary>What the thing can be called; the first of them is what a form begins with.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["screenshot", "chat-export", "web-capture", "photo", "video", "audio", "document", "email", "log", "other"];

    /// <summary>How a thing came to be in the hands of whoever handed it in (evidence format §5.4).</summary>
    public static IReadOnlyList<string> Methods { get; } =
        ["screenshot-by-affected", "screenshot-by-staff", "file-from-device", "platform-export", "web-capture", "printed-and-scanned", "received-from-authority"];

    /// <summary>Who handed it in: the person it happened to, somebody near, or a colleague. A role and never a name.</summary>
    public static IReadOnlyList<string> Givers { get; } = ["affected-person", "parent", "witness", "staff", "authority", "other-person"];

    private const int LongestText = 100_000;

    /// <summary>
    /// The labels, in order: first the text, then the files. <c>evidence.restricted</c> before a byte is read, <c>evidence.method</c>, <c>evidence.giver</c>,
    /// <c>evidence.empty</c>, <c>evidence.text-too-long</c>, and the refusals of files.
    /// </summary>
    /// <param name="text">Pasted words of a thread or a page; null for none. Kept as a text file.</param>
    public static Task<Result<IReadOnlyList<Guid>>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, ItemMeta meta, string? text, IAsyncEnumerable<IncomingFile> files, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<IReadOnlyList<Guid>>(staff, caseId, async (work, row) =>
        {
            if (row.IsRestricted)
            {
                return new Error("evidence.restricted", "This case cannot receive files.");
            }

            if (!Methods.Contains(meta.Method))
            {
                return new Error("evidence.method", "Say how it was obtained.");
            }

            if (string.IsNullOrWhiteSpace(meta.HandedInBy))
            {
                return new Error("evidence.giver", "Say who handed it in.");
            }

            if (text?.Length > LongestText)
            {
                return new Error("evidence.text-too-long", "The text is longer than it may be.");
            }

            var role = staff.RoleIn(new UnitId(row.Unit));
            var added = new List<Guid>();
            if (!string.IsNullOrWhiteSpace(text))
            {
                var words = new IncomingFile("tekst.txt", "text/plain", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))));
                var kept = await KeepAsync(work, row, words, meta with { Kind = meta.Kind is "chat-export" or "web-capture" or "email" or "log" ? meta.Kind : "other" }, role, cancel);
                if (!kept.TryGet(out var id, out var error))
                {
                    return error.Code == "file.kind" ? new Error("evidence.text-kind", "The text cannot be kept as text.") : error;
                }

                added.Add(id);
            }

            await foreach (var file in files.WithCancellation(cancel))
            {
                if (added.Count > ReportFiles.MaxCount)
                {
                    return new Error("file.too-many", "More than ten files.");
                }

                if (!(await KeepAsync(work, row, file, meta, role, cancel)).TryGet(out var id, out var error))
                {
                    return error;
                }

                added.Add(id);
            }

            if (added.Count == 0)
            {
                if (string.IsNullOrWhiteSpace(meta.Description))
                {
                    return new Error("evidence.empty", "Add a file, or describe what was seen.");
                }

                added.Add(await OrdinaryItems.InsertAsync(work, row, new NewItem(null, null, meta with { Kind = "description" }, role), cancel));
            }

            return added;
        }, cancel);

    private static async Task<Result<Guid>> KeepAsync(UnitOfWork work, CaseRow row, IncomingFile file, ItemMeta meta, string role, CancellationToken cancel)
    {
        var taken = await ReportFiles.StoreAsync(work, row.Id, await work.Keys.OpenAsync(row.Id, cancel), file, cancel);
        return taken.TryGet(out var stored, out var error)
            ? await OrdinaryItems.InsertAsync(work, row, new NewItem(stored, null, Told(meta, stored), role), cancel)
            : error;
    }

    // A web archive is one whatever the form said: its bytes say so.
    private static ItemMeta Told(ItemMeta meta, ReportFile stored) => meta with
    {
        Name = stored.Name,
        DeclaredType = stored.DeclaredType,
        Sha256Browser = stored.Sha256Browser,
        Kind = stored.DetectedType is "application/warc" or "application/warc+gzip" or "application/wacz" or "multipart/related" ? "web-capture" : meta.Kind,
    };
}
