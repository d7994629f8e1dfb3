using Vaern.Data;

namespace Vaern.Cli;

/// <summary>The one line on standard error that goes with an exit code.</summary>
internal static class Complaint
{
    public static int BadUsage(string reason)
    {
        Say($"{OneLine(reason)} See vaern --help.");
        return ExitCode.BadInput;
    }

    /// <summary>Input that cannot be read or used.</summary>
    public static int BadInput(string reason)
    {
        Say(OneLine(reason));
        return ExitCode.BadInput;
    }

    /// <summary>The machine or the database cannot do it now.</summary>
    public static int Broken(Error error)
    {
        Say(OneLine($"{error.Message} [{error.Code}]"));
        return ExitCode.Internal;
    }

    public static int Internal(Exception bug)
    {
        Say($"internal error: {OneLine(bug.Message)} [{bug.GetType().Name}]");
        Console.Error.WriteLine(bug.StackTrace);
        return ExitCode.Internal;
    }

    private static void Say(string line) => Console.Error.WriteLine("vaern: " + line);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
