using Vaern.App;

using Vaern.App.Cases;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Deadlines;

/// <summary>Lines of «det ringer» and of «mine frister».</summary>
/// <param name="FirstIsPrimary">True fills the first button: one primary action a page.</param>
public sealed record RingList(
    IReadOnlyList<DeadlineLine> Lines, ClockWords Clocks, IReadOnlyDictionary<AccountId, string> Owners, AccountId Me, bool FirstIsPrimary = false);
