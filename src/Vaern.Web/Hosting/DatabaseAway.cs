using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Vaern.Data;
using Vaern.Web.Api;

namespace Vaern.Web.Hosting;

/// <summary>
/// What is answered when the database is away for a while: 503, not 500. What was acknowledged is kept, and sending again gives no second report.
/// </summary>
internal static class DatabaseAway
{
    private const string ComeBack = "30";

    /// <summary>The status of an answer that ends with this exception.</summary>
    public static int Status(Exception fault) => fault switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        _ when PassingFault.Is(fault) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>The programs' answer: problem details, where people get a page.</summary>
    public static async Task AnswerProgramAsync(HttpContext context)
    {
        var fault = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var away = PassingFault.Is(fault);
        if (away)
        {
            context.Response.Headers.RetryAfter = ComeBack;
        }

        var answer = fault switch
        {
            BadHttpRequestException bad => ApiProblem.Of(bad.StatusCode, "request.malformed", "The request could not be read. Nothing was kept."),
            _ when away => ApiProblem.Of(503, "service.unavailable", "The database does not answer or has no room. Nothing of this request was kept; send it again in a while with the same key."),
            _ => ApiProblem.Of(500, "service.fault", "Something broke here. Send it again with the same key: it is never kept twice."),
        };
        await answer.ExecuteAsync(context);
    }
}
