using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Vaern.EndToEnd.Tests.Browser.TestBrowser))]
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace Vaern.EndToEnd.Tests.Browser;

/// <summary>One browser for the whole run; every visitor of a test has a context, and with it cookies and history, of their own.</summary>
public sealed class TestBrowser : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    public IBrowser Browser => browser ?? throw new InvalidOperationException("The browser was not started.");

    public async ValueTask InitializeAsync()
    {
        var executable = Chromium.Find();
        Assertions.SetDefaultExpectTimeout((float)Visitor.Patience.TotalMilliseconds);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Args = Chromium.Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}
