using Vaern.App.Evidence.Previews;
using Vaern.App.Evidence.Scanning;
using Vaern.App.Pictures;
using Vaern.Data;

namespace Vaern.App.Evidence;

/// <summary>
/// What the installation has for handling files from outside. Each may be missing; then the pages say so, and nothing else changes.
/// </summary>
/// <param name="Pictures">Decodes pictures in a limited process.</param>
/// <param name="Texts">Takes the words out of documents in a limited process.</param>
/// <param name="Pages">Draws pages of PDF files in a limited process.</param>
/// <param name="Scanner">Asks a virus scanner.</param>
public sealed record EvidenceTools(PictureWorker? Pictures, TextWorker? Texts, PdfPages? Pages, MalwareScanner? Scanner) : IAsyncDisposable
{
    public static EvidenceTools None { get; } = new(null, null, null, null);

    /// <summary>What this machine has, with the scanner of <c>VAERN_CLAMD</c>; <c>clamd.address</c> when that names none.</summary>
    public static async Task<Result<EvidenceTools>> FindAsync(string? clamd, CancellationToken cancel = default)
    {
        MalwareScanner? scanner = null;
        if (!string.IsNullOrWhiteSpace(clamd) && !MalwareScanner.At(clamd.Trim(), MalwareScanner.Patience).TryGet(out scanner, out var error))
        {
            return error;
        }

        return new EvidenceTools(new PictureWorker(), new TextWorker(), await PdfPages.FindAsync(cancel), scanner);
    }

    public async ValueTask DisposeAsync()
    {
        Texts?.Dispose();
        if (Pictures is not null)
        {
            await Pictures.DisposeAsync();
        }
    }
}
