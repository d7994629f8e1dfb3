using System.Text;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Timestamps;

namespace Vaern.Sealing.Tests.Verification;

/// <summary>A package that must be refused, how it came about, and the reasons that must be given.</summary>
/// <param name="OurReason">Part of the verifier's reason.</param>
/// <param name="ScriptReason">Part of what a script prints; the scripts word some reasons in their own way, so alternatives stand apart by <c>|</c>.</param>
internal sealed record Twin(string Name, string OurReason, string ScriptReason, Func<SampleCase, byte[], Task<byte[]>> Make);

/// <summary>The negative twins of the checks that a package must pass.</summary>
internal static class Twins
{
    private const string Original = "data/B-001/original/Skærmbillede 1.png";
    private const string Log = "custody/custody.jsonl";
    private const string Changed = "SHA-256 in";

    internal static readonly IReadOnlyList<Twin> All =
    [
        Raw("one byte of an entry flipped", "CRC does not match", "ZIP test failed", zip => Flip(zip, zip.Length / 3)),
        Raw("the end cut off", "no end record at the end", "ZIP cannot be read|ZIP test failed", zip => zip[..^40]),
        Raw("an entry outside the folder", "more than one top folder", "more than one top folder", zip => Unpacked.WithEntry(zip, "zz/x.txt")),
        Raw("the same name twice", "duplicate names", "duplicate names", zip => Unpacked.WithEntry(zip, "bevispakke_F-2026-0147_01/bagit.txt")),
        Raw("a name that steps out", "unsafe names", "unsafe names", zip => Unpacked.WithEntry(zip, "bevispakke_F-2026-0147_01/../x.txt")),
        Raw("an absolute name", "unsafe names: absolute", "unsafe names", zip => Unpacked.WithEntry(zip, "/x.txt")),
        Raw("a backslash", "unsafe names: backslash", "unsafe names|more than one top folder", zip => Unpacked.WithEntry(zip, "bevispakke_F-2026-0147_01/a\\b.txt")),

        Files("a byte appended to an original", "has been changed", Changed, p => p[Original] = [.. p[Original], 0]),
        Files("an original removed", "absent: " + Original, "not list exactly", p => p.Remove(Original)),
        Files("bag-info.txt edited", "bag-info.txt has been changed", Changed, p => p.Edit("bag-info.txt", t => t.Replace("elev", "e1ev", StringComparison.Ordinal))),
        Files("one space in the manifest", "is not '<64 hex><two spaces><path>'", "is not '<64 hex><two spaces><path>'",
            p => p.Edit("manifest-sha256.txt", t => t.Replace("  data/B-001/genstand", " data/B-001/genstand", StringComparison.Ordinal))),
        Files("carriage returns in the manifest", "carriage return", "is not '<64 hex>|unsafe path|SHA-256 in", p => p.Edit("manifest-sha256.txt", t => t.ReplaceLineEndings("\r\n"))),
        Files("a file added under data", "not listed: data/B-001/x", "not list exactly", p => p["data/B-001/x"] = [1]),
        Files("a file added beside bagit.txt", "not listed: x.txt", "not list exactly", p => p["x.txt"] = [1]),
        Files("a file added in seal", "unexpected file in seal/", "unexpected file in seal/", p => p["seal/x.txt"] = [1]),
        Files("the time stamp removed", "not time-stamped", "missing seal/tagmanifest.tsr", p => p.Remove("seal/tagmanifest.tsr")),
        Files("the signature removed", "not signed", "missing seal/tagmanifest.p7s", p => p.Remove("seal/tagmanifest.p7s")),

        Files("a line feed added to the tag manifest", "is not '<64 hex><two spaces><path>'", "is not '<64 hex>|not list exactly", p => p.Edit("tagmanifest-sha256.txt", t => t + "\n")),
        Files("payload changed and hashes made anew", "message imprint mismatch", "FAIL  seal/tagmanifest.tsr",
            p => p.Edit("data/H-001/henvisning.json", t => t.Replace("Snapchat", "Snaphat", StringComparison.Ordinal)).Rehash()),
        Files("one byte of the stamp flipped", "seal/tagmanifest.tsr: ", "FAIL  seal/tagmanifest.tsr", p => p["seal/tagmanifest.tsr"] = Flip(p["seal/tagmanifest.tsr"], p["seal/tagmanifest.tsr"].Length - 20)),
        Files("a token kept as a response", "a time-stamp token, not a response", "seal/tagmanifest.tsr is not a time-stamp response|Type=TS_STATUS_INFO",
            p => p["seal/tagmanifest.tsr"] = TimestampResponse.Read(p["seal/tagmanifest.tsr"]).Response!.EncodedToken.ToArray()),
        new("a stamp from another service", "does not lead to a trusted root", "FAIL  seal/tagmanifest.tsr", async (_, zip) =>
        {
            var package = new Unpacked(zip);
            var stamp = await new SampleCase().Timestamps.StampAsync(Hex.Sha256(package["tagmanifest-sha256.txt"]), CancellationToken.None);
            package["seal/tagmanifest.tsr"] = stamp.Stamp!.Response.Encoded.ToArray();
            return await package.PackAsync();
        }),

        Made("a signature over another file", "seal/tagmanifest.p7s: the signature does not hold", "FAIL  seal/tagmanifest.p7s",
            (maker, p) => p["seal/tagmanifest.p7s"] = maker.Signer.Sign(p["bagit.txt"], FixedClock.SampleTime)),
        Made("a signer under another root", "seal/tagmanifest.p7s: the certificate does not lead to a trusted root", "FAIL  seal/tagmanifest.p7s",
            (_, p) => p["seal/tagmanifest.p7s"] = Stranger(p)),
        new("sealed anew by a stranger", "does not lead to a trusted root", "FAIL  seal/tagmanifest", async (_, zip) =>
            await (await new Unpacked(zip).Edit("data/H-001/henvisning.json", t => t.Replace("Snapchat", "Snaphat", StringComparison.Ordinal)).ResealAsync(new SampleCase())).PackAsync()),

        Resealed("the stamps of two items swapped", "message imprint mismatch", "FAIL  data/B-001/intake.tsr",
            p => (p["data/B-001/intake.tsr"], p["data/B-002/intake.tsr"]) = (p["data/B-002/intake.tsr"], p["data/B-001/intake.tsr"])),
        Resealed("another file in an item's place", "genstand.json does not give the SHA-256", "does not give the SHA-256", p => p[Original] = [1, 2, 3]),
        Resealed("another file with a record to match", "data/B-001/intake.tsr: the stamp is for something else", "FAIL  data/B-001/intake.tsr", p =>
        {
            p.Edit("data/B-001/genstand.json", t => t.Replace(Hex.Sha256(p[Original]), Hex.Sha256([1, 2, 3]), StringComparison.Ordinal).Replace("\"bytes\":52000", "\"bytes\":3", StringComparison.Ordinal));
            p[Original] = [1, 2, 3];
        }),
        Resealed("a wrong hash in the record", "genstand.json does not give the SHA-256", "does not give the SHA-256",
            p => p.Edit("data/B-001/genstand.json", t => t.Replace(Hex.Sha256(p[Original]), Hex.Sha256([]), StringComparison.Ordinal))),
        Resealed("a second file in original", "exactly one file in original/", "exactly one file in original/", p => p["data/B-001/original/to.png"] = [1]),
        Resealed("an item without its stamp", "no intake.tsr", "no intake.tsr", p => p.Remove("data/B-003/intake.tsr")),
        Resealed("a folder of an unknown kind", "unknown kind of item", "unknown kind of item", p => p["data/X-001/x.txt"] = [1]),

        Resealed("an event edited", "chain breaks at line 4", "chain breaks at line 4",
            p => p.Edit(Log, t => string.Join('\n', t.Split('\n').Select((l, i) => i == 2 ? l.Replace("u-0031", "u-0032", StringComparison.Ordinal) : l)))),
        Resealed("an event removed", "chain breaks at line 3", "chain breaks at line 3|line 3 has no proper seq", p => p.Edit(Log, t => string.Join('\n', t.Split('\n').Where((_, i) => i != 2)))),
        Resealed("a leading space in the log", "line 1: the line does not begin with seq", "chain breaks at line 1|line 1 has no proper seq", p => p.Edit(Log, t => " " + t)),
        Resealed("carriage returns in the log", "chain breaks at line", "chain breaks at line|no proper seq", p => p.Edit(Log, t => t.ReplaceLineEndings("\r\n"))),
        Resealed("no final line feed in the log", "not ended by a line feed", "last line is not ended", p => p.Edit(Log, t => t.TrimEnd('\n'))),

        Resealed("the whole chain rebuilt after an edit", "custody/checkpoint-000008.tsr: the stamp is for something else", "FAIL  custody/checkpoint-000008.tsr",
            p => p.RebuildChain(6, l => l.Replace("u-0031", "u-0032", StringComparison.Ordinal))),
        Resealed("a checkpoint renamed to another event", "custody/checkpoint-000007.tsr: the stamp is for something else", "FAIL  custody/checkpoint-000007.tsr", p =>
        {
            p["custody/checkpoint-000007.tsr"] = p["custody/checkpoint-000008.tsr"];
            p.Remove("custody/checkpoint-000008.tsr");
        }),
        Resealed("a checkpoint over no event", "no such event", "no such event", p => p["custody/checkpoint-000099.tsr"] = p["custody/checkpoint-000008.tsr"]),
        Resealed("the path of a checkpoint altered", "does not lead from event 4 to a root|the stamp is for something else", "custody/checkpoint-000004", p =>
            p.Edit("custody/checkpoint-000004.json", t => AlterPath(t))),
        Resealed("the index of a checkpoint altered", "does not lead from event 4 to a root", "custody/checkpoint-000004",
            p => p.Edit("custody/checkpoint-000004.json", t => t.Replace("\"index\":2", "\"index\":3", StringComparison.Ordinal))),

        Resealed("a file beside a referral", "may hold only a small henvisning.json", "may hold only a small henvisning.json", p => p["data/H-001/billede.txt"] = [1]),
        Resealed("a referral of more than 4,096 bytes", "may hold only a small henvisning.json", "may hold only a small henvisning.json",
            p => p.Edit("data/H-001/henvisning.json", t => t.Replace("Snapchat", new string('x', 5000), StringComparison.Ordinal))),
        new("a wrong Payload-Oxum under a seal", "Payload-Oxum is not", "Payload-Oxum is not", async (maker, zip) =>
            await (await new Unpacked(zip).Edit("bag-info.txt", t => t.Replace("Payload-Oxum: ", "Payload-Oxum: 1", StringComparison.Ordinal)).ResealAsync(maker, fixOxum: false)).PackAsync()),
    ];

    private static Twin Raw(string name, string ours, string script, Func<byte[], byte[]> make) => new(name, ours, script, (_, zip) => Task.FromResult(make(zip)));

    private static Twin Files(string name, string ours, string script, Action<Unpacked> change) => Made(name, ours, script, (_, package) => change(package));

    private static Twin Made(string name, string ours, string script, Action<SampleCase, Unpacked> change) => new(name, ours, script, (maker, zip) =>
    {
        var package = new Unpacked(zip);
        change(maker, package);
        return package.PackAsync();
    });

    private static Twin Resealed(string name, string ours, string script, Action<Unpacked> change) => new(name, ours, script, async (maker, zip) =>
    {
        var package = new Unpacked(zip);
        change(package);
        return await (await package.ResealAsync(maker)).PackAsync();
    });

    private static byte[] Flip(byte[] bytes, int at)
    {
        var copy = bytes.ToArray();
        copy[at] ^= 0x01;
        return copy;
    }

    private static byte[] Stranger(Unpacked package) => new SampleCase().Signer.Sign(package["tagmanifest-sha256.txt"], FixedClock.SampleTime);

    private static string AlterPath(string proof)
    {
        var at = proof.IndexOf("\"path\":[\"", StringComparison.Ordinal) + 9;
        return proof[..at] + (proof[at] == '0' ? '1' : '0') + proof[(at + 1)..];
    }
}
