namespace Vaern.Web.Hosting;

/// <summary>
/// What the frame of a staff page shows about the person signed in. The sign-in puts it on the request with
/// <c>HttpContext.Features.Set(new StaffChrome(…))</c>; a staff page without it is drawn without menu.
/// </summary>
/// <param name="Name">The name of the account's owner.</param>
/// <param name="Role">Role and unit in one line: <c>Skoleleder, Tanghøj Skole</c>.</param>
/// <param name="Menu">The rooms this role may enter, in the order shown.</param>
public sealed record StaffChrome(string Name, string Role, IReadOnlyList<StaffMenuItem> Menu);

/// <summary>A line of the menu.</summary>
/// <param name="TextKey">Key of the label, e.g. <c>staff.cases</c>.</param>
/// <param name="Path">First part of the address; pages under it mark the line as current.</param>
/// <param name="Count">What waits there; zero shows no number.</param>
public sealed record StaffMenuItem(string TextKey, string Path, int Count = 0);
