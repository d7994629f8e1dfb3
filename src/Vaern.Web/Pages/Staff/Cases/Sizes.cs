using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>Sizes of files as people read them: 184 kB, 2,4 MB.</summary>
internal static class Sizes
{
    public static string Words(long bytes, Texts texts) => bytes < 1_000_000
        ? string.Format(texts.Language.Culture, "{0:0} kB", Math.Max(1, bytes / 1000.0))
        : string.Format(texts.Language.Culture, "{0:0.0} MB", bytes / 1_000_000.0);
}
