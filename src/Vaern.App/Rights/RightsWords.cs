namespace Vaern.App.Rights;

/// <summary>Danish words of the papers that a person gets about themselves.</summary>
internal static class RightsWords
{
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
