using System.Security.Cryptography;
using Vaern.Data;
using Vaern.Sealing.AtRest;

namespace Vaern.App.StreetWork.Imports;

/// <summary>
/// The folder where an export waits until it is masked: each file encrypted chunk by chunk as it arrives, under a key of its own that lies in the database. A
/// reader needs two passes, so the bytes must be somewhere; unencrypted they are nowhere. When the key is destroyed, what is left of a file is noise.
/// </summary>
/// <param name="folder">Shared by the nodes that receive and the one that works, where these are several machines.</param>
public sealed class ImportSpool(string folder)
{
    /// <summary>The specification's limit of a file.</summary>
    public const long MostBytes = 8L << 30;

    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Takes the content in; gives its length, or <c>import.too_large</c>, <c>import.empty</c>, and then leaves no file.</summary>
    internal async Task<Result<long>> WriteAsync(SecretKey key, KeyScope scope, Stream content, long most, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder, Mine | UnixFileMode.UserExecute);
        var header = new BlobHeader(BlobHeader.FileChunk, scope);
        using var cipher = new ChunkCipher(key, header);
        var (plain, ahead, output) = (new byte[BlobHeader.FileChunk], new byte[BlobHeader.FileChunk], new byte[BlobHeader.FileChunk + ChunkCipher.TagSize]);
        try
        {
            var length = 0L;
            await using (var file = new FileStream(PathOf(scope.Blob), new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Mine, BufferSize = 0, Options = FileOptions.Asynchronous }))
            {
                await file.WriteAsync(header.ToBytes(), cancel);
                var held = await content.ReadAtLeastAsync(plain, plain.Length, throwOnEndOfStream: false, cancel);
                for (var index = 0L; ; index++)
                {
                    length += held;
                    var next = held < plain.Length ? 0 : await content.ReadAtLeastAsync(ahead, ahead.Length, throwOnEndOfStream: false, cancel);
                    cipher.Encrypt(index, next == 0, plain.AsSpan(0, held), output);
                    await file.WriteAsync(output.AsMemory(0, held + ChunkCipher.TagSize), cancel);
                    if (next == 0 || length > most)
                    {
                        break;
                    }

                    (plain, ahead, held) = (ahead, plain, next);
                }
            }

            if (length == 0 || length > most)
            {
                Delete(scope.Blob);
                return length == 0 ? new Error("import.empty", "There is nothing in the file.") : new Error("import.too_large", "The file is larger than the limit.");
            }

            return length;
        }
        catch
        {
            Delete(scope.Blob);
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            CryptographicOperations.ZeroMemory(ahead);
        }
    }

    internal bool Has(Guid id) => File.Exists(PathOf(id));

    /// <summary>When the last byte came.</summary>
    internal DateTimeOffset? TouchedAt(Guid id) => Has(id) ? new DateTimeOffset(File.GetLastWriteTimeUtc(PathOf(id)), TimeSpan.Zero) : null;

    /// <summary>The content again; a seeking reader, for archives are read from their end.</summary>
    internal Stream Open(SecretKey key, KeyScope scope) => new SpoolStream(PathOf(scope.Blob), key, scope);

    internal void Delete(Guid id)
    {
        if (Directory.Exists(folder))
        {
            File.Delete(PathOf(id));
        }
    }

    /// <summary>The files that lie here, by id.</summary>
    internal IReadOnlyList<Guid> All() => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, "*.import").Select(Path.GetFileNameWithoutExtension).Where(name => Guid.TryParseExact(name, "N", out _)).Select(name => Guid.ParseExact(name!, "N"))];

    private string PathOf(Guid id) => Path.Combine(folder, $"{id:N}.import");
}
