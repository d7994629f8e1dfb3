using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Preparedness;

/// <summary>What came of a talk with the police, kept apart: what they know, what they say, what we make of it.</summary>
/// <param name="Office">Which office was talked with, such as the duty officer; never a person.</param>
public sealed record PoliceTalk(string Office, DateTimeOffset At, string? Fact, string? Statement, string? Assessment);

/// <summary>Police liaison: one form, up to three lines of the log.</summary>
public static class PoliceTalks
{
    /// <param name="id">Chosen by the form, so that pressing twice writes once.</param>
    /// <returns>How many lines; or <c>police.office</c>, <c>entry.empty</c>, <c>entry.future</c>, <c>issue.*</c>.</returns>
    public static Task<Result<int>> WriteAsync(Municipality municipality, StaffMember staff, IssueId issue, Guid id, PoliceTalk talk, CancellationToken cancel = default) =>
        municipality.OnIssueAsync<int>(staff, issue, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(talk.Office) || talk.Office.Length > 200)
            {
                return new Error("police.office", "Say which office of the police.");
            }

            var lines = new[] { ("fact", talk.Fact), ("statement", talk.Statement), ("assessment", talk.Assessment) }.Where(line => !string.IsNullOrWhiteSpace(line.Item2)).ToArray();
            if (lines.Length == 0)
            {
                return new Error("entry.empty", "Write at least one of the three.");
            }

            var office = municipality.WithoutNames(talk.Office);
            foreach (var (at, (kind, text)) in lines.Index())
            {
                // What we make of it is our own and has no source.
                var entry = new NewIssueEntry(kind, text!, talk.At, kind == "assessment" ? null : office);
                if (IssueLog.Fault(entry, work.Now) is { } fault)
                {
                    return fault;
                }

                await IssueLog.AddAsync(work, row, Part(id, at), staff, entry, cancel, municipality, "police");
            }

            return lines.Length;
        }, cancel);

    // Three ids of one form: its own, and two that differ in the last byte.
    private static Guid Part(Guid id, int at)
    {
        var bytes = id.ToByteArray();
        bytes[15] ^= (byte)at;
        return new Guid(bytes);
    }
}
