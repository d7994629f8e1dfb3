using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App;
using Vaern.App.Background;
using Vaern.EndToEnd.Tests.Browser;

namespace Vaern.EndToEnd.Tests.CrossChecks;

/// <summary>X6, X10, X11: what a journey must not leave behind in logs, addresses and mails.</summary>
internal static class Privacy
{
    private static readonly string[] Devices = ["127.0.0.1", "Mozilla", "Chrome", "::1"];

    /// <param name="words">The six words of the receipt; empty in a journey without a report.</param>
    /// <param name="secrets">What was typed in.</param>
    public static async Task CheckAsync(Scene scene, string[] words, IReadOnlyList<string> secrets)
    {
        string[] receipt = words.Length == 0 ? [] : [string.Join(' ', words), string.Join('-', words), string.Join(' ', words[..3]), string.Join(' ', words[3..])];
        var log = scene.Web.Log.Text;
        foreach (var secret in secrets.Concat(receipt).Concat(Devices))
        {
            log.ShouldNotContain(secret, Shouldly.Case.Insensitive, $"the log holds «{secret}» (X6, X10)");
        }

        var addresses = scene.Visitors.SelectMany(visitor => visitor.Asked).Select(Uri.UnescapeDataString).Distinct().ToList();
        addresses.ShouldNotBeEmpty();
        foreach (var secret in secrets.Concat(receipt))
        {
            addresses.Where(address => address.Contains(secret, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty($"an address holds «{secret}» (X6)");
        }

        // A single word of the receipt proves nothing: the list has words that addresses are made of, such as «enhed» and «start».
        string[] ours = ["adgang", "billede", "enhed", "indhold", "opgave", "plakat", "redskab", "start", "titel"];
        foreach (var word in words.Where(word => word.Length > 4).Except(ours))
        {
            addresses.Where(address => address.Contains(word, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty($"an address holds «{word}» (X6)");
        }

        var mails = new Letterbox();
        var worker = new Worker(new MunicipalityRegistry([scene.Town.Town]), mails, scene.Clock, NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(scene.Town.Town, TestContext.Current.CancellationToken))
        {
        }

        await worker.RoundAsync(scene.Town.Town, TestContext.Current.CancellationToken);
        mails.Received.ShouldNotBeEmpty("a report and its answers give notices");
        foreach (var mail in mails.Received)
        {
            mail.Subject.ShouldBe("Der er nyt i Værn");
            foreach (var secret in secrets.Concat(receipt).Concat(["F-2027", "H-2027", "obning", "Tanghøj"]))
            {
                mail.Body.ShouldNotContain(secret, Shouldly.Case.Insensitive, "a mail tells more than that there is news (X11)");
            }
        }
    }

    private sealed class Letterbox : IMailTransport
    {
        public List<Mail> Received { get; } = [];

        public Task SendAsync(Mail mail, CancellationToken cancel)
        {
            Received.Add(mail);
            return Task.CompletedTask;
        }
    }
}
