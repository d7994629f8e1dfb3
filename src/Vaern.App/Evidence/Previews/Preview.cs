namespace Vaern.App.Evidence.Previews;

/// <summary>
/// What can be shown of a file: words, or pages as pictures, or why there is nothing. Whatever it is, it was made anew from what a limited
/// process read: position, device, macros and links to elsewhere are not in it.
/// </summary>
/// <param name="Pages">How many pictures there are; 0 for words.</param>
/// <param name="Missing">A code for the page's texts where nothing can be shown, such as <c>no-preview</c> or <c>picture.damaged</c>.</param>
public sealed record Preview(string? Text, int Pages, bool CutShort, string? Missing)
{
    internal static Preview Of(string text, bool cutShort) => new(text, 0, cutShort, null);

    internal static Preview OfPages(int pages) => new(null, pages, false, null);

    internal static Preview Without(string code) => new(null, 0, false, code);

    public bool IsPicture => Pages > 0;
}

/// <summary>A picture made for the page. <paramref name="MediaType"/> is <c>image/png</c> or <c>image/jpeg</c>.</summary>
public sealed record PreviewPicture(string MediaType, byte[] Bytes);
