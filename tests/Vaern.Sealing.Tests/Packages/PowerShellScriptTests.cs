using Shouldly;
using Vaern.Sealing.Packages;
using Xunit;

namespace Vaern.Sealing.Tests.Packages;

/// <summary>
/// The script for Windows cannot be run here. What can be held to it is: that an old PowerShell reads it as it is meant, that its brackets close, that it uses nothing that Windows
/// PowerShell 5.1 lacks, and that it says of itself what it does not check.
/// </summary>
public sealed class PowerShellScriptTests
{
    private static readonly string Script = PackageTexts.Resource("verify-package.ps1");

    [Fact]
    public void It_is_plain_ascii_so_that_no_code_page_changes_it() => Script.ShouldAllBe(c => c == '\n' || (c >= ' ' && c < 127));

    [Fact]
    public void Every_bracket_and_quote_closes()
    {
        var open = new Stack<char>();
        foreach (var (line, number) in Script.Split('\n').Select((l, i) => (l, i + 1)))
        {
            char? quote = null;
            foreach (var c in line)
            {
                if (quote is null && c == '#') break;
                if (c is '\'' or '"' && (quote is null || quote == c)) quote = quote is null ? c : null;
                else if (quote is null && c is '(' or '{' or '[' && quote is null) open.Push(c);
                else if (quote is null && c is ')' or '}' or ']' && quote is null) $"{open.Pop()}{c}".ShouldBeOneOf("()", "{}", "[]");
            }
            quote.ShouldBeNull($"line {number}: {line}");
        }
        open.ShouldBeEmpty();
    }

    [Fact]
    public void It_uses_nothing_newer_than_windows_powershell()
    {
        foreach (var newer in new[] { "??", "?.", " && ", " || ", "-Parallel", "ConvertFrom-Json -AsHashtable", "::HashData", "ToHexString", "::new(" }) Script.ShouldNotContain(newer);
    }

    [Fact]
    public void It_never_calls_a_package_checked_whose_stamps_it_cannot_read()
    {
        Script.ShouldContain("time stamps (*.tsr) were NOT checked");
        Script.ShouldNotContain("'PACKAGE OK'");
        Script.Split('\n').Where(l => l.Contains("Say 'FILES", StringComparison.Ordinal) || l.Contains("Say 'PACKAGE", StringComparison.Ordinal)).ShouldAllBe(l => l.Contains("TIME STAMPS NOT CHECKED", StringComparison.Ordinal));
    }
}
