using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Vaern.EndToEnd.Tests.Browser;

/// <summary>WCAG 2.2 AA, as far as a machine can see it.</summary>
internal static class Accessibility
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
        ResultTypes = [ResultType.Violations],
    };

    public static async Task CheckAsync(IPage page, string name)
    {
        var result = await page.RunAxe(Rules);
        if (result.Violations.Length == 0)
        {
            return;
        }

        List<string> told = [$"«{name}» ({page.Url}) breaks WCAG 2.2 AA:"];
        foreach (var violation in result.Violations)
        {
            told.Add($"- {violation.Id}: {violation.Help}");
            foreach (var node in violation.Nodes.Take(5))
            {
                told.Add($"    {node.Target}  {node.Html}");
                foreach (var check in node.Any.Concat(node.All).Concat(node.None).Take(2))
                {
                    told.Add($"      {check.Message}");
                }
            }
        }

        throw new ShouldAssertException(string.Join('\n', told));
    }
}
