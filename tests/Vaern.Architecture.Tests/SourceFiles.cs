using Vaern.TestKit;

namespace Vaern.Architecture.Tests;

/// <summary>The files that people write, as (path from the root, text).</summary>
internal static class SourceFiles
{
    private static readonly HashSet<string> NotOurs = ["bin", "obj", "node_modules", "wwwroot"];

    public static IEnumerable<(string Path, string Text)> In(string folder, params string[] extensions) =>
        Walk(new DirectoryInfo(RepositoryFolder.Combine(folder)))
            .Where(file => extensions.Contains(file.Extension))
            .Select(file => (System.IO.Path.GetRelativePath(RepositoryFolder.Path, file.FullName), File.ReadAllText(file.FullName)));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(inner => !NotOurs.Contains(inner.Name)).SelectMany(Walk));
}
