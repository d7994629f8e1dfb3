using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Sharing;

/// <summary>
/// A hand-over before anybody else has seen it: recipient and purpose, then the ground, then what is necessary, then the preview that is exactly what leaves. The
/// order is the order of the questions; none can be skipped.
/// </summary>
public static class HandOverDrafts
{
    private const int LongText = 2_000;

    /// <summary>
    /// Begins a draft. <c>package.not-allowed</c>, <c>handover.kind</c>, <c>handover.unit</c>, <c>handover.recipient</c>, <c>handover.purpose</c>, <c>handover.too-long</c>.
    /// </summary>
    /// <param name="id">Chosen by the form, so that pressing twice begins one.</param>
    /// <param name="unit">The receiving unit where <paramref name="kind"/> is <c>unit</c>.</param>
    public static Task<Result<Guid>> BeginAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string kind, UnitId? unit, string recipient, string purpose, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!staff.Can(Permission.ExportCases, new UnitId(row.Unit)))
            {
                return new Error("package.not-allowed", "Your role does not hand out packages.");
            }

            if (kind != Grounds.Unit && !Grounds.Outside.Contains(kind))
            {
                return new Error("handover.kind", "Choose who gets it.");
            }

            var receiver = kind == Grounds.Unit && unit is { } wanted && wanted.Value != row.Unit ? municipality.Units.Find(wanted) : null;
            if (kind == Grounds.Unit && receiver is not { Open: true })
            {
                return new Error("handover.unit", "Choose another unit of the municipality.");
            }

            var name = receiver?.Name ?? recipient;
            if (string.IsNullOrWhiteSpace(name) || string.IsNullOrWhiteSpace(purpose))
            {
                return string.IsNullOrWhiteSpace(name) ? new Error("handover.recipient", "Write who gets it.") : new Error("handover.purpose", "Write what it is for.");
            }

            if (name.Length > 200 || purpose.Length > LongText)
            {
                return new Error("handover.too-long", "A text is too long.");
            }

            var body = new HandOverBody(name.Trim(), purpose.Trim(), [], []);
            var begun = await work.ExecuteAsync(
                """
                insert into handover (id, case_id, kind, from_unit, to_unit, body, state, asked_by, asked_at)
                values (@id, @caseId, @kind, @from, @to, @body, 'draft', @me, @now) on conflict (id) do nothing
                """,
                new
                {
                    id, caseId = row.Id, kind, from = row.Unit, to = receiver?.Id.Value, me = staff.Account.Value, now = work.Now,
                    body = await work.SealAsync(row.Id, "handover", "body", id, body, cancel),
                },
                cancel);
            if (begun == 1)
            {
                await work.Streams.AppendAsync(row.Id, new StreamEvent("handover.begun", $"handover:{id:N}", new { kind, unit = receiver?.Id.Value }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            }

            return id;
        }, cancel, alsoClosed: true);

    /// <summary>
    /// Chooses the ground. <c>handover.ground</c>, <c>handover.never</c>, <c>handover.basis</c>; with a reason and the permission <see cref="Permission.OverrideGround"/> a recipient that the
    /// ground does not name is let through and shown to the data protection officer: <c>handover.override-not-allowed</c>, <c>reason.missing</c>.
    /// </summary>
    public static Task<Result<Guid>> ChooseGroundAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string? ground, bool overriding, string? reason, CancellationToken cancel = default) =>
        OnDraftAsync(municipality, staff, caseId, id, async (work, row, found) =>
        {
            if (overriding && !staff.Can(Permission.OverrideGround))
            {
                return new Error("handover.override-not-allowed", "Your role does not set a ground aside.");
            }

            if (overriding && string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            var recipient = Grounds.RecipientKey(found.Kind, found.ToUnit is { } unit ? municipality.Units.Find(new UnitId(unit)) : null);
            if (!Grounds.Check(ground, recipient, overriding).TryGet(out var chosen, out var error))
            {
                return error;
            }

            var needed = overriding && !chosen.Allows(recipient);
            var rule = municipality.Law.Find(chosen.Rule).Value;
            await work.ExecuteAsync(
                "update handover set ground = @Key, rule_id = @rule, rule_version = @version, overridden = @needed where id = @id",
                new { id, chosen.Key, rule = rule.Id, version = rule.Version, needed }, cancel);
            await found.SaveAsync(
                work, row, staff, "draft", found.Body with { Override = needed ? reason!.Trim() : null }, needed ? "handover.override" : "handover.ground",
                new { old = found.Ground, @new = chosen.Key, rule = rule.Id, recipient }, needed ? new { reason } : null, cancel);
            return id;
        }, cancel);

    /// <summary>
    /// Chooses what is necessary. <c>handover.empty</c>, <c>handover.necessity</c>, <c>handover.consent</c>, <c>handover.too-long</c>; <c>handover.investigation</c> for something that the ground keeps back.
    /// </summary>
    public static Task<Result<Guid>> ChooseAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, HandOverChoice choice, CancellationToken cancel = default) =>
        OnDraftAsync(municipality, staff, caseId, id, async (work, row, found) =>
        {
            if (Grounds.Find(found.Ground) is not { } ground)
            {
                return new Error("handover.ground", "Choose a ground.");
            }

            var offer = await HandOverOffer.ReadAsync(work, caseId, cancel);
            if (Fault(offer, ground, choice) is { } fault)
            {
                return fault;
            }

            var body = Filled(municipality, offer, ground, found.Body with { Choice = Clean(offer, choice), Checked = [] });
            await found.SaveAsync(work, row, staff, "draft", body, "handover.chosen", new { parts = body.Parts.Count, leftOut = body.LeftOut.Count, blocked = body.Blocked.Count }, new { choice.Necessity }, cancel);
            return id;
        }, cancel);

    /// <summary>
    /// Sends the draft to a second person. <c>handover.changed</c> when the case is no longer what was shown, <c>handover.unchecked</c> while a mask has not been checked by the sender,
    /// <c>handover.unread</c> when nobody says they have read it all.
    /// </summary>
    /// <param name="shown">The hash of the payload that the person saw.</param>
    public static Task<Result<Guid>> SendToApprovalAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string shown, IReadOnlyCollection<string> checkedAliases, bool readAll, CancellationToken cancel = default) =>
        OnDraftAsync(municipality, staff, caseId, id, async (work, row, found) =>
        {
            if (Grounds.Find(found.Ground) is not { } ground)
            {
                return new Error("handover.ground", "Choose a ground.");
            }

            var offer = await HandOverOffer.ReadAsync(work, caseId, cancel);
            if (Fault(offer, ground, found.Body.Choice) is { } fault)
            {
                return fault;
            }

            var body = Filled(municipality, offer, ground, found.Body);
            if (shown != body.PayloadSha256 || !body.Parts.SequenceEqual(found.Body.Parts))
            {
                return new Error("handover.changed", "The case is no longer what was shown.");
            }

            var extract = ExtractOf(municipality, offer, body, ground);
            if (extract?.Masks.Any(mask => !checkedAliases.Contains(mask.Alias)) == true)
            {
                return new Error("handover.unchecked", "Check each person who is hidden.");
            }

            if (extract is not null && !readAll)
            {
                return new Error("handover.unread", "Read it all first.");
            }

            await work.ExecuteAsync(
                """
                update handover set payload_sha256 = @payload, extract = @extract where id = @id;
                insert into outbox (id, account_id, template, created_at)
                select gen_random_uuid(), a.account_id, 'news', @now from case_access a
                where a.case_id = @caseId and a.access = 'write' and a.account_id <> @me
                  and not exists (select 1 from outbox o where o.account_id = a.account_id and o.template = 'news' and o.sent_at is null)
                """,
                new
                {
                    id, caseId = row.Id, me = staff.Account.Value, now = work.Now, payload = Convert.FromHexString(body.PayloadSha256),
                    extract = extract is null ? null : await work.SealAsync(row.Id, "handover", "extract", id, extract.Text, cancel),
                },
                cancel);
            await found.SaveAsync(
                work, row, staff, "waiting", body with { Checked = [.. checkedAliases], Decision = null }, "handover.asked",
                new { found.Kind, rule = found.RuleId, ground = ground.Key, payload = body.PayloadSha256, masks = extract?.Masks.Count ?? 0 }, null, cancel);
            return id;
        }, cancel);

    /// <summary>All the questions at once, for evidence that needs no reading copy: a hand-over of files and records alone.</summary>
    public static async Task<Result<Guid>> AskAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string kind, string ground, string recipient, string purpose, IReadOnlyCollection<string> labels, CancellationToken cancel = default)
    {
        if ((await BeginAsync(municipality, staff, caseId, id, kind, null, recipient, purpose, cancel)) is { IsOk: false } begun)
        {
            return begun;
        }

        if ((await ChooseGroundAsync(municipality, staff, caseId, id, ground, false, null, cancel)) is { IsOk: false } chosen)
        {
            return chosen;
        }

        var choice = HandOverChoice.Nothing with { Labels = [.. labels], Necessity = purpose };
        if ((await ChooseAsync(municipality, staff, caseId, id, choice, cancel)) is { IsOk: false } filled)
        {
            return filled;
        }

        var shown = (await HandOverPreview.ReadAsync(municipality, staff, caseId, id, cancel)).Value;
        return await SendToApprovalAsync(municipality, staff, caseId, id, shown.PayloadSha256, [], true, cancel);
    }

    /// <summary>The body with parts, what was left out and what a rule keeps back, as the case stands now.</summary>
    internal static HandOverBody Filled(Municipality municipality, HandOverOffer offer, Ground ground, HandOverBody body)
    {
        var masks = HandOverExtract.MasksOf(offer, body.Choice, ground);
        var parts = offer.Parts.Where(part => body.Choice.Labels.Contains(part.Part.Label)).Select(part => part.Part with { Name = masks.Hide(part.Part.Name) }).ToList();
        if (ExtractOf(municipality, offer, body, ground) is { } extract)
        {
            parts.Insert(0, extract.Part);
        }

        bool Kept(bool marked) => marked && ground.WithoutInvestigation;
        return body with
        {
            Parts = parts,
            Blocked = [.. offer.Parts.Where(part => Kept(part.IsBlocked)).Select(part => part.Part.Label), .. offer.Entries.Where(entry => Kept(entry.IsBlocked)).Select(EntryLabel)],
            LeftOut =
            [
                .. offer.Parts.Where(part => !Kept(part.IsBlocked) && !body.Choice.Labels.Contains(part.Part.Label)).Select(part => part.Part.Label),
                .. body.Choice.Entries.Count == 0 ? [] : offer.Entries.Where(entry => !Kept(entry.IsBlocked) && !body.Choice.Entries.Contains(entry.Id)).Select(EntryLabel),
            ],
        };
    }

    internal static HandOverExtract? ExtractOf(Municipality municipality, HandOverOffer offer, HandOverBody body, Ground ground) =>
        HandOverExtract.Of(offer, body.Recipient, body.Purpose, body.Choice, ground, municipality.Name, municipality.Units.Find(offer.Unit)?.Name ?? "–");

    private static string EntryLabel(OfferedEntry entry) => $"forløb {DanishTime.At(entry.HappenedAt).ToString("yyyy-MM-dd HH.mm", System.Globalization.CultureInfo.InvariantCulture)}";

    private static HandOverChoice Clean(HandOverOffer offer, HandOverChoice choice) => choice with
    {
        About = [.. offer.People.Select(person => person.Id).Where(choice.About.Contains)],
        Entries = [.. offer.Entries.Select(entry => entry.Id).Where(choice.Entries.Contains)],
        Labels = [.. offer.Parts.Select(part => part.Part.Label).Where(choice.Labels.Contains)],
        Necessity = choice.Necessity.Trim(),
        Consent = string.IsNullOrWhiteSpace(choice.Consent) ? null : choice.Consent.Trim(),
        Words = [.. choice.Words.Select(word => new HiddenWord(word.Word.Trim(), word.Alias.Trim())).Where(word => word.Word.Length > 1 && word.Alias.Length > 0).Distinct()],
    };

    private static Error? Fault(HandOverOffer offer, Ground ground, HandOverChoice choice)
    {
        var entries = offer.Entries.Where(entry => choice.Entries.Contains(entry.Id)).ToList();
        var parts = offer.Parts.Where(part => choice.Labels.Contains(part.Part.Label)).ToList();
        return choice switch
        {
            _ when entries.Count + parts.Count == 0 && !choice.Plan => new Error("handover.empty", "Choose what is to be handed over."),
            _ when ground.WithoutInvestigation && (entries.Any(entry => entry.IsBlocked) || parts.Any(part => part.IsBlocked)) =>
                new Error("handover.investigation", "Something belongs to an investigation and cannot leave on this ground."),
            _ when string.IsNullOrWhiteSpace(choice.Necessity) => new Error("handover.necessity", "Say why it is necessary."),
            _ when ground.Asks.Contains("consent") && string.IsNullOrWhiteSpace(choice.Consent) => new Error("handover.consent", "Say who consented, when and how."),
            _ when choice.Necessity.Length > LongText || choice.Consent?.Length > LongText || choice.Words.Count > 50 || choice.Words.Any(word => word.Word.Length > 100 || word.Alias.Length > 40) =>
                new Error("handover.too-long", "A text is too long."),
            _ when ground.Key == "anmelddet" && parts.Any(part => part.Part.Sha256 is not null) => new Error("handover.no-files", "AnmeldDet gets descriptions and addresses, never files."),
            _ => null,
        };
    }

    private static Task<Result<Guid>> OnDraftAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, Func<UnitOfWork, CaseRow, HandOverRow, Task<Result<Guid>>> act, CancellationToken cancel) =>
        HandOverRow.OnAsync(municipality, staff, caseId, id, async (work, row, found) => found switch
        {
            _ when !staff.Can(Permission.ExportCases, new UnitId(row.Unit)) => new Error("package.not-allowed", "Your role does not hand out packages."),
            { State: not "draft" } => new Error("handover.settled", "It is no longer a draft."),
            _ => await act(work, row, found),
        }, cancel);
}
