using Microsoft.Playwright;
using Vaern.App.Cases;
using Vaern.Data;
using Vaern.TestKit;

namespace Vaern.EndToEnd.Tests.Browser;

/// <summary>A town of a test's own, its web on a free port, and the people who visit it. The clock is the test's.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly TestBrowser browser;
    private readonly List<Visitor> visitors = [];

    private Scene(TestBrowser browser, WebTown web, Screen screen)
    {
        this.browser = browser;
        Web = web;
        Screen = screen;
    }

    public WebTown Web { get; }

    public Screen Screen { get; }

    public TestTown Town => Web.Town;

    public TestClock Clock => Web.Town.Clock;

    /// <summary>Opens at 20.17 on Monday 11 January 2027.</summary>
    public static async Task<Scene> OpenAsync(TestBrowser browser, Screen screen)
    {
        var web = new WebTown();
        await web.InitializeAsync();
        return new Scene(browser, web, screen);
    }

    /// <summary>Somebody with a device of their own, signed in nowhere.</summary>
    public Task<Visitor> VisitorAsync() => VisitorAsync(Screen);

    public async Task<Visitor> VisitorAsync(Screen screen)
    {
        var visitor = await Visitor.ComeAsync(browser.Browser, Web.Address, screen);
        visitors.Add(visitor);
        return visitor;
    }

    /// <summary>The case as its leader's case page reads it.</summary>
    public async Task<CaseView> CaseAsync(string login, string number) =>
        (await ReadCase.HandleAsync(Town.Town, Town[login], number, TestContext.Current.CancellationToken)).Value;

    /// <summary>One value, read as the administrator of the database, who sees every row.</summary>
    public async Task<T> ReadAsync<T>(string sql)
    {
        await using var connection = await Town.Postgres.OpenAsync(DatabaseRole.Administrator);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own constants
        command.CommandText = sql;
#pragma warning restore CA2100
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in visitors)
        {
            await visitor.DisposeAsync();
        }

        await Web.DisposeAsync();
    }
}
