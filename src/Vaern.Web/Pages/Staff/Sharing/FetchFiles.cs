using Microsoft.AspNetCore.Mvc;
using Vaern.App.Cases;
using Vaern.Data;

namespace Vaern.Web.Pages.Staff.Sharing;

/// <summary>The way to a sealed package on a page: one button, or one for each file of a package that is several.</summary>
/// <param name="Action">The address of the page with its handler.</param>
/// <param name="Number">What the package is called.</param>
public sealed record FetchFiles(string Action, string Number, IReadOnlyList<PackagePartView> Parts)
{
    /// <summary>
    /// Sends the file while it is opened, so that no more than a chunk of it is in memory. Nothing is written before <paramref name="copy"/> knows that it is there.
    /// </summary>
    /// <param name="part">Which file of a package that is several; null for one that is one.</param>
    public async Task<IActionResult> SendAsync(HttpResponse response, int? part, Func<Stream, Task<Result<string>>> copy)
    {
        if ((Parts.Count > 0) != (part is not null) || part < 1 || part > Parts.Count)
        {
            return new NotFoundResult();
        }

        response.ContentType = "application/zip";
        response.Headers.ContentDisposition = $"attachment; filename=\"{(part is { } one ? Parts[one - 1].Name : Number + ".zip")}\"";
        if ((await copy(response.Body)).IsOk)
        {
            return new EmptyResult();
        }

        response.Headers.ContentDisposition = default;
        return new NotFoundResult();
    }
}
