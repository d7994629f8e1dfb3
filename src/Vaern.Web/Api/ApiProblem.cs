using Microsoft.AspNetCore.Http;
using Vaern.Data;

namespace Vaern.Web.Api;

/// <summary>Problem details (RFC 9457) with a stable <c>code</c>; the detail says what was kept and what to do.</summary>
internal static class ApiProblem
{
    public static IResult Of(Error error) => Of(Status(error.Code), error.Code, error.Message);

    public static IResult Of(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    private static int Status(string code) => code switch
    {
        "file.too-large" or "request.too-large" => 413,
        "file.kind" or "report.files-refused" or "request.not-multipart" => 415,
        "receipt.not-found" or "receipt.unknown-word" => 404,
        "submission.token-reused" or "mailbox.withdrawn" => 409,
        "request.malformed" or "report.json" or "report.part-first" or "report.part-missing" or "receipt.words" => 400,
        _ => 422,
    };
}
