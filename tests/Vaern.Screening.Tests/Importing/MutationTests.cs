using System.Text;
using Vaern.Screening.Importing;
using Vaern.Screening.Masking;
using Vaern.Screening.Tests.Masking;

namespace Vaern.Screening.Tests.Importing;

/// <summary>
/// Every sample, with CPR-like numbers planted in its texts, broken in ways that files break: bytes changed, cut out, doubled, moved,
/// the end missing, digits and separators swapped. Nothing throws, the counts agree, and no number comes out.
/// </summary>
public sealed class MutationTests
{
    private const int Mutations = 21_000;

    private static readonly string[] Numbers = ["010258-5678", "0102585678", "010258 5678", "710258-5678", "010258/5678", "010258 - 5678", "310199–6001", "290260.4321"];
    private static readonly string[] Pieces = ["\"", "\\", "{", "}", "[", "]", ",", ":", "\\x0B", "\\u0030", "\0", "\u200B", "-", " ", "0", "9", "010258-5678", "<", ">", "&", "]]>", ";", "\n", "\r\n", "å", "１", "null", "\\uD83D", "\t"];

    [Fact]
    public void No_mutation_of_a_sample_throws_or_lets_a_number_through()
    {
        var samples = Samples().ToList();
        samples.Count.ShouldBeGreaterThan(9);
        var random = new Random(20261120);
        var (given, accepted) = (0, 0L);
        var options = new ImportOptions { GivenByParticipant = true };
        for (var i = 0; i < Mutations; i++)
        {
            var mutant = samples[i % samples.Count];
            for (var times = random.Next(4); times >= 0; times--) mutant = Mutate(mutant, random);
            var imported = Imported.From(mutant, options);
            var report = imported.Report;
            report.Seen.ShouldBe(report.Accepted + report.Refused.Sum(one => one.Count));
            if (report.Outcome == ImportOutcome.Refused) imported.Messages.ShouldBeEmpty();
            else imported.Messages.Count.ShouldBe((int)report.Accepted);
            foreach (var message in imported.Messages)
            {
                if (Leaks.Any(message.Text.Text)) throw new InvalidOperationException($"mutation {i} of {i % samples.Count} leaks: {message.Text.Text}");
            }
            foreach (var warning in report.Warnings) Leaks.Any(string.Join(' ', warning.Names ?? [])).ShouldBeFalse();
            given += imported.Messages.Count > 0 ? 1 : 0;
            accepted += report.Accepted;
        }
        // A mutation that ruins every file would show nothing.
        given.ShouldBeGreaterThan(Mutations / 4);
        accepted.ShouldBeGreaterThan(Mutations);
    }

    [Fact]
    public void The_samples_give_their_planted_numbers_masked()
    {
        foreach (var sample in Samples())
        {
            var imported = Imported.From(sample, new ImportOptions { GivenByParticipant = true });
            imported.Messages.ShouldNotBeEmpty();
            imported.Messages.Sum(message => message.Text.Spans.Count(span => span.Kind == MaskKind.Cpr)).ShouldBeGreaterThan(0, imported.Report.Format + string.Join('|', imported.Texts));
            imported.Texts.Any(Leaks.Any).ShouldBeFalse();
        }
    }

    private static IEnumerable<byte[]> Samples()
    {
        foreach (var name in typeof(MutationTests).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("imports/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (name.Contains("private", StringComparison.Ordinal) || name.Contains("whole", StringComparison.Ordinal)) continue;
            using var reader = new StreamReader(typeof(MutationTests).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            var text = reader.ReadToEnd();
            var at = 0;
            // Every sample holds one of these words in a message.
            foreach (var word in (string[])["Hej", "klubben", "Kun", "Klubben", "God morgen", "Kom forbi", "Åben", "lørdag", "Godt", "Godmorgen"])
            {
                text = text.Replace(word, $"{word} {Numbers[at++ % Numbers.Length]}", StringComparison.Ordinal);
            }
            yield return Encoding.UTF8.GetBytes(text);
        }
    }

    private static byte[] Mutate(byte[] source, Random random)
    {
        if (source.Length < 2) return source;
        var bytes = source.ToList();
        var at = random.Next(bytes.Count);
        var length = Math.Min(random.Next(1, 40), bytes.Count - at);
        switch (random.Next(9))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes.RemoveRange(at, length); break;
            case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 3: bytes.RemoveRange(bytes.Count - Math.Min(length * 4, bytes.Count / 2), Math.Min(length * 4, bytes.Count / 2)); break;
            case 4: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)])); break;
            case 5: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Numbers[random.Next(Numbers.Length)])); break;
            case 6: Swap(bytes, random); break;
            default: NearNumber(bytes, random); break;
        }
        return [.. bytes];
    }

    private static bool IsNumber(List<byte> bytes, int at) =>
        at + 5 < bytes.Count && bytes[at] is >= (byte)'0' and <= (byte)'9' && bytes[at + 3] is >= (byte)'0' and <= (byte)'9' && bytes[at + 5] is >= (byte)'0' and <= (byte)'9';

    private static void Swap(List<byte> bytes, Random random)
    {
        var (a, b) = (random.Next(bytes.Count), random.Next(bytes.Count));
        (bytes[a], bytes[b]) = (bytes[b], bytes[a]);
    }

    /// <summary>Puts something into or beside a planted number: where a leak would begin.</summary>
    private static void NearNumber(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        while (at < bytes.Count && !IsNumber(bytes, at)) at++;
        bytes.InsertRange(Math.Min(at + random.Next(12), bytes.Count), Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
    }
}
