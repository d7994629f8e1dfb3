using Vaern.App.Cases;
using Vaern.App.Workplace;
using Vaern.TestKit;

namespace Vaern.App.Tests.Workplace;

/// <summary>A town with the people of journey J5, and what its tests begin with.</summary>
public sealed class WorkplaceTown : IAsyncLifetime
{
    public TestTown Town { get; } = new();

    public Municipality Here => Town.Town;

    public TestClock Clock => Town.Clock;

    public Vaern.App.Accounts.StaffMember this[string login] => Town[login];

    public async ValueTask InitializeAsync()
    {
        await Town.InitializeAsync();
        await Town.HireForWorkplaceAsync();
        Clock.SetDanish(2027, 1, 20, 8, 8);
        (await UnitContacts.SaveAsync(Here, this["leder3"], Town.Ydelse.Id, new UnitContact("Ydelseskontoret", "Fjordgade 1, 0000 Fjordby", "ydelse@fjordby.example", "00 00 00 00", "", 0))).IsOk.ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => Town.DisposeAsync();

    /// <summary>What Helle tells on Wednesday 20 January 2027 at 08.08, about a post of the day before at 16.30.</summary>
    internal static Incident Told(string sender = "citizen", string? name = "Keld Prøvesen") => new(
        Guid.CreateVersion7(), null, "Han har lagt min private adresse ud. Jeg er bange.", ["post", "private-info"], sender, name, null, "facebook", "https://opslag.example/gruppe/4711",
        Danish(19, 16, 30), true, false);

    internal async Task<ToldIncident> TellAsync(Incident? told = null, string login = "sagsb1", int day = 20, int hour = 8, int minute = 8)
    {
        Clock.SetDanish(2027, 1, day, hour, minute);
        return (await ReportIncident.HandleAsync(Here, this[login], told ?? Told())).Value;
    }

    internal async Task<CaseView> ReadAsync(ToldIncident told, string login = "leder3") => (await ReadCase.HandleAsync(Here, this[login], told.Number)).Value;

    internal Task<WorkplaceView> FileAsync(ToldIncident told, string login = "leder3") => WorkplaceFile.ReadAsync(Here, this[login], told.Id);

    internal static DateTimeOffset Danish(int day, int hour, int minute = 0) => new(2027, 1, day, hour, minute, 0, TimeSpan.FromHours(1));
}
