using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Vaern.App.Intake;

namespace Vaern.Web.Hosting;

/// <summary>
/// A form with files, read as it arrives: no byte of a file is ever in a temporary folder. The words come first in the form
/// and the token before everything, so that a request without it is refused before a file is read.
/// </summary>
internal sealed class UploadForm
{
    private const int LongestField = 128 * 1024;
    private const string HashField = "filaftryk";
    private const string TokenField = "__RequestVerificationToken";
    private const string TokenHeader = "RequestVerificationToken";

    private readonly MultipartReader reader;
    private readonly CancellationToken cancel;
    private readonly Dictionary<string, string> fields = [];
    private MultipartSection? next;

    private UploadForm(MultipartReader reader, CancellationToken cancel) => (this.reader, this.cancel) = (reader, cancel);

    public string? this[string field] => fields.GetValueOrDefault(field);

    /// <summary>Reads the words before the first file; null when the body is no such form or its token is not ours.</summary>
    public static async Task<UploadForm?> BeginAsync(HttpContext context, long largest)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = largest;
        }

        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and < 200 } boundary)
        {
            return null;
        }

        var form = new UploadForm(new MultipartReader(boundary.Value!, context.Request.Body), context.RequestAborted);
        try
        {
            await form.ReadWordsAsync();
        }
        catch (InvalidDataException)
        {
            return null;
        }

        // The framework would read the whole form to find the token; handed over as a header it need not.
        context.Request.Headers[TokenHeader] = form[TokenField];
        return await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context) ? form : null;
    }

    /// <summary>The files, each to be read before the next; then the words that came after them.</summary>
    public async IAsyncEnumerable<IncomingFile> FilesAsync()
    {
        // Hashes of a browser, in the order of the files; the field stands before them.
        var hashes = (this[HashField] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var number = 0;
        while (next is not null)
        {
            var disposition = next.GetContentDispositionHeader();
            var name = HeaderUtilities.RemoveQuotes(disposition?.FileNameStar.HasValue is true ? disposition.FileNameStar : disposition?.FileName ?? "").Value;
            if (!string.IsNullOrEmpty(name))
            {
                var hash = hashes.ElementAtOrDefault(number++);
                yield return new IncomingFile(name, next.ContentType, next.Body) { Sha256Browser = hash?.Length == 64 && hash.All(char.IsAsciiHexDigitLower) ? hash : null };
            }

            await ReadWordsAsync();
        }
    }

    private async Task ReadWordsAsync()
    {
        while ((next = await reader.ReadNextSectionAsync(cancel)) is not null)
        {
            var disposition = next.GetContentDispositionHeader();
            if (disposition is null || disposition.IsFileDisposition())
            {
                return;
            }

            fields[HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? ""] = await WordsAsync(next.Body);
        }
    }

    private async Task<string> WordsAsync(Stream body)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await body.ReadAsync(buffer, cancel)) > 0)
        {
            if (memory.Length + read > LongestField)
            {
                throw new BadHttpRequestException("A field is too long.", StatusCodes.Status413PayloadTooLarge);
            }

            memory.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }
}

/// <summary>Keeps the framework from reading the form before the page does. The page checks the token through <see cref="UploadForm"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ReadsOwnFormAttribute : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        context.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
