using Vaern.App.Cases;
using Vaern.App.Plans;
using Vaern.App.Sharing;
using Vaern.Data;

namespace Vaern.App.Rights;

/// <summary>Letters and notifications of a case in an answer. Drafts are not part of it: nobody has acted on them.</summary>
internal static class AnswerPapers
{
    /// <summary>Subject in the person index of a letter to somebody who does not stand in the case.</summary>
    public const string Letter = "letter:";

    /// <summary>Subject in the person index of a notification (barnets lov § 133).</summary>
    public const string Notification = "notification:";

    /// <summary>The letter or notification that a hit names, or null where the hit is a person of the case.</summary>
    public static async Task<(string Heading, string Role, string Text)?> ReadAsync(UnitOfWork work, Guid caseId, string subject, CancellationToken cancel)
    {
        if (IdOf(subject, Letter) is { } letter)
        {
            var row = await work.FirstOrDefaultAsync<(byte[] Body, DateTimeOffset? SentAt)>("select body, sent_at from letter where id = @letter and case_id = @caseId and state = 'sent'", new { letter, caseId }, cancel);
            return row.Body is null ? null : (RightsWords.Sent("Brev", row.SentAt), "modtager af et brev", Words(await work.OpenAsync<LetterBody>(caseId, "letter", "body", letter, row.Body, cancel)));
        }

        if (IdOf(subject, Notification) is { } notification)
        {
            var row = await work.FirstOrDefaultAsync<(byte[] Body, DateTimeOffset? SentAt)>("select body, sent_at from child_notification where id = @notification and case_id = @caseId and state <> 'draft'", new { notification, caseId }, cancel);
            return row.Body is null ? null : (RightsWords.Sent("Underretning", row.SentAt), "nævnt i en underretning", Words(await work.OpenAsync<NotificationBody>(caseId, "child_notification", "body", notification, row.Body, cancel)));
        }

        return null;
    }

    /// <summary>Letters about or to a person of the case, as they were sent.</summary>
    public static async Task<IReadOnlyList<(string Heading, string Text)>> LettersOfAsync(UnitOfWork work, Guid caseId, Guid party, CancellationToken cancel)
    {
        var letters = new List<(string, string)>();
        foreach (var row in await work.QueryAsync<(Guid Id, byte[] Body, DateTimeOffset? SentAt)>(
            "select id, body, sent_at from letter where case_id = @caseId and state = 'sent' and @party in (about_party, to_party) order by sent_at, id", new { caseId, party }, cancel))
        {
            letters.Add((RightsWords.Sent("Brev", row.SentAt), Words(await work.OpenAsync<LetterBody>(caseId, "letter", "body", row.Id, row.Body, cancel))));
        }

        return letters;
    }

    private static Guid? IdOf(string subject, string prefix) => subject.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParse(subject[prefix.Length..], out var id) ? id : null;

    private static string Words(LetterBody letter) => $"{letter.Subject}\n{letter.Text}";

    private static string Words(NotificationBody body) => string.Join('\n', new[] { body.Worry, body.Done, body.ChildKnows, body.Parents }.Where(text => !string.IsNullOrWhiteSpace(text)));
}
