using System.Text;
using Vaern.Screening.Importing;
using Vaern.Screening.Masking;

namespace Vaern.Screening.Tests.Importing;

/// <summary>What an import gave.</summary>
internal sealed class Imported : IMessageSink
{
    public static readonly ImportMandate Mandate = ImportMandate.Grant("M-1", "test", "Prøvesen", "Prøvesen", new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30), new DateOnly(2026, 11, 20))!;

    public List<MaskedMessage> Messages { get; } = [];

    public List<string> Deleted { get; } = [];

    public List<string> GoneAuthors { get; } = [];

    public ImportReport Report { get; private set; } = null!;

    public IEnumerable<string> Texts => Messages.Select(message => message.Text.Text);

    public static Imported From(string text, ImportOptions? options = null) => From(Encoding.UTF8.GetBytes(text), options);

    public static Imported From(byte[] bytes, ImportOptions? options = null, byte[]? key = null)
    {
        using var aliases = new AliasKey(key ?? new byte[32]);
        var imported = new Imported();
        imported.Report = ChannelImport.Mask(() => new MemoryStream(bytes), Mandate, aliases, imported, options);
        return imported;
    }

    public void Take(MaskedMessage message) => Messages.Add(message);

    public void Delete(string key) => Deleted.Add(key);

    public void DeleteAuthor(string author) => GoneAuthors.Add(author);

    /// <summary>The report in short: <c>accepted 2/3 service:1</c>.</summary>
    public string Counts => $"{Report.Outcome} {Report.Accepted}/{Report.Seen} {string.Join(' ', Report.Refused.Select(one => $"{one.Reason}:{one.Count}"))}".TrimEnd();

    public string? Warning(string code) => Report.Warnings.FirstOrDefault(one => one.Code == code) is { } found ? found.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
}
