namespace Vaern.App.StreetWork;

/// <summary>
/// What can be said of a link by reading it. Nothing here or anywhere on the server ever fetches one: what lies behind is looked at by a person, on the
/// platform.
/// </summary>
public static class StreetLinks
{
    public const int Longest = 2_000;

    private static readonly string[] InvitationHosts = ["discord.gg", "chat.whatsapp.com", "signal.group", "invite.viber.com", "group.me", "invite.kik.com"];
    private static readonly string[] InvitationWords = ["joinchat", "invite", "invitation", "join", "addlist"];
    private static readonly string[] InvitationQueries = ["invite=", "invite_code=", "join=", "voicechat="];

    /// <summary>Host and path in lower case without scheme, <c>www.</c>, query, fragment and last slash; null when it is no web address.</summary>
    public static string? Place(string? link)
    {
        var text = link?.Trim() ?? "";
        if (text.Length is 0 or > Longest || text.Any(char.IsWhiteSpace))
        {
            return null;
        }

        if (!Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}", UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https") || !uri.Host.Contains('.', StringComparison.Ordinal) || uri.UserInfo.Length > 0)
        {
            return null;
        }

        var host = uri.IdnHost.ToLowerInvariant();
        host = host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
        return (host + uri.AbsolutePath.TrimEnd('/')).ToLowerInvariant();
    }

    /// <summary>True when the link lies at or below a source's address.</summary>
    public static bool IsUnder(string link, string address) =>
        Place(link) is { } place && Place(address) is { } root && (place == root || place.StartsWith(root + "/", StringComparison.Ordinal));

    /// <summary>True for an invitation to a closed group. Værn does not record those: not the group, and not the link.</summary>
    public static bool IsInvitation(string? link)
    {
        if (Place(link) is not { } place)
        {
            return (link ?? "").Contains("tg://join", StringComparison.OrdinalIgnoreCase);
        }

        var parts = place.Split('/');
        var query = link!.Contains('?', StringComparison.Ordinal) ? link[link.IndexOf('?', StringComparison.Ordinal)..].ToLowerInvariant() : "";
        return InvitationHosts.Contains(parts[0])
            || parts.Skip(1).Any(part => part.StartsWith('+') || part.StartsWith("%2b", StringComparison.Ordinal) || InvitationWords.Contains(part))
            || InvitationQueries.Any(word => query.Contains(word, StringComparison.Ordinal));
    }
}
