using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Vaern.App.Evidence.Previews;

/// <summary>The words of the main part of an office document (ECMA-376): paragraphs of a text, cells of a sheet, lines of slides. Macros and embedded things are not looked at.</summary>
internal static class OfficeWords
{
    private const long MostOfPart = 32 << 20;
    private const int MostParts = 200;

    public static string Of(ReadOnlyMemory<byte> file)
    {
        using var zip = new ZipArchive(new MemoryStream(file.ToArray(), writable: false), ZipArchiveMode.Read);
        var words = new StringBuilder();
        var shared = Shared(zip);
        var parts = zip.Entries.Where(entry => IsMain(entry.FullName)).OrderBy(entry => entry.FullName.Length).ThenBy(entry => entry.FullName, StringComparer.Ordinal).Take(MostParts);
        foreach (var part in parts)
        {
            Write(part, shared, words);
            words.Append('\n');
        }

        return words.Length > 0 ? words.ToString().Trim() : throw new InvalidDataException("No part with words.");
    }

    private static bool IsMain(string name) =>
        name == "word/document.xml" || (name.StartsWith("ppt/slides/slide", StringComparison.Ordinal) && name.EndsWith(".xml", StringComparison.Ordinal))
        || (name.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal) && name.EndsWith(".xml", StringComparison.Ordinal));

    private static void Write(ZipArchiveEntry part, List<string> shared, StringBuilder words)
    {
        using var xml = Open(part);
        var (inText, isShared) = (false, false);
        while (xml.Read() && words.Length <= DocumentReader.MostCharacters)
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    inText = xml.LocalName is "t" or "v" && !xml.IsEmptyElement;
                    isShared = xml.LocalName == "c" ? xml.GetAttribute("t") == "s" : isShared;
                    words.Append(xml.LocalName switch { "tab" => "\t", "br" => "\n", _ => "" });
                    break;
                case XmlNodeType.EndElement:
                    words.Append(xml.LocalName switch { "p" or "row" => "\n", "c" => "\t", _ => "" });
                    inText = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.CDATA when inText:
                    words.Append(isShared && int.TryParse(xml.Value, out var n) && n >= 0 && n < shared.Count ? shared[n] : xml.Value);
                    break;
            }
        }
    }

    // A sheet's cells hold numbers of the texts in this part.
    private static List<string> Shared(ZipArchive zip)
    {
        var texts = new List<string>();
        if (zip.GetEntry("xl/sharedStrings.xml") is not { } part)
        {
            return texts;
        }

        using var xml = Open(part);
        var one = new StringBuilder();
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Text or XmlNodeType.SignificantWhitespace })
            {
                one.Append(xml.Value);
            }
            else if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "si" })
            {
                texts.Add(one.ToString());
                one.Clear();
            }
        }

        return texts;
    }

    private static XmlReader Open(ZipArchiveEntry part)
    {
        // The length in the list is a statement; what is unpacked is counted.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostOfPart, CloseInput = true };
        return XmlReader.Create(part.Open(), settings);
    }
}
