using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Evidence;
using Vaern.Data;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Sharing;

/// <summary>
/// Evidence to the police or another authority: chosen and asked for by one person, approved by another who saw the same list, sealed as a package of exactly
/// that list, with the receipt and, if need be, the recall. Each step is a line of the custody chain.
/// </summary>
public static class HandOvers
{
    /// <summary>Asks for a hand-over. <c>package.not-allowed</c>, <c>handover.basis</c>, <c>handover.recipient</c>, <c>handover.purpose</c>, <c>handover.empty</c>.</summary>
    /// <param name="id">Chosen by the form, so that pressing twice asks once.</param>
    /// <param name="labels">Labels of files and records, such as <c>B-001</c> and <c>H-001</c>.</param>
    public static Task<Result<Guid>> AskAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string kind, string ruleId, string recipient, string purpose, IReadOnlyCollection<string> labels, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!staff.Can(Permission.ExportCases, new UnitId(row.Unit)))
            {
                return new Error("package.not-allowed", "Your role does not hand out packages.");
            }

            if (HandOverKinds.BasesOf(municipality.Law, kind).FirstOrDefault(rule => rule.Id == ruleId) is not { } basis)
            {
                return new Error("handover.basis", "Choose a ground that goes with the recipient.");
            }

            if (string.IsNullOrWhiteSpace(recipient) || string.IsNullOrWhiteSpace(purpose))
            {
                return string.IsNullOrWhiteSpace(recipient) ? new Error("handover.recipient", "Write who gets it.") : new Error("handover.purpose", "Write what it is for.");
            }

            var all = await PartsAsync(work, caseId, cancel);
            HandOverPart[] parts = [.. all.Where(part => labels.Contains(part.Label))];
            if (parts.Length == 0)
            {
                return new Error("handover.empty", "Choose what is to be handed over.");
            }

            if (await work.FirstOrDefaultAsync<int?>("select 1 from handover where id = @id", new { id }, cancel) is null)
            {
                var body = new HandOverBody(recipient.Trim(), purpose.Trim(), parts, [.. all.Except(parts).Select(part => part.Label)]);
                await InsertAsync(work, row, id, kind, basis, body, staff, cancel);
            }

            return id;
        }, cancel, alsoClosed: true);

    /// <summary>
    /// Approves or refuses as the second person. <c>handover.not-found</c>, <c>handover.second-person</c>, <c>handover.settled</c>, <c>reason.missing</c> (to
    /// refuse), <c>handover.changed</c> when the evidence is no longer what was asked for or shown.
    /// </summary>
    /// <param name="shown">The hash of the list that the person saw.</param>
    public static Task<Result<Guid>> DecideAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, bool approve, string? reason, string shown, CancellationToken cancel = default) =>
        OnAsync(municipality, staff, caseId, id, async (work, row, found) =>
        {
            if (found.AskedBy == staff.Account.Value)
            {
                return new Error("handover.second-person", "It takes another person than the one who asked.");
            }

            if (found.State != "waiting")
            {
                return new Error("handover.settled", "It is already decided.");
            }

            if (!approve && string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            var now = (await PartsAsync(work, caseId, cancel)).Where(part => found.Body.Parts.Any(asked => asked.Label == part.Label));
            if (approve && (shown != found.Body.PayloadSha256 || !now.SequenceEqual(found.Body.Parts)))
            {
                return new Error("handover.changed", "The evidence is no longer what was asked for.");
            }

            var package = approve ? await OrderAsync(work, row, staff, cancel) : (Guid?)null;
            await UpdateAsync(work, row, found, approve ? "approved" : "refused", found.Body with { Decision = reason?.Trim() }, staff, package, cancel);
            await work.Streams.AppendAsync(
                row.Id, new StreamEvent(approve ? "handover.approved" : "handover.refused", $"handover:{id:N}", new { payload = found.Body.PayloadSha256 }, new { reason }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return id;
        }, cancel);

    /// <summary>Records that the recipient has it, with the receipt's words. <c>handover.not-ready</c>, <c>handover.receipt</c>, <c>handover.not-found</c>.</summary>
    public static Task<Result<Guid>> ReceiveAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string receipt, CancellationToken cancel = default) =>
        OnAsync(municipality, staff, caseId, id, async (work, row, found) =>
        {
            if (string.IsNullOrWhiteSpace(receipt))
            {
                return new Error("handover.receipt", "Write who has received it, and their reference.");
            }

            var package = await work.FirstOrDefaultAsync<(string Number, byte[]? Sha256)>("select number, sha256 from package where id = @id and state = 'ready'", new { id = found.PackageId }, cancel);
            if (found.State != "approved" || package.Sha256 is null)
            {
                return new Error("handover.not-ready", "There is no finished package to be received.");
            }

            await UpdateAsync(work, row, found, "received", found.Body with { Receipt = receipt.Trim() }, staff, null, cancel);
            var role = staff.RoleIn(new UnitId(row.Unit));
            var sha256 = Convert.ToHexStringLower(package.Sha256);
            var custody = AuditStreams.CustodyOf(row.Id);
            await work.Streams.AppendAsync(custody, new StreamEvent("transferred", package.Number, new { recipient = found.Kind, basis = found.RuleId }) { Sha256 = sha256, Reason = "overdragelse", Role = role }, cancel);
            await work.Streams.AppendAsync(custody, new StreamEvent("receipt-confirmed", package.Number, new { recipient = found.Kind }) { Sha256 = sha256, Reason = "kvittering", Role = role }, cancel);
            await work.Streams.AppendAsync(row.Id, new StreamEvent("handover.received", $"handover:{id:N}", Secret: new { receipt }) { Role = role }, cancel);
            return id;
        }, cancel);

    /// <summary>Calls a hand-over back, with the reason that goes to the recipient. What is out is out: this asks for it back and says so for ever. <c>reason.missing</c>, <c>handover.settled</c>.</summary>
    public static Task<Result<Guid>> RecallAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string reason, CancellationToken cancel = default) =>
        OnAsync(municipality, staff, caseId, id, async (work, row, found) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            if (found.State is "refused" or "recalled")
            {
                return new Error("handover.settled", "There is nothing to call back.");
            }

            await UpdateAsync(work, row, found, "recalled", found.Body with { Recall = reason.Trim() }, staff, null, cancel);
            var role = staff.RoleIn(new UnitId(row.Unit));
            if (await work.FirstOrDefaultAsync<string>("select number from package where id = @id", new { id = found.PackageId }, cancel) is { } number)
            {
                await work.Streams.AppendAsync(AuditStreams.CustodyOf(row.Id), new StreamEvent("corrected", number, new { recipient = found.Kind }) { Reason = "tilbagekaldt", Role = role }, cancel);
            }

            await work.Streams.AppendAsync(row.Id, new StreamEvent("handover.recalled", $"handover:{id:N}", Secret: new { reason }) { Role = role }, cancel);
            return id;
        }, cancel);

    /// <summary>What of the case can be handed over now: kept files and records without a file, in the order of their labels.</summary>
    public static async Task<IReadOnlyList<HandOverPart>> PartsAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await PartsAsync(work, caseId, cancel);
    }

    private static async Task<IReadOnlyList<HandOverPart>> PartsAsync(UnitOfWork work, CaseId caseId, CancellationToken cancel)
    {
        var items = await OrdinaryItems.ListAsync(work, caseId, cancel);
        var referrals = await Referrals.ListAsync(work, caseId, cancel);
        return
        [
            .. items.Where(item => item is { State: "kept", Sha256: not null }).Select(item => new HandOverPart(item.Label, item.Meta.Name, item.Sha256, item.Size)),
            .. referrals.Select(referral => new HandOverPart(referral.Label, "", null, null)),
        ];
    }

    private static async Task InsertAsync(UnitOfWork work, CaseRow row, Guid id, string kind, Rule basis, HandOverBody body, StaffMember staff, CancellationToken cancel)
    {
        await work.ExecuteAsync(
            """
            insert into handover (id, case_id, kind, rule_id, rule_version, body, payload_sha256, state, asked_by, asked_at)
            values (@id, @caseId, @kind, @rule, @version, @body, @payload, 'waiting', @me, @now);
            insert into outbox (id, account_id, template, created_at)
            select gen_random_uuid(), a.account_id, 'news', @now from case_access a
            where a.case_id = @caseId and a.access = 'write' and a.account_id <> @me
              and not exists (select 1 from outbox o where o.account_id = a.account_id and o.template = 'news' and o.sent_at is null)
            """,
            new
            {
                id,
                caseId = row.Id,
                kind,
                rule = basis.Id,
                version = basis.Version,
                body = await work.SealAsync(row.Id, "handover", "body", id, body, cancel),
                payload = Convert.FromHexString(body.PayloadSha256),
                me = staff.Account.Value,
                now = work.Now,
            },
            cancel);
        await work.Streams.AppendAsync(
            row.Id, new StreamEvent("handover.asked", $"handover:{id:N}", new { kind, rule = basis.Id, payload = body.PayloadSha256 }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
    }

    private static async Task<Guid> OrderAsync(UnitOfWork work, CaseRow row, StaffMember staff, CancellationToken cancel)
    {
        var package = Guid.CreateVersion7();
        await work.ExecuteAsync(
            "insert into package (id, case_id, number, state, made_by, asked_at) values (@package, @caseId, @number, 'waiting', @me, @now)",
            new { package, caseId = row.Id, number = await work.NextNumberAsync("P", cancel), me = staff.Account.Value, now = work.Now },
            cancel);
        await JobQueue.EnqueueAsync(work, "package.make", new { package }, dedupe: $"package:{package:N}", cancel: cancel);
        return package;
    }

    private static async Task UpdateAsync(UnitOfWork work, CaseRow row, Found found, string state, HandOverBody body, StaffMember staff, Guid? package, CancellationToken cancel) =>
        await work.ExecuteAsync(
            """
            update handover set state = @state, body = @body, version = version + 1, package_id = coalesce(@package, package_id),
              decided_by = case when @state in ('approved', 'refused') then @me else decided_by end,
              decided_at = case when @state in ('approved', 'refused') then @now else decided_at end,
              received_at = case when @state = 'received' then @now else received_at end,
              recalled_at = case when @state = 'recalled' then @now else recalled_at end
            where id = @Id
            """,
            new { found.Id, state, package, me = staff.Account.Value, now = work.Now, body = await work.SealAsync(row.Id, "handover", "body", found.Id, body, cancel) },
            cancel);

    private static Task<Result<Guid>> OnAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, Func<UnitOfWork, CaseRow, Found, Task<Result<Guid>>> act, CancellationToken cancel) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var read = await work.FirstOrDefaultAsync<(Guid Id, string Kind, string RuleId, byte[] Body, string State, Guid AskedBy, Guid? PackageId)>(
                "select id, kind, rule_id, body, state, asked_by, package_id from handover where id = @id and case_id = @caseId for update", new { id, caseId = row.Id }, cancel);
            return read.Body is null
                ? new Error("handover.not-found", "There is no such hand-over.")
                : await act(work, row, new Found(id, read.Kind, read.RuleId, await work.OpenAsync<HandOverBody>(row.Id, "handover", "body", id, read.Body, cancel), read.State, read.AskedBy, read.PackageId));
        }, cancel, alsoClosed: true);

    private sealed record Found(Guid Id, string Kind, string RuleId, HandOverBody Body, string State, Guid AskedBy, Guid? PackageId);
}
