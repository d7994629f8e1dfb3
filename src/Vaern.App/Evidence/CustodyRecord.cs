using System.Text.Json;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Sealing.Custody;

namespace Vaern.App.Evidence;

/// <summary>One touch of the evidence. <paramref name="By"/> is a name, or null for the program and for a reporter (told apart by <paramref name="Role"/>).</summary>
/// <param name="Detail">Names and values as they stand in the line, such as the hash before and after.</param>
/// <param name="Hash">SHA-256 of the line: what the next line must name as the one before.</param>
public sealed record CustodyLine(
    long Number, DateTimeOffset At, string? By, string Role, string Action, string Item, string? Sha256, string Reason, IReadOnlyList<(string Name, string Value)> Detail, string Hash);

/// <summary>The custody chain of a case as people read it. <paramref name="Broken"/> names the first line that does not follow from the one before; null for a whole chain.</summary>
public sealed record CustodyRecord(IReadOnlyList<CustodyLine> Lines, string Head, long? Broken)
{
    /// <summary>Reads and checks the whole chain; whoever sees the case sees it.</summary>
    public static async Task<CustodyRecord> ReadAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default)
    {
        IReadOnlyList<byte[]> lines;
        await using (var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel))
        {
            // The lines themselves are not behind row-level security; the case is.
            var seen = await work.FirstOrDefaultAsync<int?>("select 1 from case_file where id = @id", new { id = caseId.Value }, cancel);
            lines = seen is null ? [] : await work.Streams.LinesAsync(AuditStreams.CustodyOf(caseId.Value), cancel);
        }

        var verifier = new ChainVerifier();
        var read = new List<CustodyLine>();
        foreach (var line in lines)
        {
            verifier.Add(line);
            read.Add(await LineAsync(municipality, line, cancel));
        }

        return new CustodyRecord(read, verifier.Head, verifier.Fault?.Line);
    }

    private static async Task<CustodyLine> LineAsync(Municipality municipality, byte[] line, CancellationToken cancel)
    {
        using var json = JsonDocument.Parse(line.AsMemory(0, line.Length - 1));
        var root = json.RootElement;
        var name = Guid.TryParseExact(root.GetProperty("actor").GetString(), "N", out var account) ? await municipality.Staff.NameAsync(new AccountId(account), cancel) : null;
        return new CustodyLine(
            root.GetProperty("seq").GetInt64(), root.GetProperty("at").GetDateTimeOffset(), name, Text(root, "role"), Text(root, "action"), Text(root, "item"),
            root.GetProperty("sha256").GetString(), Text(root, "reason"),
            [.. root.GetProperty("detail").EnumerateObject().Select(member => (member.Name, member.Value.ToString()))], ChainLine.HashOf(line));
    }

    private static string Text(JsonElement root, string member) => root.GetProperty(member).GetString() ?? "";
}
