using System.Globalization;
using Vaern.App.Pictures;
using Vaern.Data;
using Vaern.Matching.Hashing;

namespace Vaern.Cli.Matching;

/// <summary><c>vaern hash FILE…</c>.</summary>
internal static class HashVerb
{
    /// <returns>0 when every file has a line, 2 when one could not be read.</returns>
    internal static async Task<int> RunAsync(IReadOnlyList<FileInfo> files, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        var failed = false;
        await using var worker = new PictureWorker();
        foreach (var file in files)
        {
            var hashed = await HashAsync(worker, file, cancel);
            if (!hashed.TryGet(out var picture, out var problem))
            {
                failed = true;
                await errors.WriteLineAsync($"vaern: {file}: {problem.Message} [{problem.Code}]");
                continue;
            }
            var print = picture.Fingerprints.Upright;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{print.Hash.ToHex()} {print.Quality} {file}"));
            if (WhyNotCompared(print) is { } reason)
            {
                await errors.WriteLineAsync($"vaern: {file}: kan ikke sammenlignes ({reason})");
            }
        }
        return failed ? ExitCode.BadInput : ExitCode.Done;
    }

    internal static async Task<Result<HashedPicture>> HashAsync(PictureWorker worker, FileInfo file, CancellationToken cancel)
    {
        try
        {
            if (file.Exists && file.Length > PictureLimits.MostBytes)
            {
                return PictureProblem.TooManyBytes;
            }
            return await worker.HashAsync(await File.ReadAllBytesAsync(file.FullName, cancel), cancel);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return new Error("picture.unreadable", unread is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "the file cannot be read");
        }
    }

    /// <summary>Why a fingerprint may not be compared, or null when it may.</summary>
    internal static string? WhyNotCompared(PdqFingerprint print) => print.Standing switch
    {
        FingerprintStanding.Empty => "too small, or nothing in it",
        FingerprintStanding.BelowGate => string.Create(CultureInfo.InvariantCulture, $"quality {print.Quality} is below {PdqFingerprint.LeastQuality}"),
        FingerprintStanding.Unstable => string.Create(CultureInfo.InvariantCulture, $"unstable: {print.Ties} coefficients tie, more than {PdqFingerprint.MostTies}"),
        _ => null,
    };
}
