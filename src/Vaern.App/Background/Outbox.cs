using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Background;

/// <summary>Where mail goes. The boundary to SMTP, and to a folder in the demo.</summary>
public interface IMailTransport
{
    Task SendAsync(Mail mail, CancellationToken cancel);
}

/// <summary>A notice to staff. It never holds anything about a case: the subject is «Der er nyt i Værn».</summary>
public sealed record Mail(string To, string Subject, string Body);

/// <summary>Sends what waits, oldest first. A mail that cannot be sent stays and is tried again in the next round.</summary>
internal static class Outbox
{
    public static async Task SendAsync(Municipality municipality, IMailTransport transport, CancellationToken cancel)
    {
        IReadOnlyList<(Guid Id, Guid Account, string Template)> waiting;
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            waiting = await work.QueryAsync<(Guid, Guid, string)>(
                "select id, account_id, template from outbox where sent_at is null order by created_at, id limit 100", cancel: cancel);
        }

        foreach (var (id, account, template) in waiting)
        {
            await SendOneAsync(municipality, transport, id, new AccountId(account), template, cancel);
        }
    }

    private static async Task SendOneAsync(Municipality municipality, IMailTransport transport, Guid id, AccountId account, string template, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var mine = await work.FirstOrDefaultAsync<Guid?>("select id from outbox where id = @id and sent_at is null for update skip locked", new { id }, cancel);
        if (mine is null)
        {
            return;
        }

        string? failure = null;
        if (await municipality.Staff.ProfileAsync(account, cancel) is { Email.Length: > 0 } profile)
        {
            try
            {
                await transport.SendAsync(MailTexts.Of(template, profile, municipality.Name), cancel);
            }
            catch (Exception broken) when (broken is System.Net.Mail.SmtpException or IOException)
            {
                failure = broken.GetType().Name;
            }
        }

        await work.ExecuteAsync(
            """
            update outbox set sent_at = case when @failure::text is null then @now else null end, last_error = @failure
            where id = @id or (@template = 'news' and account_id = @account and template = @template and sent_at is null)
            """,
            new { id, template, account = account.Value, failure, now = work.Now },
            cancel);
        await work.CommitAsync(cancel);
    }
}
