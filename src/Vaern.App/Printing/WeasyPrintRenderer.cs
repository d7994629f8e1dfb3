using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Vaern.Sealing.Packages;

namespace Vaern.App.Printing;

/// <summary>
/// Tagged PDF (PDF/UA-1) by WeasyPrint in a process of its own: HTML in on standard input, PDF out on standard output. A missing or
/// failing program gives null; a package then holds the HTML alone and says so, and a page prints from the browser. A run that fails at
/// once is tried a second time: beside much other work a start now and then fails where the same text succeeds a moment later.
/// </summary>
public sealed class WeasyPrintRenderer : IPdfRenderer
{
    private const int Tries = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public async Task<byte[]?> RenderAsync(string html, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        byte[]? pdf = null;
        for (var attempt = 0; pdf is null && attempt < Tries && !limit.IsCancellationRequested; attempt++)
        {
            pdf = await TryAsync(html, limit.Token, cancellationToken);
        }
        return pdf;
    }

    private static async Task<byte[]?> TryAsync(string html, CancellationToken limit, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("weasyprint")
        {
            ArgumentList = { "--quiet", "--pdf-variant", "pdf/ua-1", "--encoding", "utf-8", "-", "-" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
        using (process)
        {
            return await RunAsync(process!, html, limit, cancellationToken);
        }
    }

    private static async Task<byte[]?> RunAsync(Process process, string html, CancellationToken limit, CancellationToken cancellationToken)
    {
        try
        {
            var pdf = new MemoryStream();
            var reading = process.StandardOutput.BaseStream.CopyToAsync(pdf, limit);
            var complaints = process.StandardError.ReadToEndAsync(limit);
            await process.StandardInput.WriteAsync(html.AsMemory(), limit);
            process.StandardInput.Close();
            await Task.WhenAll(reading, complaints, process.WaitForExitAsync(limit));
            return process.ExitCode == 0 && pdf.Length > 0 ? pdf.ToArray() : null;
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            process.Kill(entireProcessTree: true);
            return null;
        }
    }
}
