using Vaern.Rules;
using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.Duties;

/// <summary>Whether and when a named person compared a rule with the official text; said wherever a rule is shown.</summary>
internal static class Standing
{
    public static string Of(Rule rule, Texts texts, TimeText time) => rule.VerifiedOn is { } day ? texts["duty.verified", time.Date(day)] : texts["rule.unverified"];
}
