using Shouldly;
using Vaern.Cli.Bench;
using Xunit;

namespace Vaern.Cli.Tests.Bench;

public sealed class FigureTests
{
    [Theory]
    [InlineData(50, 3)]
    [InlineData(95, 5)]
    [InlineData(20, 1)]
    [InlineData(20.1, 2)]
    [InlineData(100, 5)]
    public void A_percentile_is_a_value_that_was_measured(double percent, double expected) =>
        Percentile.Of([5, 1, 4, 2, 3], percent).ShouldBe(expected);

    [Fact]
    public void There_is_no_percentile_of_nothing() => Percentile.Of([], 50).ShouldBe(double.NaN);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(101)]
    public void A_percentile_lies_above_0_and_at_most_at_100(double percent) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Percentile.Of([1], percent));

    [Fact]
    public void Processor_time_is_read_past_a_name_with_brackets_and_spaces()
    {
        const string Line = "4242 (odd) name (x) S 17 4242 4242 0 -1 4194304 1 2 3 4 150 50 7 3 20 0 9 0 100 1000 200";

        var (parent, processor, ofChildren) = ProcessFigures.ReadStat(Line);

        parent.ShouldBe(17);
        processor.ShouldBe(TimeSpan.FromSeconds(2));
        ofChildren.ShouldBe(TimeSpan.FromSeconds(0.1));
    }

    [Fact]
    public void Memory_is_read_in_millions_of_bytes()
    {
        const string Status = "Name:\tvaern\nVmPeak:\t  999999 kB\nVmHWM:\t  200000 kB\nVmRSS:\t  100000 kB\n";

        ProcessFigures.ReadMemory(Status).ShouldBe((102.4, 204.8));
    }

    [Fact]
    public void A_process_that_is_gone_has_no_memory() => ProcessFigures.ReadMemory("").ShouldBe((0, 0));

    [Fact]
    public void The_rate_of_pgbench_leaves_out_the_time_to_connect()
    {
        const string Output = """
            transaction type: limit.sql
            number of transactions actually processed: 1234
            latency average = 10.1 ms
            initial connection time = 5.2 ms
            tps = 796.613437 (without initial connection time)

            """;

        IntakeLimit.Rate(Output).ShouldBe(796.613437);
        IntakeLimit.Rate("pgbench: error: connection failed").ShouldBeNull();
    }

    [Theory]
    [InlineData("1,2,4,8", new[] { 1, 2, 4, 8 })]
    [InlineData("64", new[] { 64 })]
    public void Clients_are_a_list_of_numbers(string list, int[] expected) => IntakeBench.Clients(list).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("1,,2")]
    [InlineData("1,-2")]
    [InlineData("en")]
    public void Other_lists_of_clients_are_refused(string list) => IntakeBench.Clients(list).ShouldBeNull();
}
