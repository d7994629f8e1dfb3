using System.Net;
using System.Net.Sockets;
using Vaern.Sealing.Timestamps;

namespace Vaern.Cli.Tests.Sealing;

/// <summary>A time-stamp service on a free port of the loopback address.</summary>
internal sealed class LoopbackService : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly LocalTimestampAuthority _authority;

    internal LoopbackService(LocalTimestampAuthority authority)
    {
        _authority = authority;
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    internal Uri Address { get; }

    internal List<string?> ContentTypes { get; } = [];

    public void Dispose() => _listener.Close();

    internal static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            ContentTypes.Add(context.Request.ContentType);
            var request = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(request);
            context.Response.ContentType = "application/timestamp-reply";
            await context.Response.OutputStream.WriteAsync(_authority.Answer(request.ToArray()));
            context.Response.Close();
        }
    }
}
