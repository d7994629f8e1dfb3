using System.Text;
using Vaern.App.Accounts;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <summary>Somebody tells what is going round: from the public pages without login, or as staff. The same token twice is one tip and one receipt.</summary>
public static class SubmitTip
{
    /// <returns>The receipt after commit, or <c>tip.empty</c>, <c>tip.too-long</c>, <c>submission.token</c>; with an error nothing was kept.</returns>
    public static async Task<Result<TipReceipt>> HandleAsync(Municipality municipality, StaffMember? staff, NewTip asked, string token, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(asked.Text))
        {
            return new Error("tip.empty", "The tip has no words.");
        }

        if (asked.Text.Length > NewTip.TextLimit)
        {
            return new Error("tip.too-long", "A tip has at most 2,000 characters.");
        }

        if (token.Length is < 16 or > 100)
        {
            return new Error("submission.token", "The form has no token.");
        }

        var keys = municipality.Database.Keys;
        var tokenMac = keys.SubmissionMac(Encoding.UTF8.GetBytes("tip\0" + token));
        using var own = keys.ForToken("tip-receipt", Encoding.UTF8.GetBytes(token));
        var words = staff is null ? ReceiptWords.From(own.Mac("words"u8)) : null;

        Acting acting = staff is null ? new Acting.ReceiptHolder(tokenMac) : new Acting.Staff(staff.Account.Value);
        var id = Guid.CreateVersion7();
        await using (var work = await municipality.Database.BeginAsync(acting, cancel))
        {
            await work.ExecuteAsync("select pg_advisory_xact_lock(@lock)", new { @lock = BitConverter.ToInt64(tokenMac) }, cancel);
            if (await work.FirstOrDefaultAsync<(Guid Id, string Number)?>("select id, number from tip where token_mac = @tokenMac", new { tokenMac }, cancel) is { } earlier)
            {
                return new TipReceipt(new TipId(earlier.Id), earlier.Number, words);
            }

            var text = TipText.Of(asked.Text, municipality.Units, keys);
            await work.Keys.CreateAsync(id, "tip", cancel);
            var number = await work.NextNumberAsync("T", cancel);
            await work.ExecuteAsync(
                """
                insert into tip (id, number, received_at, source, account_id, receipt_mac, token_mac, danger, drill, masked, ring_back, body, features, state, group_id)
                values (@id, @number, @now, @source, @account, @receipt, @tokenMac, @Danger, @Drill, @Masked, @ringBack, @body, @Features, 'new', @id)
                """,
                new
                {
                    id,
                    number,
                    now = work.Now,
                    source = staff is null ? "public" : "staff",
                    account = staff?.Account.Value,
                    receipt = words is null ? null : keys.ReceiptMac(words),
                    tokenMac,
                    asked.Danger,
                    asked.Drill,
                    text.Masked,
                    ringBack = staff is not null && asked.RingBack,
                    body = await work.SealAsync(id, "tip", "body", id, text.Text, cancel),
                    text.Features,
                },
                cancel);
            await work.Streams.BeginAsync(id, "tip", new StreamEvent("tip.received", $"tip:{number}", new { asked.Danger, asked.Drill, text.Masked, staff = staff is not null }), cancel);
            await JobQueue.EnqueueAsync(work, "preparedness.sort", new { tip = id }, cancel: cancel);
            await work.CommitAsync(cancel);
            // Sorted at once, so that a later asker gets the answer with the receipt; the job does it where this process dies here.
            await SortTip.RunAsync(municipality, id, cancel);
            return new TipReceipt(new TipId(id), number, words);
        }
    }
}
