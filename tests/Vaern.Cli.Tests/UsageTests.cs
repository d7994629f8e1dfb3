using Shouldly;
using Xunit;

namespace Vaern.Cli.Tests;

public sealed class UsageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("doctor|--nonsense")]
    [InlineData("doctor|--data")]
    [InlineData("doctor|--data|")]
    [InlineData("demo|--port|abc")]
    [InlineData("demo|--port|70000")]
    [InlineData("migrate|--data|/nowhere/at/all")]
    [InlineData("serve|--data|/nowhere/at/all")]
    [InlineData("bench|intake|--url|here")]
    [InlineData("seal|create|.|--out|pakke.zip|--tsa|here")]
    public async Task Bad_usage_is_one_line_on_standard_error_and_exit_code_2(string arguments)
    {
        var run = await VaernProcess.RunAsync(Cancel, arguments.Length == 0 ? [] : arguments.Split('|'));

        run.Exit.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Complaint.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldStartWith("vaern: ");
    }

    [Fact]
    public async Task Help_names_every_verb()
    {
        var run = await VaernProcess.RunAsync(Cancel, "--help");

        run.Exit.ShouldBe(0);
        foreach (var verb in new[] { "demo", "serve", "migrate", "doctor", "rules", "deadline", "classify", "bench" })
        {
            run.Output.ShouldContain("\n  " + verb);
        }
    }

    [Fact]
    public void No_option_of_a_verb_is_without_a_description() =>
        VaernProgram.Root().Subcommands.SelectMany(verb => verb.Options.Select(option => (verb.Name, option.Name, option.Description)))
            .Where(option => string.IsNullOrWhiteSpace(option.Description)).ShouldBeEmpty();
}
