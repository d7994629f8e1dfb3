using Vaern.App;
using Vaern.App.Plans.Strategies;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>Actions to draw. <paramref name="MayWrite"/> adds the button that settles one.</summary>
public sealed record ActionList(IReadOnlyList<UnitAction> Actions, Municipality Town, bool MayWrite);
