using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Vaern.Architecture.Tests;

public sealed partial class SourceTests
{
    private const int MostLines = 400;

    [Fact]
    public void A_file_is_short_enough_to_be_read_at_once() =>
        Code().Select(file => (file.Path, Lines: file.Text.Count(letter => letter == '\n'))).Where(file => file.Lines > MostLines).ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_for_later_in_the_code() =>
        Code().Where(file => LeftForLater().IsMatch(file.Text)).Select(file => file.Path).ShouldBeEmpty();

    [Fact]
    public void Values_reach_SQL_as_parameters_only()
    {
        // A hole may choose between two texts of our own: {(open ? "" : "and open")}.
        // A database's or role's name cannot be a parameter; where one is written into SQL it was checked first.
        string[] checkedNames = ["src/Vaern.Data/Migrator/Cluster.cs"];

        SourceFiles.In("src", ".cs").Where(file => !checkedNames.Contains(file.Path) && InterpolatedSql().IsMatch(file.Text))
            .Select(file => file.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_test_that_is_left_out_says_why()
    {
        SourceFiles.In("tests", ".cs").Where(file => file.Path != "tests/Vaern.Architecture.Tests/SourceTests.cs" && SkippedInSilence().IsMatch(file.Text))
            .Select(file => file.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Tests_neither_sleep_nor_wait_for_luck() =>
        SourceFiles.In("tests", ".cs").Where(file => file.Path != "tests/Vaern.Architecture.Tests/SourceTests.cs" && Waiting().IsMatch(file.Text))
            .Select(file => file.Path).ShouldBeEmpty();

    private static IEnumerable<(string Path, string Text)> Code() =>
        SourceFiles.In("src", ".cs", ".cshtml").Concat(SourceFiles.In("tests", ".cs")).Where(file => file.Path != "tests/Vaern.Architecture.Tests/SourceTests.cs");

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex LeftForLater();

    [GeneratedRegex("\\$+\"+[^\";]*\\b(select\\s.+\\sfrom|insert\\s+into|delete\\s+from|update\\s+\\w+\\s+set)\\s[^\";]*\\{(?!\\([^}]*\\? \"[^\"]*\" : \"[^\"]*\"\\)\\})", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex InterpolatedSql();

    [GeneratedRegex("""Skip\s*=\s*"\s*"|Assert\.Skip(When|Unless)?\([^;]*""\s*\)""")]
    private static partial Regex SkippedInSilence();

    [GeneratedRegex(@"\bTask\.Delay\((?!Timeout\.Infinite)|WaitForTimeoutAsync")]
    private static partial Regex Waiting();
}
