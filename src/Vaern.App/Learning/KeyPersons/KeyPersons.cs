using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Learning.KeyPersons;

/// <summary>What is sealed of a key person. <paramref name="Area"/> is what the two share between them, such as «indskoling».</summary>
public sealed record KeyPersonWords(string Name, string? Contact, string? Deputy, string? DeputyContact, string? Area);

/// <summary>A course that a key person or a deputy took.</summary>
public sealed record CourseWords(string Course, string Who);

/// <param name="IsHere">False when the account has been closed: the deputy is then the one to ask.</param>
public sealed record KeyPerson(
    Guid Id, UnitId Unit, KeyPersonWords Words, DateOnly From, DateOnly? To, bool IsHere, bool DeputyIsHere, int Version, IReadOnlyList<(CourseWords Words, DateOnly On)> Courses)
{
    public bool IsValid(DateOnly day) => From <= day && (To is null || To >= day);

    /// <summary>Whom to ask now: the key person, else the deputy, else nobody.</summary>
    public (string Name, string? Contact)? Present(DateOnly day) =>
        IsValid(day) && IsHere ? (Words.Name, Words.Contact)
        : IsValid(day) && DeputyIsHere && Words.Deputy is { } deputy ? (deputy, Words.DeputyContact)
        : null;
}

/// <summary>The register of key persons: dated, never overwritten. A change is an end and a beginning.</summary>
public static class KeyPersonRegister
{
    public const int Longest = 200;

    /// <summary>Everybody in the unit's register, those in force first. Courses are seen inside the unit alone. <c>key-person.not-found</c>.</summary>
    public static async Task<Result<IReadOnlyList<KeyPerson>>> ListAsync(Municipality municipality, StaffMember staff, UnitId unit, CancellationToken cancel = default)
    {
        if (municipality.Units.Find(unit) is null || !UnitPlans.MayRead(staff, unit))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return Result.Ok(await ReadAsync(municipality, work, unit, cancel));
    }

    /// <summary>Whom anybody may be told to ask at a unit today: names and how to reach them, at most one line a row.</summary>
    public static async Task<IReadOnlyList<(string Name, string? Contact, string? Area)>> PresentAsync(Municipality municipality, UnitId unit, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        var today = DanishTime.DayOf(work.Now);
        return [.. (await ReadAsync(municipality, work, unit, cancel)).Select(one => (Person: one.Present(today), one.Words.Area)).Where(one => one.Person is not null).Select(one => (one.Person!.Value.Name, one.Person.Value.Contact, one.Area))];
    }

    /// <summary>Adds a key person with or without a deputy; the same <paramref name="id"/> twice is one. <c>key-person.not-found</c>, <c>key-person.name</c>, <c>key-person.from</c>.</summary>
    public static async Task<Result> AddAsync(Municipality municipality, StaffMember staff, UnitId unit, Guid id, KeyPersonWords words, DateOnly from, CancellationToken cancel = default)
    {
        if (municipality.Units.Find(unit) is null || !staff.Can(Permission.WritePlans, unit))
        {
            return NotFound;
        }

        if (string.IsNullOrWhiteSpace(words.Name) || new[] { words.Name, words.Contact, words.Deputy, words.DeputyContact, words.Area }.Any(text => text?.Length > Longest))
        {
            return new Error("key-person.name", "A name is needed; at most 200 characters a field.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var today = DanishTime.DayOf(work.Now);
        if (from < today.AddYears(-20) || from > today.AddYears(1))
        {
            return new Error("key-person.from", "A day within twenty years back and one year ahead.");
        }

        // An account is known by its name in the unit, so that somebody who leaves is seen to have left.
        var people = await PeopleAsync(municipality, work, unit, cancel);
        var kept = await work.ExecuteAsync(
            """
            insert into key_person (id, unit_id, account_id, deputy_account_id, body, has_deputy, valid_from, made_by, made_at)
            values (@id, @unit, @account, @deputy, @body, @hasDeputy, @from, @me, @now) on conflict do nothing
            """,
            new
            {
                id, unit = unit.Value, from, me = staff.Account.Value, now = work.Now, hasDeputy = !string.IsNullOrWhiteSpace(words.Deputy),
                account = Account(words.Name), deputy = words.Deputy is { } name ? Account(name) : null,
                body = await work.SealAsync(municipality.Id, "key_person", "body", id, words, cancel),
            },
            cancel);
        if (kept == 1)
        {
            await UnitActions.SettleOwedAsync(work, unit, "key-person", true, cancel);
            await TellAsync(municipality, work, staff, unit, "key-person.added", id, new { from }, new { @new = words }, cancel);
            await work.CommitAsync(cancel);
        }

        return Result.Done;

        Guid? Account(string name) => people.FirstOrDefault(one => string.Equals(one.Name, name.Trim(), StringComparison.OrdinalIgnoreCase)).Account?.Value;
    }

    /// <summary>
    /// Ends a key person's time. Where the unit is then without one, its leader has a task. <c>key-person.not-found</c>, <c>key-person.to</c>, <c>key-person.stale</c>.
    /// </summary>
    public static async Task<Result> EndAsync(Municipality municipality, StaffMember staff, UnitId unit, Guid id, DateOnly on, int version, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WritePlans, unit))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<(DateOnly From, DateOnly? To, int Version)?>(
            "select valid_from, valid_to, version from key_person where id = @id and unit_id = @unit for update", new { id, unit = unit.Value }, cancel);
        if (row is not { } old)
        {
            return NotFound;
        }

        if (old.Version != version || old.To is not null)
        {
            return new Error("key-person.stale", "Somebody else has changed the register.");
        }

        if (on < old.From || on > DanishTime.DayOf(work.Now).AddYears(1))
        {
            return new Error("key-person.to", "The last day lies before the first.");
        }

        await work.ExecuteAsync("update key_person set valid_to = @on, version = version + 1 where id = @id", new { id, on }, cancel);
        await TellAsync(municipality, work, staff, unit, "key-person.ended", id, new { old = (DateOnly?)null, @new = on }, null, cancel);
        await LeftAlone.AskLeaderAsync(municipality, work, unit, staff.Account.Value, on, cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary>Writes down a course. <c>key-person.not-found</c>, <c>key-person.course</c>, <c>key-person.course-on</c>.</summary>
    public static async Task<Result> AddCourseAsync(
        Municipality municipality, StaffMember staff, UnitId unit, Guid person, Guid id, CourseWords words, DateOnly on, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WritePlans, unit))
        {
            return NotFound;
        }

        if (string.IsNullOrWhiteSpace(words.Course) || string.IsNullOrWhiteSpace(words.Who) || words.Course.Length > Longest || words.Who.Length > Longest)
        {
            return new Error("key-person.course", "Which course and who took it, at most 200 characters each.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (on > DanishTime.DayOf(work.Now) || on.Year < 2000)
        {
            return new Error("key-person.course-on", "A course that has been.");
        }

        if (await work.FirstOrDefaultAsync<int?>("select 1 from key_person where id = @person and unit_id = @unit", new { person, unit = unit.Value }, cancel) is null)
        {
            return NotFound;
        }

        var kept = await work.ExecuteAsync(
            "insert into key_person_course (id, key_person_id, body, taken_on, made_by, made_at) values (@id, @person, @body, @on, @me, @now) on conflict do nothing",
            new { id, person, on, me = staff.Account.Value, now = work.Now, body = await work.SealAsync(municipality.Id, "key_person_course", "body", id, words, cancel) }, cancel);
        if (kept == 1)
        {
            await TellAsync(municipality, work, staff, unit, "key-person.course", person, new { course = id, on }, new { @new = words }, cancel);
            await work.CommitAsync(cancel);
        }

        return Result.Done;
    }

    /// <summary>Names of those who work at the unit, to choose from.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(Municipality municipality, StaffMember staff, UnitId unit, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return [.. (await PeopleAsync(municipality, work, unit, cancel)).Select(one => one.Name).Order(StringComparer.CurrentCulture)];
    }

    internal static Error NotFound { get; } = new("key-person.not-found", "There is no such unit or key person, or it is not yours.");

    internal static async Task<IReadOnlyList<KeyPerson>> ReadAsync(Municipality municipality, UnitOfWork work, UnitId unit, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<Row>(
            """
            select k.id, k.body, k.valid_from as validfrom, k.valid_to as validto, k.version,
              (a.id is null or a.disabled_at is null) as ishere, (k.has_deputy and (d.id is null or d.disabled_at is null)) as deputyishere
            from key_person k left join account a on a.id = k.account_id left join account d on d.id = k.deputy_account_id
            where k.unit_id = @unit order by k.valid_to is not null, k.valid_from, k.id limit 200
            """,
            new { unit = unit.Value }, cancel);
        var courses = (await work.QueryAsync<(Guid Id, Guid Person, byte[] Body, DateOnly On)>(
            "select c.id, c.key_person_id, c.body, c.taken_on from key_person_course c join key_person k on k.id = c.key_person_id where k.unit_id = @unit order by c.taken_on desc, c.id limit 500",
            new { unit = unit.Value }, cancel)).ToLookup(course => course.Person);
        var people = new List<KeyPerson>();
        foreach (var row in rows)
        {
            var taken = new List<(CourseWords, DateOnly)>();
            foreach (var course in courses[row.Id])
            {
                taken.Add((await work.OpenAsync<CourseWords>(municipality.Id, "key_person_course", "body", course.Id, course.Body, cancel), course.On));
            }

            people.Add(new KeyPerson(
                row.Id, unit, await work.OpenAsync<KeyPersonWords>(municipality.Id, "key_person", "body", row.Id, row.Body, cancel), row.ValidFrom, row.ValidTo, row.IsHere, row.DeputyIsHere, row.Version, taken));
        }

        return people;
    }

    private static async Task<IReadOnlyList<(AccountId? Account, string Name)>> PeopleAsync(Municipality municipality, UnitOfWork work, UnitId unit, CancellationToken cancel)
    {
        var ids = await work.QueryAsync<Guid>(
            "select distinct m.account_id from membership m join account a on a.id = m.account_id where m.unit_id = @unit and a.disabled_at is null order by m.account_id", new { unit = unit.Value }, cancel);
        var people = new List<(AccountId?, string)>();
        foreach (var id in ids)
        {
            people.Add((new AccountId(id), await municipality.Staff.NameAsync(new AccountId(id), cancel)));
        }

        return people;
    }

    private static Task<long> TellAsync(
        Municipality municipality, UnitOfWork work, StaffMember staff, UnitId unit, string action, Guid id, object detail, object? secret, CancellationToken cancel) =>
        work.Streams.AppendAsync(municipality.Id, new StreamEvent(action, $"key_person:{id:N}", detail, secret) { Role = staff.RoleIn(unit) }, cancel);

    private sealed class Row
    {
        public Guid Id { get; init; }

        public required byte[] Body { get; init; }

        public DateOnly ValidFrom { get; init; }

        public DateOnly? ValidTo { get; init; }

        public int Version { get; init; }

        public bool IsHere { get; init; }

        public bool DeputyIsHere { get; init; }
    }
}
