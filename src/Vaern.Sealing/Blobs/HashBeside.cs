using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;

namespace Vaern.Sealing.Blobs;

/// <summary>SHA-256 taken by a thread of its own while the caller goes on with the same blocks, which it must not change until they come back.</summary>
internal sealed class HashBeside : IAsyncDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly BlockingCollection<(byte[] Block, int Count)> _waiting = [];
    private readonly Channel<byte[]> _free;
    private readonly Task _work;

    /// <param name="block">Bytes in a block.</param>
    /// <param name="blocks">How many there are: the caller gets that far ahead and then waits.</param>
    internal HashBeside(int block, int blocks)
    {
        _free = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        for (var i = 0; i < blocks; i++) _free.Writer.TryWrite(new byte[block]);
        _work = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>A block that is hashed, to be filled anew.</summary>
    internal ValueTask<byte[]> FreeBlockAsync(CancellationToken cancellationToken) => _free.Reader.ReadAsync(cancellationToken);

    /// <summary>Hands a filled block over.</summary>
    internal void Add(byte[] block, int count) => _waiting.Add((block, count));

    /// <summary>The hash of everything handed over, 64 lower-case hex digits.</summary>
    internal async Task<string> FinishAsync()
    {
        _waiting.CompleteAdding();
        await _work;
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.CompleteAdding();
        await _work;
        _waiting.Dispose();
        _hash.Dispose();
    }

    private void Work()
    {
        foreach (var (block, count) in _waiting.GetConsumingEnumerable())
        {
            _hash.AppendData(block, 0, count);
            _free.Writer.TryWrite(block);
        }
    }
}
