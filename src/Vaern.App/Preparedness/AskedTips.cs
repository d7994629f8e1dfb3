using Vaern.App.Accounts;
using Vaern.App.Intake;
using Vaern.Data;

namespace Vaern.App.Preparedness;

/// <summary>What those who asked see: their own tip and the answer, found by six words or by their own account.</summary>
public static class AskedTips
{
    /// <summary>By the receipt of somebody without login. <c>receipt.words</c>, <c>receipt.unknown-word</c>, <c>receipt.not-found</c>.</summary>
    public static async Task<Result<AskedTip>> ByWordsAsync(Municipality municipality, string? typed, CancellationToken cancel = default)
    {
        if (!ReceiptWords.Parse(typed).TryGet(out var words, out var error))
        {
            return error;
        }

        var mac = municipality.Database.Keys.ReceiptMac(words);
        await using var work = await municipality.Database.BeginAsync(new Acting.ReceiptHolder(mac), cancel);
        var found = await ReadAsync(work, mac, null, cancel);
        return found.Count == 1 ? found[0] : new Error("receipt.not-found", "No tip has this receipt.");
    }

    /// <summary>A member of staff's own, newest first, at most fifty.</summary>
    public static async Task<IReadOnlyList<AskedTip>> MineAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await ReadAsync(work, null, staff.Account.Value, cancel);
    }

    private static async Task<IReadOnlyList<AskedTip>> ReadAsync(UnitOfWork work, byte[]? mac, Guid? account, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, string Number, DateTimeOffset ReceivedAt, byte[] Body, string State, int? Level, DateTimeOffset? ReviewAt)>(
            """
            select t.id, t.number, t.received_at, t.body, t.state, s.level, s.review_at from tip t left join lateral asked_about(t.id) s on true
            where t.receipt_mac = @mac or t.account_id = @account order by t.received_at desc, t.id desc limit 50
            """,
            new { mac, account },
            cancel);
        var tips = new List<AskedTip>();
        foreach (var row in rows)
        {
            var answers = new List<TipAnswer>();
            foreach (var answer in await work.QueryAsync<(int Version, DateTimeOffset SentAt, bool Correction, byte[] Body, Guid Issue)>(
                "select version, sent_at, correction, body, issue_id from tip_answer where tip_id = @Id order by sent_at desc, version desc", new { row.Id }, cancel))
            {
                answers.Add(new TipAnswer(answer.Version, answer.SentAt, answer.Correction, await work.OpenAsync<LineBody>(row.Id, "tip_answer", $"body{answer.Version}", answer.Issue, answer.Body, cancel)));
            }

            tips.Add(new AskedTip(row.Number, row.ReceivedAt, await work.OpenTextAsync(row.Id, "tip", "body", row.Id, row.Body, cancel), row.State, row.Level, row.ReviewAt, answers));
        }

        return tips;
    }
}
