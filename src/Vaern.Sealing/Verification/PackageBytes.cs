namespace Vaern.Sealing.Verification;

/// <summary>The bytes of a package, read at any place by several threads at once: a file without a common position, any other stream one reader at a time.</summary>
internal sealed class PackageBytes(Stream file)
{
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle? _handle = (file as FileStream)?.SafeFileHandle;
    private readonly Lock _turn = new();

    internal int ReadAt(long offset, Span<byte> buffer)
    {
        if (_handle is not null) return RandomAccess.Read(_handle, buffer, offset);
        lock (_turn)
        {
            file.Position = offset;
            return file.Read(buffer);
        }
    }
}
