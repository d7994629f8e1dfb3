using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Vaern.Web.Assets;

/// <summary>
/// Style sheets, scripts, fonts and drawings, read from the assembly at start and kept compressed. An address with the
/// right <c>v</c> may be kept for ever; without it the browser must ask each time.
/// </summary>
internal sealed class EmbeddedAssets
{
    private const string Prefix = "wwwroot/";
    private readonly FrozenDictionary<string, Asset> assets;

    private EmbeddedAssets()
    {
        var assembly = Assembly.GetExecutingAssembly();
        assets = assembly.GetManifestResourceNames()
            .Select(name => name.Replace('\\', '/'))
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Asset.Read(name[Prefix.Length..], assembly.GetManifestResourceStream(name)!))
            .ToFrozenDictionary(asset => "/" + asset.Name);
    }

    public static EmbeddedAssets Shared { get; } = new();

    /// <summary>The address of a file, with its version: <c>/css/site.css?v=…</c>.</summary>
    public string Address(string path) =>
        assets.TryGetValue(path, out var asset) ? $"{path}?v={asset.Version}" : throw new ArgumentException($"There is no asset {path}.", nameof(path));

    /// <summary>What <c>integrity</c> of a script element says: a browser that gets other bytes runs none of them.</summary>
    public string Integrity(string path) => "sha256-" + Convert.ToBase64String(SHA256.HashData(assets[path].Bytes));

    public string Text(string path) => System.Text.Encoding.UTF8.GetString(assets[path].Bytes);

    public async Task Serve(HttpContext context, RequestDelegate next)
    {
        if (!assets.TryGetValue(context.Request.Path.Value ?? "", out var asset))
        {
            await next(context);
            return;
        }

        var headers = context.Response.Headers;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            headers.Allow = "GET, HEAD";
            return;
        }

        headers.CacheControl = context.Request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ETag = $"\"{asset.Version}\"";
        if (context.Request.Headers.IfNoneMatch == headers.ETag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = asset.ContentType;
        var body = asset.Bytes;
        if (asset.Brotli is { } brotli)
        {
            headers.Vary = HeaderNames.AcceptEncoding;
            if (context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase))
            {
                headers.ContentEncoding = "br";
                body = brotli;
            }
        }

        context.Response.ContentLength = body.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private sealed record Asset(string Name, string ContentType, string Version, byte[] Bytes, byte[]? Brotli)
    {
        public static Asset Read(string name, Stream stream)
        {
            using var _ = stream;
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            var bytes = memory.ToArray();
            var (type, compress) = Path.GetExtension(name) switch
            {
                ".css" => ("text/css; charset=utf-8", true),
                ".js" => ("text/javascript; charset=utf-8", true),
                ".svg" => ("image/svg+xml", true),
                ".txt" or ".tsv" => ("text/plain; charset=utf-8", true),
                ".woff2" => ("font/woff2", false),
                ".png" => ("image/png", false),
                ".ico" => ("image/x-icon", false),
                ".webmanifest" => ("application/manifest+json", true),
                _ => ("application/octet-stream", false),
            };
            var version = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
            return new Asset(name, type, version, bytes, compress ? Compress(bytes) : null);
        }

        private static byte[] Compress(byte[] bytes)
        {
            using var memory = new MemoryStream();
            using (var brotli = new BrotliStream(memory, CompressionLevel.Optimal, leaveOpen: true))
            {
                brotli.Write(bytes);
            }

            return memory.ToArray();
        }
    }
}
