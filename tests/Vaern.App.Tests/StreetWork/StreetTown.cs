using Vaern.App.Accounts;
using Vaern.TestKit;

namespace Vaern.App.Tests.StreetWork;

/// <summary>A town with the street's people and M-7, in a database of its own.</summary>
public sealed class StreetTown : IAsyncLifetime
{
    public TestTown Base { get; } = new();

    public StreetPeople People { get; private set; } = null!;

    public Municipality Town => Base.Town;

    public TestClock Clock => Base.Clock;

    public StaffMember this[string login] => Base[login];

    public async ValueTask InitializeAsync()
    {
        Clock.SetDanish(2026, 8, 1, 9);
        await Base.InitializeAsync();
        People = await (await StreetPeople.JoinAsync(Base)).ApproveAsync();
    }

    public ValueTask DisposeAsync() => Base.DisposeAsync();
}
