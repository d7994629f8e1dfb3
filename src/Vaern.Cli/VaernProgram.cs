using System.CommandLine;
using Vaern.Cli.Doctor;
using Vaern.Cli.Hosting;

namespace Vaern.Cli;

/// <summary>The verbs of the program, in the order in which help lists them.</summary>
internal static class VaernProgram
{
    public static RootCommand Root() =>
        new("Værn: the digital preparedness platform of a municipality.")
        {
            MigrateCommand.Create(),
            DoctorCommand.Create(),
        };
}
