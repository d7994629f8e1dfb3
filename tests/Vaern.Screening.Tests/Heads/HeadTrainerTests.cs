using System.Globalization;
using Shouldly;
using Vaern.Screening.Heads;
using Vaern.Screening.Rules;
using Xunit;

namespace Vaern.Screening.Tests.Heads;

/// <summary>Training on made-up texts: the same bytes, calibrated, and able to learn what is there to be learnt.</summary>
public sealed class HeadTrainerTests
{
    private static readonly string[] Dull = ["vejret", "skolen", "kampen", "bussen", "maden", "lektierne", "huset", "dagen"];
    private static readonly string[] Marked = ["snæbelgrim", "snæbelsur", "snæbeldum"];

    [Fact]
    public void The_same_rows_give_the_same_bytes() => HeadFile.Write(Train(Rows())).ShouldBe(HeadFile.Write(Train(Rows())));

    [Fact]
    public void A_head_learns_from_parts_of_words_and_is_calibrated()
    {
        var model = Train(Rows());

        var scores = model.Heads.ShouldHaveSingleItem().Scores;
        scores.Auc.ShouldBeGreaterThan(0.99);
        scores.MacroF1.ShouldBeGreaterThan(0.95);
        scores.CalibrationError.ShouldBeLessThan(0.08);
        Screener screener = new(new(RuleSet.BuiltIn, model));
        var found = screener.Screen("i dag er det snæbeltosset i bussen");
        found.Offensive.ShouldBeTrue();
        found.Flag.ShouldBeFalse("a head ranks and never flags");
        found.Heads[0].Spans[0].Start.ShouldBe(13);
        screener.Screen("i dag er det dejligt i bussen").Offensive.ShouldBeFalse();
    }

    [Fact]
    public void What_a_ranker_says_is_what_a_screener_says()
    {
        var model = Train(Rows());
        const string text = "i dag er det snæbeltosset i bussen og snæbeltosset igen";

        var ranked = new HeadRanker(model).Read(text).ShouldHaveSingleItem();
        var screened = new Screener(new(RuleSet.BuiltIn, model)) { ExplainAlways = true }.Screen(text).Heads.ShouldHaveSingleItem();

        ranked.P.ShouldBe(screened.P);
        ranked.Spans.ShouldBe(screened.Spans);
        ranked.Spans.Count.ShouldBeInRange(1, 3);
        ranked.Spans.Select(span => span.Weight).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public void Agreement_of_grades_counts_far_misses_more()
    {
        RankMeasures.QuadraticKappa([(0, 0), (1, 1), (2, 2)]).ShouldBe(1);
        RankMeasures.QuadraticKappa([(0, 1), (1, 1), (2, 2)]).ShouldBeGreaterThan(RankMeasures.QuadraticKappa([(0, 2), (1, 1), (2, 2)]));
        RankMeasures.QuadraticKappa([(0, 2), (2, 0)]).ShouldBe(-1);
    }

    [Fact]
    public void A_file_of_heads_reads_back_and_a_broken_one_does_not()
    {
        var file = HeadFile.Write(Train(Rows()));

        HeadFile.Write(HeadFile.Read(file)!).ShouldBe(file);
        HeadFile.Read(file.AsSpan(0, file.Length - 1)).ShouldBeNull();
        HeadFile.Read("VRNHEAD1"u8).ShouldBeNull();
        file[9] ^= 0x40;
        HeadFile.Read(file).ShouldBeNull();
    }

    [Theory]
    [InlineData("tekst\tlabel\nhej\tNOT\n", "x.tsv: the first line must name a column text")]
    [InlineData("text\tlabel\nhej\tmaybe\n", "x.tsv: line 2: 'maybe' is not a label")]
    [InlineData("text\tthreat\nhej\t2\n", "x.tsv: line 2: '2' in column threat is not 1, 0 or empty")]
    [InlineData("text\tcare\nhej\t1\n", "x.tsv: column 2 is 'care'")]
    public void A_file_that_cannot_be_trained_on_says_why(string file, string fault)
    {
        using StringReader reader = new(file);
        new TrainingRows().Add("x.tsv", reader).ShouldNotBeNull().ShouldStartWith(fault);
    }

    [Fact]
    public void Too_few_texts_train_nothing()
    {
        TrainingRows rows = new();
        using StringReader reader = new("text\tthreat\nhej\t0\nbla\t1\nx\n");
        rows.Add("x.tsv", reader).ShouldBeNull();

        new HeadTrainer().Train(rows, "t", [], out var fault).ShouldBeNull();

        rows.Skipped.ShouldBe(1);
        fault.ShouldBe("the head threat has 1 positive and 1 negative texts; it needs 10 of each");
    }

    private static HeadModel Train(TrainingRows rows) => new HeadTrainer { Bits = 14 }.Train(rows, "test", ["made up"], out _)!;

    private static TrainingRows Rows()
    {
        StringWriter file = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        file.WriteLine("id\ttext\tlabel");
        for (var i = 0; i < 400; i++)
        {
            var off = i % 5 == 0;
            file.WriteLine($"{i}\ti dag er {Dull[i % 8]} {(off ? Marked[i % 3] : Dull[(i / 8) % 8])} og {Dull[(i * 3 / 8) % 8]}\t{(off ? "OFF" : "NOT")}");
        }
        TrainingRows rows = new();
        using StringReader reader = new(file.ToString());
        rows.Add("made-up.tsv", reader).ShouldBeNull();
        return rows;
    }
}
