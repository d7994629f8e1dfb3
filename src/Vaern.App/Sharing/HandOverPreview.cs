using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Sharing;

/// <summary>Exactly what leaves, before it does: the extract as it stands in the payload, its masks and doubts, the files, and the hash over all of it.</summary>
/// <param name="Extract">Null when only files are handed over.</param>
/// <param name="Hidden">Everybody whom the ground hides, by alias.</param>
public sealed record HandOverPreview(HandOverOffer Offer, HandOverExtract? Extract, IReadOnlyList<HiddenPerson> Hidden, string Payload, string PayloadSha256)
{
    /// <summary>Of a draft as its case stands now. <c>handover.not-found</c>, <c>handover.ground</c> while none is chosen.</summary>
    public static async Task<Result<HandOverPreview>> ReadAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var read = await work.FirstOrDefaultAsync<(byte[] Body, string? Ground)>("select body, ground from handover where id = @id and case_id = @caseId", new { id, caseId = caseId.Value }, cancel);
        if (read.Body is null)
        {
            return new Error("handover.not-found", "There is no such hand-over.");
        }

        if (Grounds.Find(read.Ground) is not { } ground)
        {
            return new Error("handover.ground", "Choose a ground.");
        }

        var offer = await HandOverOffer.ReadAsync(work, caseId, cancel);
        var body = HandOverDrafts.Filled(municipality, offer, ground, await work.OpenAsync<HandOverBody>(caseId.Value, "handover", "body", id, read.Body, cancel));
        return new HandOverPreview(
            offer, HandOverDrafts.ExtractOf(municipality, offer, body, ground), ground.Masks ? HandOverExtract.Hidden(offer, body.Choice) : [], body.Payload, body.PayloadSha256);
    }

    /// <summary>The extract of a hand-over that is no longer a draft, as it was frozen; null when it has none or is not there.</summary>
    public static async Task<string?> FrozenAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var frozen = await work.FirstOrDefaultAsync<byte[]>("select extract from handover where id = @id and case_id = @caseId", new { id, caseId = caseId.Value }, cancel);
        return frozen is null ? null : await work.OpenTextAsync(caseId.Value, "handover", "extract", id, frozen, cancel);
    }
}
