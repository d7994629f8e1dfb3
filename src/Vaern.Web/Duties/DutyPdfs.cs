using System.Collections.Concurrent;
using Vaern.Sealing.Packages;

namespace Vaern.Web.Duties;

/// <summary>
/// The duty pages as PDF/UA. One is made at a time and kept while its words are the same: there are as many as roles and languages, so
/// asking often makes nothing.
/// </summary>
public sealed class DutyPdfs(ViewText views, IPdfRenderer renderer, DutyPdfShelf shelf)
{
    /// <returns>The PDF, or null where the program that makes PDF is missing or failed.</returns>
    public async Task<byte[]?> MakeAsync(DutyView duties, CancellationToken cancel)
    {
        var html = await views.DrawAsync("/Pages/Shared/_DutyDocument.cshtml", duties);
        return await shelf.TakeAsync(html, () => renderer.RenderAsync(html, cancel), cancel);
    }
}

/// <summary>Documents that were made lately, by the text they were made of.</summary>
public sealed class DutyPdfShelf : IDisposable
{
    private const int Most = 200;

    private readonly ConcurrentDictionary<string, byte[]> made = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim one = new(1);

    internal async Task<byte[]?> TakeAsync(string text, Func<Task<byte[]?>> make, CancellationToken cancel)
    {
        if (made.TryGetValue(text, out var known))
        {
            return known;
        }

        await one.WaitAsync(cancel);
        try
        {
            if (!made.TryGetValue(text, out known) && await make() is { } pdf)
            {
                if (made.Count >= Most)
                {
                    made.Clear();
                }

                made[text] = known = pdf;
            }

            return known;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();
}
