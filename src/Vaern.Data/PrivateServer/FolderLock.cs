namespace Vaern.Data;

/// <summary>A lock between processes on a file (flock): alone or shared. The kernel lets go of it when the holder dies.</summary>
internal sealed class FolderLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private readonly FileStream held;

    private FolderLock(FileStream held) => this.held = held;

    public static FolderLock? TryAlone(string path) => Try(path, FileAccess.ReadWrite, FileShare.None);

    public static FolderLock? TryShared(string path) => Try(path, FileAccess.ReadWrite, FileShare.ReadWrite);

    /// <summary>Waits for its turn.</summary>
    public static async Task<FolderLock> AloneAsync(string path, CancellationToken cancel)
    {
        while (true)
        {
            if (TryAlone(path) is { } got)
            {
                return got;
            }
            await Task.Delay(Pause, cancel);
        }
    }

    public void Dispose() => held.Dispose();

    private static FolderLock? Try(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, access, share, bufferSize: 1));
        }
        catch (IOException taken) when (taken is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(path))
        {
            return null;
        }
    }
}
