namespace Vaern.Cli;

/// <summary>What the program's end means; a contract with scripts.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The answer is no: a verification failed, a check found something wrong.</summary>
    public const int No = 1;

    /// <summary>Bad usage or unreadable input: one line on standard error says which.</summary>
    public const int BadInput = 2;

    /// <summary>A bug or broken infrastructure.</summary>
    public const int Internal = 3;
}
