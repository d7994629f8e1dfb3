using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Sharing;
using Vaern.Cli.Sample;
using Vaern.Data;
using Vaern.Data.Keys;
using Vaern.Sealing.AtRest;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Timestamps;
using Vaern.Sealing.Verification;
using Vaern.TestKit;

namespace Vaern.Cli.Tests.Sample;

/// <summary>A package of a case of the sample, made by the commands that the pages run, in the hands of programs that are not ours.</summary>
public sealed class SamplePackageTests(SamplePackageTests.Packaged made) : IClassFixture<SamplePackageTests.Packaged>, IDisposable
{
    private readonly DirectoryInfo work = Directory.CreateTempSubdirectory("vaern-sample-package-");

    private static readonly string Script = Path.Combine(RepositoryFolder.Path, "src/Vaern.Sealing/Texts/verify-package.sh");

    public static TheoryData<string, string> Twins => new()
    {
        { "printf x >>\"$(ls -d data/B-*/original/* | head -1)\"", "has been changed" },
        { "rm \"$(ls -d data/B-*/original/* | head -1)\"", "absent: data/B-" },
        { "rm \"$(ls -d data/B-*/intake.tsr | head -1)\"", "absent: data/B-" },
        { "echo x >data/B-001/ekstra.txt", "not listed: data/B-001/ekstra.txt" },
        { "echo x >ekstra.txt", "not listed: ekstra.txt" },
        { "echo x >seal/ekstra.txt", "unexpected file in seal/" },
        { "sed -i 's/  data/ data/' manifest-sha256.txt", "is not '<64 hex><two spaces><path>'" },
        { "sed -i 's/$/\\r/' manifest-sha256.txt", "carriage return" },
        { "sed -i 's/^Bag-Count.*/Bag-Count: 2 of 2/' bag-info.txt", "bag-info.txt has been changed" },
        { "sed -i '2s/u-/x-/;2s/\"at\":\"20/\"at\":\"19/' custody/custody.jsonl", "custody/custody.jsonl has been changed" },
        { "printf ' ' >>tagmanifest-sha256.txt", "no final line feed" },
        { "rm seal/tagmanifest.tsr", "not time-stamped" },
        { "rm seal/tagmanifest.p7s", "not signed" },
        { "cp seal/tagmanifest-2.tsr seal/tagmanifest.p7s", "seal/tagmanifest.p7s: " },
        { "cp data/B-001/intake.tsr seal/tagmanifest.tsr", "message imprint mismatch" },
    };

    [Fact]
    public async Task Every_independent_program_accepts_it()
    {
        await WriteAsync(made.Zip);

        (await RunAsync("unzip -tqq P.zip")).Code.ShouldBe(0);
        (await RunAsync("7zz t P.zip")).Code.ShouldBe(0);
        (await RunAsync("bsdtar -xOf P.zip >/dev/null")).ShouldBe((0, ""));
        (await RunAsync("python3 -m zipfile -t P.zip")).ShouldBe((0, "Done testing\n"));
        (await RunAsync("unzip -Z1 P.zip | cut -d/ -f1 | sort -u")).Text.ShouldBe(Path.GetFileNameWithoutExtension(made.Name) + "\n");
        (await RunAsync("unzip -qq P.zip && mv bevispakke_* p")).ShouldBe((0, ""));
        (await RunAsync("cd p && sha256sum -c --strict --quiet manifest-sha256.txt tagmanifest-sha256.txt")).ShouldBe((0, ""));
        (await RunAsync("cd p && openssl ts -verify -in seal/tagmanifest.tsr -data tagmanifest-sha256.txt -CAfile ../tsa.pem -untrusted seal/certs/tsa-chain.pem")).Text.ShouldContain("Verification: OK");
        (await RunAsync("cd p && openssl cms -verify -binary -inform DER -in seal/tagmanifest.p7s -content tagmanifest-sha256.txt -CAfile ../signer.pem -purpose any -out /dev/null")).Text
            .ShouldContain("CMS Verification successful");
        (await RunAsync($"sh '{Script}' --tsa-root tsa.pem --signer-root signer.pem P.zip")).ShouldSatisfyAllConditions(run => run.Code.ShouldBe(0, run.Text), run => run.Text.ShouldEndWith("PACKAGE OK\n"));
        (await RunAsync("qpdf --check p/01_RAPPORT.pdf")).Code.ShouldBe(0);
        (await RunAsync("pdftotext p/01_RAPPORT.pdf -")).Text.ShouldSatisfyAllConditions(
            text => text.ShouldContain("B-001"), text => text.ShouldContain("Nordjyllands Politi"), text => text.ShouldContain(made.CaseNumber));

        // Every number and every hash of an item stands in the report as text; hashes are broken into groups and over lines there.
        var words = string.Concat((await RunAsync("pdftotext p/01_RAPPORT.pdf -")).Text.Where(char.IsAsciiLetterOrDigit));
        var listed = (await RunAsync("cd p && for d in data/*; do basename $d; done; sha256sum data/*/original/* | cut -c1-64")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        listed.Length.ShouldBeGreaterThan(3);
        listed.ShouldAllBe(one => words.Contains(one.Replace("-", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Our_verifier_accepts_it_in_a_process_of_its_own_without_a_database()
    {
        await WriteAsync(made.Zip);

        var run = await VaernProcess.RunAsync(
            TestContext.Current.CancellationToken, "seal", "verify", In("P.zip"), "--tsa-root", In("tsa.pem"), "--signer-root", In("signer.pem"));

        run.Exit.ShouldBe(0, run.Output);
        run.Output.TrimEnd().ShouldEndWith("\nOK");
    }

    [Fact]
    public void Its_name_is_the_one_on_its_top_folder_and_its_recipient_is_the_one_that_was_named() =>
        made.Name.ShouldBe($"bevispakke_{made.CaseNumber}_01.zip");

    [Theory]
    [MemberData(nameof(Twins))]
    public async Task A_twin_is_refused_by_the_script_and_by_our_verifier_for_the_right_reason(string change, string reason)
    {
        await WriteAsync(made.Zip);
        (await RunAsync($"unzip -qq P.zip && cd bevispakke_* && {change}")).Code.ShouldBe(0);

        (await RunAsync($"sh '{Script}' --tsa-root tsa.pem --signer-root signer.pem bevispakke_*")).ShouldSatisfyAllConditions(
            run => run.Code.ShouldBe(1, run.Text), run => run.Text.ShouldContain("PACKAGE NOT OK"));
        var answer = PackageVerifier.Verify(new MemoryStream(await RepackAsync()), made.Roots, CancellationToken.None);
        answer.IsOk.ShouldBeFalse();
        answer.Checks.Where(c => !c.Holds).ShouldContain(c => c.Text.Contains(reason, StringComparison.Ordinal), string.Join('\n', answer.Checks.Where(c => !c.Holds)));
    }

    // Packed again in the form that the format fixes, so that the change itself is what is refused.
    private async Task<byte[]> RepackAsync()
    {
        var top = work.GetDirectories("bevispakke_*").Single();
        var stamp = new DateTimeOffset(2027, 1, 20, 8, 30, 0, TimeSpan.Zero);
        var zip = new MemoryStream();
        await using (var archive = await ZipArchive.CreateAsync(zip, ZipArchiveMode.Create, leaveOpen: true, null))
        {
            foreach (var (name, file) in top.GetFiles("*", SearchOption.AllDirectories)
                .Select(f => (top.Name + "/" + Path.GetRelativePath(top.FullName, f.FullName), f))
                .OrderBy(f => f.Item1, Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)))))
            {
                var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
                entry.LastWriteTime = stamp;
                entry.ExternalAttributes = (name.EndsWith(".sh", StringComparison.Ordinal) ? 0x81ED : 0x81A4) << 16;
                await using var target = await entry.OpenAsync();
                await target.WriteAsync(await File.ReadAllBytesAsync(file.FullName));
            }
        }
        return zip.ToArray();
    }

    private async Task WriteAsync(byte[] zip)
    {
        await File.WriteAllBytesAsync(In("P.zip"), zip);
        await File.WriteAllBytesAsync(In("tsa.pem"), CertificatePem.Write(made.Roots.Timestamps!));
        await File.WriteAllBytesAsync(In("signer.pem"), CertificatePem.Write(made.Roots.Signer!));
    }

    private async Task<(int Code, string Text)> RunAsync(string line)
    {
        var start = new ProcessStartInfo("sh")
        {
            ArgumentList = { "-c", "exec 2>&1; " + line }, WorkingDirectory = work.FullName, RedirectStandardOutput = true, Environment = { ["LC_ALL"] = "C.UTF-8", ["TZ"] = "UTC" },
        };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, text);
    }

    private string In(string name) => Path.Combine(work.FullName, name);

    public void Dispose() => work.Delete(recursive: true);

    /// <summary>The sample loaded, and a package of its case with most evidence asked for by somebody who may.</summary>
    public sealed class Packaged : IAsyncLifetime
    {
        private readonly PostgresFixture postgres = new();
        private Municipality? town;

        internal byte[] Zip { get; private set; } = [];

        internal string Name { get; private set; } = "";

        internal string CaseNumber { get; private set; } = "";

        internal VerificationRoots Roots { get; private set; } = VerificationRoots.FromPackage;

        public async ValueTask InitializeAsync()
        {
            await postgres.InitializeAsync();
            var clock = new ReplayClock(SampleTests.LoadedTown.Today.AddYears(-1));
            var (from, to) = (clock.GetUtcNow().AddYears(-1), clock.GetUtcNow().AddYears(5));
            var signer = LocalSealCertificate.Create("Fjordby Kommune", from, to);
            var services = new[] { "Demo-tid 1", "Demo-tid 2" }.Select(name => LocalTimestampAuthority.Create(name, clock, from, to)).ToList();
            var seal = new PackageSeal(SealPolicy.Required, signer, new TimestampClient([.. services.Select(s => s.AsAuthority("Demo"))], clock, TimeSpan.FromSeconds(5)));
            Roots = new VerificationRoots([.. services.Select(s => s.Root)], signer.Roots);
            var database = new TenantDatabase(postgres.ConnectionString, Guid.CreateVersion7(), new TenantKeys(SecretKey.Generate()), clock);
            await FoundMunicipality.RunAsync(database, "fjordby", "Fjordby Kommune", demo: true);
            var sender = new PackageSender("Fjordby Kommune", "00000000", "Rådhuspladsen 1, 0000 Fjordby", "vaern@fjordby.example");
            town = (await Municipality.OpenAsync(database, clock, new SealKit(seal, sender, new Vaern.App.Printing.WeasyPrintRenderer()))).Value;
            QuickPasswords.UseIn(town);
            await SampleLoader.LoadAsync(town, clock, SampleTests.LoadedTown.Today, _ => { }, CancellationToken.None);
            await MakeAsync(town, clock);
        }

        public async ValueTask DisposeAsync()
        {
            if (town is not null)
            {
                await town.DisposeAsync();
            }

            await postgres.DisposeAsync();
        }

        private async Task MakeAsync(Municipality town, TimeProvider clock)
        {
            Guid caseId;
            StaffMember leader;
            await using (var work = await town.Database.BeginAsync(Acting.System))
            {
                var (id, number, unit, account, role) = await work.SingleAsync<(Guid, string, Guid, Guid, string)>(
                    """
                    select c.id, c.number, c.unit_id, m.account_id, m.role
                    from evidence_item i join case_file c on c.id = i.case_id join membership m on m.unit_id = c.unit_id and m.role in ('school_leader', 'leader', 'safety_team')
                      join case_access a on a.case_id = c.id and a.account_id = m.account_id and a.access = 'write'
                    where i.sha256 is not null and i.state = 'kept'
                    group by c.id, c.number, c.unit_id, m.account_id, m.role order by count(*) desc, c.number limit 1
                    """);
                (caseId, CaseNumber) = (id, number);
                leader = new StaffMember(new AccountId(account), "leder", "Leder", "leder", "da", [new Post(new UnitId(unit), role)]);
            }

            var package = Guid.CreateVersion7();
            var police = new PackageRecipient(RecipientKind.Police, "Nordjyllands Politi", "Anmeldelse", "Forvaltningslovens § 28");
            (await MakePackage.AskAsync(town, leader, new CaseId(caseId), package, "Anmeldelse", police)).IsOk.ShouldBeTrue();
            await using var registry = new MunicipalityRegistry([]);
            var mail = new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N")));
            var worker = new Worker(registry, mail, clock, NullLogger<Worker>.Instance);
            while (await worker.WorkOnceAsync(town))
            {
            }

            using var zip = new MemoryStream();
            var copied = await MakePackage.CopyAsync(town, leader, new CaseId(caseId), package, zip);
            await using var after = await town.Database.BeginAsync(Acting.System);
            copied.IsOk.ShouldBeTrue(await after.SingleAsync<string?>("select error from package where id = @package", new { package }));
            (Name, Zip) = (copied.Value, zip.ToArray());
        }
    }
}
