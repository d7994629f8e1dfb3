using System.Text.Json;
using Vaern.Cli.Sample;
using Vaern.Data;

namespace Vaern.Cli.Hosting;

/// <summary>
/// Loads the sample once. Its mark is written last, so a start that was cut off in the middle begins anew instead of showing
/// half a municipality.
/// </summary>
internal static class DemoSample
{
    public static string PathIn(string folder) => Path.Combine(folder, "sample.json");

    /// <summary>False after a loading that was cut off.</summary>
    public static bool IsWhole(string folder) => File.Exists(PathIn(folder)) || !File.Exists(TenantList.PathIn(folder));

    public static async Task<Result> EnsureLoadedAsync(DatabaseServer server, string folder, TenantList list, CancellationToken cancel)
    {
        if (File.Exists(PathIn(folder)))
        {
            return Result.Done;
        }
        var now = TimeProvider.System.GetUtcNow();
        string? words = null;
        foreach (var tenant in list.Tenants)
        {
            var clock = new ReplayClock(now.AddYears(-1));
            if (!(await TenantOpening.OpenAsync(folder, tenant, server, demo: true, clock, null, cancel)).TryGet(out var opened, out var refused))
            {
                return refused;
            }
            await using (opened.Municipality)
            {
                var loaded = await SampleLoader.LoadAsync(opened.Municipality, clock, now, Console.WriteLine, cancel);
                words ??= loaded.MailboxWords;
            }
        }
        await File.WriteAllTextAsync(PathIn(folder) + ".new", JsonSerializer.Serialize(new Mark(now, words)), cancel);
        File.Move(PathIn(folder) + ".new", PathIn(folder), overwrite: true);
        return Result.Done;
    }

    public static async Task WelcomeAsync(string folder, string address)
    {
        var mark = JsonSerializer.Deserialize<Mark>(await File.ReadAllTextAsync(PathIn(folder)))!;
        Console.WriteLine($"""

            Værn serves Fjordby Kommune. Everything in it is invented. Ctrl+C stops it; what you change stays.

              For everyone   {address}
              For staff      {address}/log-ind
              A mailbox      {address}/svar   {mark.MailboxWords}

            Logins, all with the password {SampleLoader.Password} (the page shows the second code):

            """);
        foreach (var (person, role) in OneARole())
        {
            Console.WriteLine($"  {person.Login,-10} {role,-22} {person.Name}, {person.Title}");
        }
        Console.WriteLine();
    }

    private static IEnumerable<(SamplePerson Person, string Role)> OneARole()
    {
        var people = SampleFiles.Municipality("fjordby").People;
        var roles = people.SelectMany(person => person.Posts).Select(post => post.Role).Distinct().Order(StringComparer.Ordinal);
        return roles.Select(role => (people.First(person => person.Posts.Any(post => post.Role == role)), role));
    }

    private sealed record Mark(DateTimeOffset LoadedAt, string? MailboxWords);
}
