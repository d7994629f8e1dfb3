using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;

namespace Vaern.App.Sharing;

/// <summary>
/// What happens to a hand-over once a second person sees it: approved or sent back, received, taken or turned down, called back. The package holds exactly the
/// list that both saw. Each step is a line of the case's stream, and of the custody chain where evidence is concerned.
/// </summary>
public static class HandOvers
{
    private const string ReceiptRule = "GOAL-PACKAGE-RECEIPT";
    private const string BreachRule = "F-05";

    /// <summary>
    /// Approves, or sends the draft back with a reason, as the second person. <c>handover.second-person</c> (written down), <c>handover.settled</c>, <c>reason.missing</c> (to send back),
    /// <c>handover.changed</c> when the case is no longer what was asked for or shown.
    /// </summary>
    /// <param name="shown">The hash of the list that the person saw.</param>
    public static async Task<Result<Guid>> DecideAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, bool approve, string? reason, string shown, CancellationToken cancel = default)
    {
        var decided = await HandOverRow.OnAsync(municipality, staff, caseId, id, async (work, row, found) =>
        {
            if (found.State != "waiting")
            {
                return new Error("handover.settled", "It is already decided.");
            }

            if (found.AskedBy == staff.Account.Value)
            {
                return new Error("handover.second-person", "It takes another person than the one who asked.");
            }

            if (!approve)
            {
                return await SendBackAsync(work, row, staff, found, reason, cancel);
            }

            return await IsStillAsync(municipality, work, found, caseId, shown, cancel)
                ? await ApproveAsync(municipality, work, row, staff, found, cancel)
                : new Error("handover.changed", "The case is no longer what was asked for.");
        }, cancel);
        if (!decided.IsOk && decided.Error.Code == "handover.second-person")
        {
            await RecordAsync(municipality, staff, caseId, id, "handover.self-approval", cancel);
        }

        return decided;
    }

    /// <summary>
    /// Makes a package that could not be sealed once more; with <paramref name="withoutStamp"/> the second person accepts that it goes out marked «Ikke tidsstemplet». <c>handover.second-person</c>,
    /// <c>handover.not-failed</c>.
    /// </summary>
    public static Task<Result<Guid>> MakeAgainAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, bool withoutStamp, CancellationToken cancel = default) =>
        HandOverRow.OnAsync(municipality, staff, caseId, id, async (work, row, found) =>
        {
            if (withoutStamp && found.AskedBy == staff.Account.Value)
            {
                return new Error("handover.second-person", "It takes another person than the one who asked.");
            }

            var failed = await work.ExecuteAsync("update package set state = 'waiting', ready_at = null, error = null where id = @PackageId and state = 'failed'", new { found.PackageId }, cancel);
            if (found.State != "approved" || failed == 0)
            {
                return new Error("handover.not-failed", "There is nothing to make again.");
            }

            await work.ExecuteAsync("update handover set without_stamp = without_stamp or @withoutStamp where id = @id", new { id, withoutStamp }, cancel);
            await JobQueue.EnqueueAsync(work, "package.make", new { package = found.PackageId }, cancel: cancel);
            await found.SaveAsync(work, row, staff, "approved", found.Body, "handover.made-again", new { withoutStamp }, null, cancel);
            return id;
        }, cancel);

    /// <summary>Records that a recipient outside has it, with the receipt's words. <c>handover.not-ready</c>, <c>handover.receipt</c>, <c>handover.inside</c>.</summary>
    public static Task<Result<Guid>> ReceiveAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string receipt, CancellationToken cancel = default) =>
        HandOverRow.OnAsync(municipality, staff, caseId, id, async (work, row, found) =>
        {
            if (found.ToUnit is not null)
            {
                return new Error("handover.inside", "The unit that receives it says so itself.");
            }

            if (string.IsNullOrWhiteSpace(receipt))
            {
                return new Error("handover.receipt", "Write who has received it, and their reference.");
            }

            var package = await work.FirstOrDefaultAsync<(string Number, byte[]? Sha256)>("select number, sha256 from package where id = @id and state = 'ready'", new { id = found.PackageId }, cancel);
            if (found.State != "approved" || package.Sha256 is null)
            {
                return new Error("handover.not-ready", "There is no finished package to be received.");
            }

            await work.ExecuteAsync("update handover set received_at = @now where id = @id", new { id, now = work.Now }, cancel);
            var role = staff.RoleIn(new UnitId(row.Unit));
            var sha256 = Convert.ToHexStringLower(package.Sha256);
            var custody = AuditStreams.CustodyOf(row.Id);
            await work.Streams.AppendAsync(custody, new StreamEvent("transferred", package.Number, new { recipient = found.Kind, basis = found.RuleId }) { Sha256 = sha256, Reason = "overdragelse", Role = role }, cancel);
            await work.Streams.AppendAsync(custody, new StreamEvent("receipt-confirmed", package.Number, new { recipient = found.Kind }) { Sha256 = sha256, Reason = "kvittering", Role = role }, cancel);
            await found.SaveAsync(work, row, staff, "received", found.Body with { Receipt = receipt.Trim() }, "handover.received", null, new { receipt }, cancel);
            await SettleClock.MeetAsync(work, row, ReceiptRule, found.Number!, staff, cancel);
            return id;
        }, cancel);

    /// <summary>Records what a recipient outside answered: takes the purpose upon itself, or turns it down. <c>handover.not-received</c>, <c>handover.answer</c>, <c>handover.inside</c>.</summary>
    public static Task<Result<Guid>> AnswerAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, bool accepted, string words, CancellationToken cancel = default) =>
        HandOverRow.OnAsync(municipality, staff, caseId, id, async (work, row, found) =>
        {
            if (found.ToUnit is not null)
            {
                return new Error("handover.inside", "The unit that receives it says so itself.");
            }

            if (found.State != "received")
            {
                return new Error("handover.not-received", "Nobody has received it yet.");
            }

            if (string.IsNullOrWhiteSpace(words))
            {
                return new Error("handover.answer", "Write what the recipient answered.");
            }

            await work.ExecuteAsync("update handover set answered_at = @now, answered_by = @me where id = @id", new { id, me = staff.Account.Value, now = work.Now }, cancel);
            await found.SaveAsync(
                work, row, staff, accepted ? "accepted" : "rejected", found.Body with { Answer = words.Trim() }, accepted ? "handover.accepted" : "handover.rejected", null, new { words }, cancel);
            return id;
        }, cancel);

    /// <summary>
    /// Calls a hand-over back, with the reason that goes to the recipient. What is out is out: this asks for it back and says so for ever; a unit of the municipality loses access at once.
    /// With <paramref name="wrong"/> it went where it should not: the clock of a personal data breach starts (F-05) and the case gets the task. <c>reason.missing</c>, <c>handover.settled</c>.
    /// </summary>
    public static Task<Result<Guid>> RecallAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string reason, bool wrong = false, CancellationToken cancel = default) =>
        HandOverRow.OnAsync(municipality, staff, caseId, id, async (work, row, found) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            if (found.State is "recalled" or "rejected")
            {
                return new Error("handover.settled", "There is nothing to call back.");
            }

            await work.ExecuteAsync("update handover set recalled_at = @now where id = @id", new { id, now = work.Now }, cancel);
            var role = staff.RoleIn(new UnitId(row.Unit));
            if (found.Number is { } number)
            {
                await work.Streams.AppendOrBeginAsync(AuditStreams.CustodyOf(row.Id), "custody", new StreamEvent("corrected", number, new { recipient = found.Kind }) { Reason = "tilbagekaldt", Role = role }, cancel);
            }

            if (wrong && found.Number is not null)
            {
                if ((await CaseClocks.StartAsync(municipality.Law, work, row, BreachRule, work.Now, cancel, role)) is { IsOk: false } stopped)
                {
                    return stopped.Error!;
                }

                await Tasks.InsertAsync(work, row, Guid.CreateVersion7(), null, $"Vurdér, om tilbagekaldelsen af {found.Number} er et brud på persondatasikkerheden, og om Datatilsynet skal have besked", staff.Account, null, cancel);
            }

            await found.SaveAsync(work, row, staff, "recalled", found.Body with { Recall = reason.Trim() }, "handover.recalled", new { old = found.State, @new = "recalled", wrong }, new { reason }, cancel);
            return id;
        }, cancel);

    /// <summary>
    /// Decides whether the person concerned is told: <c>letter</c>, <c>told</c>, <c>postponed</c> until a day, or <c>not</c>, the last two with a reason. It can be read in an access request.
    /// <c>handover.inform</c>, <c>handover.inform-day</c>, <c>reason.missing</c>, <c>handover.not-ready</c>.
    /// </summary>
    public static Task<Result<Guid>> InformAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string inform, DateOnly? on, string? reason, CancellationToken cancel = default) =>
        HandOverRow.OnAsync(municipality, staff, caseId, id, async (work, row, found) =>
        {
            if (inform is not ("letter" or "told" or "postponed" or "not"))
            {
                return new Error("handover.inform", "Choose whether the person is told.");
            }

            if (found.State is "draft" or "waiting")
            {
                return new Error("handover.not-ready", "Nothing has left yet.");
            }

            if (inform is "postponed" or "not" && string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            if (inform == "postponed" && (on is not { } day || day <= Vaern.Rules.DanishTime.DayOf(work.Now)))
            {
                return new Error("handover.inform-day", "Write a day to come.");
            }

            await work.ExecuteAsync(
                "update handover set inform = @inform, inform_on = @day, informed_at = @now where id = @id", new { id, inform, day = inform == "postponed" ? on : null, now = work.Now }, cancel);
            await found.SaveAsync(work, row, staff, found.State, found.Body with { Inform = reason?.Trim() }, "handover.inform", new { inform, on }, new { reason }, cancel);
            return id;
        }, cancel);

    /// <summary>Deletes a draft that nobody else has seen. <c>handover.settled</c>.</summary>
    public static Task<Result<Guid>> DropAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, CancellationToken cancel = default) =>
        HandOverRow.OnAsync(municipality, staff, caseId, id, async (work, row, found) =>
        {
            if (found.State != "draft")
            {
                return new Error("handover.settled", "It is no longer a draft.");
            }

            await found.SaveAsync(work, row, staff, "recalled", found.Body with { Recall = "Kladden er opgivet." }, "handover.dropped", null, null, cancel);
            await work.ExecuteAsync(
                """
                update handover set recalled_at = @now, ground = coalesce(ground, 'disclosure'), rule_id = coalesce(rule_id, 'D-08'), rule_version = coalesce(rule_version, 1),
                  payload_sha256 = coalesce(payload_sha256, sha256('')) where id = @id
                """,
                new { id, now = work.Now }, cancel);
            return id;
        }, cancel);

    /// <summary>What of the case can be handed over now: kept files and records without a file, in the order of their labels.</summary>
    public static async Task<HandOverOffer> OfferAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await HandOverOffer.ReadAsync(work, caseId, cancel);
    }

    private static async Task<bool> IsStillAsync(Municipality municipality, UnitOfWork work, HandOverRow found, CaseId caseId, string shown, CancellationToken cancel)
    {
        var offer = await HandOverOffer.ReadAsync(work, caseId, cancel);
        var now = HandOverDrafts.Filled(municipality, offer, Grounds.Find(found.Ground)!, found.Body);
        return shown == found.Body.PayloadSha256 && now.PayloadSha256 == found.Body.PayloadSha256 && now.Parts.SequenceEqual(found.Body.Parts);
    }

    private static async Task<Result<Guid>> SendBackAsync(UnitOfWork work, CaseRow row, StaffMember staff, HandOverRow found, string? reason, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Error("reason.missing", "Say why.");
        }

        await work.ExecuteAsync("update handover set extract = null where id = @Id", new { found.Id }, cancel);
        await found.SaveAsync(work, row, staff, "draft", found.Body with { Decision = reason.Trim(), Checked = [] }, "handover.refused", new { payload = found.Body.PayloadSha256 }, new { reason }, cancel);
        return found.Id;
    }

    // A unit reads the extract in its own box. A package is made where there are files, and for every recipient outside.
    private static async Task<Result<Guid>> ApproveAsync(Municipality municipality, UnitOfWork work, CaseRow row, StaffMember staff, HandOverRow found, CancellationToken cancel)
    {
        var number = await work.NextNumberAsync("P", cancel);
        Guid? package = null;
        if (found.ToUnit is null || found.Body.Parts.Any(part => part.Label != HandOverBody.Extract))
        {
            package = Guid.CreateVersion7();
            await work.ExecuteAsync(
                "insert into package (id, case_id, number, state, made_by, asked_at) values (@package, @caseId, @number, 'waiting', @me, @now)",
                new { package, caseId = row.Id, number, me = staff.Account.Value, now = work.Now }, cancel);
            await JobQueue.EnqueueAsync(work, "package.make", new { package }, dedupe: $"package:{package:N}", cancel: cancel);
        }

        await work.ExecuteAsync(
            "update handover set number = @number, package_id = @package, decided_by = @me, decided_at = @now where id = @Id",
            new { found.Id, number, package, me = staff.Account.Value, now = work.Now }, cancel);
        var role = staff.RoleIn(new UnitId(row.Unit));
        foreach (var part in found.Body.Parts)
        {
            // A case without evidence begins its chain here: the extract that leaves is kept track of like a file.
            await work.Streams.AppendOrBeginAsync(
                AuditStreams.CustodyOf(row.Id), "custody", new StreamEvent("transferred", part.Label, new { package = number, recipient = found.Kind, basis = found.RuleId }) { Sha256 = part.Sha256, Reason = "delt", Role = role }, cancel);
        }

        await found.SaveAsync(work, row, staff, "approved", found.Body, "handover.approved", new { number, payload = found.Body.PayloadSha256, parts = found.Body.Parts.Count }, null, cancel);
        if ((await CaseClocks.StartAsync(municipality.Law, work, row, ReceiptRule, work.Now, cancel, role)) is { IsOk: false } stopped)
        {
            return stopped.Error!;
        }

        if (found.ToUnit is { } unit)
        {
            await NotifyAsync(work, unit, cancel);
        }

        return found.Id;
    }

    private static Task<int> NotifyAsync(UnitOfWork work, Guid unit, CancellationToken cancel) =>
        work.ExecuteAsync(
            """
            insert into outbox (id, account_id, template, created_at)
            select gen_random_uuid(), m.account_id, 'news', @now from (select distinct m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null
              where m.unit_id = @unit and m.role = any(@working)) m
            where not exists (select 1 from outbox o where o.account_id = m.account_id and o.template = 'news' and o.sent_at is null)
            """,
            new { unit, now = work.Now, working = Roles.Granting(Permission.WorkOnCases) }, cancel);

    private static async Task RecordAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string action, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        await work.Streams.AppendAsync(caseId.Value, new StreamEvent(action, $"handover:{id:N}") { Role = staff.Posts.Count > 0 ? staff.Posts[0].Role : "" }, cancel);
        await work.CommitAsync(cancel);
    }
}
