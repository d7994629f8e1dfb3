using System.Security.Cryptography.X509Certificates;
using System.Text;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Timestamps;
using Vaern.Sealing.Verification;

namespace Vaern.Sealing.Tests.Support;

/// <summary>A small fictional case with three items, one referral and a custody stream, stamped by two local services.</summary>
internal sealed class SampleCase
{
    private static readonly PackageSender Fjordby = new("Fjordby Kommune", "00000000", "Rådhuspladsen 1, 9999 Fjordby", "digitaltryghed@fjordby.example");

    internal SampleCase()
        : this(FixedClock.SampleTime, FixedClock.SampleTime.AddYears(10))
    {
    }

    /// <param name="now">Time of everything in the case.</param>
    /// <param name="end">When all certificates run out.</param>
    internal SampleCase(DateTimeOffset now, DateTimeOffset end)
    {
        var start = now.AddDays(-30);
        Clock = new FixedClock(now);
        About = AboutAt(now);
        FirstService = LocalTimestampAuthority.Create("Prøvestempel A", Clock, start, end);
        SecondService = LocalTimestampAuthority.Create("Prøvestempel B", Clock, start, end);
        Signer = LocalSealCertificate.Create("Fjordby Kommune", start, end);
        Timestamps = new TimestampClient([FirstService.AsAuthority("A"), SecondService.AsAuthority("B")], Clock, TimeSpan.FromSeconds(2));
    }

    internal FixedClock Clock { get; }

    internal LocalTimestampAuthority FirstService { get; }

    internal LocalTimestampAuthority SecondService { get; }

    internal PackageSigner Signer { get; }

    internal TimestampClient Timestamps { get; }

    internal PackageSeal Seal => new(SealPolicy.Required, Signer, Timestamps);

    internal VerificationRoots Roots => new([FirstService.Root, SecondService.Root], Signer.Roots);

    internal PackageCase About { get; }

    private static PackageCase AboutAt(DateTimeOffset now) => new(
        "F-2026-0147", Guid.Parse("019a9f00-0000-7000-8000-000000000001"), 1, Fjordby,
        new PackageRecipient(RecipientKind.Police, "Nordjyllands Politi", "Anmeldelse", "Straffelovens § 264 d"),
        "Digital chikane, elev", now, "Værn 0.1.0");

    internal async Task<PackageRequest> RequestAsync()
    {
        var items = new[]
        {
            await ItemAsync("B-001", "Skærmbillede 1.png", Noise(52_000, 1), ItemKind.Screenshot),
            await ItemAsync("B-002", "tråd: \"klassen\" 100%.txt", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("21:14 du skal ikke komme i morgen\n", 40))), ItemKind.ChatExport),
            await ItemAsync("B-003", "..\\..\\CON", [], ItemKind.Other),
        };
        var custody = Custody(items);
        return new PackageRequest
        {
            Case = About,
            Items = items,
            Referrals = [Referral()],
            CustodyLines = custody,
            Checkpoints = [await MerkleCheckpointAsync(custody, 4)],
        };
    }

    /// <summary>A checkpoint as the hourly job makes it: this stream's head is the third of seven.</summary>
    internal async Task<CustodyCheckpoint> MerkleCheckpointAsync(IReadOnlyList<ReadOnlyMemory<byte>> custody, int seq)
    {
        var others = Enumerable.Range(0, 7).Select(i => ((long)i, Hex.Sha256([(byte)i]))).ToArray();
        others[2] = (seq, ChainLine.HashOf(custody[seq].Span));
        var (root, proofs) = CheckpointProof.Collect(others, Clock.Now);
        var stamp = await Timestamps.StampAsync(Convert.ToHexStringLower(root), CancellationToken.None);
        return new CustodyCheckpoint(seq, stamp.Stamp!.Response.Encoded, proofs[2]);
    }

    internal async Task<PackageItem> ItemAsync(string id, string name, byte[] content, ItemKind kind)
    {
        var sha256 = Hex.Sha256(content);
        var stamp = (await Timestamps.StampAsync(sha256, CancellationToken.None)).Stamp;
        return new PackageItem
        {
            Id = id,
            OriginalName = name,
            Sha256 = sha256,
            Length = content.Length,
            OpenContent = _ => ValueTask.FromResult<Stream>(new MemoryStream(content)),
            DeclaredType = "application/octet-stream",
            DetectedType = null,
            Kind = kind,
            Source = new ItemSource("https://eksempel.example/opslag/1", "Instagram", "@fjordby_memes", null, FixedClock.SampleTime.AddDays(-1).ToOffset(TimeSpan.FromHours(1)), TimeBasis.Stated, null),
            Obtained = new ItemObtained(ObtainedMethod.ScreenshotByAffected, "iPhone", "affected-person", "u-0031", FixedClock.SampleTime.AddHours(-2), "web-form", null, "første to beskeder mangler"),
            Received = new ItemReceived(FixedClock.SampleTime.AddHours(-2), null, "Værn 0.1.0"),
            IntakeStamp = stamp?.Response.Encoded,
            Description = "Materiale fra gruppetråd",
        };
    }

    internal static PackageReferral Referral() => new()
    {
        Id = "H-001",
        Reason = "may-be-under-18",
        Description = "Henvisning uden indhold",
        Platform = "Snapchat",
        Urls = ["https://eksempel.example/henvist"],
        SeenByRoles = ["parent"],
        Device = new ReferralDevice("affected-person", "handed to parent", "flight-mode"),
        Referrals = [new ReferralStep("politi", "114", FixedClock.SampleTime.AddHours(-1), "sagsbehandler", "u-0017", null)],
        AdviceShown = ["S-1/3"],
        RecordedAt = FixedClock.SampleTime.AddHours(-1),
    };

    internal static IReadOnlyList<ReadOnlyMemory<byte>> Custody(IEnumerable<PackageItem> items)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        var chain = CustodyChain.Empty;
        foreach (var item in items)
        {
            foreach (var action in new[] { CustodyAction.Received, CustodyAction.Stamped, CustodyAction.Viewed })
            {
                (var line, chain) = chain.Append(new CustodyEvent(FixedClock.SampleTime.AddHours(-2), "u-0031", "sagsbehandler", action, item.Id, item.Sha256, "anmeldelse", "vaern/0.1.0"));
                lines.Add(line);
            }
        }
        return lines;
    }

    /// <summary>The finished package as bytes.</summary>
    internal async Task<byte[]> PackageAsync(PackageRequest? request = null, PackageSeal? seal = null)
    {
        var output = new MemoryStream();
        var outcome = await EvidencePackage.WriteAsync(request ?? await RequestAsync(), seal ?? Seal, output, null, CancellationToken.None);
        return outcome.Package is null ? throw new InvalidOperationException(string.Join("; ", outcome.Faults)) : output.ToArray();
    }

    internal byte[] TsaRootPem => CertificatePem.Write([FirstService.Root, SecondService.Root]);

    internal byte[] SignerRootPem => CertificatePem.Write(Signer.Roots);

    /// <summary>Bytes that do not compress, the same for the same seed.</summary>
    internal static byte[] Noise(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
