using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Vaern.Web.Localisation;

/// <summary>
/// The language of a public page stands in its address: <c>/en/anmeld</c> is <c>/anmeld</c> in English. So no cookie is
/// needed before a person has begun a form, and a link can be handed on in either language.
/// </summary>
internal static class LanguagePath
{
    private const string English = "/en";

    public static Task Take(HttpContext context, Func<Task> next)
    {
        var language = PageLanguage.Danish;
        if (context.Request.Path.StartsWithSegments(English, StringComparison.OrdinalIgnoreCase, out var rest))
        {
            language = PageLanguage.English;
            context.Request.PathBase = English;
            context.Request.Path = rest.HasValue ? rest : "/";
        }

        Use(context, language);
        return next();
    }

    /// <summary>Sets the language of the rest of the request; staff pages call it with the language of the account.</summary>
    public static void Use(HttpContext context, PageLanguage language)
    {
        context.Items[typeof(PageLanguage)] = language;
        CultureInfo.CurrentCulture = language.Culture;
        CultureInfo.CurrentUICulture = language.Culture;
    }

    public static PageLanguage Of(HttpContext? context) =>
        context?.Items[typeof(PageLanguage)] is PageLanguage language ? language : PageLanguage.Danish;

    /// <summary>The address of this same page in the other language.</summary>
    public static string Other(HttpContext context)
    {
        var path = context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
        return Of(context) == PageLanguage.English ? path : English + (path == "/" ? "" : path);
    }
}
