using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Vaern.Web.Pages.Staff.Reports;

/// <summary>Headers of an answer that is a file: pictures open in the page, everything else is saved, and nothing of it can run.</summary>
internal static class FileAnswer
{
    public static void Begin(HttpResponse response, string name, string? type, long? size)
    {
        var picture = type is "image/png" or "image/jpeg" or "image/webp" or "image/gif";
        var disposition = new ContentDispositionHeaderValue(picture ? "inline" : "attachment");
        disposition.SetHttpFileName(name);
        response.ContentType = picture ? type! : "application/octet-stream";
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src 'self'; sandbox";
        response.ContentLength = size;
    }
}
