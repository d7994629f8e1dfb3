using System.Text;
using Vaern.Screening.Importing;
using Vaern.Screening.Masking;

namespace Vaern.Cli.Import;

/// <summary>What the two verbs do. No line of the file reaches the outputs unmasked, also not in an error.</summary>
internal static class ImportVerbs
{
    private const int LargestKey = 1 << 16;

    internal sealed record Input(FileInfo File, string Purpose, bool GivenByParticipant);

    /// <returns>0 accepted or partial, 1 refused by rule, 2 cannot be read.</returns>
    internal static int Inspect(Input input, TimeProvider clock, TextWriter output, TextWriter errors)
    {
        try
        {
            if (!TryMandate(input, clock, errors, out var mandate)) return ExitCode.BadInput;
            return Answer(ChannelImport.Inspect(() => Open(input.File), mandate, Options(input)), output, errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Unreadable(input.File, errors);
        }
    }

    internal static int Mask(Input input, FileInfo target, FileInfo? keyFile, TimeProvider clock, TextWriter output, TextWriter errors)
    {
        var unfinished = target.FullName + ".part";
        try
        {
            if (!TryMandate(input, clock, errors, out var mandate)) return ExitCode.BadInput;
            if (keyFile is { Exists: false } || keyFile?.Length is < 32 or > LargestKey)
            {
                errors.WriteLine("vaern import: --key needs a file with at least 32 bytes.");
                return ExitCode.BadInput;
            }
            using var key = keyFile is null ? AliasKey.Random() : new AliasKey(File.ReadAllBytes(keyFile.FullName));
            ImportReport report;
            using (var lines = new MaskedLines(new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16)))
            {
                report = ChannelImport.Mask(() => Open(input.File), mandate, key, lines, Options(input));
            }
            if (report.Outcome != ImportOutcome.Refused) File.Move(unfinished, target.FullName, overwrite: true);
            return Answer(report, output, errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Unreadable(input.File, errors);
        }
        finally
        {
            if (Directory.Exists(target.DirectoryName)) File.Delete(unfinished);
        }
    }

    /// <summary>On the command line the person at the keyboard answers for the purpose; the platform asks for a mission.</summary>
    private static bool TryMandate(Input input, TimeProvider clock, TextWriter errors, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ImportMandate? mandate)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        mandate = ImportMandate.Grant("command line", input.Purpose, Environment.UserName is { Length: > 0 } user ? user : "unknown", "the person at the keyboard", today, today, today);
        if (mandate is null) errors.WriteLine("vaern import: --purpose needs words.");
        return mandate is not null;
    }

    private static ImportOptions Options(Input input) => new() { GivenByParticipant = input.GivenByParticipant };

    private static FileStream Open(FileInfo file) => new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);

    private static int Answer(ImportReport report, TextWriter output, TextWriter errors)
    {
        output.WriteLine(ReportJson.Of(report));
        if (report.Outcome != ImportOutcome.Refused) return ExitCode.Done;
        errors.WriteLine($"vaern import: refused, {report.Refusal}: {Reason(report.Refusal!)}");
        return report.IsRefusedByRule ? ExitCode.No : ExitCode.BadInput;
    }

    private static int Unreadable(FileInfo file, TextWriter errors)
    {
        errors.WriteLine(file.Exists ? "vaern import: the file cannot be read or the output not be written." : "vaern import: there is no such file.");
        return ExitCode.BadInput;
    }

    private static string Reason(string refusal) => refusal switch
    {
        FileRefusals.NotPublic => "the chat is private, or the file does not say that it is public. Only public channels and groups are read.",
        FileRefusals.WholeAccount => "this is somebody's whole account. Export the one public channel: open it, choose Export chat history, format JSON.",
        FileRefusals.PrivateSource => "this is never a public source. A participant may hand in a chat of their own: --given-by-participant.",
        FileRefusals.OtherSource => "the file names another channel than the one it was handed in as.",
        FileRefusals.Empty => "there is nothing in the file.",
        FileRefusals.TooLarge => "the file is larger than the limit.",
        FileRefusals.UnsafeArchive => "the archive may harm: paths that lead out of it, archives inside it, or far more than it says.",
        FileRefusals.UnsafeXml => "the file declares a document type, which a feed has no use for.",
        _ => "no known format.",
    };
}
