namespace Vaern.Matching.Hashing;

/// <summary>One fingerprint to search with.</summary>
/// <param name="WithoutBorder">Made after cutting an even border away.</param>
/// <param name="Width">Of the turned or cut picture, in pixels.</param>
/// <param name="Height">Of the turned or cut picture, in pixels.</param>
public sealed record FormFingerprint(PictureForm Form, bool WithoutBorder, PdqFingerprint Fingerprint, int Width, int Height);

/// <summary>
/// Everything that a picture is searched with: eight forms of the truly turned pixels and, where there is a border, one without it. Only
/// <see cref="Upright"/> is ever indexed.
/// </summary>
/// <param name="Width">Of the picture as stored, in pixels.</param>
/// <param name="Height">Of the picture as stored, in pixels.</param>
/// <param name="Forms">Upright first, by number of the form; the variant without border last.</param>
public sealed record PictureFingerprints(int Width, int Height, IReadOnlyList<FormFingerprint> Forms)
{
    public PdqFingerprint Upright => Forms[0].Fingerprint;
}

/// <summary>From decoded pixels to fingerprints.</summary>
public static class PictureHasher
{
    /// <summary>The fingerprint of the picture as it is stored.</summary>
    public static PdqFingerprint Upright(Raster picture) => PdqHasher.Hash(Brightness.Of(picture));

    /// <summary>
    /// Turns the pixels and hashes eight times, so that a turned copy meets its upright entry at distance 0, and adds the variant without border.
    /// </summary>
    public static PictureFingerprints All(Raster picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var forms = new FormFingerprint?[8];
        foreach (var form in Enum.GetValues<PictureForm>().Where(form => !form.IsTransposed()))
        {
            var (mirrored, upsideDown) = form.Exchanges();
            var plane = Brightness.Of(picture, picture.Whole, mirrored, upsideDown);
            forms[(int)form] = new FormFingerprint(form, false, PdqHasher.Hash(plane), picture.Width, picture.Height);
            var across = Enum.GetValues<PictureForm>().Single(other => other.IsTransposed() && other.Exchanges() == (mirrored, upsideDown));
            forms[(int)across] = new FormFingerprint(across, false, PdqHasher.Hash(plane.Transposed()), picture.Height, picture.Width);
        }
        List<FormFingerprint> all = [.. forms.OfType<FormFingerprint>()];
        if (BorderCut.Find(picture) is { } inner)
        {
            all.Add(new FormFingerprint(PictureForm.Upright, true, PdqHasher.Hash(Brightness.Of(picture, inner, mirrored: false, upsideDown: false)), inner.Width, inner.Height));
        }
        return new PictureFingerprints(picture.Width, picture.Height, all);
    }
}
