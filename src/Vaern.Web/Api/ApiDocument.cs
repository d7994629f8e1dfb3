using Microsoft.AspNetCore.OpenApi;

namespace Vaern.Web.Api;

/// <summary>The OpenAPI document's own words.</summary>
internal static class ApiDocument
{
    public static void Describe(OpenApiOptions options) =>
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Værn intake";
            document.Info.Version = "v1";
            document.Info.Description =
                "Report digital bullying and harassment, and read the answer. A report is multipart: a JSON part `report` first, then parts `files` "
                + "(at most 10, 25 MB each). Send `Idempotency-Key`; retrying with the same key gives the same receipt. "
                + "Restricted categories take no files (415). Errors are problem details with a `code`.";
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
}
