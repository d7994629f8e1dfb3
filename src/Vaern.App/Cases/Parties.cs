using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>A person in an incident. The role is held in this incident only.</summary>
/// <param name="Relation">Class, relation or title, in a few words.</param>
/// <param name="Born">Only where two people of one name must be told apart, or somebody may ask for access.</param>
public sealed record PartyBody(string Name, string? Relation, string? Contact, DateOnly? Born = null)
{
    internal PersonKeys Keys => new(Name, Born, Contact);
}

/// <summary>A party as the case page shows it. <paramref name="Informed"/> is pending, informed or not-informed.</summary>
public sealed record Party(Guid Id, string Role, PartyBody Body, string Informed, DateTimeOffset? InformedAt, string? InformedNote, int Version);

/// <summary>Parties of a case, and who was informed – or why not.</summary>
public static class Parties
{
    public static readonly string[] Roles = ["affected", "alleged", "witness", "parent", "class", "other"];

    public static Task<Result<Guid>> AddAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string role, PartyBody body, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (Fault(role, body) is { } fault)
            {
                return fault;
            }

            var added = await work.ExecuteAsync(
                "insert into party (id, case_id, role, body) values (@id, @caseId, @role, @body) on conflict (id) do nothing",
                new { id, caseId = row.Id, role, body = await work.SealAsync(row.Id, "party", "body", id, Clean(body), cancel) },
                cancel);
            if (added == 1)
            {
                await PersonIndex.PutAsync(work, "case", row.Id, $"party:{id:N}", Clean(body).Keys, row.Id, null, replace: false, cancel);
                await work.Streams.AppendAsync(row.Id, new StreamEvent("party.added", $"party:{id:N}", new { role }, body) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            }

            return id;
        }, cancel);

    /// <summary>Changes name, relation or role. <c>party.stale</c> when somebody else changed it meanwhile: the page then shows both.</summary>
    public static Task<Result<Guid>> ChangeAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid party, string role, PartyBody body, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (Fault(role, body) is { } fault)
            {
                return fault;
            }

            var old = await work.FirstOrDefaultAsync<(string Role, byte[] Body, int Version)>(
                "select role, body, version from party where id = @party and case_id = @id", new { party, id = row.Id }, cancel);
            if (old.Role is null)
            {
                return new Error("party.not-found", "There is no such person in the case.");
            }

            if (old.Version != version)
            {
                return new Error("party.stale", "Somebody else has changed it.");
            }

            if (await work.SingleAsync<bool>("select under_access(@Id)", new { row.Id }, cancel))
            {
                return new Error("party.under-access", "Somebody has asked for access, and changes are locked until it is answered.");
            }

            await PersonIndex.PutAsync(work, "case", row.Id, $"party:{party:N}", Clean(body).Keys, row.Id, null, replace: true, cancel);
            await work.ExecuteAsync(
                "update party set role = @role, body = @body, version = version + 1 where id = @party",
                new { party, role, body = await work.SealAsync(row.Id, "party", "body", party, Clean(body), cancel) },
                cancel);
            var oldBody = await work.OpenAsync<PartyBody>(row.Id, "party", "body", party, old.Body, cancel);
            await work.Streams.AppendAsync(
                row.Id,
                new StreamEvent("party.changed", $"party:{party:N}", new { old = old.Role, @new = role }, new { old = oldBody, @new = body }) { Role = staff.RoleIn(new UnitId(row.Unit)) },
                cancel);
            return party;
        }, cancel);

    /// <summary>Records that a party was informed, or why not. <c>informed.reason-missing</c> when not informed without a reason.</summary>
    public static Task<Result<Guid>> InformAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid party, bool informed, string? note, DateTimeOffset? at, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, (work, row) => InformAsync(work, row, staff, party, informed, note, at, version, cancel), cancel);

    /// <summary>The same inside a change that informs them: a letter that is sent. <paramref name="version"/> null takes the party as it is.</summary>
    internal static async Task<Result<Guid>> InformAsync(
        UnitOfWork work, CaseRow row, StaffMember staff, Guid party, bool informed, string? note, DateTimeOffset? at, int? version, CancellationToken cancel)
    {
        if (!informed && string.IsNullOrWhiteSpace(note))
        {
            return new Error("informed.reason-missing", "Say why not.");
        }

        var old = await work.FirstOrDefaultAsync<(string Informed, int Version)>(
            "select informed, version from party where id = @party and case_id = @id", new { party, id = row.Id }, cancel);
        if (old.Informed is null)
        {
            return new Error("party.not-found", "There is no such person in the case.");
        }

        if (version is { } known && old.Version != known)
        {
            return new Error("party.stale", "Somebody else has changed it.");
        }

        await work.ExecuteAsync(
            "update party set informed = @state, informed_at = @at, informed_note = @note, version = version + 1 where id = @party",
            new
            {
                party,
                state = informed ? "informed" : "not-informed",
                at = informed ? (at ?? work.Now).ToUniversalTime() : (DateTimeOffset?)null,
                note = await work.SealOptionalAsync(row.Id, "party", "informed_note", party, note, cancel),
            },
            cancel);
        await work.Streams.AppendAsync(
            row.Id,
            new StreamEvent("party.informed", $"party:{party:N}", new { old = old.Informed, @new = informed }, new { note }) { Role = staff.RoleIn(new UnitId(row.Unit)) },
            cancel);
        var pending = await work.SingleAsync<long>("select count(*) from party where case_id = @Id and informed = 'pending'", new { row.Id }, cancel);
        if (pending == 0)
        {
            await SettleClock.MeetAsync(work, row, "GOAL-INFORM", "Alle berørte er informeret, eller det er skrevet hvorfor ikke.", staff, cancel);
        }

        return party;
    }

    private static PartyBody Clean(PartyBody body) => new(body.Name.Trim(), Blank(body.Relation), Blank(body.Contact), body.Born);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static Error? Fault(string role, PartyBody body) => role switch
    {
        _ when !Roles.Contains(role) => new Error("party.role-missing", "Choose the role."),
        _ when string.IsNullOrWhiteSpace(body.Name) => new Error("party.name-missing", "Write a name, or what the person is called here."),
        _ when new[] { body.Name, body.Relation, body.Contact }.Any(text => text?.Length > 500) => new Error("party.too-long", "A field has more than 500 characters."),
        _ => null,
    };
}
