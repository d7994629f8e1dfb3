namespace Vaern.TestKit;

/// <summary>The folder of the working copy that the tests were built from.</summary>
public static class RepositoryFolder
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Vaern.slnx")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException($"No Vaern.slnx above {from}: the tests run from inside the repository.");
    }
}
