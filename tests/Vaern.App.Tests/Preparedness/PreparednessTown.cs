using Vaern.App.Accounts;
using Vaern.App.Background;
using Vaern.App.Preparedness;
using Vaern.TestKit;
using Xunit;

namespace Vaern.App.Tests.Preparedness;

/// <summary>Fjordby with those who are on call: officer, communications, director, and a teacher who is none of it.</summary>
public sealed class PreparednessTown : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private StaffTown? town;
    private int token;

    public StaffTown Town => town!;

    public Municipality Municipality => Town.Municipality;

    public StaffMember Officer { get; private set; } = null!;

    public StaffMember Communication { get; private set; } = null!;

    public StaffMember Director { get; private set; } = null!;

    public StaffMember Teacher { get; private set; } = null!;

    public string ConnectionString => postgres.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        town = await StaffTown.FoundAsync(postgres);
        Officer = await town.StaffAsync(new Post(town.Root, "preparedness_lead"));
        Communication = await town.StaffAsync(new Post(town.Root, "communication"));
        Director = await town.StaffAsync(new Post(town.Root, "director"));
        Teacher = await town.StaffAsync(new Post(town.School, "teacher"));
    }

    public async ValueTask DisposeAsync()
    {
        if (town is not null)
        {
            await town.DisposeAsync();
        }

        await postgres.DisposeAsync();
    }

    public async Task<TipReceipt> TipAsync(string text, StaffMember? staff = null, bool danger = false, bool drill = false, string? tokenOf = null) =>
        (await SubmitTip.HandleAsync(Municipality, staff, new NewTip(text, danger, drill), tokenOf ?? $"token-of-a-form-{++token:0000}")).Value;

    /// <summary>Three alike, accepted as an issue and assessed.</summary>
    public async Task<Issue> AssessedAsync(int level = 3)
    {
        await TipAsync("Der kommer et angreb på Tanghøj Skole på mandag");
        await TipAsync("jeg har hørt der sker et angreb på tanghøj skole mandag");
        await TipAsync("Er det rigtigt at der er angreb på Tanghøj skole på mandag?", Teacher);
        var group = (await ReadIssues.WaitingAsync(Municipality, Officer, 0))[0];
        var opened = (await OpenIssue.HandleAsync(Municipality, Officer, Guid.CreateVersion7(), group.Group, "Angreb på skole mandag")).Value;
        (await AssessIssue.HandleAsync(Municipality, Officer, opened.Id, new Assessment(3, 4, true, level, "Mange spørger.", level == 0 ? Town.Clock.GetUtcNow().AddDays(1) : null), 1)).Unwrap();
        return (await ReadIssues.OneAsync(Municipality, Officer, opened.Number))!;
    }

    public async Task<Issue> ReadAgainAsync(Issue issue) => (await ReadIssues.OneAsync(Municipality, Officer, issue.Number))!;
}

internal static class Unwrapping
{
    public static T Unwrap<T>(this Data.Result<T> result) => result.Value;
}
