using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App.Accounts;
using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Matching.Hashing;
using Vaern.TestKit;

namespace Vaern.App.Tests.Families;

/// <summary>Two schools with a key person each, and reports that bring a fingerprint made on a device.</summary>
internal sealed class FamilyTown(TestTown town)
{
    private static readonly PasswordHash Cheap = PasswordHash.Make(StaffTown.Password, rounds: 1);
    private static int people;

    public TestTown Town => town;

    /// <summary>A fingerprint with 128 bits set, another for each seed; unlike ones lie about 128 bits apart.</summary>
    public static PdqHash Hash(int seed)
    {
        int[] bits = [.. Enumerable.Range(0, 256)];
        new Random(seed).Shuffle(bits);
        return bits.Take(128).Aggregate(default(PdqHash), (hash, bit) => hash.Flip(bit));
    }

    /// <summary>The hash with so many bits turned over, as many up as down.</summary>
    public static PdqHash Near(PdqHash hash, int distance)
    {
        var near = hash;
        for (int bit = 0, turned = 0; turned < distance; bit++)
        {
            near = near.Flip(bit);
            turned++;
        }

        return near;
    }

    public static string Json(PdqHash hash, int quality = 90, int ties = 1, int width = 640, int height = 480) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"hash":"{{hash.ToHex()}}","quality":{{quality}},"ties":{{ties}},"width":{{width}},"height":{{height}},"form":0,"decoder":"Firefox 128"}""");

    public static string FilmJson(double seconds, params PdqHash[] frames) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"frames":[{{string.Join(',', frames.Select((frame, n) => $$"""{"number":{{n}},"quality":90,"hash":"{{frame.ToHex()}}","seconds":{{n}}}"""))}}],"seconds":{{seconds.ToString(CultureInfo.InvariantCulture)}},"width":640,"height":360,"decoder":"Firefox 128"}""");

    public async Task<StaffMember> KeyPersonAsync(Unit unit, string name)
    {
        var login = $"noegle-prøve{Interlocked.Increment(ref people)}-{Guid.CreateVersion7():N}"[..30];
        Post[] posts = [new(unit.Id, "key_person")];
        var asked = new NewAccount(login, name, "Nøgleperson", $"{login}@fjordby.example", "da", StaffTown.Password, posts) { TotpSecret = StaffTown.TotpSecretOf(login) };
        var made = await CreateAccount.WriteAsync(town.Town, null, asked, Cheap, default);
        return new StaffMember(made.Value, login, name, "Nøgleperson", "da", posts);
    }

    public async Task<Receipt> ReportAsync(Unit unit, params string[] prints)
    {
        var token = Drafts.NewToken();
        await Drafts.SaveAsync(town.Town, token, answers => answers with { Role = "child", Category = "digital-bullying", Story = "De deler et billede.", MayShowMinorSexually = false });
        foreach (var print in prints)
        {
            (await Drafts.AddFingerprintAsync(town.Town, token, DeviceFingerprints.Read(print).Value, null)).IsOk.ShouldBeTrue();
        }

        var sent = await SubmitDraft.HandleAsync(town.Town, token, _ => A.Report(unit));
        await WorkAsync();
        return sent.Value;
    }

    public async Task<OpenedCase> CaseAsync(StaffMember staff, UnitId unit, ReportId? report, bool restricted = false) => (await OpenCase.HandleAsync(town.Town, staff, new NewCase(
        Guid.CreateVersion7(), unit, "school", "digital-bullying", restricted, "Et delt billede", null, false, report, "Der er behov for en plan."))).Value;

    public async Task WorkAsync()
    {
        await using var registry = new MunicipalityRegistry([]);
        var mail = new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N")));
        var worker = new Worker(registry, mail, town.Clock, NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(town.Town))
        {
        }
    }

    public async Task<T> AskAsync<T>(string sql, object values)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System);
        return await work.SingleAsync<T>(sql, values);
    }

    public async Task<IReadOnlyList<string>> LinesAsync(Guid stream)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System);
        return [.. (await work.Streams.LinesAsync(stream)).Select(System.Text.Encoding.UTF8.GetString)];
    }
}
