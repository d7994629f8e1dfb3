using System.Globalization;
using System.Reflection;

namespace Vaern.Sealing.Packages;

/// <summary>The texts of a package, kept as files beside the code. A package is Danish whatever language its maker works in.</summary>
internal static class PackageTexts
{
    internal static string Resource(string name)
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var stream = assembly.GetManifestResourceStream("Vaern.Sealing.Texts." + name) ?? throw new InvalidOperationException($"No text {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The read-me with line feeds.</summary>
    internal static string ReadMe(PackageRequest request, bool stamped)
    {
        var about = request.Case;
        return Fill(Resource("laes-mig.txt"), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["mark"] = stamped ? "" : Resource("ikke-stemplet.txt"),
            ["package"] = PackageContents.TopFolderOf(about),
            ["case"] = about.CaseNumber,
            ["export"] = about.ExportId.ToString("D"),
            ["sender"] = about.Sender.Name,
            ["cvr"] = about.Sender.Cvr,
            ["contact"] = about.Sender.Contact,
            ["recipient"] = about.Recipient.Name,
            ["time"] = PackageTimes.ForPeople(about.At),
            ["items"] = Count(request.Items.Count, "genstand", "genstande"),
            ["referrals"] = Count(request.Referrals.Count, "henvisning", "henvisninger"),
        });
    }

    private static string Count(int count, string one, string many) => count.ToString(CultureInfo.InvariantCulture) + " " + (count == 1 ? one : many);

    private static string Fill(string template, Dictionary<string, string> values)
    {
        var text = template;
        foreach (var (name, value) in values) text = text.Replace("{{" + name + "}}", OneLine(name, value), StringComparison.Ordinal);
        return text;
    }

    private static string OneLine(string name, string value) => name == "mark" ? value : string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c));
}
