using System.Security.Cryptography;
using System.Text;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Intake;
using Vaern.Data;

namespace Vaern.Cli.Sample;

/// <summary>A login of the sample and what it is for.</summary>
internal sealed record SampleLogin(string Login, string Name, string Title);

/// <summary>What the sample put in: the logins, and the six words of one mailbox.</summary>
internal sealed record LoadedSample(IReadOnlyList<SampleLogin> Logins, string? MailboxWords);

/// <summary>
/// Loads the sample by running the commands that the pages run, in the order of time, with the clock set to each moment: streams,
/// clocks and access come out as if people had done the work.
/// </summary>
internal sealed class SampleLoader
{
    /// <summary>The password of every login of the sample; fictional like the rest.</summary>
    public const string Password = "lygte-ved-fjorden";

    private readonly Municipality town;
    private readonly ReplayClock clock;
    private readonly Moments moments;
    private readonly Dictionary<string, UnitId> units = [];
    private readonly Dictionary<string, StaffMember> staff = [];
    private readonly Dictionary<string, ReportId> reports = [];
    private readonly Dictionary<string, OpenedCase> cases = [];
    private string? words;

    private SampleLoader(Municipality town, ReplayClock clock, DateTimeOffset now)
    {
        this.town = town;
        this.clock = clock;
        moments = new Moments(now);
    }

    /// <summary>The same authenticator secret on every machine, so that a demo can show its code. Never used outside the sample.</summary>
    public static byte[] TotpSecret(string login) => SHA256.HashData(Encoding.UTF8.GetBytes("vaern-sample-totp/" + login)).AsSpan(0, 20).ToArray();

    /// <param name="town">Founded, empty, opened on <paramref name="clock"/>.</param>
    public static async Task<LoadedSample> LoadAsync(Municipality town, ReplayClock clock, DateTimeOffset now, Action<string> progress, CancellationToken cancel)
    {
        var loader = new SampleLoader(town, clock, now);
        var sample = SampleFiles.Municipality(town.Slug);
        clock.Set(now.AddYears(-1));
        await loader.UnitsAsync(sample, cancel);
        progress($"{sample.Name}: {sample.Units.Count} units");
        await loader.PeopleAsync(sample, cancel);
        progress($"{sample.Name}: {sample.People.Count} people");
        if (town.Slug == "fjordby")
        {
            await loader.ReplayAsync(progress, cancel);
        }

        clock.Set(now);
        return new LoadedSample([.. sample.People.Select(person => new SampleLogin(person.Login, person.Name, person.Title))], loader.words);
    }

    private async Task UnitsAsync(SampleMunicipality sample, CancellationToken cancel)
    {
        await using var work = await town.Database.BeginAsync(Acting.System, cancel);
        foreach (var unit in sample.Units)
        {
            var id = Guid.CreateVersion7();
            units[unit.Key] = new UnitId(id);
            await work.ExecuteAsync(
                "insert into unit (id, parent_id, kind, name, code, reply_rule) values (@id, @parent, @kind, @name, @code, @rule)",
                new { id, parent = unit.Parent is { } parent ? units[parent].Value : (Guid?)null, kind = unit.Kind, name = unit.Name, code = unit.Code, rule = unit.ReplyRule },
                cancel);
        }

        await work.CommitAsync(cancel);
        await town.RefreshUnitsAsync(cancel);
    }

    private async Task PeopleAsync(SampleMunicipality sample, CancellationToken cancel)
    {
        foreach (var person in sample.People)
        {
            Post[] posts = [.. person.Posts.Select(post => new Post(units[post.Unit], post.Role))];
            var asked = new NewAccount(person.Login, person.Name, person.Title, person.Email, "da", Password, posts) { TotpSecret = TotpSecret(person.Login) };
            var made = Must(await CreateAccount.RunAsync(town, null, asked, cancel), $"account {person.Login}");
            staff[person.Login] = new StaffMember(made, person.Login, person.Name, person.Title, "da", posts);
        }
    }

    // All steps of all reports and cases in the order of time; where equal, in the order of the files.
    private async Task ReplayAsync(Action<string> progress, CancellationToken cancel)
    {
        var steps = new List<(DateTimeOffset At, Func<Task> Run)>();
        foreach (var report in SampleFiles.Reports())
        {
            steps.Add((moments.At(report.ReceivedAt), () => SubmitAsync(report, cancel)));
            var replay = new ReportReplay(town, moments, staff, units, () => reports[report.Key]);
            steps.AddRange((report.Steps ?? []).Select(step => (moments.At(step.GetProperty("at").GetString()!), (Func<Task>)(() => replay.RunAsync(step, cancel)))));
        }

        foreach (var file in SampleFiles.Cases())
        {
            steps.Add((moments.At(file.OpenedAt), () => OpenAsync(file, cancel)));
            var replay = new CaseReplay(town, moments, staff, () => cases[file.Key]);
            steps.AddRange(file.Steps.Select(step => (moments.At(step.GetProperty("at").GetString()!), (Func<Task>)(() => replay.RunAsync(step, cancel)))));
        }

        steps.AddRange(new StreetReplay(town, moments, staff).Steps(cancel));
        steps.AddRange(new StreetImportReplay(town, moments, staff).Steps(cancel));
        steps.AddRange(new PreparednessReplay(town, moments, staff).Steps(cancel));
        steps.AddRange(new PlanReplay(town, moments, staff, units).Steps(cancel));
        steps.AddRange(new InsightReplay(town, moments, staff, units).Steps(cancel));
        steps.AddRange(new LearningReplay(town, moments, staff).Steps(cancel));
        steps.AddRange(new WorkplaceReplay(town, moments, staff).Steps(cancel));
        steps.AddRange(new SharingReplay(town, moments, staff, cases).Steps(cancel));
        var done = 0;
        foreach (var (at, run) in steps.OrderBy(step => step.At))
        {
            clock.Set(at);
            await run();
            if (++done % 200 == 0)
            {
                progress($"{town.Name}: {done} of {steps.Count} steps");
            }
        }
    }

    private async Task SubmitAsync(SampleReport report, CancellationToken cancel)
    {
        var content = new ReportContent
        {
            Story = report.Story,
            HappenedAt = report.HappenedAt is { } happened ? moments.At(happened) : null,
            Platform = report.Platform,
            Links = report.Links ?? [],
            Who = report.Who,
            Wish = report.Wish,
            AboutAdult = report.AboutAdult,
            Language = report.Language ?? "da",
        };
        var contact = report.Contact is { } known ? new ReportContact(known.Name, known.Email, known.Phone) : null;
        var submission = new ReportSubmission(report.Role, report.Category, report.Restricted, town.Units[units[report.Unit]], content, contact);
        var receipt = Must(await SubmitReport.HandleAsync(town, submission, Guid.CreateVersion7().ToString(), FilesAsync(report.Files ?? []), cancel), report.Key);
        reports[report.Key] = receipt.Report;
        words = report.DemoMailbox ? receipt.Words : words;
    }

    private static async IAsyncEnumerable<IncomingFile> FilesAsync(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            await using var content = SampleFiles.Open(name);
            yield return new IncomingFile(Path.GetFileName(name), "image/png", content);
        }
    }

    private async Task OpenAsync(SampleCase file, CancellationToken cancel)
    {
        var report = file.FromReport is { } key ? reports[key] : (ReportId?)null;
        var asked = new NewCase(
            Guid.CreateVersion7(), units[file.Unit], file.Track, file.Category, file.Restricted, file.Title, file.ActAt is { } act ? moments.At(act) : null,
            file.MayBePunishable, report, file.Reason);
        cases[file.Key] = Must(await OpenCase.HandleAsync(town, staff[file.OpenedBy], asked, cancel), file.Key);
    }

    internal static T Must<T>(Result<T> result, string what) =>
        result.IsOk ? result.Value : throw new InvalidDataException($"The sample's {what} was refused: {result.Error.Code} {result.Error.Message}");
}
