using System.CommandLine;
using Vaern.Cli.Hosting;

namespace Vaern.Cli.Doctor;

/// <summary><c>vaern doctor</c>: each part of the installation in a line, with what to do where something is wrong.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var data = DataFolder.Option();
        var command = new Command("doctor", "Report each part of the installation in a line; exit code 1 if one fails") { data };
        command.SetAction((parsed, cancel) => RunAsync(Path.GetFullPath(parsed.GetValue(data)!), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string folder, CancellationToken cancel)
    {
        var worst = Level.Ok;
        await foreach (var finding in ExamineAsync(folder, cancel))
        {
            Console.WriteLine(finding);
            worst = finding.Level > worst ? finding.Level : worst;
        }
        Console.WriteLine();
        Console.WriteLine(ServerChoice.OwnServer is null
            ? $"The database is Værn's own, in {folder}/postgres. To move to a server of yours: back up, set {ServerChoice.Variable} to its connection string, restore."
            : $"The database is the server that {ServerChoice.Variable} names.");
        return worst == Level.Fail ? ExitCode.No : ExitCode.Done;
    }

    private static async IAsyncEnumerable<Finding> ExamineAsync(
        string folder, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        yield return MachineParts.Runtime();
        yield return MachineParts.DanishTime();
        yield return await MachineParts.PostgresAsync(cancel);
        yield return InstallationParts.Folder(folder);
        yield return InstallationParts.Space(folder);
        await foreach (var finding in InstallationParts.DatabaseAsync(folder, cancel))
        {
            yield return finding;
        }
        foreach (var finding in InstallationParts.Keys(folder))
        {
            yield return finding;
        }
        if (!DemoFolder.Is(folder))
        {
            foreach (var finding in InstallationParts.Seals(folder))
            {
                yield return finding;
            }
            yield return InstallationParts.Mail(folder);
        }
        yield return await MachineParts.RendererAsync(cancel);
        yield return MachineParts.ImageLibrary();
        yield return await MachineParts.BrowserAsync(cancel);
    }
}
