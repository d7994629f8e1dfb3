using System.Buffers.Binary;

namespace Vaern.App.Pictures;

/// <summary>
/// What goes through the pipes: a kind, a length (32 bits, little endian) and that many bytes. Who reads says how many bytes it takes at most.
/// </summary>
internal readonly record struct WorkerFrame(byte Kind, ReadOnlyMemory<byte> Content)
{
    /// <summary>The worker is ready; nothing in it.</summary>
    internal const byte Ready = (byte)'R';

    /// <summary>The answer to a request.</summary>
    internal const byte Done = (byte)'D';

    /// <summary>The code of a <see cref="PictureProblem"/>.</summary>
    internal const byte Problem = (byte)'P';

    /// <summary>The next frame, or null at the end of the stream or when it is longer than allowed.</summary>
    internal static WorkerFrame? Read(Stream from, int most)
    {
        Span<byte> head = stackalloc byte[5];
        if (from.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || Length(head) is not { } length || length > most)
        {
            return null;
        }
        var content = GC.AllocateUninitializedArray<byte>(length);
        return from.ReadAtLeast(content, length, throwOnEndOfStream: false) < length ? null : new WorkerFrame(head[0], content);
    }

    /// <summary>As <see cref="Read"/>; a frame that is too long comes back as its kind 0.</summary>
    internal static async ValueTask<WorkerFrame?> ReadAsync(Stream from, int most, CancellationToken cancel)
    {
        var head = new byte[5];
        if (await from.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel) < head.Length)
        {
            return null;
        }
        if (Length(head) is not { } length || length > most)
        {
            return default(WorkerFrame);
        }
        var content = GC.AllocateUninitializedArray<byte>(length);
        return await from.ReadAtLeastAsync(content, length, throwOnEndOfStream: false, cancel) < length ? null : new WorkerFrame(head[0], content);
    }

    internal void Write(Stream to)
    {
        to.Write(Head());
        to.Write(Content.Span);
        to.Flush();
    }

    internal async ValueTask WriteAsync(Stream to, CancellationToken cancel)
    {
        await to.WriteAsync(Head(), cancel);
        await to.WriteAsync(Content, cancel);
        await to.FlushAsync(cancel);
    }

    private byte[] Head()
    {
        var head = new byte[5];
        head[0] = Kind;
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(1), Content.Length);
        return head;
    }

    private static int? Length(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadInt32LittleEndian(head[1..]) is >= 0 and var length ? length : null;
}
