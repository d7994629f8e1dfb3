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
    /// <param name="neighbour">True serves Klitrup beside Fjordby.</param>
    public static async Task<Scene> OpenAsync(TestBrowser browser, Screen screen, bool neighbour = false)
    {
        var web = new WebTown { HasNeighbour = neighbour };
        await web.InitializeAsync();
        return new Scene(browser, web, screen);
    }

    /// <summary>Somebody with a device of their own, signed in nowhere.</summary>
    public Task<Visitor> VisitorAsync() => VisitorAsync(Screen);

    /// <param name="keepsCards">True lets the pages keep action cards on the device, as they do outside tests.</param>
    public Task<Visitor> VisitorAsync(Screen screen, bool keepsCards = false) => ComeAsync(Web.Address, screen, keepsCards);

    /// <summary>A member of staff with a session of their own; signing in itself has its own steps.</summary>
    public async Task<Visitor> StaffAsync(string login)
    {
        var visitor = await ComeAsync(Web.Address, Screen, hasSession: true);
        await visitor.CarryAsync("vaern-staff", await StaffSessions.BeginAsync(Town.Town, Town[login]), Web.Address);
        return visitor;
    }

    /// <summary>Somebody at Klitrup's address.</summary>
    public Task<Visitor> NeighbourAsync() => ComeAsync(Web.NeighbourAddress, Screen);

    public IReadOnlyList<Visitor> Visitors => visitors;

    /// <summary>The time in Denmark from here on.</summary>
    public void At(int month, int day, int hour, int minute) => Clock.SetDanish(2027, month, day, hour, minute);

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

    private async Task<Visitor> ComeAsync(Uri home, Screen screen, bool keepsCards = false, bool hasSession = false)
    {
        var visitor = await Visitor.ComeAsync(browser.Browser, home, screen, keepsCards, hasSession);
        visitors.Add(visitor);
        return visitor;
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
