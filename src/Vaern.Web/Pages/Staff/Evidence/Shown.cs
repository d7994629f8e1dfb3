using Vaern.App.Evidence.Previews;
using Vaern.App.Evidence.Scanning;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>What the part of a page that shows a file needs to know.</summary>
/// <param name="Excerpt">Address of the file's picture, without a ticket.</param>
/// <param name="Label">What the file is called on the page.</param>
/// <param name="Preview">What was just revealed; null while it is blurred.</param>
/// <param name="HasVeil">True when there is a blur of it to show.</param>
public sealed record Shown(string Excerpt, string Label, Preview? Preview, string? Ticket, bool HasVeil, FileScan? Scan)
{
    public string PageAddress(int side) => $"{Excerpt}?billet={Uri.EscapeDataString(Ticket ?? "")}&side={side}";
}
