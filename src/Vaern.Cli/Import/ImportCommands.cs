using System.CommandLine;

namespace Vaern.Cli.Import;

/// <summary><c>vaern import</c>: look into an export of a public channel, and mask it, without the platform.</summary>
internal static class ImportCommands
{
    internal static Command Create() => new("import", "Exports of public channels: what is in one, and its messages without persons. Needs no database.") { Inspect(), Mask() };

    private static Command Inspect()
    {
        var (file, purpose, given) = (File(), Purpose(), Given());
        var command = new Command("inspect", "Say as one JSON object what is in a file and whether it may be taken. Exit 0 taken, 1 refused by rule, 2 unreadable.") { file, purpose, given };
        command.SetAction(parsed => ImportVerbs.Inspect(
            new ImportVerbs.Input(parsed.GetValue(file)!, parsed.GetValue(purpose)!, parsed.GetValue(given)), TimeProvider.System, Console.Out, Console.Error));
        return command;
    }

    private static Command Mask()
    {
        var (file, purpose, given) = (File(), Purpose(), Given());
        var output = new Option<FileInfo>("--out") { Description = "Where the masked messages go, one JSON object a line. Written only when the file was taken.", Required = true };
        var key = new Option<FileInfo?>("--key") { Description = "File with at least 32 bytes that give the aliases. Without it the aliases of each run are their own, and nobody can undo them." };
        var command = new Command("mask", "Write the messages of a file without persons, and print its report. The result is pseudonymised, not anonymous.") { file, output, key, purpose, given };
        command.SetAction(parsed => ImportVerbs.Mask(
            new ImportVerbs.Input(parsed.GetValue(file)!, parsed.GetValue(purpose)!, parsed.GetValue(given)), parsed.GetValue(output)!, parsed.GetValue(key), TimeProvider.System, Console.Out, Console.Error));
        return command;
    }

    private static Argument<FileInfo> File() => new("FILE") { Description = "The export: Telegram, Discord, RSS, Atom, Mastodon, ActivityPub, Bluesky or CSV, also in a zip file." };

    private static Option<string> Purpose() => new("--purpose") { Description = "What the material is needed for.", DefaultValueFactory = _ => "look into a file at hand" };

    private static Option<bool> Given() => new("--given-by-participant") { Description = "A participant hands in a WhatsApp chat of their own and consents. Not for street work." };
}
