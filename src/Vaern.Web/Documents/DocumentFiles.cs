using Microsoft.AspNetCore.Mvc;
using Vaern.App.Printing;
using Vaern.Sealing.Packages;

namespace Vaern.Web.Documents;

/// <summary>Answers a request with a document as a file: <c>pdf</c> (PDF/UA-1), <c>docx</c> or <c>txt</c> (UTF-8).</summary>
public sealed class DocumentFiles(IPdfRenderer renderer)
{
    public static readonly string[] Formats = ["pdf", "docx", "txt"];

    /// <param name="name">The file's name without its ending: letters, digits and hyphens, and nobody's name.</param>
    /// <returns>The file, or null for an unknown format and where the program that makes PDF is missing: the page then says so and prints from the browser.</returns>
    public async Task<IActionResult?> AnswerAsync(Document document, string format, string name, CancellationToken cancel) => format switch
    {
        "pdf" => await renderer.RenderAsync(DocumentHtml.Of(document), cancel) is { } pdf ? Saved(pdf, "application/pdf", $"{name}.pdf") : null,
        "docx" => Saved(DocxWriter.Of(document), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", $"{name}.docx"),
        "txt" => Saved(System.Text.Encoding.UTF8.GetBytes(DocumentText.Of(document)), "text/plain; charset=utf-8", $"{name}.txt"),
        _ => null,
    };

    private static FileContentResult Saved(byte[] bytes, string type, string name) => new(bytes, type) { FileDownloadName = name };
}
