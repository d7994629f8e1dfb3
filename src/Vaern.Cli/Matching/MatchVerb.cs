using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vaern.App.Pictures;
using Vaern.Matching.Families;
using Vaern.Matching.Hashing;
using Vaern.Matching.Index;
using Vaern.Matching.Lists;

namespace Vaern.Cli.Matching;

/// <summary><c>vaern match LIST FILE…</c>: which lines of a list a picture resembles, nearest first.</summary>
internal static class MatchVerb
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal sealed record Input(FileInfo List, IReadOnlyList<FileInfo> Files, int Most, bool AsJson);

    private sealed record Hit(int Distance, string Band, string Form, bool WithoutBorder, int Line, string Label);

    private sealed record Answer(string File, int? Line, string Standing, int? Quality, int? Ties, IReadOnlyList<Hit> Hits);

    /// <returns>0 when something is near, 1 when nothing is, 2 when the list or a file could not be read or compared.</returns>
    internal static async Task<int> RunAsync(Input input, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        if (Read(input.List) is not { } list)
        {
            return Complaint.BadInput($"{input.List}: the list cannot be read.");
        }
        foreach (var line in list.Refused.Take(20))
        {
            await errors.WriteLineAsync($"vaern: {input.List}:{line.Line}: refused ({line.Reason})");
        }
        if (list.Refused.Count > 0)
        {
            await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"vaern: {input.List}: {list.Accepted} lines accepted, {list.Refused.Count} refused"));
        }
        if (list.Accepted == 0)
        {
            return Complaint.BadInput($"{input.List}: no line of the list is a hash.");
        }
        // Keys are places in the list: the index knows ids only.
        var keys = list.Entries.Select(_ => Guid.CreateVersion7()).ToArray();
        var entries = keys.Zip(list.Entries).ToDictionary(one => one.First, one => one.Second);
        var index = new LiveIndex(entries.Select(one => new IndexEntry(one.Key, one.Value.Hash)));
        bool failed = false, found = false;
        await using var worker = new PictureWorker();
        foreach (var file in input.Files)
        {
            if (ReadAsQueries(file) is { } queries)
            {
                foreach (var query in queries)
                {
                    var print = new FormFingerprint(PictureForm.Upright, false, new PdqFingerprint(query.Hash, query.Quality ?? 100, 0), 0, 0);
                    found |= await SayAsync(input, Look(index, entries, file, query.Line, [print], input.Most), output);
                }
                continue;
            }
            var hashed = await HashVerb.HashAsync(worker, file, cancel);
            if (!hashed.TryGet(out var picture, out var problem))
            {
                failed = true;
                await errors.WriteLineAsync($"vaern: {file}: {problem.Message} [{problem.Code}]");
                continue;
            }
            if (HashVerb.WhyNotCompared(picture.Fingerprints.Upright) is { } reason)
            {
                failed = true;
                await errors.WriteLineAsync($"vaern: {file}: kan ikke sammenlignes ({reason})");
            }
            found |= await SayAsync(input, Look(index, entries, file, null, picture.Fingerprints.Forms, input.Most), output);
        }
        return failed ? ExitCode.BadInput : found ? ExitCode.Done : ExitCode.No;
    }

    private static Answer Look(
        LiveIndex index, Dictionary<Guid, ListEntry> entries, FileInfo file, int? line, IReadOnlyList<FormFingerprint> forms, int most)
    {
        var upright = forms[0].Fingerprint;
        var hits = forms.Where(form => form.Fingerprint.IsUsable)
            .SelectMany(form => index.Search(form.Fingerprint.Hash, most).Select(hit => (form, hit, entry: entries[hit.Key])))
            .GroupBy(one => one.hit.Key)
            .Select(group => group.MinBy(one => (one.hit.Distance, one.form.WithoutBorder, one.form.Form)))
            .OrderBy(one => one.hit.Distance).ThenBy(one => one.entry.Line)
            .Select(one => new Hit(one.hit.Distance, Band(one.hit.Distance), Name(one.form.Form), one.form.WithoutBorder, one.entry.Line, one.entry.Label))
            .ToList();
        return new Answer(file.ToString(), line, upright.IsUsable ? "usable" : "cannot-be-compared", line is null ? upright.Quality : null, line is null ? upright.Ties : null, hits);
    }

    private static async Task<bool> SayAsync(Input input, Answer answer, TextWriter output)
    {
        if (input.AsJson)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(answer, Json));
            return answer.Hits.Count > 0;
        }
        var asked = answer.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{answer.File}:{line}") : answer.File;
        foreach (var hit in answer.Hits)
        {
            var how = hit.Form + (hit.WithoutBorder ? " without border" : "");
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{asked}\t{hit.Distance}\t{hit.Band}\t{how}\tline {hit.Line}\t{hit.Label}"));
        }
        if (answer.Hits.Count == 0 && answer.Standing == "usable")
        {
            await output.WriteLineAsync($"{asked}\tno match");
        }
        return answer.Hits.Count > 0;
    }

    private static string Band(int distance) => Lead.BandOf(distance) switch
    {
        LeadBand.NearlyTheSame => "nearly-the-same",
        LeadBand.VeryAlike => "very-alike",
        _ => "alike",
    };

    private static string Name(PictureForm form) => form switch
    {
        PictureForm.Upright => "upright",
        PictureForm.TurnedLeft => "turned-left",
        PictureForm.TurnedAround => "turned-around",
        PictureForm.TurnedRight => "turned-right",
        PictureForm.UpsideDown => "upside-down",
        PictureForm.Mirrored => "mirrored",
        PictureForm.MainDiagonal => "main-diagonal",
        _ => "other-diagonal",
    };

    private static ReadList? Read(FileInfo file)
    {
        try
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read);
            return HashListReader.Read(stream);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A file is a list of queries when its first line that is not a comment is an acceptable one or a header; no picture begins so.
    private static IReadOnlyList<ListEntry>? ReadAsQueries(FileInfo file)
    {
        if (!file.Exists || file.Extension.ToUpperInvariant() is not (".TXT" or ".CSV" or ".DAT" or ".PDQ"))
        {
            return null;
        }
        return Read(file) is { Accepted: > 0 } list ? list.Entries : null;
    }
}
