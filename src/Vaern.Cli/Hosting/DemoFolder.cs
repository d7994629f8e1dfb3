using Vaern.Data;

namespace Vaern.Cli.Hosting;

/// <summary>
/// The data folder of the sample. It bears a mark, so that nothing real is ever mistaken for it: <c>demo</c> uses and
/// <c>--reset</c> deletes only a folder with the mark or an empty one.
/// </summary>
internal static class DemoFolder
{
    private const string Mark = "THIS-IS-A-DEMO";

    public static bool Is(string folder) => File.Exists(Path.Combine(folder, Mark));

    public static Result Prepare(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            if (!Is(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            {
                return new Error("demo.folder", $"{folder} holds something that is not a demo. Choose another folder with --data.");
            }
            File.WriteAllText(Path.Combine(folder, Mark), "The sample of Værn. Everything here may be deleted by: vaern demo --reset\n");
            return Result.Done;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Error("demo.folder", $"{folder} cannot be used: {refused.Message}");
        }
    }

    public static async Task<Result> ResetAsync(string folder, CancellationToken cancel)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return Result.Done;
        }
        if (!Is(folder))
        {
            return new Error("demo.folder", $"{folder} holds something that is not a demo and is left alone.");
        }
        if (await PrivateServer.EraseAsync(ServerChoice.Options(folder), cancel) is { IsOk: false } used)
        {
            return used;
        }
        // The list first: keys without a list are refilled, a list without keys would not open.
        File.Delete(TenantList.PathIn(folder));
        File.Delete(DemoSample.PathIn(folder));
        foreach (var inner in new[] { "keys", "web-keys", "mail" }.Select(name => Path.Combine(folder, name)).Where(Directory.Exists))
        {
            Directory.Delete(inner, recursive: true);
        }
        return Result.Done;
    }
}
