using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vaern.App;
using Vaern.App.Intake;
using Vaern.Rules;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Api;

/// <summary>
/// The public API of intake: the same pipeline as the form. No key, no cookie, no record of who called. Errors are RFC 9457 problem
/// details with a stable <c>code</c>.
/// </summary>
internal static class ReportsApi
{
    /// <summary>Ten files of 25 MiB and their story, with room for the envelope.</summary>
    private const long LargestBody = (ReportFiles.MaxCount * ReportFiles.MaxSize) + (4 * 1024 * 1024);

    public static void AddReportsApi(this IServiceCollection services)
    {
        services.AddOpenApi("v1", ApiDocument.Describe);
        services.AddSingleton(new IntakeGate());
        services.AddSingleton<ReceiptGuard>();
    }

    public static void MapReportsApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        var api = app.MapGroup("/api/v1").WithTags("Intake");
        api.MapGet("/units", Units).WithSummary("Units that take reports, and the codes on their posters").Produces<UnitAnswer[]>();
        api.MapGet("/categories", Categories).WithSummary("What a report can be about; restricted ones take no files").Produces<CategoryAnswer[]>();
        api.MapPost("/reports", SubmitAsync).WithSummary("Submit a report; the receipt is given once, and only when everything is durably stored")
            .AddOpenApiOperationTransformer(ApiDocument.DescribeSubmission).Produces<ReceiptAnswer>(StatusCodes.Status201Created)
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(503);
        api.MapPost("/mailbox", OpenMailboxAsync).WithSummary("Open the mailbox behind a receipt")
            .Produces<MailboxAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(429);
        api.MapPost("/mailbox/messages", WriteAsync).WithSummary("Write in the mailbox behind a receipt")
            .Produces(StatusCodes.Status201Created).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(429);
    }

    private static UnitAnswer[] Units(ICurrentTenant tenant, MunicipalityRegistry towns) =>
        [.. towns[tenant.Id].Units.All.Where(unit => unit.Open).Select(unit => new UnitAnswer(unit.Name, unit.Code, unit.Kind))];

    private static CategoryAnswer[] Categories(string? language) =>
        [.. ReportCategories.All.Select(category => new CategoryAnswer(
            category.Code, language == "en" ? category.Title.En : category.Title.Da, category.IsRestrictedByDefault))];

    // A sender who is told no while still sending would see a broken pipe instead of the reason: the rest is read and thrown away.
    private static async Task<IResult> SubmitAsync(HttpContext context, ICurrentTenant tenant, MunicipalityRegistry towns, IntakeGate gate)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LargestBody;
        }

        var answer = await TakeInAsync(context, tenant, towns, gate);
        if (answer is not IStatusCodeHttpResult { StatusCode: 201 })
        {
            await DrainAsync(context.Request);
        }

        return answer;
    }

    private static async Task DrainAsync(HttpRequest request)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(request.HttpContext.RequestAborted);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            await request.Body.CopyToAsync(Stream.Null, patience.Token);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or BadHttpRequestException)
        {
            // The sender gave up or sent too much; there is nobody left to explain it to.
        }
    }

    private static async Task<IResult> TakeInAsync(HttpContext context, ICurrentTenant tenant, MunicipalityRegistry towns, IntakeGate gate)
    {
        var cancel = context.RequestAborted;
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length is 0 or > 255)
        {
            return ApiProblem.Of(400, "idempotency-key.missing", "Send a header Idempotency-Key of 1 to 255 characters, unique to this report.");
        }

        using var place = await gate.EnterAsync(cancel);
        if (!place.IsAcquired)
        {
            context.Response.Headers.RetryAfter = "5";
            return ApiProblem.Of(503, "intake.busy", "Many reports are arriving. Nothing was kept; send it again in a moment with the same key.");
        }

        var body = await ReportBody.BeginAsync(context.Request, towns[tenant.Id], cancel);
        if (!body.TryGet(out var report, out var fault))
        {
            return ApiProblem.Of(fault);
        }

        try
        {
            var submitted = await SubmitReport.HandleAsync(towns[tenant.Id], report.Submission, key, report.FilesAsync(cancel), cancel);
            return submitted.TryGet(out var receipt, out var error)
                ? Results.Json(new ReceiptAnswer(receipt.Words, DanishTime.At(receipt.ReplyBy), receipt.Number), statusCode: 201)
                : ApiProblem.Of(error);
        }
        catch (Exception broken) when (broken is InvalidDataException or BadHttpRequestException { StatusCode: 400 } || (broken is IOException && !cancel.IsCancellationRequested))
        {
            return ApiProblem.Of(400, "request.malformed", "The body ended early or is not well-formed multipart. Nothing was kept.");
        }
    }

    private static async Task<IResult> OpenMailboxAsync(ReceiptRequest request, HttpContext context, ICurrentTenant tenant, MunicipalityRegistry towns, ReceiptGuard guard)
    {
        var town = towns[tenant.Id];
        var found = await Mailboxes.FindAsync(town, request.Receipt, context.RequestAborted);
        if (!found.TryGet(out var report, out var error))
        {
            return Refused(context, guard, tenant, error);
        }

        var mailbox = (await Mailboxes.OpenAsync(town, report, context.RequestAborted)).Value;
        return Results.Ok(new MailboxAnswer(mailbox.Status, [.. mailbox.Messages.Select(message => new MessageAnswer(
            message.FromReporter ? "reporter" : "municipality", DanishTime.At(message.At), message.Text, [.. message.Files.Select(file => file.Name)]))]));
    }

    private static async Task<IResult> WriteAsync(MessageRequest request, HttpContext context, ICurrentTenant tenant, MunicipalityRegistry towns, ReceiptGuard guard)
    {
        var town = towns[tenant.Id];
        var found = await Mailboxes.FindAsync(town, request.Receipt, context.RequestAborted);
        if (!found.TryGet(out var report, out var error))
        {
            return Refused(context, guard, tenant, error);
        }

        var token = MessageToken.From(report, context.Request.Headers["Idempotency-Key"].ToString());
        var written = await Mailboxes.WriteAsync(town, report, request.Text ?? "", AsyncEnumerable.Empty<IncomingFile>(), token, context.RequestAborted);
        return written.IsOk ? Results.StatusCode(201) : ApiProblem.Of(written.Error);
    }

    private static IResult Refused(HttpContext context, ReceiptGuard guard, ICurrentTenant tenant, Vaern.Data.Error error)
    {
        if (guard.MayAnswer(tenant.Id))
        {
            return ApiProblem.Of(error);
        }

        context.Response.Headers.RetryAfter = "30";
        return ApiProblem.Of(429, "receipt.too-many", "Many wrong receipts are arriving. Wait 30 seconds; a right receipt always opens.");
    }
}

/// <summary>
/// How many submissions are worked on at once. A class behind one address waits in line for a moment; a flood is told to come back,
/// and the pages stay alive. Counts nobody's address.
/// </summary>
public sealed class IntakeGate : IDisposable
{
    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = 24,
        QueueLimit = 400,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public ValueTask<RateLimitLease> EnterAsync(CancellationToken cancel) => limiter.AcquireAsync(1, cancel);

    public void Dispose() => limiter.Dispose();
}

/// <summary>
/// Limits answers about wrong receipts to 300 a minute for a municipality. A right receipt always opens, so nobody is locked out by
/// somebody else's guessing; at 66 bits the limit is for the server's sake.
/// </summary>
public sealed class ReceiptGuard(TimeProvider clock)
{
    private const int PerMinute = 300;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, (long Minute, int Count)> wrong = new();

    public bool MayAnswer(string tenant)
    {
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        return wrong.AddOrUpdate(tenant, (minute, 1), (_, old) => old.Minute == minute ? (minute, old.Count + 1) : (minute, 1)).Count <= PerMinute;
    }
}
