using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

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

    /// <summary>
    /// Describes the multipart body by hand: declaring it to the framework would make routing answer other content types with an
    /// empty 415 instead of problem details.
    /// </summary>
    public static async Task DescribeSubmission(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var report = await context.GetOrCreateSchemaAsync(typeof(ReportPart), null, cancel);
        operation.Parameters = [.. operation.Parameters ?? [], new OpenApiParameter
        {
            Name = "Idempotency-Key",
            In = ParameterLocation.Header,
            Required = true,
            Description = "1 to 255 characters, unique to this report. Repeat it when the answer was lost.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 255 },
        }];
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["multipart/form-data"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string> { "report" },
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["report"] = report,
                            ["files"] = new OpenApiSchema
                            {
                                Type = JsonSchemaType.Array,
                                MaxItems = 10,
                                Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", MaxLength = 26_214_400 },
                            },
                        },
                    },
                },
            },
        };
    }
}
