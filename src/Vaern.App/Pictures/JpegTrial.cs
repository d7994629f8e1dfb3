using Vaern.Matching.Hashing;

namespace Vaern.App.Pictures;

/// <summary>
/// Decoding inside the calling process, of files that it made itself: for measurements. A file from outside goes to <see cref="PictureWorker"/>.
/// </summary>
public sealed class JpegTrial
{
    private readonly TurboJpeg library;
    private byte[] buffer = [];

    private JpegTrial(TurboJpeg library) => this.library = library;

    /// <summary>Null when the library is missing.</summary>
    public static JpegTrial? TryOpen() => TurboJpeg.TryLoad() is { } library ? new JpegTrial(library) : null;

    /// <summary>A colour JPEG of quality 85 from samples that were made here.</summary>
    public byte[] Make(Raster picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return library.Compress(picture.Samples.Span, picture.Width, picture.Height, TurboJpeg.Rgb, 85);
    }

    /// <summary>What the library alone does: header and pixels into memory that is used again.</summary>
    public void DecodeAlone(byte[] file)
    {
        var (width, height, _, _) = library.Header(file);
        if (buffer.Length != width * height * 3)
        {
            buffer = new byte[width * height * 3];
        }
        library.Decompress(file, buffer, width, height, TurboJpeg.Rgb);
    }

    /// <summary>From the file to the fingerprint, as the worker does it.</summary>
    public PdqFingerprint Hash(byte[] file) => PictureHasher.Upright(PictureReader.Read(file, library).Pixels);
}
