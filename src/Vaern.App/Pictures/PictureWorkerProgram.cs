using System.Text;
using Microsoft.Win32.SafeHandles;
using Vaern.Matching.Hashing;

namespace Vaern.App.Pictures;

/// <summary>
/// The other end of <see cref="PictureWorker"/>: reads a file from standard input, answers on standard output, and so on until the input ends. Before it
/// reads the first byte from outside it has loaded what it needs, limited itself and shut itself in.
/// </summary>
public static class PictureWorkerProgram
{
    /// <summary>The hidden verb of the program.</summary>
    public const string Verb = "decode-worker";

    /// <summary>Exit code when the limits cannot be set: nothing is decoded without them.</summary>
    private const int NotLimited = 4;

    /// <param name="arguments">What follows the verb: nothing, or another name for the JPEG library (the tests take one that does not exist).</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        // Not the console's streams: those look for a terminal.
        using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        var jpeg = TurboJpeg.TryLoad(arguments.Count > 0 ? arguments[0] : TurboJpeg.Library);
        WarmUp(jpeg);
        if (!WorkerLimits.TrySet() || !WorkerJail.TryClose())
        {
            return NotLimited;
        }
        new WorkerFrame(WorkerFrame.Ready, default).Write(output);
        while (WorkerFrame.Read(input, PictureLimits.MostBytes) is { } request)
        {
            WorkerLimits.BeginFile();
            Answer(request, jpeg).Write(output);
        }
        return 0;
    }

    private static WorkerFrame Answer(WorkerFrame request, TurboJpeg? jpeg)
    {
        try
        {
            var task = PictureTask.All.Single(one => one.Letter == request.Kind);
            var answer = task.Work(PictureReader.Read(request.Content, jpeg), jpeg);
            return answer.Length <= task.MostAnswer ? new WorkerFrame(WorkerFrame.Done, answer) : Problem(PictureProblem.AnswerTooLarge);
        }
        catch (PictureFault fault)
        {
            return Problem(fault.Problem);
        }
        catch (OutOfMemoryException)
        {
            return Problem(PictureProblem.OutOfMemory);
        }
    }

    private static WorkerFrame Problem(Data.Error problem) => new(WorkerFrame.Problem, Encoding.ASCII.GetBytes(problem.Code));

    // Does each kind of work once, so that libraries and types are loaded while files can still be opened.
    private static void WarmUp(TurboJpeg? jpeg)
    {
        const int Side = 8;
        var pixels = Enumerable.Range(0, Side * Side * 3).Select(k => (byte)(k * 7)).ToArray();
        byte[][] files = [[.. "P6 8 8 255\n"u8, .. pixels], SmallPng(), [], jpeg?.Compress(pixels, Side, Side, TurboJpeg.Rgb, 90) ?? []];
        foreach (var file in files)
        {
            foreach (var task in PictureTask.All)
            {
                Answer(new WorkerFrame(task.Letter, file), jpeg);
            }
        }
        WorkerLimits.BeginFile();
        BorderCut.Find(new Raster(Side, Side, 3, pixels));
    }

    // One grey pixel.
    private static byte[] SmallPng() => Convert.FromHexString(
        "89504E470D0A1A0A0000000D49484452000000010000000108000000003A7E9B550000000A49444154789C636800000082008177CD72B60000000049454E44AE426082");
}
