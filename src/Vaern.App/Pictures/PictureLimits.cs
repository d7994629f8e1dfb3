namespace Vaern.App.Pictures;

/// <summary>What a file may ask of the decoder. The numbers are those of the specification of matching, section 8.</summary>
public static class PictureLimits
{
    public const int MostBytes = 64 << 20;
    public const int MostSide = 20_000;
    public const long MostPixels = 100_000_000;

    /// <summary>More scans than any encoder writes: each costs a pass over the whole picture.</summary>
    public const int MostScans = 64;

    public static readonly TimeSpan Processor = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Clock = TimeSpan.FromSeconds(15);
    public const long Memory = 512L << 20;

    /// <summary>Refuses a size before anything is reserved for it.</summary>
    internal static void Check(long width, long height)
    {
        if (width < 1 || height < 1)
        {
            throw new PictureFault(PictureProblem.Damaged);
        }
        if (width > MostSide || height > MostSide || width * height > MostPixels)
        {
            throw new PictureFault(PictureProblem.TooLarge);
        }
    }
}
