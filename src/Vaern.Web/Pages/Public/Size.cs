using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Public;

/// <summary>Sizes of files as people read them: <c>184 kB</c>, <c>2,4 MB</c>.</summary>
public static class Size
{
    public static string Of(long bytes, PageLanguage language) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 1_000_000 => string.Create(language.Culture, $"{bytes / 1000.0:0} kB"),
        _ => string.Create(language.Culture, $"{bytes / 1_000_000.0:0.#} MB"),
    };
}
