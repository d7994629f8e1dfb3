namespace Vaern.Web.Pages.Staff;

/// <summary>Ways to the page before and the page after.</summary>
/// <param name="Address">The list's address; its own filters already stand in it.</param>
public sealed record Pager(string Address, int Number, bool HasNext)
{
    public string To(int page) => $"{Address}{(Address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}side={page}";
}
