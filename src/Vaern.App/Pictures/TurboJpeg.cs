using System.Runtime.InteropServices;

namespace Vaern.App.Pictures;

/// <summary>
/// libjpeg-turbo through its TurboJPEG interface (2.x, kept in 3.x), loaded by name so that a missing library is an answer. Accurate transform and smooth
/// chroma always: faster settings change the hash by up to four bits.
/// </summary>
internal sealed unsafe class TurboJpeg
{
    internal const string Library = "libturbojpeg.so.0";
    internal const int Rgb = 0, Grey = 6, Cmyk = 11;

    private const int AccurateTransform = 4096;
    private const int LimitScans = 32768;

    private readonly delegate* unmanaged<nint> initDecompress;
    private readonly delegate* unmanaged<nint, byte*, nuint, int*, int*, int*, int*, int> header;
    private readonly delegate* unmanaged<nint, byte*, nuint, byte*, int, int, int, int, int, int> decompress;
    private readonly delegate* unmanaged<nint> initCompress;
    private readonly delegate* unmanaged<nint, byte*, int, int, int, int, byte**, nuint*, int, int, int, int> compress;
    private readonly delegate* unmanaged<nint, int> destroy;
    private readonly delegate* unmanaged<byte*, void> free;
    private readonly delegate* unmanaged<nint, byte*> errorText;
    private readonly delegate* unmanaged<nint, int> errorCode;

    private TurboJpeg(nint library)
    {
        initDecompress = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "tjInitDecompress");
        header = (delegate* unmanaged<nint, byte*, nuint, int*, int*, int*, int*, int>)NativeLibrary.GetExport(library, "tjDecompressHeader3");
        decompress = (delegate* unmanaged<nint, byte*, nuint, byte*, int, int, int, int, int, int>)NativeLibrary.GetExport(library, "tjDecompress2");
        initCompress = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "tjInitCompress");
        compress = (delegate* unmanaged<nint, byte*, int, int, int, int, byte**, nuint*, int, int, int, int>)NativeLibrary.GetExport(library, "tjCompress2");
        destroy = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "tjDestroy");
        free = (delegate* unmanaged<byte*, void>)NativeLibrary.GetExport(library, "tjFree");
        errorText = (delegate* unmanaged<nint, byte*>)NativeLibrary.GetExport(library, "tjGetErrorStr2");
        errorCode = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "tjGetErrorCode");
        Version = FileVersion();
    }

    /// <summary>The version of the file that was loaded, such as <c>so.0.2.0</c>: the library does not tell its own.</summary>
    internal string Version { get; }

    /// <summary>The library, or null when it is missing or too old to have what is needed.</summary>
    internal static TurboJpeg? TryLoad(string name = Library)
    {
        try
        {
            return NativeLibrary.TryLoad(name, out var library) ? new TurboJpeg(library) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Size and colour space (0 RGB, 1 YCbCr, 2 grey, 3 CMYK, 4 YCCK) of a file, or the reason why not.</summary>
    internal (int Width, int Height, int ColourSpace, string? Complaint) Header(ReadOnlySpan<byte> file)
    {
        var handle = initDecompress();
        try
        {
            int width, height, sampling, colours;
            fixed (byte* start = file)
            {
                var code = header(handle, start, (nuint)file.Length, &width, &height, &sampling, &colours);
                return code == 0 ? (width, height, colours, null) : (0, 0, 0, Text(handle));
            }
        }
        finally
        {
            destroy(handle);
        }
    }

    /// <summary>Decodes into <paramref name="pixels"/>; what the library said of a damaged file comes back, with whether it gave up.</summary>
    internal (bool GaveUp, string? Complaint) Decompress(ReadOnlySpan<byte> file, Span<byte> pixels, int width, int height, int format)
    {
        var handle = initDecompress();
        try
        {
            fixed (byte* start = file, target = pixels)
            {
                var code = decompress(handle, start, (nuint)file.Length, target, width, 0, height, format, AccurateTransform | LimitScans);
                return code == 0 ? (false, null) : (errorCode(handle) != 0, Text(handle));
            }
        }
        finally
        {
            destroy(handle);
        }
    }

    /// <summary>A baseline JPEG of RGB, grey or CMYK samples. Chroma is halved both ways (4:2:0) where there is any.</summary>
    internal byte[] Compress(ReadOnlySpan<byte> pixels, int width, int height, int format, int quality)
    {
        const int Halved = 2, None = 0, GreyOnly = 3;
        var handle = initCompress();
        byte* file = null;
        try
        {
            nuint size = 0;
            fixed (byte* start = pixels)
            {
                var sampling = format switch { Grey => GreyOnly, Cmyk => None, _ => Halved };
                return compress(handle, start, width, 0, height, format, &file, &size, sampling, quality, AccurateTransform) == 0
                    ? new ReadOnlySpan<byte>(file, (int)size).ToArray()
                    : throw new InvalidOperationException(Text(handle));
            }
        }
        finally
        {
            free(file);
            destroy(handle);
        }
    }

    private string Text(nint handle) => Marshal.PtrToStringUTF8((nint)errorText(handle)) ?? "";

    private static string FileVersion()
    {
        var line = File.Exists("/proc/self/maps")
            ? File.ReadLines("/proc/self/maps").FirstOrDefault(one => one.Contains("/libturbojpeg.so", StringComparison.Ordinal))
            : null;
        return line is null ? "unknown" : line[(line.LastIndexOf("/libturbojpeg.", StringComparison.Ordinal) + "/libturbojpeg.".Length)..];
    }
}
