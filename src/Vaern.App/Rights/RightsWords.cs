namespace Vaern.App.Rights;

/// <summary>Danish words of the papers that a person gets about themselves.</summary>
internal static class RightsWords
{
    /// <summary>A heading such as «Brev, sendt 14. januar 2027».</summary>
    public static string Sent(string what, DateTimeOffset? at) =>
        at is { } sent ? $"{what}, sendt {Vaern.Rules.DanishTime.At(sent).ToString("d. MMMM yyyy", System.Globalization.CultureInfo.GetCultureInfo("da-DK"))}" : what;

    public static string Role(string role) => role switch
    {
        "school_leader" => "Skoleleder",
        "key_person" => "Nøgleperson",
        "leader" => "Leder",
        "safety_team" => "Tryghedsteamet",
        "child_case_worker" => "Myndighedsrådgiver",
        "ssp" => "SSP",
        "teacher" => "Lærer",
        "dpo" => "Databeskyttelsesrådgiver",
        _ => "Anden medarbejder",
    };
}
