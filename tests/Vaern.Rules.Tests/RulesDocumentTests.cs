using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

public sealed class RulesDocumentTests
{
    /// <summary>Set VAERN_UPDATE_DOCS=1 to write docs/rules.md from the data.</summary>
    [Fact]
    public void The_committed_page_is_the_one_the_data_gives()
    {
        var path = Path.Combine(RepositoryRoot(), "docs", "rules.md");
        var expected = RulesDocument.Markdown(RuleBook.Default);
        if (Environment.GetEnvironmentVariable("VAERN_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        // Not ShouldBe: the message would be the whole page.
        (File.ReadAllText(path) == expected).ShouldBeTrue("docs/rules.md is not current: run the tests once with VAERN_UPDATE_DOCS=1");
    }

    [Fact]
    public void The_page_names_every_rule_and_every_flag()
    {
        var page = RulesDocument.Markdown(RuleBook.Default);

        RuleBook.Default.All.Where(rule => !page.Contains($"### {rule.Id} · ", StringComparison.Ordinal)).ShouldBeEmpty();
        RuleBook.Flags.Where(flag => !page.Contains($"`{flag.Name}`", StringComparison.Ordinal)).ShouldBeEmpty();
        page.ShouldNotContain("\r");
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Vaern.slnx")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run inside the repository.");
    }
}
