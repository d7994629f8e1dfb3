using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vaern.TestKit;

namespace Vaern.EndToEnd.Tests.Browser;

/// <summary>
/// A person with a device: cookies, history and recorded requests of their own. Nothing leaves the machine; what a page asks
/// another host for is kept in <see cref="AskedElsewhere"/> and answered with an empty page.
/// </summary>
internal sealed class Visitor : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentQueue<string> faults = new();
    private readonly IBrowserContext context;
    private readonly Uri home;

    private Visitor(IBrowserContext context, IPage page, Uri home, Screen screen)
    {
        this.context = context;
        this.home = home;
        Page = page;
        Screen = screen;
    }

    public IPage Page { get; }

    public IBrowserContext Context => context;

    public Screen Screen { get; }

    /// <summary>Every address the visitor's pages asked for, our own host included.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public ConcurrentQueue<string> AskedElsewhere { get; } = new();

    /// <summary>Path and query of the page shown now.</summary>
    public string At => new Uri(Page.Url).PathAndQuery;

    public static async Task<Visitor> ComeAsync(IBrowser browser, Uri home, Screen screen, bool keepsCards = false, bool hasSession = false)
    {
        var (width, height) = screen.Size();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = home.AbsoluteUri,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            JavaScriptEnabled = screen.HasScript(),
            Locale = "da-DK",
            TimezoneId = "Europe/Copenhagen",
            ReducedMotion = ReducedMotion.Reduce,
            HasTouch = screen is not Screen.Desk,
            ServiceWorkers = keepsCards ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block,
        });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var visitor = new Visitor(context, await context.NewPageAsync(), home, screen) { HasSession = hasSession };
        await visitor.WatchAsync();
        return visitor;
    }

    /// <summary>Puts a cookie of the visit into the browser.</summary>
    public Task CarryAsync(string cookie, string value, Uri at) =>
        context.AddCookiesAsync([new Cookie { Name = cookie, Value = value, Url = at.AbsoluteUri, HttpOnly = true, SameSite = SameSiteAttribute.Lax }]);

    /// <summary>Another tab of the same browser.</summary>
    public async Task<Visitor> AnotherTabAsync()
    {
        var tab = new Visitor(context, await context.NewPageAsync(), home, Screen) { HasSession = HasSession };
        tab.Listen();
        return tab;
    }

    /// <summary>True for a visitor who was given a session: being asked to sign in is then a fault of the test, whose clock ran past the session.</summary>
    public bool HasSession { get; init; }

    public async Task<IResponse> OpenAsync(string path)
    {
        var answer = await Page.GotoAsync(path) ?? throw new InvalidOperationException($"{path} gave no answer.");
        return HasSession && At.StartsWith("/log-ind", StringComparison.Ordinal)
            ? throw new InvalidOperationException($"The session ended before {path} was opened.")
            : answer;
    }

    /// <summary>Presses a button that leads to another page, and waits until it is there.</summary>
    public Task PressAsync(string button) => GoAsync(() => Button(button).ClickAsync());

    /// <summary>Follows the first link whose words begin so, and waits until the page is there.</summary>
    public Task FollowAsync(string link) =>
        GoAsync(() => Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { NameRegex = Beginning(link) }).First.ClickAsync());

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = Beginning(name) });

    /// <summary>The field whose label begins so.</summary>
    public ILocator Field(string label) => Page.GetByLabel(Beginning(label));

    public Task WriteAsync(string label, string text) => Field(label).FillAsync(text);

    /// <summary>Chooses a radio button or a box by its label, as a finger does.</summary>
    public async Task ChooseAsync(string label)
    {
        var labels = Page.Locator("label").Filter(new LocatorFilterOptions { HasTextRegex = Beginning(label) }).First;
        await labels.ClickAsync();
        await Assertions.Expect(Page.GetByLabel(Beginning(label)).First).ToBeCheckedAsync();
    }

    public Task SelectAsync(string label, string option) =>
        Field(label).SelectOptionAsync(new SelectOptionValue { Label = option });

    /// <summary>Opens a fold of the case page where it is closed, as it is on a phone.</summary>
    public async Task UnfoldAsync(string heading)
    {
        var fold = Page.Locator("details[data-fold]").Filter(new LocatorFilterOptions { Has = Page.Locator("summary").Filter(new LocatorFilterOptions { HasText = heading }) }).First;
        if (await fold.GetAttributeAsync("open") is null)
        {
            await fold.Locator("summary").ClickAsync();
        }
    }

    public Task SeeAsync(string text) => Assertions.Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    public Task SeeHeadingAsync(string text) =>
        Assertions.Expect(Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { NameRegex = Beginning(text) }).First).ToBeVisibleAsync();

    /// <summary>Does what leads to another page and waits until it has come, the same address included.</summary>
    public async Task GoAsync(Func<Task> act)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Arrived(object? sender, IFrame frame) => arrived.TrySetResult();
        Page.FrameNavigated += Arrived;
        try
        {
            await act();
            await arrived.Task.WaitAsync(Patience);
        }
        finally
        {
            Page.FrameNavigated -= Arrived;
        }

        await Page.WaitForLoadStateAsync(LoadState.Load);
    }

    /// <summary>
    /// Looks at the page as a careful person would: a picture is kept, nothing runs over the edge, WCAG 2.2 AA holds, nothing was
    /// asked of another host, no cookie outlives the visit, the way out is there on public pages.
    /// </summary>
    public async Task LookAsync(string name)
    {
        await KeepPictureAsync(name);
        AskedElsewhere.ShouldBeEmpty($"«{name}» asks another host (X1)");
        faults.ShouldBeEmpty($"«{name}» has faults in the browser");
        (await context.CookiesAsync()).Where(cookie => cookie.Expires >= 0).Select(cookie => cookie.Name).ShouldBeEmpty($"a cookie outlives the visit at «{name}» (X1)");
        if (await Page.Locator("body.v-public").CountAsync() > 0)
        {
            await Assertions.Expect(Page.Locator("a[href='/forlad']")).ToBeVisibleAsync();
        }

        await FitsAsync(name);
        if (Screen.HasScript())
        {
            await Accessibility.CheckAsync(Page, name);
        }
    }

    /// <summary>Nothing has to be scrolled sideways (WCAG 2.2, 1.4.10).</summary>
    public async Task FitsAsync(string name)
    {
        var (inner, outer) = (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), await Page.EvaluateAsync<int>("document.documentElement.clientWidth"));
        inner.ShouldBeLessThanOrEqualTo(outer, $"«{name}» runs over the edge at {Screen.Size().Width} px");
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    // Words that only a screen reader hears stand in a box of their own, and the browser puts a space before it.
    private static Regex Beginning(string words) => new("^\\s*" + Regex.Escape(words).Replace(":", "\\s*:", StringComparison.Ordinal));

    private async Task KeepPictureAsync(string name)
    {
        var folder = RepositoryFolder.Combine("artifacts", "pages", Screen.Size().Width + (Screen.HasScript() ? "" : "-noscript"));
        Directory.CreateDirectory(folder);
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }

    private async Task WatchAsync()
    {
        await context.RouteAsync(
            url => !url.StartsWith(home.AbsoluteUri, StringComparison.Ordinal) && url.StartsWith("http", StringComparison.Ordinal),
            async route =>
            {
                AskedElsewhere.Enqueue(route.Request.Url);
                await route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html; charset=utf-8", Body = "<!DOCTYPE html><title>Vejr</title><p>Et andet sted" });
            });
        Listen();
    }

    private void Listen()
    {
        Page.Request += (_, request) => Asked.Enqueue(request.Url);
        Page.PageError += (_, error) => faults.Enqueue(error);
        Page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                faults.Enqueue(message.Text);
            }
        };
        Page.Response += (_, response) =>
        {
            if (response.Status >= 400 && !response.Request.IsNavigationRequest)
            {
                faults.Enqueue($"{response.Status} {response.Url}");
            }
        };
    }
}
