using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Vaern.App.Evidence;

namespace Vaern.Web.Pages.Staff.Reports;

/// <summary>An original is saved, never drawn: no browser guesses what it is, and nothing of it can run here.</summary>
internal static class FileAnswer
{
    public static FileContentResult Saved(HttpResponse response, OriginalFile original)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(original.Name);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return new FileContentResult(original.Bytes.ToArray(), "application/octet-stream");
    }
}
