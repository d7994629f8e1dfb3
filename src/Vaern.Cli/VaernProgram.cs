using System.CommandLine;
using Vaern.Cli.Accounts;
using Vaern.Cli.Audit;
using Vaern.Cli.Backups;
using Vaern.Cli.Bench;
using Vaern.Cli.Doctor;
using Vaern.Cli.Hosting;
using Vaern.Cli.Import;
using Vaern.Cli.Keys;
using Vaern.Cli.Matching;
using Vaern.Cli.Rules;
using Vaern.Cli.Screening;
using Vaern.Cli.Sealing;

namespace Vaern.Cli;

/// <summary>The verbs of the program, in the order in which help lists them.</summary>
internal static class VaernProgram
{
    public static RootCommand Root()
    {
        RootCommand root = new("Værn: the digital preparedness platform of a municipality.")
        {
            DemoCommand.Create(),
            ServeCommand.Create(),
            MigrateCommand.Create(),
            AccountCommands.Create(),
            DoctorCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            KeysCommand.Create(),
            AuditCommand.Create(),
            BenchCommand.Create(),
            SealCommands.Create(),
            ScreenCommand.Create(),
            ImportCommands.Create(),
        };
        foreach (var command in RulesCommands.All().Concat(MatchingCommands.All()))
        {
            root.Add(command);
        }
        return root;
    }
}
