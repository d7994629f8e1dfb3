using System.CommandLine;

namespace Vaern.Cli.Matching;

/// <summary><c>vaern hash</c> : fingerprints of ordinary pictures. No database.</summary>
internal static class MatchingCommands
{
    internal static IEnumerable<Command> All() => [Hash()];

    private static Command Hash()
    {
        var files = Files("Pictures (JPEG, PNG, PNM). Never sexual images of persons who may be under 18: of those no fingerprint is made.");
        var command = new Command("hash", "Print the PDQ fingerprint of pictures: HASH QUALITY FILE, a line a file.") { files };
        command.SetAction((parsed, cancel) => HashVerb.RunAsync(parsed.GetValue(files)!, Console.Out, Console.Error, cancel));
        return command;
    }

    private static Argument<FileInfo[]> Files(string description) => new("FILE") { Description = description, Arity = ArgumentArity.OneOrMore };
}
