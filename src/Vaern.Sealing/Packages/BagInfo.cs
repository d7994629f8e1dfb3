using System.Globalization;
using System.Text;

namespace Vaern.Sealing.Packages;

/// <summary><c>bagit.txt</c> and <c>bag-info.txt</c> (RFC 8493 §2.1.1, §2.2.2).</summary>
internal static class BagInfo
{
    internal const string Declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
    internal const string Stamped = "Vaern-Seal: stamped";
    internal const string NotStamped = "Vaern-Seal: not-stamped";

    internal static string Write(PackageCase about, long payloadBytes, int payloadFiles, bool stamped)
    {
        var text = new StringBuilder();
        Line(text, "Source-Organization", $"{about.Sender.Name} (CVR {about.Sender.Cvr})");
        Line(text, "Organization-Address", about.Sender.Address);
        Line(text, "Contact-Email", about.Sender.Contact);
        Line(text, "External-Identifier", about.CaseNumber);
        Line(text, "Internal-Sender-Identifier", about.ExportId.ToString("D"));
        Line(text, "External-Description", about.Description);
        Line(text, "Bagging-Date", about.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Line(text, "Payload-Oxum", string.Create(CultureInfo.InvariantCulture, $"{payloadBytes}.{payloadFiles}"));
        Line(text, "Bag-Count", string.Create(CultureInfo.InvariantCulture, $"{about.Part} of {about.Parts}"));
        Line(text, "Vaern-Package-Version", "1");
        Line(text, "Vaern-Software", about.Software);
        return text.Append(stamped ? Stamped : NotStamped).Append('\n').ToString();
    }

    /// <summary>A value is one line: anything that could end it becomes a space.</summary>
    private static void Line(StringBuilder text, string label, string value)
    {
        text.Append(label).Append(": ");
        foreach (var c in value.Trim()) text.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        text.Append('\n');
    }
}
