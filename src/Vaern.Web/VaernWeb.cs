using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Vaern.App;
using Vaern.App.Printing;
using Vaern.Sealing.Packages;
using Vaern.Web.Api;
using Vaern.Web.Assets;
using Vaern.Web.Duties;
using Vaern.Web.Hosting;
using Vaern.Web.Localisation;
using Vaern.Web.Security;
using Vaern.Web.Pages.Public.Report;
using Vaern.Web.Tenancy;
using Vaern.Web.Time;

namespace Vaern.Web;

/// <summary>The web of Værn, put together: call <see cref="Build"/>, then <c>RunAsync</c> on what it gives.</summary>
public static class VaernWeb
{
    /// <summary>
    /// A server that has not started. <paramref name="configure"/> runs last, so that what it registers wins: the database,
    /// <see cref="ICurrentTenant"/>, the clock of a test.
    /// </summary>
    public static WebApplication Build(WebOptions options, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(VaernWeb).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = "Production",
        });
        builder.WebHost.UseUrls(options.Url).UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = FormLimit; // the pages that take files raise it themselves
        });
        if (options.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        AddLogging(builder.Logging);
        AddServices(builder.Services, options);
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        UsePipeline(app, options);
        return app;
    }

    /// <summary>Forms are words: 1 MB holds the longest story in any encoding, and is kept in memory, never in a file.</summary>
    private const int FormLimit = 1024 * 1024;

    private static void AddLogging(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.IncludeScopes = false; // scopes carry the path of the request
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
        });
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning); // below it the framework writes addresses and paths
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error); // it warns on every form that it keeps our no-store
        logging.AddFilter(typeof(StaffAuthentication).FullName, LogLevel.Warning); // below it a line for every page that asks for a sign-in
        logging.AddFilter("Microsoft.Extensions", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting", LogLevel.Warning);
    }

    private static void AddServices(IServiceCollection services, WebOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new TenantHosts(options.Tenants));
        services.AddHttpContextAccessor();
        services.AddScoped<ICurrentTenant, HostTenant>();
        services.AddSingleton(new MunicipalityRegistry([])); // the program registers the opened ones over it
        services.AddScoped<CurrentMunicipality>();
        services.AddScoped<CurrentLaw>();
        services.TryAddSingleton<IPdfRenderer, WeasyPrintRenderer>();
        services.AddSingleton<Documents.DocumentFiles>();
        services.AddSingleton<DutyPdfShelf>();
        services.AddScoped<ViewText>();
        services.AddScoped<DutyPdfs>();
        services.AddScoped<Visit>();
        services.Configure<FormOptions>(form =>
        {
            form.MemoryBufferThreshold = FormLimit;
            form.BufferBodyLengthLimit = FormLimit;
            form.MultipartBodyLengthLimit = FormLimit;
            form.ValueCountLimit = 512;
        });
        services.AddScoped(provider =>
        {
            var context = provider.GetRequiredService<IHttpContextAccessor>().HttpContext;
            return new Texts(LanguagePath.Of(context), context?.Request.PathBase.Value ?? "");
        });
        services.AddScoped(provider => new TimeText(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Texts>().Language));
        services.AddSingleton(HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All));

        var keys = services.AddDataProtection().SetApplicationName("vaern");
        if (options.KeyRing is { } folder)
        {
            keys.PersistKeysToFileSystem(new DirectoryInfo(folder));
        }
        else
        {
            keys.UseEphemeralDataProtectionProvider();
        }

        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "vaern-form";
            antiforgery.Cookie.Path = "/";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = options.Https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true; // set for every answer
        });
        services.AddRouting(routing => routing.LowercaseUrls = true);
        StaffSecurity.Add(services);
        services.AddReportsApi();
    }

    private static void UsePipeline(WebApplication app, WebOptions options)
    {
        app.Use((context, next) => SecurityHeaders.Add(context, options.Https, next));
        app.Use((context, next) => LanguagePath.Take(context, next));
        app.Use((context, next) => Anonymity.Protect(context, next));
        app.Use((context, next) => EmbeddedAssets.Shared.Serve(context, _ => next()));
        app.Use((context, next) => KnownHosts.Require(context, next));
        app.UseWhen(
            context => !Audience.IsApi(context.Request.Path),
            pages => pages.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/fejl/500", CreateScopeForErrors = true, StatusCodeSelector = DatabaseAway.Status }));
        app.UseWhen(
            context => Audience.IsApi(context.Request.Path),
            programs => programs.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = DatabaseAway.AnswerProgramAsync, StatusCodeSelector = DatabaseAway.Status }));
        app.UseWhen(
            context => !Audience.IsApi(context.Request.Path),
            pages => pages.UseStatusCodePagesWithReExecute("/fejl/{0}"));
        app.UseRouting();
        StaffSecurity.Use(app);
        app.UseAntiforgery();
        app.MapRazorPages();
        app.MapReportsApi();
        Leave.Map(app, options);
    }
}
