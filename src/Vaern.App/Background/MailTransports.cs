using System.Net.Mail;

namespace Vaern.App.Background;

/// <summary>Writes each mail as a file in a folder: for the demo, where nothing leaves the machine.</summary>
public sealed class MailFolder(string folder) : IMailTransport
{
    public async Task SendAsync(Mail mail, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{Guid.CreateVersion7():N}.txt"), $"To: {mail.To}\r\nSubject: {mail.Subject}\r\n\r\n{mail.Body}", cancel);
    }
}

/// <summary>Sends by SMTP. One connection a mail: notices are few.</summary>
public sealed class SmtpTransport(string host, int port, string sender) : IMailTransport
{
    public async Task SendAsync(Mail mail, CancellationToken cancel)
    {
        using var client = new SmtpClient(host, port) { EnableSsl = port != 25 };
        using var message = new MailMessage(sender, mail.To, mail.Subject, mail.Body);
        await client.SendMailAsync(message, cancel);
    }
}
