using System.CommandLine;
using Vaern.Cli.Hosting;

namespace Vaern.Cli.Keys;

/// <summary><c>vaern keys</c>: rotate, keep safe and give back a municipality's key, and say what its destruction means.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "Rotate, export and restore a municipality's key; tell of keys that were destroyed")
    {
        Rotate(), Export(), Restore(), Certificate(), Expire(),
    };

    private static Command Rotate()
    {
        var (slug, data) = (Slug(), DataFolder.Option());
        var command = new Command("rotate", "Give a municipality a new key. Files and texts are not rewritten. Nobody may serve it meanwhile.") { slug, data };
        command.SetAction((parsed, cancel) => RotateVerb.RunAsync(parsed.GetValue(slug)!, Path.GetFullPath(parsed.GetValue(data)!), cancel));
        return command;
    }

    private static Command Export()
    {
        var (slug, data) = (Slug(), DataFolder.Option());
        var (halves, phrases) = (Halves("The two files to write. Existing ones are not overwritten."), Phrases());
        var command = new Command("export", "Write a municipality's key in two sealed halves; one alone tells nothing") { slug, halves, phrases, data };
        command.SetAction((parsed, cancel) => HalvesVerbs.ExportAsync(
            parsed.GetValue(slug)!, parsed.GetValue(halves)!, parsed.GetValue(phrases)!, Path.GetFullPath(parsed.GetValue(data)!), cancel));
        return command;
    }

    private static Command Restore()
    {
        var (slug, data) = (Slug(), DataFolder.Option());
        var (halves, phrases) = (Halves("Both files"), Phrases());
        var command = new Command("restore", "Put a municipality's key back from both halves; a key that is there is not overwritten") { slug, halves, phrases, data };
        command.SetAction((parsed, cancel) => HalvesVerbs.RestoreAsync(
            parsed.GetValue(slug)!, parsed.GetValue(halves)!, parsed.GetValue(phrases)!, Path.GetFullPath(parsed.GetValue(data)!), cancel));
        return command;
    }

    private static Command Certificate()
    {
        var (slug, data) = (Slug(), DataFolder.Option());
        var id = new Argument<Guid>("ID") { Description = "The case, report or file" };
        var command = new Command("certificate", "Say when the key of something was destroyed, and when the last backup of it ends") { slug, id, data };
        command.SetAction((parsed, cancel) => CertificateVerb.RunAsync(parsed.GetValue(slug)!, parsed.GetValue(id), Path.GetFullPath(parsed.GetValue(data)!), cancel));
        return command;
    }

    private static Command Expire()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "A backup, or a folder of backups" };
        var command = new Command("expire", "Remove the wrapped keys of backups whose time is up") { folder };
        command.SetAction((parsed, cancel) => ExpireVerb.RunAsync(parsed.GetValue(folder)!.FullName, TimeProvider.System, cancel));
        return command;
    }

    private static Argument<string> Slug() => new("MUNICIPALITY") { Description = "Its short name in tenants.json" };

    private static Option<FileInfo[]> Halves(string description) =>
        new("--halves") { Description = description, Required = true, Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true };

    private static Option<FileInfo[]> Phrases() =>
        new("--passphrases") { Description = "Two files whose first lines are the passphrases, in the order of the halves", Required = true, Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true };
}
