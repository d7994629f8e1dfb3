using Vaern.Screening.Masking;

namespace Vaern.Screening.Tests.Masking;

/// <summary>
/// Recall and precision of masking on generated messages. Recall: every character of what was planted is under a mask of any kind.
/// Precision: the share of masks that touch something planted.
/// </summary>
public sealed class MaskingGateTests(ITestOutputHelper output)
{
    private const int Messages = 4000;

    [Theory]
    [InlineData(0, .995, .99)]
    [InlineData(1, .995, .99)]
    [InlineData(2, .995, .99)]
    [InlineData(3, .995, .99)]
    [InlineData(4, .95, .98)]
    [InlineData(5, .90, .98)]
    public void What_is_planted_is_found(int kind, double leastRecall, double leastPrecision)
    {
        using var key = new AliasKey(new byte[32]);
        var masker = new Masker(key, new Participants());
        var planted = new PlantedItems(20261120 + kind);
        var (found, masks, right) = (0, 0, 0);
        var missed = new List<string>();
        for (var i = 0; i < Messages; i++)
        {
            var (text, _, source) = planted.Next(kind);
            var spans = masker.Mask(text).Spans;
            if (Enumerable.Range(source.Start, source.Length).All(at => spans.Any(span => span.Source.Start <= at && at < span.Source.End))) found++;
            else missed.Add(text);
            masks += spans.Count;
            right += spans.Count(span => span.Source.Start < source.End && span.Source.End > source.Start);
        }
        var (recall, precision) = ((double)found / Messages, (double)right / masks);
        output.WriteLine($"kind {kind}: recall {recall:F4}, precision {precision:F4}, n {Messages}");
        foreach (var text in missed.Distinct().Take(10)) output.WriteLine(text);

        recall.ShouldBeGreaterThanOrEqualTo(leastRecall, string.Join('\n', missed.Distinct().Take(10)));
        precision.ShouldBeGreaterThanOrEqualTo(leastPrecision);
    }

    [Fact]
    public void Messages_that_name_nobody_stay_as_they_are()
    {
        using var key = new AliasKey(new byte[32]);
        var masker = new Masker(key, new Participants());
        var planted = new PlantedItems(7);

        for (var i = 0; i < 500; i++)
        {
            var text = planted.Next(6).Text;
            masker.Mask(text).Text.ShouldBe(text);
        }
    }

    [Fact]
    public void Participants_are_found_in_every_written_form()
    {
        string[] names = ["Zorana Prøvesen", "Kasimir", "Quirine Eksempelsen", "Xanthe", "Bjarkolf Prøvesen"];
        using var key = new AliasKey(new byte[32]);
        var participants = new Participants();
        for (var i = 0; i < names.Length; i++) participants.Add($"user{i}", names[i]);
        var masker = new Masker(key, participants);
        string[] forms = ["{0} er dum", "jeg så {0}", "{0}s mor", "hej {0}!", "er {0} her?", "({0})", "\"{0}\" sagde nej", "@{0} kom"];

        foreach (var name in names)
        {
            foreach (var written in new[] { name, name.Split(' ')[0], name.ToLowerInvariant(), name.ToUpperInvariant(), name.Split(' ')[0].ToLowerInvariant(), name.Insert(2, "\u200B") })
            {
                foreach (var form in forms)
                {
                    var masked = masker.Mask(string.Format(null, form, written)).Text;
                    masked.Contains(written.Split(' ')[0], StringComparison.OrdinalIgnoreCase).ShouldBeFalse(masked);
                }
            }
        }
    }
}
