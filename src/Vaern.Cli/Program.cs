using System.CommandLine;
using System.CommandLine.Invocation;
using Vaern.App.Evidence.Previews;
using Vaern.App.Pictures;
using Vaern.Cli;

// The decoding process starts with every batch of pictures: it does not read the other verbs first.
if (args is [PictureWorkerProgram.Verb, ..])
{
    return PictureWorkerProgram.Run(args[1..]);
}
if (args is [TextWorkerProgram.Verb])
{
    return TextWorkerProgram.Run();
}
if (args is [PageProgram.Verb, ..])
{
    return PageProgram.Run(args[1..]);
}

var parsed = VaernProgram.Root().Parse(args);
if (parsed.Action is ParseErrorAction)
{
    return Complaint.BadUsage(parsed.Errors.Count == 0 ? "the command is not understood." : parsed.Errors[0].Message);
}
try
{
    return await parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // Stopping lets running requests and the database end in order.
        ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
    });
}
catch (OperationCanceledException)
{
    return ExitCode.No;
}
catch (Exception bug)
{
    return Complaint.Internal(bug);
}
