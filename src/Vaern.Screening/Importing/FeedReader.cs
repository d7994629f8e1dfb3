using System.Xml;

namespace Vaern.Screening.Importing;

/// <summary>RSS 2.0 and Atom (RFC 4287). No document type, no resolver, limits on depth and size: a feed cannot make us fetch or unfold anything.</summary>
internal static class FeedReader
{
    private const int Deepest = 64;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = 64L << 20,
        MaxCharactersFromEntities = 0,
        CloseInput = false,
    };

    /// <returns>The format that the root element names.</returns>
    public static string Read(TextReader source, ImportRun run)
    {
        var format = ImportFormats.Unknown;
        try
        {
            using var xml = XmlReader.Create(source, Settings);
            while (!run.IsRefused && Next(xml))
            {
                if (xml.NodeType != XmlNodeType.Element) continue;
                if (xml.Depth == 0) format = xml.LocalName switch { "rss" or "RDF" => ImportFormats.Rss, "feed" => ImportFormats.Atom, _ => ImportFormats.Unknown };
                if (xml.Depth == 0 && format == ImportFormats.Unknown) run.RefuseFile(FileRefusals.NotRecognised);
                else if (xml.LocalName == "title" && xml.Depth == (format == ImportFormats.Rss ? 2 : 1)) Title(xml, run);
                else if (xml.LocalName is "item" or "entry") Item(xml, run, format == ImportFormats.Atom);
            }
        }
        catch (XmlException broken)
        {
            // The reader has no code for it: a prohibited document type is told by where it stands.
            if (broken.Message.Contains("DTD", StringComparison.Ordinal)) run.RefuseFile(FileRefusals.UnsafeXml);
            else if (format == ImportFormats.Unknown) run.RefuseFile(FileRefusals.NotRecognised);
            else run.WarnOnce(ImportWarnings.Truncated);
        }
        if (format == ImportFormats.Unknown) run.RefuseFile(FileRefusals.NotRecognised);
        return format;
    }

    /// <summary>The feed's own title: what it calls its channel.</summary>
    private static void Title(XmlReader xml, ImportRun run)
    {
        if (!xml.IsEmptyElement && Next(xml) && xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) run.Named(xml.Value);
    }

    private static bool Next(XmlReader xml)
    {
        var more = xml.Read();
        return xml.Depth > Deepest ? throw new XmlException("Too deep.") : more;
    }

    private static void Item(XmlReader xml, ImportRun run, bool atom)
    {
        var depth = xml.Depth;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!xml.IsEmptyElement)
        {
            var more = Next(xml);
            while (more && xml.Depth > depth)
            {
                if (xml.NodeType != XmlNodeType.Element || xml.Depth != depth + 1)
                {
                    more = Next(xml);
                    continue;
                }
                var name = Name(xml);
                if (atom && name == "link" && xml.GetAttribute("rel") is null or "alternate") fields.TryAdd("link", xml.GetAttribute("href") ?? "");
                types.TryAdd(name, xml.GetAttribute("type") ?? "text");
                var value = Value(xml, name == "author");
                if (!(atom && name == "link")) fields.TryAdd(name, value);
                more = !xml.EOF;
            }
        }
        Take(fields, types, run, atom);
    }

    private static string Name(XmlReader xml) => xml.Prefix switch
    {
        "content" when xml.LocalName == "encoded" => "encoded",
        "dc" when xml.LocalName == "creator" => "author",
        "" or "atom" or "a" => xml.LocalName,
        _ => xml.Prefix + ":" + xml.LocalName,
    };

    /// <summary>The element's content with its markup; the reader stands after the element.</summary>
    private static string Value(XmlReader xml, bool person)
    {
        var inner = xml.ReadInnerXml();
        if (!inner.Contains('<', StringComparison.Ordinal)) return System.Net.WebUtility.HtmlDecode(inner);
        if (!person) return inner;
        var (open, close) = (inner.IndexOf('>', StringComparison.Ordinal), inner.IndexOf("</name", StringComparison.Ordinal));
        return inner.Contains("<name", StringComparison.Ordinal) && close > open ? inner[(open + 1)..close] : "";
    }

    private static void Take(Dictionary<string, string> fields, Dictionary<string, string> types, ImportRun run, bool atom)
    {
        var message = run.Message;
        message.Clear();
        var (title, link) = (fields.GetValueOrDefault("title", ""), fields.GetValueOrDefault("link", ""));
        var shortText = fields.GetValueOrDefault(atom ? "summary" : "description", "");
        var longText = fields.GetValueOrDefault(atom ? "content" : "encoded", "");
        message.AddLine(Plain(title, atom && types.GetValueOrDefault("title") == "text"));
        message.AddLine(Plain(longText.Length > shortText.Length ? longText : shortText, atom && types.GetValueOrDefault(longText.Length > shortText.Length ? "content" : "summary") == "text"));
        var id = fields.GetValueOrDefault(atom ? "id" : "guid", "").Trim();
        message.Id = id.Length > 0 ? id : link.Trim().Length > 0 ? link.Trim() : SeenMessages.Hash(title, shortText).ToString("x16", null);
        message.Chat = "feed";
        var author = fields.GetValueOrDefault("author", "").Trim();
        if (author.Length > 0) (message.Author, message.AuthorName) = ($"name:{author}", author);
        var written = atom ? fields.GetValueOrDefault("published", fields.GetValueOrDefault("updated", "")) : fields.GetValueOrDefault("pubDate", fields.GetValueOrDefault("dc:date", ""));
        message.At = Times.Mail(written, run);
        run.TakeMessage();
    }

    private static string Plain(string value, bool isText) => isText ? value : HtmlText.Read(value.Replace("<![CDATA[", "", StringComparison.Ordinal).Replace("]]>", "", StringComparison.Ordinal));
}
