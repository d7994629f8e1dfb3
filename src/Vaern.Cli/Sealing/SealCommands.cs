using System.CommandLine;

namespace Vaern.Cli.Sealing;

/// <summary><c>vaern seal</c>: make and check evidence packages without the platform.</summary>
internal static class SealCommands
{
    private const string PasswordVariable = "VAERN_SIGNER_PASSWORD";

    internal static Command Create() => new("seal", "Make and check evidence packages; needs no database.") { CreatePackage(), VerifyPackage() };

    private static Command CreatePackage()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "Folder with the files. Never sexual images of persons who may be under 18: those go to the police unseen." };
        var output = new Option<FileInfo>("--out") { Description = "The ZIP to write. An existing file is not overwritten.", Required = true };
        var reference = new Option<string>("--case") { Description = "Case reference that stands on the package.", DefaultValueFactory = _ => "UDEN-SAG" };
        var signer = new Option<FileInfo?>("--signer") { Description = $"PKCS #12 file with the seal certificate and its chain. The password is read from {PasswordVariable}." };
        var services = new Option<Uri[]>("--tsa") { Description = "Address of a time-stamp service (RFC 3161). May be given more than once: the first is asked first.", DefaultValueFactory = _ => [], CustomParser = WebAddress.Many };
        var roots = new Option<FileInfo?>("--tsa-root") { Description = "PEM with the roots of the services. Without it, the machine's own roots are trusted." };
        var sender = new Option<string>("--sender") { Description = "Who hands the package out.", DefaultValueFactory = _ => "ikke angivet" };
        var command = new Command("create", "Make an evidence package from a folder.") { folder, output, reference, signer, services, roots, sender };
        command.SetAction((parsed, cancellationToken) => SealCreate.RunAsync(
            new SealCreate.Input(
                parsed.GetValue(folder)!, parsed.GetValue(output)!, parsed.GetValue(reference)!, parsed.GetValue(signer), Environment.GetEnvironmentVariable(PasswordVariable), parsed.GetValue(services)!,
                parsed.GetValue(roots), parsed.GetValue(sender)!),
            TimeProvider.System, Console.Out, Console.Error, cancellationToken));
        return command;
    }

    private static Command VerifyPackage()
    {
        var package = new Argument<FileInfo>("ZIP") { Description = "The package." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of lines." };
        var tsaRoot = new Option<FileInfo?>("--tsa-root") { Description = "PEM with the roots of the time-stamp services that you trust. Without it, those in the package are taken." };
        var signerRoot = new Option<FileInfo?>("--signer-root") { Description = "PEM with the roots of the seal certificate that you trust. Without it, those in the package are taken." };
        var command = new Command("verify", "Check a package; the last line is OK or NOT OK with the reason.") { package, json, tsaRoot, signerRoot };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(SealVerify.Run(
            parsed.GetValue(package)!, parsed.GetValue(tsaRoot), parsed.GetValue(signerRoot), parsed.GetValue(json), Console.Out, Console.Error, cancellationToken)));
        return command;
    }
}
