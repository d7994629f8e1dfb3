using Vaern.App.Pictures;
using Vaern.Data;

namespace Vaern.App.Evidence.Previews;

/// <summary>Makes what a page may show of a file, with the tools there are. Nothing of it is kept.</summary>
internal static class PreviewMaker
{
    /// <summary>What there is to show. A file that cannot be read gives the reason, never an exception.</summary>
    public static async Task<Preview> LookAsync(EvidenceTools tools, string? type, ReadOnlyMemory<byte> file, CancellationToken cancel)
    {
        switch (PreviewKinds.Of(type))
        {
            case PreviewKind.Picture when tools.Pictures is null:
            case PreviewKind.Pages when tools.Pages is null || tools.Pictures is null:
            case PreviewKind.Text when tools.Texts is null:
                return Preview.Without("no-worker");
            case PreviewKind.Picture:
                var looked = await tools.Pictures!.AskAsync(PictureTask.Veil, file, cancel);
                return looked.IsOk ? Preview.OfPages(1) : Preview.Without(looked.Error.Code);
            case PreviewKind.Pages:
                var pages = await tools.Pages!.CountAsync(file, cancel);
                return pages.TryGet(out var count, out var error) ? Preview.OfPages(count) : Preview.Without(error.Code);
            case PreviewKind.Text:
                var words = await tools.Texts!.ReadAsync(type!, file, cancel);
                return words.TryGet(out var text, out error) ? Preview.Of(text.Text, text.CutShort) : Preview.Without(error.Code);
            default:
                return Preview.Without("no-preview");
        }
    }

    /// <summary>One page as a picture of at most 1,600 pixels a side.</summary>
    public static Task<Result<PreviewPicture>> PageAsync(EvidenceTools tools, string? type, ReadOnlyMemory<byte> file, int page, CancellationToken cancel) =>
        AskAsync(tools, PictureTask.Preview, type, file, page, cancel);

    /// <summary>One page as a blur that tells light from dark and no more.</summary>
    public static Task<Result<PreviewPicture>> VeilAsync(EvidenceTools tools, string? type, ReadOnlyMemory<byte> file, CancellationToken cancel) =>
        AskAsync(tools, PictureTask.Veil, type, file, 1, cancel);

    /// <summary>The pixels of a page, for redaction.</summary>
    public static async Task<Result<PixelPicture>> PixelsAsync(EvidenceTools tools, string? type, ReadOnlyMemory<byte> file, int page, CancellationToken cancel)
    {
        var answer = await RawAsync(tools, PictureTask.Small, type, file, page, cancel);
        if (!answer.TryGet(out var raw, out var error))
        {
            return error;
        }

        return PixelPicture.Read(raw) is { } pixels ? pixels : PictureProblem.WorkerFailed;
    }

    private static async Task<Result<PreviewPicture>> AskAsync(EvidenceTools tools, PictureTask task, string? type, ReadOnlyMemory<byte> file, int page, CancellationToken cancel)
    {
        var answer = await RawAsync(tools, task, type, file, page, cancel);
        if (!answer.TryGet(out var bytes, out var error))
        {
            return error;
        }

        // What a worker says is looked at before it reaches a browser.
        return bytes.Span switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => new PreviewPicture("image/png", bytes.ToArray()),
            [0xFF, 0xD8, 0xFF, ..] => new PreviewPicture("image/jpeg", bytes.ToArray()),
            _ => PictureProblem.WorkerFailed,
        };
    }

    private static async Task<Result<ReadOnlyMemory<byte>>> RawAsync(
        EvidenceTools tools, PictureTask task, string? type, ReadOnlyMemory<byte> file, int page, CancellationToken cancel)
    {
        if (tools.Pictures is not { } pictures)
        {
            return new Error("no-worker", "Nothing here makes previews.");
        }

        switch (PreviewKinds.Of(type))
        {
            case PreviewKind.Picture when page == 1:
                return await pictures.AskAsync(task, file, cancel);
            case PreviewKind.Pages when tools.Pages is { } pages:
                var drawn = await pages.DrawAsync(file, page, cancel);
                return drawn.TryGet(out var picture, out var error) ? await pictures.AskAsync(task, picture, cancel) : error;
            default:
                return new Error("no-preview", "There is no such picture.");
        }
    }
}
