using Vaern.Data;

namespace Vaern.App.Pictures;

/// <summary>
/// Every way in which a file can fail to become pixels, each with a stable code. What a person reads in a page is looked up by the code; the
/// messages are for the command line and the log.
/// </summary>
public static class PictureProblem
{
    public static readonly Error NotAPicture = new("picture.not-a-picture", "the file is not a picture");

    public static readonly Error FormatNotCompared = new("picture.format", "formatet kan ikke sammenlignes (the format cannot be compared; JPEG, PNG and PNM can)");

    public static readonly Error Truncated = new("picture.truncated", "the picture is cut short");

    public static readonly Error Damaged = new("picture.damaged", "the picture is damaged");

    public static readonly Error TooLarge = new("picture.too-large", "the picture is larger than 20,000 pixels a side or 100 megapixels");

    public static readonly Error TooManyBytes = new("picture.too-many-bytes", "the file is larger than 64 MB");

    public static readonly Error TooMuchWork = new("picture.too-much-work", "decoding the picture would take more work than it is worth: too many scans");

    public static readonly Error OutOfTime = new("picture.time", "decoding took longer than it may");

    public static readonly Error OutOfMemory = new("picture.memory", "decoding needs more memory than it may have");

    public static readonly Error NoJpegDecoder = new("picture.no-jpeg-decoder", "Billedgenkendelse på serveren er slået fra: libturbojpeg mangler (Debian: libturbojpeg0)");

    public static readonly Error WorkerFailed = new("picture.worker", "the process that decodes pictures ended without an answer");

    public static readonly Error AnswerTooLarge = new("picture.answer", "the process that decodes pictures answered more than it may");

    private static readonly Dictionary<string, Error> ByCode = new[]
    {
        NotAPicture, FormatNotCompared, Truncated, Damaged, TooLarge, TooManyBytes, TooMuchWork, OutOfTime, OutOfMemory, NoJpegDecoder, WorkerFailed, AnswerTooLarge,
    }.ToDictionary(error => error.Code);

    /// <summary>The problem that a worker named. What it says is not trusted: an unknown code is a failed worker.</summary>
    internal static Error Named(string code) => ByCode.GetValueOrDefault(code, WorkerFailed);
}

/// <summary>Carries a problem out of a reader; never leaves the worker.</summary>
internal sealed class PictureFault(Error problem) : Exception(problem.Message)
{
    internal Error Problem { get; } = problem;
}
