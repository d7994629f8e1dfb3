using System.CommandLine;

namespace Vaern.Cli.Rules;

/// <summary>The verbs of the rule engine: <c>rules</c>, <c>deadline</c> and <c>classify</c>.</summary>
internal static class RulesCommands
{
    public static IEnumerable<Command> All() => [RuleListing.Command(), DeadlineVerb.Command(), ClassifyVerb.Command()];
}
