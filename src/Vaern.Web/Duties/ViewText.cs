using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Routing;

namespace Vaern.Web.Duties;

/// <summary>Draws a view as text, so that a PDF is made of the words the browser shows.</summary>
public sealed class ViewText(IRazorViewEngine views, ITempDataProvider temporary, IHttpContextAccessor accessor)
{
    /// <param name="path">Such as <c>/Pages/Shared/_DutyDocument.cshtml</c>.</param>
    public async Task<string> DrawAsync<T>(string path, T model)
        where T : class
    {
        var http = accessor.HttpContext ?? throw new InvalidOperationException("A view is drawn within a request.");
        var found = views.GetView(null, path, isMainPage: true);
        found.EnsureSuccessful(null);
        await using var text = new StringWriter();
        var action = new ActionContext(http, http.GetRouteData(), new ActionDescriptor());
        var data = new ViewDataDictionary<T>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model };
        await found.View!.RenderAsync(new ViewContext(action, found.View, data, new TempDataDictionary(http, temporary), text, new HtmlHelperOptions()));
        return text.ToString();
    }
}
