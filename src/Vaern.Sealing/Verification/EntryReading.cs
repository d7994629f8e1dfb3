namespace Vaern.Sealing.Verification;

/// <summary>What was read of one entry.</summary>
internal readonly record struct EntryRead(string Sha256, byte[]? Text);

/// <summary>
/// Reads all entries of a package, each by one of as many threads as there are cores. What is reported does not depend on who was first: of several
/// broken entries it is the first in the order of the package.
/// </summary>
internal sealed class EntryReading(PackageBytes file, IReadOnlyList<ZipEntry> entries, Func<ZipEntry, bool> isKept)
{
    /// <summary>Below this many bytes a second thread costs more than it brings.</summary>
    private const long WorthSharing = 4 << 20;
    private const int MostThreads = 4;

    private readonly EntryRead[] _read = new EntryRead[entries.Count];
    private readonly Lock _faults = new();
    private int _next = -1;
    private volatile int _firstBroken = int.MaxValue;
    private ZipFault? _fault;

    /// <exception cref="ZipFault">The first entry that is broken.</exception>
    internal EntryRead[] Run(CancellationToken cancellationToken)
    {
        var threads = entries.Sum(e => e.Length) < WorthSharing ? 1 : Math.Min(Math.Min(Environment.ProcessorCount, MostThreads), entries.Count);
        if (threads == 1) Work(cancellationToken);
        else Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, _ => Work(cancellationToken));
        return _fault is null ? _read : throw _fault;
    }

    private void Work(CancellationToken cancellationToken)
    {
        using var content = new ZipContent(file, entries.Max(e => e.Length));
        int index;
        while ((index = Interlocked.Increment(ref _next)) < entries.Count && index < _firstBroken)
        {
            try
            {
                var entry = entries[index];
                var keep = isKept(entry) ? new MemoryStream((int)entry.Length) : null;
                var sha256 = content.Hash(entry, keep, cancellationToken);
                _read[index] = new EntryRead(sha256, keep?.ToArray());
            }
            catch (ZipFault fault)
            {
                lock (_faults)
                {
                    if (index > _firstBroken) continue;
                    (_firstBroken, _fault) = (index, fault);
                }
            }
        }
    }
}
