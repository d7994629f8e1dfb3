using System.CommandLine;
using Vaern.Matching.Hashing;

namespace Vaern.Cli.Matching;

/// <summary><c>vaern hash</c> and <c>vaern match</c>: fingerprints of ordinary pictures, and what a list says of them. No database.</summary>
internal static class MatchingCommands
{
    internal static IEnumerable<Command> All() => [Hash(), Match()];

    private static Command Hash()
    {
        var files = Files("Pictures (JPEG, PNG, PNM). Never sexual images of persons who may be under 18: of those no fingerprint is made.");
        var command = new Command("hash", "Print the PDQ fingerprint of pictures: HASH QUALITY FILE, a line a file.") { files };
        command.SetAction((parsed, cancel) => HashVerb.RunAsync(parsed.GetValue(files)!, Console.Out, Console.Error, cancel));
        return command;
    }

    private static Command Match()
    {
        var list = new Argument<FileInfo>("LIST") { Description = "A list of hashes: one a line, 'pdq HASH', or CSV with hash,quality,label." };
        var files = Files("Pictures to look for; or lists of hashes, of which each line is looked for.");
        var most = new Option<int>("--max") { Description = $"Largest distance that counts, 0–{PdqFingerprint.MostDistance}.", DefaultValueFactory = _ => PdqFingerprint.MostDistance };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a file." };
        most.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > PdqFingerprint.MostDistance)
            {
                result.AddError($"--max is 0 to {PdqFingerprint.MostDistance}: beyond that unrelated pictures begin to match.");
            }
        });
        var command = new Command("match", "Look pictures up in a list of hashes; exit code 1 when nothing is near.") { list, files, most, json };
        command.SetAction((parsed, cancel) => MatchVerb.RunAsync(
            new MatchVerb.Input(parsed.GetValue(list)!, parsed.GetValue(files)!, parsed.GetValue(most), parsed.GetValue(json)), Console.Out, Console.Error, cancel));
        return command;
    }

    private static Argument<FileInfo[]> Files(string description) => new("FILE") { Description = description, Arity = ArgumentArity.OneOrMore };
}
