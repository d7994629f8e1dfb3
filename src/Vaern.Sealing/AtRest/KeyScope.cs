namespace Vaern.Sealing.AtRest;

/// <summary>
/// Where a key or a blob belongs: municipality, case (or whatever owns the data key: a report, an account), blob.
/// <see cref="Blob"/> is empty for a case key. Written as three UUIDs in network byte order, 48 bytes.
/// </summary>
public readonly record struct KeyScope(Guid Tenant, Guid Case, Guid Blob)
{
    public const int Size = 48;

    internal void Write(Span<byte> target)
    {
        Tenant.TryWriteBytes(target, bigEndian: true, out _);
        Case.TryWriteBytes(target[16..], bigEndian: true, out _);
        Blob.TryWriteBytes(target[32..], bigEndian: true, out _);
    }

    internal static KeyScope Read(ReadOnlySpan<byte> source) =>
        new(new Guid(source[..16], bigEndian: true), new Guid(source[16..32], bigEndian: true), new Guid(source[32..48], bigEndian: true));
}
