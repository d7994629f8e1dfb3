namespace Vaern.Matching.Hashing;

/// <summary>
/// Finds the even border of a letterboxed copy, which otherwise does not match its original at all: rows and columns from each side whose brightness
/// varies by less than 8 and whose mean lies within 8 of the outermost, at most 40 % a side, at least 64 pixels left. Rows are cut first, columns
/// are then judged by what is left.
/// </summary>
public static class BorderCut
{
    private const float Even = 8;
    private const int LeastLeft = 64;

    /// <summary>What is left within the border, or null when there is no border to cut or too little would be left.</summary>
    public static Region? Find(Raster picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        int mostRows = picture.Height * 2 / 5, mostColumns = picture.Width * 2 / 5;
        var top = Count(picture, mostRows, k => Line(picture, 0, k, 1, 0, picture.Width));
        var bottom = Count(picture, mostRows, k => Line(picture, 0, picture.Height - 1 - k, 1, 0, picture.Width));
        var height = picture.Height - top - bottom;
        var left = Count(picture, mostColumns, k => Line(picture, k, top, 0, 1, height));
        var right = Count(picture, mostColumns, k => Line(picture, picture.Width - 1 - k, top, 0, 1, height));
        var width = picture.Width - left - right;
        return (top | bottom | left | right) == 0 || width < LeastLeft || height < LeastLeft ? null : new Region(left, top, width, height);
    }

    private static int Count(Raster picture, int most, Func<int, float?> mean)
    {
        if (picture.Width < LeastLeft || picture.Height < LeastLeft || mean(0) is not { } outermost)
        {
            return 0;
        }
        var count = 1;
        while (count < most && mean(count) is { } next && Math.Abs(next - outermost) < Even)
        {
            count++;
        }
        return Math.Min(count, most);
    }

    // Mean brightness of a row or column, or null as soon as it is seen to vary.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    private static float? Line(Raster picture, int x, int y, int stepX, int stepY, int length)
    {
        var samples = picture.Samples.Span;
        var stride = picture.Width * picture.Channels;
        float least = float.MaxValue, most = float.MinValue;
        var sum = 0.0;
        for (var k = 0; k < length; k++, x += stepX, y += stepY)
        {
            var at = (y * stride) + (x * picture.Channels);
            var value = picture.Channels == 1 ? samples[at] : Brightness.Luma(samples[at], samples[at + 1], samples[at + 2]);
            // Not Math.Min: that minds what is no number, which costs more than all the rest.
            least = value < least ? value : least;
            most = value > most ? value : most;
            if (most - least >= Even)
            {
                return null;
            }
            sum += value;
        }
        return (float)(sum / length);
    }
}
