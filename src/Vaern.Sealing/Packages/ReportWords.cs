namespace Vaern.Sealing.Packages;

/// <summary>Danish words for the coded values of the format. A code without a word is shown as it is.</summary>
internal static class ReportWords
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["received"] = "modtaget",
        ["hashed-in-browser"] = "aftryk taget i browseren",
        ["stamped"] = "tidsstemplet",
        ["viewed"] = "set",
        ["derived"] = "kopi fremstillet",
        ["exported"] = "udtaget i pakke",
        ["transferred"] = "overdraget",
        ["receipt-confirmed"] = "modtagelse bekræftet",
        ["hold-set"] = "sat i bero for sletning",
        ["hold-lifted"] = "bero ophævet",
        ["deleted"] = "slettet",
        ["refused"] = "afvist",
        ["referred"] = "henvist",
        ["quarantined"] = "lukket for visning",
        ["restamped"] = "stemplet igen",
        ["verified"] = "kontrolleret",
        ["corrected"] = "rettelse",
        ["screenshot"] = "skærmbillede",
        ["photo"] = "foto",
        ["video"] = "video",
        ["audio"] = "lyd",
        ["document"] = "dokument",
        ["email"] = "e-mail",
        ["chat-export"] = "udtræk af tråd",
        ["web-capture"] = "gemt webside",
        ["log"] = "log",
        ["other"] = "andet",
        ["screenshot-by-affected"] = "skærmbillede taget af den berørte",
        ["screenshot-by-staff"] = "skærmbillede taget af en medarbejder",
        ["file-from-device"] = "fil fra en enhed",
        ["platform-export"] = "udtræk fra tjenesten",
        ["printed-and-scanned"] = "udskrevet og scannet",
        ["received-from-authority"] = "modtaget fra en myndighed",
        ["stated"] = "oplyst af et menneske",
        ["file"] = "læst i filen",
        ["capture"] = "læst i den gemte webside",
        ["none stated"] = "intet oplyst",
        ["affected-person"] = "den berørte",
        ["parent"] = "forælder",
        ["teacher"] = "lærer",
        ["witness"] = "en, der så det",
        ["authority"] = "en myndighed",
        ["other-person"] = "en anden",
        ["reporter"] = "anmelder",
        ["child"] = "barn eller ung",
        ["key_person"] = "nøgleperson",
        ["school_leader"] = "skoleleder",
        ["leader"] = "leder",
        ["safety_rep"] = "arbejdsmiljørepræsentant",
        ["may-be-under-18"] = "kan vise en person under 18 år",
        ["flight-mode"] = "flytilstand",
        ["handed to parent"] = "givet til forælder",
        ["web-form"] = "anmeldelse på nettet",
        ["folder"] = "fra en mappe",
    };

    internal static string Of(string? code) => code is null ? "" : Words.GetValueOrDefault(code, code);

    internal static string Of<T>(T value) where T : struct, Enum => Of(PackageItem.Kebab(value));
}
