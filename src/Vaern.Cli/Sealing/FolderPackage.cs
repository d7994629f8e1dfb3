using System.Globalization;
using System.Security.Cryptography;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Timestamps;

namespace Vaern.Cli.Sealing;

/// <summary>Turns the files of a folder into items with a custody stream that begins here.</summary>
internal static class FolderPackage
{
    private const string Actor = "u-0001";
    private const string Role = "afleverer";

    internal static async Task<PackageRequest> ReadAsync(SealCreate.Input input, TimestampClient? stamps, TimeProvider clock, CancellationToken cancellationToken)
    {
        var software = "Værn " + typeof(FolderPackage).Assembly.GetName().Version?.ToString(3);
        var client = software.Replace(' ', '/').ToLowerInvariant();
        var (chain, lines, items) = (CustodyChain.Empty, new List<ReadOnlyMemory<byte>>(), new List<PackageItem>());
        foreach (var file in Files(input.Folder))
        {
            var at = clock.GetUtcNow();
            var id = "B-" + (items.Count + 1).ToString("D3", CultureInfo.InvariantCulture);
            var (sha256, length) = await HashAsync(file, cancellationToken);
            Append(CustodyAction.Received, at, id, sha256);
            var stamp = stamps is null ? null : (await stamps.StampAsync(sha256, cancellationToken)).Stamp;
            if (stamp is not null) Append(CustodyAction.Stamped, clock.GetUtcNow(), id, sha256);
            items.Add(Item(input.Folder, file, id, sha256, length, at, software) with { IntakeStamp = stamp?.Response.Encoded });
        }
        if (items.Count == 0) throw new IOException($"{input.Folder} holds no files.");
        return new PackageRequest
        {
            Case = new PackageCase(
                input.Reference, Guid.CreateVersion7(clock.GetUtcNow()), 1, new PackageSender(input.Sender, "ikke angivet", "ikke angivet", "ikke angivet"),
                new PackageRecipient(RecipientKind.OtherAuthority, "ikke angivet", "ikke angivet", "ikke angivet"), "Filer fra en mappe", clock.GetUtcNow(), software),
            Items = items,
            CustodyLines = lines,
        };

        void Append(CustodyAction action, DateTimeOffset at, string id, string sha256)
        {
            (var line, chain) = chain.Append(new CustodyEvent(at, Actor, Role, action, id, sha256, "pakket fra mappe", client));
            lines.Add(line);
        }
    }

    /// <summary>Plain files below the folder in the order of their names. Links are refused: what they lead to may change or lie elsewhere.</summary>
    private static List<FileInfo> Files(DirectoryInfo folder)
    {
        var all = folder.EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false }).ToList();
        if (all.Find(i => i.LinkTarget is not null) is { } link) throw new IOException($"{link.FullName} is a link; package the file that it leads to.");
        return [.. all.OfType<FileInfo>().OrderBy(f => f.FullName, StringComparer.Ordinal)];
    }

    private static async Task<(string Sha256, long Length)> HashAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        var hash = await SHA256.HashDataAsync(stream, cancellationToken);
        return (Convert.ToHexStringLower(hash), stream.Length);
    }

    private static PackageItem Item(DirectoryInfo folder, FileInfo file, string id, string sha256, long length, DateTimeOffset at, string software) => new()
    {
        Id = id,
        OriginalName = file.Name,
        Sha256 = sha256,
        Length = length,
        OpenContent = _ => ValueTask.FromResult<Stream>(file.OpenRead()),
        Kind = ItemKind.Other,
        Source = new ItemSource(null, null, null, null, null, TimeBasis.Stated, null),
        Obtained = new ItemObtained(ObtainedMethod.FileFromDevice, null, Role, Actor, at, "folder", null, null),
        Received = new ItemReceived(at, null, software),
        Description = "Fil i mappen: " + Path.GetRelativePath(folder.FullName, file.FullName),
    };
}
