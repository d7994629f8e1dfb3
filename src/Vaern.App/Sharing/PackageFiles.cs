using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Sealing.Packages;

namespace Vaern.App.Sharing;

/// <summary>
/// The files of one export while they are made: one ZIP, or several when the items are more than 4 GiB together (evidence format §5.2). Each is verified by the
/// other reader as it is finished; one that fails makes the whole export fail. They lie on the disk without a name and are gone with the process.
/// </summary>
internal sealed class PackageFiles : IAsyncDisposable
{
    private readonly List<(FileStream Zip, WrittenPackage Written)> parts = [];

    /// <summary>Why there is no package; empty when every part is finished and holds.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    public IReadOnlyList<string> Notes { get; private set; } = [];

    public bool IsSealed => parts.All(part => part.Written.IsSealed);

    public IEnumerable<Stream> Zips => parts.Select(part => part.Zip);

    /// <summary>SHA-256 of the ZIP, or of the list of the parts in the form of <c>sha256sum</c>.</summary>
    public string Sha256 => parts is [var only] ? only.Written.Sha256 : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(List(parts.Select(part => (part.Written.Sha256, part.Written.FileName))))));

    /// <summary>What <c>sha256sum -c</c> reads: a line a part.</summary>
    public static string List(IEnumerable<(string Sha256, string Name)> parts) => string.Concat(parts.Select(part => $"{part.Sha256}  {part.Name}\n"));

    /// <summary>Writes and verifies every part of the request.</summary>
    public static async Task<PackageFiles> WriteAsync(SealKit kit, PackageRequest request, CancellationToken cancel)
    {
        var made = new PackageFiles();
        var notes = new List<string>();
        foreach (var part in PackageSplit.Split(request, kit.LargestPart))
        {
            var zip = OpenUnlinked();
            var outcome = await EvidencePackage.WriteAsync(part, kit.Seal, zip, kit.Pdf, cancel);
            notes.AddRange(outcome.Notes.Except(notes));
            if (outcome.Package is not { } written)
            {
                await zip.DisposeAsync();
                made.Fail(part.Case.Parts == 1 ? outcome.Faults : [.. outcome.Faults.Select(fault => string.Create(CultureInfo.InvariantCulture, $"part {part.Case.Part} of {part.Case.Parts}: {fault}"))]);
                break;
            }

            made.parts.Add((zip, written));
        }

        made.Notes = notes;
        return made;
    }

    public static PackageFiles None(string fault) => new() { Faults = [fault] };

    public void Fail(params IReadOnlyList<string> faults) => Faults = faults;

    /// <summary>Keeps the files under the case's key and says that the package is ready.</summary>
    public async Task KeepAsync(UnitOfWork work, Guid caseId, Guid package, CancellationToken cancel)
    {
        var key = await work.Keys.OpenAsync(caseId, cancel);
        Guid? blob = null;
        for (var i = 0; i < parts.Count; i++)
        {
            var (zip, written) = parts[i];
            zip.Position = 0;
            var stored = (await BlobStore.WriteAsync(work, caseId, key, zip, long.MaxValue, cancel)).Value;
            if (parts.Count == 1)
            {
                blob = stored.Id;
                break;
            }

            await work.ExecuteAsync(
                "insert into package_part (package_id, case_id, part, blob_id, name, sha256, size) values (@package, @caseId, @part, @blob, @name, @sha256, @size)",
                new { package, caseId, part = i + 1, blob = stored.Id, name = written.FileName, sha256 = Convert.FromHexString(written.Sha256), size = written.Length },
                cancel);
        }

        await work.ExecuteAsync(
            "update package set state = 'ready', ready_at = @now, blob_id = @blob, sha256 = @sha256, error = @note, stamp_ends_at = @ends where id = @package",
            new
            {
                package,
                now = work.Now,
                blob,
                sha256 = Convert.FromHexString(Sha256),
                note = Notes.Count == 0 ? null : string.Join("; ", Notes),
                ends = parts.Min(part => part.Written.StampsEnd),
            },
            cancel);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (zip, _) in parts)
        {
            await zip.DisposeAsync();
        }
    }

    // Unlinked as soon as it is open: whatever happens to the process, no plaintext stays on the disk under a name.
    private static FileStream OpenUnlinked()
    {
        var path = Path.Combine(Path.GetTempPath(), $"vaern-{Guid.CreateVersion7():N}");
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        File.Delete(path);
        return file;
    }
}
