using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Vaern.Data;
using Wp = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace Vaern.TestKit;

/// <summary>
/// What is asked of every document that leaves Værn: valid, openable in LibreOffice, and readable by somebody who does not see it. Each check gives
/// the faults found, so that a test says <c>ShouldBeEmpty()</c> and a failure reads.
/// </summary>
public static class DocumentChecks
{
    /// <summary>Valid ECMA-376, a title, a language, headings that go down one at a time, header rows in tables, words for drawings, no link to elsewhere.</summary>
    public static IReadOnlyList<string> DocxFaults(byte[] docx)
    {
        using var file = WordprocessingDocument.Open(new MemoryStream(docx), isEditable: false);
        var main = file.MainDocumentPart!;
        var faults = new List<string>();
        faults.AddRange(new OpenXmlValidator(FileFormatVersions.Office2013).Validate(file).Select(error => $"{error.Path?.XPath}: {error.Description}"));
        Unless(!string.IsNullOrWhiteSpace(file.PackageProperties.Title), "no title");
        Unless(!string.IsNullOrWhiteSpace(file.PackageProperties.Language), "no language");
        Unless(main.StyleDefinitionsPart!.Styles!.Descendants<Languages>().Any(), "no language of the text");
        Unless(!main.ExternalRelationships.Any() && !main.HyperlinkRelationships.Any(), "something is fetched from elsewhere");

        var level = 1;
        var paragraphs = main.Document.Body!.Descendants<Paragraph>().ToArray();
        Unless(paragraphs.Count(one => StyleOf(one) == "Title") == 1, "not one title in the text");
        foreach (var heading in paragraphs.Where(one => StyleOf(one)?.StartsWith("Heading", StringComparison.Ordinal) == true))
        {
            var now = StyleOf(heading)![^1] - '0';
            Unless(now <= level + 1, $"heading «{heading.InnerText}» jumps from {level} to {now}");
            Unless(heading.InnerText.Trim().Length > 0, "an empty heading");
            level = now;
        }

        foreach (var table in main.Document.Body.Descendants<Table>())
        {
            Unless(table.Elements<TableRow>().First().TableRowProperties?.GetFirstChild<TableHeader>() is not null, "a table without a header row");
            Unless(table.GetFirstChild<TableProperties>()?.GetFirstChild<TableCaption>()?.Val?.Value is { Length: > 0 }, "a table without a caption");
            Unless(table.Elements<TableRow>().Select(row => row.Elements<TableCell>().Count()).Distinct().Count() == 1, "a table whose rows are not equally long");
        }

        foreach (var drawing in main.Document.Body.Descendants<Wp.DocProperties>())
        {
            Unless(drawing.Description?.Value is { Length: > 0 }, "a drawing without words");
        }

        return faults;

        void Unless(bool good, string fault)
        {
            if (!good)
            {
                faults.Add(fault);
            }
        }
    }

    /// <summary>Tagged PDF that calls itself PDF/UA-1, with title, language, a first heading and every font inside. Uses pdfinfo, pdffonts and qpdf.</summary>
    public static async Task<IReadOnlyList<string>> PdfFaultsAsync(byte[] pdf, CancellationToken cancel)
    {
        using var folder = new Scratch();
        var file = await folder.KeepAsync("document.pdf", pdf, cancel);
        var info = await OutputAsync(["pdfinfo", file], cancel);
        var metadata = await OutputAsync(["pdfinfo", "-meta", file], cancel);
        var structure = await OutputAsync(["qpdf", "--qdf", "--object-streams=disable", file, "-"], cancel);
        var fonts = (await OutputAsync(["pdffonts", file], cancel)).Split('\n').Skip(2).Where(line => line.Length > 0);
        (bool Good, string Fault)[] checks =
        [
            (System.Text.RegularExpressions.Regex.IsMatch(info, @"(?m)^Title: +\S"), "no title"),
            (System.Text.RegularExpressions.Regex.IsMatch(info, @"(?m)^Tagged: +yes$"), "not tagged"),
            (System.Text.RegularExpressions.Regex.IsMatch(metadata, "pdfuaid:part(>|=\")1"), "does not call itself PDF/UA-1"),
            (structure.Contains("/Lang (", StringComparison.Ordinal), "no language"),
            (structure.Contains("/DisplayDocTitle true", StringComparison.Ordinal), "the window does not show the title"),
            (structure.Contains("/S /H1", StringComparison.Ordinal), "no first heading"),
            (fonts.All(line => line.Contains(" yes ", StringComparison.Ordinal)), "a font that is not inside"),
        ];
        return [.. checks.Where(check => !check.Good).Select(check => check.Fault)];
    }

    /// <summary>Opens a file in LibreOffice and reads it back as text.</summary>
    /// <param name="ending">Such as <c>docx</c>.</param>
    /// <returns>The text that LibreOffice sees; it is null when LibreOffice cannot open the file.</returns>
    public static async Task<string?> InLibreOfficeAsync(byte[] document, string ending, CancellationToken cancel)
    {
        using var folder = new Scratch();
        var file = await folder.KeepAsync($"document.{ending}", document, cancel);
        // A profile of its own: two at once would wait for each other or hand the file over.
        var run = await ProgramRun.ToEndAsync(
            ["soffice", $"-env:UserInstallation=file://{folder.Path}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", $"{folder.Path}/out", file], cancel);
        var text = System.IO.Path.Combine(folder.Path, "out", "document.txt");
        return run.Succeeded && File.Exists(text) ? await File.ReadAllTextAsync(text, cancel) : null;
    }

    private static string? StyleOf(Paragraph paragraph) => paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value;

    private static async Task<string> OutputAsync(string[] command, CancellationToken cancel)
    {
        var run = await ProgramRun.ToEndAsync(command, cancel);
        return run.Succeeded ? run.Output : throw new InvalidOperationException($"{command[0]}: {run.LastWords}");
    }

    private sealed class Scratch : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vaern-document-");

        public string Path => folder.FullName;

        public async Task<string> KeepAsync(string name, byte[] bytes, CancellationToken cancel)
        {
            var path = System.IO.Path.Combine(Path, name);
            await File.WriteAllBytesAsync(path, bytes, cancel);
            return path;
        }

        public void Dispose() => folder.Delete(recursive: true);
    }
}
