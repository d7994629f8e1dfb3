using Vaern.App.Background;

namespace Vaern.Cli.Hosting;

/// <summary>Where notices go: the SMTP server that <c>VAERN_SMTP</c> names, otherwise files in the data folder's <c>mail</c>.</summary>
internal static class MailRoute
{
    /// <summary><c>host[:port]</c>; port 25 speaks plain, every other one starts TLS.</summary>
    public const string Variable = "VAERN_SMTP";

    public const string SenderVariable = "VAERN_MAIL_FROM";

    public static IMailTransport From(string folder)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } server)
        {
            return new MailFolder(Path.Combine(folder, "mail"));
        }
        var parts = server.Split(':', 2);
        var port = parts.Length == 2 && int.TryParse(parts[1], System.Globalization.CultureInfo.InvariantCulture, out var given) ? given : 25;
        var sender = Environment.GetEnvironmentVariable(SenderVariable) is { Length: > 0 } set ? set : $"vaern@{parts[0]}";
        return new SmtpTransport(parts[0], port, sender);
    }
}
