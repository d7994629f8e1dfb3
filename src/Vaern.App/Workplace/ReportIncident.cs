using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.App.Removal;
using Vaern.Data;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Workplace;

/// <summary>What somebody tells on one page when it happened to them, to a colleague or to somebody they lead.</summary>
/// <param name="Id">Chosen by the form, so that pressing twice tells once.</param>
/// <param name="Affected">Whom it happened to; the teller themself when null.</param>
/// <param name="Forms">One or more of <see cref="ReportIncident.Forms"/>; the first is the one that counts in figures.</param>
/// <param name="Sender">citizen, colleague, in-care or unknown.</param>
/// <param name="Alleged">The colleague or leader who may have done it, where the sender is one and has an account.</param>
/// <param name="PostedAt">When it was posted or happened; null when nobody knows, and the clock then counts from now.</param>
/// <param name="AboutLeader">It is about a leader of the unit: the report goes around all of them.</param>
public sealed record Incident(
    Guid Id, AccountId? Affected, string Story, IReadOnlyList<string> Forms, string Sender, string? SenderName, AccountId? Alleged, string? Platform, string? Link,
    DateTimeOffset? PostedAt, bool Afraid, bool AboutLeader);

/// <summary>What the teller sees at once: who was alerted, and the limit that is watched.</summary>
/// <param name="PoliceDue">72 hours from the act; a condition for compensation, not a duty.</param>
public sealed record ToldIncident(CaseId Id, string Number, string Leader, bool AroundLeader, DateTimeOffset? PoliceDue, DateTimeOffset ContactBy, string? OnCall, bool ForSelf);

/// <summary>
/// «Noget er sket mig»: opens a workplace case from what is told, and alerts the leader. The employee's own experience decides: nothing is weighed here. The
/// teller gets no access to the case; whoever it happened to follows it on a page of their own.
/// </summary>
public static class ReportIncident
{
    public const int StoryLimit = 10_000;

    public static readonly string[] Forms = ["post", "message", "threat", "private-info", "false-profile", "recording", "call", "other"];
    public static readonly string[] Senders = ["citizen", "colleague", "in-care", "unknown"];

    private static readonly Dictionary<string, string> Titles = new()
    {
        ["post"] = "Opslag på nettet om en medarbejder", ["message"] = "Beskeder til en medarbejder", ["threat"] = "Trusler mod en medarbejder",
        ["private-info"] = "Private oplysninger om en medarbejder", ["false-profile"] = "Falsk profil i en medarbejders navn", ["recording"] = "Optagelse af en medarbejder",
        ["call"] = "Opkald til en medarbejder", ["other"] = "Hændelse mod en medarbejder",
    };

    /// <returns>What was told, or <c>incident.*</c>: story-missing, too-long, forms-missing, sender-missing, time, link, unknown-person, own-deed, nobody-leads.</returns>
    public static async Task<Result<ToldIncident>> HandleAsync(Municipality municipality, StaffMember teller, Incident told, CancellationToken cancel = default)
    {
        if (Fault(municipality, teller, told) is { } fault)
        {
            return fault;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(teller.Account.Value), cancel);
        if (await EarlierAsync(municipality, work, teller, told, cancel) is { } earlier)
        {
            return earlier;
        }

        var affected = told.Affected ?? teller.Account;
        if (await UnitOfAsync(work, affected, cancel) is not { } unit)
        {
            return new Error("incident.unknown-person", "There is no such colleague.");
        }

        var leaders = await Leaders.OfAsync(work, unit, cancel);
        var away = new HashSet<Guid> { affected.Value };
        if (told.Alleged is { } alleged)
        {
            away.Add(alleged.Value);
        }

        var around = told.AboutLeader || (told.Alleged is { } deed && leaders.Contains(deed.Value));
        if (told.AboutLeader)
        {
            away.UnionWith(leaders);
        }

        // A leader who tells of somebody they lead handles it themself; otherwise the next in line who is not in it.
        var owner = leaders.Contains(teller.Account.Value) && !away.Contains(teller.Account.Value) ? teller.Account.Value : await Leaders.NextAsync(work, unit, away, cancel);
        if (owner is not { } leader)
        {
            return new Error("incident.nobody-leads", "No leader could be found.");
        }

        var row = await WriteAsync(municipality, work, teller, told, affected, new AccountId(leader), unit, cancel);
        if (!row.TryGet(out var opened, out var error))
        {
            return error;
        }

        // Everything that reads the case comes before its people are named: from then on the teller sees nothing of it.
        var contactBy = await work.SingleAsync<DateTimeOffset>(
            "select alarm_at from clock where case_id = @Id and rule_id = 'GOAL-LEADER-CONTACT' and state = 'running'", new { opened.Id }, cancel);
        await JobQueue.EnqueueAsync(work, "workplace.silence", new { @case = opened.Id }, contactBy, $"silence:{opened.Id:N}", cancel);
        await Worklists.RefreshAsync(work, opened.Id, cancel);
        var answer = await AnswerAsync(work, teller, opened.Id, opened.Number, leader, around, affected, contactBy, cancel);
        await PeopleAsync(work, opened, teller, told, affected, away, leaders, new AccountId(leader), cancel);
        await AlertAsync(work, opened, [leader], cancel);
        await work.CommitAsync(cancel);
        return answer;
    }

    private static async Task<Result<CaseRow>> WriteAsync(
        Municipality municipality, UnitOfWork work, StaffMember teller, Incident told, AccountId affected, AccountId leader, UnitId unit, CancellationToken cancel)
    {
        var asked = new NewCase(told.Id, unit, "workplace", "employee-harassment", false, Titles[told.Forms[0]], told.PostedAt, true, null, "Fortalt af en medarbejder.");
        var row = await OpenCase.InsertAsync(work, teller, asked, leader, cancel);
        // The teller writes what they tell and no more: the access lasts as long as this transaction.
        await work.ExecuteAsync(
            "insert into case_access (account_id, case_id, access, touched_at) values (@me, @Id, 'write', @now) on conflict do nothing",
            new { me = teller.Account.Value, row.Id, now = work.Now },
            cancel);
        await Worklists.GrantAsync(work, row.Id, unit, leader, cancel);
        var sender = told.Sender == "colleague" ? ["GOAL-LEADER-CONTACT"] : new[] { "GOAL-LEADER-CONTACT", "GOAL-REMOVAL-FIRST", "A-01", "GOAL-POLICE-DECISION" };
        foreach (var rule in sender)
        {
            var start = rule is "A-01" or "GOAL-POLICE-DECISION" ? told.PostedAt ?? work.Now : work.Now;
            if (!(await CaseClocks.StartAsync(municipality.Law, work, row, rule, start, cancel, teller.RoleIn(unit))).TryGet(out _, out var error))
            {
                return error;
            }
        }

        await work.ExecuteAsync(
            "insert into workplace_room (case_id, forms, sender, reported_by, afraid, posted_at, alerted) values (@Id, @forms, @sender, @by, @afraid, @posted, @alerted)",
            new
            {
                row.Id,
                forms = told.Forms.Distinct().ToArray(),
                sender = told.Sender,
                by = affected == teller.Account ? "self" : leader == teller.Account ? "leader" : "colleague",
                afraid = told.Afraid,
                posted = told.PostedAt?.ToUniversalTime(),
                alerted = new[] { leader.Value },
            },
            cancel);
        await WriteEntry.AddAsync(work, row, Guid.CreateVersion7(), "statement", told.Story, told.PostedAt ?? work.Now, teller, null, cancel);
        if (!string.IsNullOrWhiteSpace(told.Link))
        {
            var owner = new RemovalOwner(row.Id, "case", false, teller.RoleIn(unit), []);
            var added = await RemovalLadder.AddAsync(
                work, owner, teller, Guid.CreateVersion7(), Rung.Platforms.Contains(told.Platform) ? told.Platform! : "other", new ContentBody(told.Link, Titles[told.Forms[0]], told.PostedAt), cancel);
            if (!added.IsOk)
            {
                return added.Error;
            }
        }

        if (Playbook.For(row.Track, row.Regime, row.Category) is { } book)
        {
            await AddPlaybook.WriteStepsAsync(work, row, leader, book, cancel);
        }

        return row;
    }

    private static async Task PeopleAsync(
        UnitOfWork work, CaseRow row, StaffMember teller, Incident told, AccountId affected, HashSet<Guid> away, IReadOnlyList<Guid> leaders, AccountId owner, CancellationToken cancel)
    {
        var who = await StaffNameAsync(work, affected, cancel);
        await PartyAsync(work, row, teller, "affected", who.Name, who.Title, cancel);
        if (told.Alleged is { } alleged)
        {
            var doer = await StaffNameAsync(work, alleged, cancel);
            await PartyAsync(work, row, teller, "alleged", doer.Name, doer.Title, cancel);
        }
        else if (!string.IsNullOrWhiteSpace(told.SenderName))
        {
            await PartyAsync(work, row, teller, "alleged", told.SenderName, null, cancel);
        }

        // The teller last: naming them takes their right to write.
        foreach (var person in away.OrderBy(one => one == teller.Account.Value))
        {
            var role = person == affected.Value ? "affected" : person == told.Alleged?.Value ? "alleged" : "kept-out";
            await CasePeople.WriteAsync(work, row, new AccountId(person), role, teller.RoleIn(new UnitId(row.Unit)), cancel);
        }

        if (teller.Account != affected && teller.Account != owner && !away.Contains(teller.Account.Value))
        {
            await CasePeople.WriteAsync(work, row, teller.Account, "reporter", teller.RoleIn(new UnitId(row.Unit)), cancel);
            if (!leaders.Contains(teller.Account.Value))
            {
                await work.ExecuteAsync("delete from case_access where case_id = @Id and account_id = @me", new { row.Id, me = teller.Account.Value }, cancel);
            }
        }
    }

    internal static async Task AlertAsync(UnitOfWork work, CaseRow row, Guid[] accounts, CancellationToken cancel)
    {
        await work.ExecuteAsync(
            "insert into outbox (id, account_id, template, created_at) select gen_random_uuid(), unnest(@accounts::uuid[]), 'news', @now", new { accounts, now = work.Now }, cancel);
        await work.Streams.AppendAsync(row.Id, new StreamEvent("workplace.alerted", $"case:{row.Number}", new { accounts }), cancel);
    }

    private static async Task PartyAsync(UnitOfWork work, CaseRow row, StaffMember teller, string role, string name, string? relation, CancellationToken cancel)
    {
        var (id, body) = (Guid.CreateVersion7(), new PartyBody(name.Trim(), relation, null));
        await work.ExecuteAsync(
            "insert into party (id, case_id, role, body) values (@id, @caseId, @role, @body)",
            new { id, caseId = row.Id, role, body = await work.SealAsync(row.Id, "party", "body", id, body, cancel) },
            cancel);
        await work.Streams.AppendAsync(row.Id, new StreamEvent("party.added", $"party:{id:N}", new { role }, body) { Role = teller.RoleIn(new UnitId(row.Unit)) }, cancel);
    }

    private static async Task<(string Name, string Title)> StaffNameAsync(UnitOfWork work, AccountId account, CancellationToken cancel)
    {
        var profile = await work.SingleAsync<byte[]>("select profile from account where id = @id", new { id = account.Value }, cancel);
        var opened = await StaffDirectory.OpenAsync(work, account, profile, cancel);
        return (opened.Name, opened.Title);
    }

    // The unit of somebody's first post that is not the municipality itself, where there is one.
    private static async Task<UnitId?> UnitOfAsync(UnitOfWork work, AccountId account, CancellationToken cancel)
    {
        var unit = await work.FirstOrDefaultAsync<Guid?>(
            """
            select m.unit_id from membership m join unit u on u.id = m.unit_id join account a on a.id = m.account_id and a.disabled_at is null
            where m.account_id = @id order by u.parent_id is null, m.unit_id limit 1
            """,
            new { id = account.Value },
            cancel);
        return unit is { } found ? new UnitId(found) : null;
    }

    private static async Task<ToldIncident?> EarlierAsync(Municipality municipality, UnitOfWork work, StaffMember teller, Incident told, CancellationToken cancel)
    {
        await using var all = await municipality.Database.BeginAsync(Acting.System, cancel);
        var row = await all.FirstOrDefaultAsync<(Guid Id, string Number, Guid Owner)>("select id, number, owner_id from case_file where id = @Id", new { told.Id }, cancel);
        if (row.Number is null)
        {
            return null;
        }

        var contactBy = await all.FirstOrDefaultAsync<DateTimeOffset?>("select alarm_at from clock where case_id = @Id and rule_id = 'GOAL-LEADER-CONTACT' order by id limit 1", new { row.Id }, cancel);
        return await AnswerAsync(all, teller, row.Id, row.Number, row.Owner, told.AboutLeader, told.Affected ?? teller.Account, contactBy ?? work.Now, cancel);
    }

    private static async Task<ToldIncident> AnswerAsync(
        UnitOfWork work, StaffMember teller, Guid id, string number, Guid leader, bool around, AccountId affected, DateTimeOffset contactBy, CancellationToken cancel)
    {
        var name = await StaffNameAsync(work, new AccountId(leader), cancel);
        var clock = await work.FirstOrDefaultAsync<DateTimeOffset?>("select due_at from clock where case_id = @id and rule_id = 'A-01' order by id limit 1", new { id }, cancel);
        var onCall = await work.FirstOrDefaultAsync<string>(
            "select k.on_call from unit_contact k join case_file c on c.unit_id = k.unit_id where c.id = @id and k.on_call <> ''", new { id }, cancel);
        return new ToldIncident(new CaseId(id), number, name.Name, around, clock, contactBy, onCall, affected == teller.Account);
    }

    private static Error? Fault(Municipality municipality, StaffMember teller, Incident told) => told switch
    {
        _ when string.IsNullOrWhiteSpace(told.Story) => new Error("incident.story-missing", "Write what happened."),
        _ when told.Story.Length > StoryLimit || told.SenderName?.Length > 500 => new Error("incident.too-long", "The text is longer than it may be."),
        _ when told.Forms.Count is 0 or > 8 || told.Forms.Any(form => !Forms.Contains(form)) => new Error("incident.forms-missing", "Choose what it is."),
        _ when !Senders.Contains(told.Sender) => new Error("incident.sender-missing", "Choose who may have done it."),
        _ when told.PostedAt > municipality.Now || told.PostedAt < municipality.Now.AddYears(-10) => new Error("incident.time", "The time lies in the future or too far back."),
        _ when told.Link is { Length: > 0 } link && (link.Trim().Length > 2_000 || link.Trim().Any(char.IsWhiteSpace)) => new Error("incident.link", "The address has spaces or is too long."),
        _ when told.Alleged is { } deed && deed == (told.Affected ?? teller.Account) => new Error("incident.own-deed", "The same person cannot be both."),
        _ => null,
    };
}
