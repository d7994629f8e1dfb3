using System.Security.Cryptography;
using System.Text;
using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Evidence.Previews;
using Vaern.App.Intake;
using Vaern.Data;

namespace Vaern.App.Evidence;

/// <summary>What is to be covered: places of a picture or of one page, or words of a text.</summary>
public sealed record Redaction(int Page, IReadOnlyList<Patch> Patches, IReadOnlyList<string> Words)
{
    public const int Most = 50;
    public const int LongestWord = 200;
}

/// <summary>
/// Makes a redacted copy of a piece of evidence. The copy is drawn or written anew, gets a label, a hash and a stamp of its own, and says what it was made
/// from; the original is not touched, and its hash is checked before the copy is made.
/// </summary>
public static class RedactItem
{
    /// <summary>
    /// The label of the copy. <c>redact.nothing</c>, <c>redact.outside</c> (a place that is not inside the picture), <c>redact.not-found</c> (a word that is not
    /// in the text), <c>redact.too-many</c>, <c>evidence.changed</c> (the original no longer has its hash: stop and ask), and why the file cannot be read.
    /// </summary>
    /// <param name="id">Chosen by the form, so that pressing twice makes one copy.</param>
    public static Task<Result<string>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, string label, Guid id, Redaction redaction, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<string>(staff, caseId, async (work, row) =>
        {
            if (await work.FirstOrDefaultAsync<string>("select label from evidence_item where id = @id and case_id = @caseId", new { id, caseId = row.Id }, cancel) is { } earlier)
            {
                return earlier;
            }

            if (!(await ShownFile.FindAsync(work, new FilePlace.OfCase(caseId, label), cancel)).TryGet(out var file, out var missing))
            {
                return missing;
            }

            var bytes = await ShownFile.BytesAsync(work, file, cancel);
            if (Convert.ToHexStringLower(SHA256.HashData(bytes.Span)) != file.Sha256)
            {
                return new Error("evidence.changed", "The original no longer has the hash it was received with.");
            }

            if (!(await CopyAsync(municipality.Tools, file, bytes, redaction, cancel)).TryGet(out var copy, out var error))
            {
                return error;
            }

            var original = (await OrdinaryItems.ListAsync(work, caseId, cancel)).Single(item => item.Label == label);
            var role = staff.RoleIn(new UnitId(row.Unit));
            var incoming = new IncomingFile($"{label} {copy.Name}", copy.Type, new MemoryStream(copy.Bytes));
            if (!(await ReportFiles.StoreAsync(work, row.Id, await work.Keys.OpenAsync(row.Id, cancel), incoming, cancel)).TryGet(out var stored, out var refused))
            {
                return refused;
            }

            var meta = original.Meta with
            {
                Name = stored.Name,
                DeclaredType = copy.Type,
                KnownChanges = $"Sløret kopi af {label} (SHA-256 {file.Sha256}). {copy.What}",
                ByRole = role,
                HandedInBy = role,
                HandedInAt = work.Now,
                Channel = "redaction",
                Sha256Browser = null,
            };
            await OrdinaryItems.InsertAsync(work, row, new NewItem(stored, null, meta, role, (file.Id, label, file.Sha256)) { Id = id }, cancel);
            return await work.SingleAsync<string>("select label from evidence_item where id = @id", new { id }, cancel);
        }, cancel);

    /// <summary>The picture as it would become, with a grid of tenths where asked for. Nothing is kept. The caller has recorded the view.</summary>
    public static async Task<Result<PreviewPicture>> TryAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, string label, int page, IReadOnlyList<Patch> patches, bool grid, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (!(await ShownFile.FindAsync(work, new FilePlace.OfCase(caseId, label), cancel)).TryGet(out var file, out var error))
        {
            return error;
        }

        var pixels = await PreviewMaker.PixelsAsync(municipality.Tools, file.Type, await ShownFile.BytesAsync(work, file, cancel), page, cancel);
        if (!pixels.TryGet(out var picture, out error))
        {
            return error;
        }

        var covered = picture.Without(patches.Where(patch => patch.IsInside).Take(Redaction.Most));
        return new PreviewPicture("image/png", (grid ? covered.WithGrid() : covered).ToPng());
    }

    /// <summary>A text with every occurrence of the words covered, whatever their case; <c>redact.not-found</c> names nothing, for the word may be a name.</summary>
    internal static Result<(string Text, int Times)> Cover(string text, IReadOnlyList<string> words)
    {
        var times = 0;
        // The longest first, so that a name inside a longer one does not leave its ends standing.
        foreach (var word in words.OrderByDescending(word => word.Length))
        {
            var found = Count(text, word);
            if (found == 0 && !words.Any(other => other.Length > word.Length && other.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                return new Error("redact.not-found", "One of the words does not stand in the text.");
            }

            times += found;
            text = text.Replace(word, new string('█', Math.Clamp(word.Length, 3, 12)), StringComparison.OrdinalIgnoreCase);
        }

        return (text, times);
    }

    private static int Count(string text, string word)
    {
        var (count, at) = (0, 0);
        while ((at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0)
        {
            count++;
            at += word.Length;
        }

        return count;
    }

    private static async Task<Result<Copy>> CopyAsync(EvidenceTools tools, FoundFile file, ReadOnlyMemory<byte> bytes, Redaction redaction, CancellationToken cancel)
    {
        if (PreviewKinds.Of(file.Type) == PreviewKind.Text)
        {
            return await TextAsync(tools, file, bytes, redaction, cancel);
        }

        if (redaction.Patches.Count == 0)
        {
            return new Error("redact.nothing", "Say what is to be covered.");
        }

        if (redaction.Patches.Count > Redaction.Most)
        {
            return new Error("redact.too-many", "Too many places for one copy.");
        }

        if (redaction.Patches.Any(patch => !patch.IsInside))
        {
            return new Error("redact.outside", "A place lies outside the picture.");
        }

        var pixels = await PreviewMaker.PixelsAsync(tools, file.Type, bytes, redaction.Page, cancel);
        return pixels.TryGet(out var picture, out var error)
            ? new Copy(redaction.Page > 1 ? $"side {redaction.Page} sløret.png" : "sløret.png", "image/png", picture.Without(redaction.Patches).ToPng(), $"{redaction.Patches.Count} felter dækket, tegnet på ny uden oplysninger om sted og udstyr.")
            : error;
    }

    private static async Task<Result<Copy>> TextAsync(EvidenceTools tools, FoundFile file, ReadOnlyMemory<byte> bytes, Redaction redaction, CancellationToken cancel)
    {
        string[] words = [.. redaction.Words.Select(word => word.Trim()).Where(word => word.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (words.Length is 0 || words.Any(word => word.Length > Redaction.LongestWord))
        {
            return new Error("redact.nothing", "Say what is to be covered.");
        }

        if (words.Length > Redaction.Most)
        {
            return new Error("redact.too-many", "Too many words for one copy.");
        }

        if (tools.Texts is null)
        {
            return new Error("no-worker", "Nothing here reads documents.");
        }

        if (!(await tools.Texts.ReadAsync(file.Type!, bytes, cancel)).TryGet(out var read, out var error))
        {
            return error;
        }

        var covered = Cover(read.Text, words);
        return covered.TryGet(out var done, out error)
            ? new Copy("sløret.txt", "text/plain", Encoding.UTF8.GetBytes(done.Text), $"{done.Times} steder dækket, gemt som ren tekst{(read.CutShort ? ", kun de første 200.000 tegn" : "")}.")
            : error;
    }

    private sealed record Copy(string Name, string Type, byte[] Bytes, string What);
}
