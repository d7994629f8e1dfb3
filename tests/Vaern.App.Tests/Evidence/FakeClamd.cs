using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vaern.App.Tests.Evidence;

/// <summary>Speaks clamd's INSTREAM as its manual describes it, on a free loopback port or a socket file. What it answers depends on the bytes it gets.</summary>
internal sealed class FakeClamd : IAsyncDisposable
{
    private readonly Socket listener;
    private readonly CancellationTokenSource end = new();
    private readonly Task serving;
    private readonly int limit;

    public FakeClamd(int limit = 1 << 20, string? path = null)
    {
        this.limit = limit;
        listener = path is null ? new Socket(SocketType.Stream, ProtocolType.Tcp) : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(path is null ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(path));
        listener.Listen();
        Address = path is null ? $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}" : $"unix:{path}";
        serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>How many bytes of the last file arrived.</summary>
    public long Received { get; private set; }

    /// <summary>How many bytes each part of the last file had.</summary>
    public IReadOnlyList<int> Parts { get; private set; } = [];

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var socket = await listener.AcceptAsync(end.Token);
            await using var stream = new NetworkStream(socket);
            try
            {
                await AnswerAsync(stream);
            }
            catch (IOException)
            {
                // The client has gone; the next one is served.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var command = new byte["zINSTREAM\0".Length];
        await stream.ReadExactlyAsync(command, end.Token);
        command.ShouldBe("zINSTREAM\0"u8.ToArray());
        var file = new MemoryStream();
        var head = new byte[4];
        var parts = new List<int>();
        Parts = parts;
        while (true)
        {
            await stream.ReadExactlyAsync(head, end.Token);
            var length = BinaryPrimitives.ReadInt32BigEndian(head);
            if (length == 0)
            {
                break;
            }

            if (file.Length + length > limit)
            {
                await stream.WriteAsync("INSTREAM size limit exceeded. ERROR\0"u8.ToArray(), end.Token);
                return;
            }

            var part = new byte[length];
            await stream.ReadExactlyAsync(part, end.Token);
            parts.Add(length);
            if (part.AsSpan().StartsWith("cut after one part"u8))
            {
                return;
            }

            file.Write(part);
            Received = file.Length;
        }

        var text = Encoding.Latin1.GetString(file.ToArray());
        if (text.Contains("silent", StringComparison.Ordinal))
        {
            await Task.Delay(Timeout.Infinite, end.Token);
        }

        if (text.Contains("hang up", StringComparison.Ordinal))
        {
            return;
        }

        if (text.Contains("talkative", StringComparison.Ordinal))
        {
            await stream.WriteAsync(new byte[100_000].Select(_ => (byte)'x').ToArray(), end.Token);
            return;
        }

        var answer = text.Contains("half an answer", StringComparison.Ordinal) ? "stream: O" : text.Contains("test-virus", StringComparison.Ordinal) ? "stream: Vaern.Test.Sample FOUND\0" : text.Contains("broken", StringComparison.Ordinal) ? "stream: Can't read file ERROR\0" : "stream: OK\0";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), end.Token);
    }
}
