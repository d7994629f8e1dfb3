using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Vaern.App;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.Web.Api;

/// <summary>
/// A multipart submission, read as it arrives: first the JSON part <c>report</c>, then parts <c>files</c>. The story decides whether
/// files may come at all, so it must come first; no byte of a file is held before it has been read.
/// </summary>
internal sealed class ReportBody
{
    private const int ReportLimit = 128 * 1024;
    private const int ReadSize = 32 * 1024;
    private readonly MultipartReader reader;

    private ReportBody(MultipartReader reader, ReportSubmission submission)
    {
        this.reader = reader;
        Submission = submission;
    }

    public ReportSubmission Submission { get; }

    public static async Task<Result<ReportBody>> BeginAsync(HttpRequest request, Municipality town, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 200 } boundary)
        {
            return new Error("request.not-multipart", "Send multipart/form-data with a JSON part report and parts files.");
        }

        var reader = new MultipartReader(boundary.Value!, request.Body, ReadSize) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 };
        try
        {
            var section = await reader.ReadNextSectionAsync(cancel);
            if (section is null)
            {
                return new Error("report.part-missing", "The part report is missing.");
            }

            if (NameOf(section) != "report")
            {
                return new Error("report.part-first", "The part report must come before the files.");
            }

            return (await ReadReportAsync(section, town, cancel)).Map(submission => new ReportBody(reader, submission));
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            return new Error("request.malformed", "The body is not well-formed multipart. Nothing was kept.");
        }
    }

    public async IAsyncEnumerable<IncomingFile> FilesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        while (await reader.ReadNextSectionAsync(cancel) is { } section)
        {
            if (NameOf(section) != "files")
            {
                continue;
            }

            var name = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                ? HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value
                : null;
            yield return new IncomingFile(name ?? "fil", section.ContentType, section.Body);
        }
    }

    private static async Task<Result<ReportSubmission>> ReadReportAsync(MultipartSection section, Municipality town, CancellationToken cancel)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(ReportLimit + 1);
        var length = 0;
        try
        {
            length = await section.Body.ReadAtLeastAsync(bytes.AsMemory(0, ReportLimit + 1), ReportLimit + 1, throwOnEndOfStream: false, cancel);
            return length > ReportLimit
                ? new Error("request.too-large", "The part report is larger than 128 kB.")
                : Parse(bytes.AsSpan(0, length)) is { } part ? Submit(part, town) : new Error("report.json", "The part report is not the JSON it should be.");
        }
        finally
        {
            bytes.AsSpan(0, length).Clear();
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static ReportPart? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<ReportPart>(json, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Result<ReportSubmission> Submit(ReportPart part, Municipality town)
    {
        if (!ReportCategories.Find(part.Category ?? "").TryGet(out var category, out _))
        {
            return new Error("category.unknown", "The category is not one of those that /api/v1/categories lists.");
        }

        var unit = part.Unit is null ? town.Units.Root : town.Units.FindByCode(part.Unit);
        if (unit is null)
        {
            return new Error("unit.unknown", "The unit is not one of those that /api/v1/units lists.");
        }

        DateTimeOffset? happened = null;
        if (part.HappenedAt is { Length: > 0 } told)
        {
            if (!StartMoment.Parse(told).TryGet(out var moment, out _))
            {
                return new Error("report.happened-at", "happened_at is not an ISO 8601 date or time.");
            }

            happened = moment.Earliest;
        }

        var content = new ReportContent { Story = part.Story ?? "", HappenedAt = happened, Platform = part.Platform, Links = part.Links ?? [] };
        var contact = part.Contact is { } given ? new ReportContact(given.Name, given.Email, given.Phone) : null;
        return new ReportSubmission(part.Role ?? "", category.Code, category.IsRestrictedByDefault, unit, content, contact);
    }

    private static string? NameOf(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) ? HeaderUtilities.RemoveQuotes(disposition.Name).Value : null;
}
