using System.Text;
using Npgsql;
using Vaern.Data;
using Vaern.EndToEnd.Tests.Browser;

namespace Vaern.EndToEnd.Tests.CrossChecks;

/// <summary>A string that a test plants where it must leave no trace: in no table, no log and no temporary file.</summary>
internal sealed class Marker
{
    // The files of the search are told from older ones by a file of our own: the test's clock stands in another year.
    private readonly DateTime planted;

    public Marker()
    {
        Text = "maerke-" + Guid.CreateVersion7().ToString("N");
        var witness = Path.GetTempFileName();
        planted = File.GetLastWriteTimeUtc(witness);
        File.Delete(witness);
    }

    public string Text { get; }

    /// <summary>A file that begins as a picture does and carries the marker in its middle.</summary>
    public byte[] AsPicture() => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Text + "\n", 2_000)))];

    public async Task ShouldBeNowhereAsync(Scene scene)
    {
        scene.Web.Log.Text.ShouldNotContain(Text);
        await using (var connection = await scene.Town.Postgres.OpenAsync(DatabaseRole.Administrator))
        {
            var columns = await ColumnsAsync(connection);
            columns.Count.ShouldBeGreaterThan(50);
            foreach (var (table, column) in columns)
            {
                await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // names from the catalogue, quoted by it
                command.CommandText = $"select count(*) from {table} where position(@marker::bytea in convert_to({column}::text, 'UTF8')) > 0 or position(@hex in {column}::text) > 0";
#pragma warning restore CA2100
                command.Parameters.AddWithValue("marker", Encoding.ASCII.GetBytes(Text));
                command.Parameters.AddWithValue("hex", Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Text)));
                ((long)(await command.ExecuteScalarAsync())!).ShouldBe(0, $"{table}.{column} holds the marker");
            }
        }

        FilesWithIt().ShouldBeEmpty("a temporary file holds the marker");
    }

    private static async Task<List<(string Table, string Column)>> ColumnsAsync(NpgsqlConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            select format('%I.%I', c.table_schema, c.table_name), format('%I', c.column_name)
            from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
            where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
            """;
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<(string, string)>();
        while (await reader.ReadAsync())
        {
            columns.Add((reader.GetString(0), reader.GetString(1)));
        }

        return columns;
    }

    // The database's own files are among them: its journal keeps rows that were rolled back.
    private List<string> FilesWithIt()
    {
        var needle = Encoding.ASCII.GetBytes(Text);
        var reach = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 6, AttributesToSkip = FileAttributes.ReparsePoint };
        return [.. new DirectoryInfo(Path.GetTempPath()).EnumerateFiles("*", reach).Where(file => IsNew(file) && Holds(file, needle)).Select(file => file.FullName)];
    }

    private bool IsNew(FileInfo file)
    {
        try
        {
            // Chromium's and the tests' own files hold what the test itself sent.
            // A pipe has no length, and opening one waits for whoever writes into it: programs beside us leave such in the same folder.
            return file.LastWriteTimeUtc >= planted && file.Length >= Text.Length && !file.FullName.Contains("playwright", StringComparison.OrdinalIgnoreCase);
        }
        catch (IOException)
        {
            return false; // gone meanwhile
        }
    }

    private static bool Holds(FileInfo file, byte[] needle)
    {
        try
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var window = new byte[1024 * 1024 + needle.Length];
            int kept = 0, read;
            while ((read = stream.Read(window, kept, window.Length - kept)) > 0)
            {
                if (window.AsSpan(0, kept + read).IndexOf(needle) >= 0)
                {
                    return true;
                }

                var tail = Math.Min(needle.Length - 1, kept + read);
                window.AsSpan(kept + read - tail, tail).CopyTo(window);
                kept = tail;
            }

            return false;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false; // somebody else's, or gone
        }
    }
}
