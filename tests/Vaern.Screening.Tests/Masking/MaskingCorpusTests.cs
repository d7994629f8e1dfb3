using System.Text;
using Vaern.Screening.Masking;
using Vaern.Screening.Normalising;

namespace Vaern.Screening.Tests.Masking;

public sealed class MaskingCorpusTests
{
    public static TheoryData<string> Sentences => [.. Lines()];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_sentence_loses_exactly_what_names_a_person(string marked)
    {
        var (text, expected) = Read(marked);
        using var key = new AliasKey(new byte[32]);

        var masked = new Masker(key, new Participants()).Mask(text);

        masked.Spans.Select(span => $"{span.Kind}|{text.Substring(span.Source.Start, span.Source.Length)}")
            .ShouldBe(expected.Select(span => $"{span.Kind}|{text.Substring(span.Source.Start, span.Source.Length)}"));
    }

    /// <summary>The plain text and where what is marked stands in it.</summary>
    internal static (string Text, List<(MaskKind Kind, TextSpan Source)> Expected) Read(string marked)
    {
        var (text, expected) = (new StringBuilder(), new List<(MaskKind, TextSpan)>());
        for (var i = 0; i < marked.Length; i++)
        {
            if (marked[i] != '{')
            {
                text.Append(marked[i]);
                continue;
            }
            var (bar, end) = (marked.IndexOf('|', i), marked.IndexOf('}', i));
            expected.Add((Enum.Parse<MaskKind>(marked.AsSpan(i + 1, bar - i - 1)), new TextSpan(text.Length, end - bar - 1)));
            text.Append(marked, bar + 1, end - bar - 1);
            i = end;
        }
        return (text.ToString(), expected);
    }

    internal static IEnumerable<string> Lines()
    {
        using var data = typeof(MaskingCorpusTests).Assembly.GetManifestResourceStream("masking/corpus.txt")!;
        using var reader = new StreamReader(data);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') yield return line.Replace("\\n", "\n", StringComparison.Ordinal);
        }
    }
}
