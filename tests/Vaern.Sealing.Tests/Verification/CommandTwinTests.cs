using Shouldly;
using Vaern.Sealing.Tests.Support;
using Xunit;

namespace Vaern.Sealing.Tests.Verification;

/// <summary>
/// Each command of the evidence format §7 by itself: silent or content on a good package, and refusing its twin with the reason it is known to give. What the
/// scripts make of the same is in <see cref="IndependentCheckTests"/>.
/// </summary>
public sealed class CommandTwinTests(IndependentCheckTests.Sample shared) : IClassFixture<IndependentCheckTests.Sample>, IDisposable
{
    private const string Sums = "sha256sum -c --strict --quiet manifest-sha256.txt";
    private const string TagSums = "sha256sum -c --strict --quiet tagmanifest-sha256.txt";
    private const string Listed = "find data -type f | LC_ALL=C sort >../found; sed 's/^.\\{66\\}//' manifest-sha256.txt | cmp - ../found";
    private const string Signature =
        "openssl cms -verify -binary -inform DER -in seal/tagmanifest.p7s -content tagmanifest-sha256.txt -CAfile ../signer.pem -purpose any -out /dev/null";
    private const string ItemStamp = "openssl ts -verify -in data/B-001/intake.tsr -digest \"$(cat data/B-001/original/* | sha256sum | cut -c1-64)\" -CAfile ../tsa.pem";
    private const string Record = "grep -q \"\\\"sha256\\\":\\\"$(cat data/B-001/original/* | sha256sum | cut -c1-64)\\\"\" data/B-001/genstand.json && test \"$(ls data/B-001/original | wc -l)\" = 1 || { echo not the record; exit 1; }";
    private const string Links =
        "n=$(wc -l <custody/custody.jsonl); i=1; while [ $i -lt $n ]; do a=$(sed -n ${i}p custody/custody.jsonl | sha256sum | cut -c1-64); i=$((i+1)); "
        + "b=$(sed -n ${i}p custody/custody.jsonl | sed 's/.*\"prev\":\"\\([0-9a-f]*\\)\".*/\\1/'); [ \"$a\" = \"$b\" ] || { echo breaks at line $i; exit 1; }; done";
    private const string Checkpoint = "openssl ts -verify -in custody/checkpoint-000008.tsr -digest \"$(sed -n 9p custody/custody.jsonl | sha256sum | cut -c1-64)\" -CAfile ../tsa.pem";
    private const string Referral = "test \"$(ls data/H-001)\" = henvisning.json && test $(wc -c <data/H-001/henvisning.json) -le 4096 || { echo more than a referral; exit 1; }";
    private const string Oxum = "grep -qx \"Payload-Oxum: $(find data -type f -exec cat {} + | wc -c).$(find data -type f | wc -l)\" bag-info.txt || { echo wrong number; exit 1; }";

    private readonly Shell _shell = new();

    public static TheoryData<string, string, string> Folder => new()
    {
        { Sums, "printf x >>'data/B-001/original/Skærmbillede 1.png'", "FAILED" },
        { Sums, "rm data/B-002/genstand.json", "No such file or directory" },
        // One space throughout is another known form to newer coreutils, and they pass over a carriage return: those two the verifier and the scripts must see.
        { Sums, "sed -i '2s/  data/ data/' manifest-sha256.txt", "improperly formatted" },
        { TagSums, "sed -i 's/elev/e1ev/' bag-info.txt", "bag-info.txt: FAILED" },
        { Listed, "printf x >data/B-001/x", "differ" },
        { Signature, "printf '\\n' >>tagmanifest-sha256.txt", "CMS Verification failure" },
        { Signature, "cp ../tsa.pem ../signer.pem", "CMS Verification failure" },
        { ItemStamp, "cp data/B-002/intake.tsr data/B-001/intake.tsr", "message imprint mismatch" },
        { ItemStamp, "printf x >'data/B-001/original/Skærmbillede 1.png'", "message imprint mismatch" },
        { Record, "sed -i 's/\"sha256\":\"./\"sha256\":\"z/' data/B-001/genstand.json", "not the record" },
        { Record, "printf x >data/B-001/original/to.png", "not the record" },
        { Links, "sed -i '3s/u-0031/u-0032/' custody/custody.jsonl", "breaks at line 4" },
        { Links, "sed -i '3d' custody/custody.jsonl", "breaks at line 3" },
        { Checkpoint, "sed -i '9s/u-0/u-9/' custody/custody.jsonl", "message imprint mismatch" },
        { Checkpoint, "cp data/B-001/intake.tsr custody/checkpoint-000008.tsr", "message imprint mismatch" },
        { Referral, "printf x >data/H-001/billede.txt", "more than a referral" },
        { Referral, "head -c 5000 /dev/zero >data/H-001/henvisning.json", "more than a referral" },
        { Oxum, "sed -i 's/Payload-Oxum: /Payload-Oxum: 1/' bag-info.txt", "wrong number" },
    };

    [Theory]
    [MemberData(nameof(Folder))]
    public async Task A_command_accepts_a_good_package_and_refuses_its_twin(string command, string change, string reason)
    {
        var top = await UnpackAsync();
        (await _shell.RunAsync(command, top)).ShouldSatisfyAllConditions(run => run.Code.ShouldBe(0, run.Text), run => run.Text.ShouldNotContain(reason));

        (await _shell.RunAsync(change, top)).Code.ShouldBe(0);

        var (code, text) = await _shell.RunAsync(command, top);
        code.ShouldNotBe(0);
        text.ShouldContain(reason);
    }

    [Fact]
    public async Task Every_reader_of_zip_refuses_a_flipped_byte_and_two_of_them_a_missing_end()
    {
        var at = shared.Zip.AsSpan().IndexOf("Sk\u00e6rmbillede 1.png"u8) + 500;
        var flipped = shared.Zip.ToArray();
        flipped[at] ^= 1;
        _shell.Write("flipped.zip", flipped);
        _shell.Write("cut.zip", shared.Zip[..^40]);

        (await _shell.RunAsync("unzip -tqq flipped.zip")).ShouldSatisfyAllConditions(run => run.Code.ShouldNotBe(0), run => run.Text.ShouldContain("bad CRC"));
        (await _shell.RunAsync("7zz t flipped.zip")).ShouldSatisfyAllConditions(run => run.Code.ShouldNotBe(0), run => run.Text.ShouldContain("CRC Failed"));
        (await _shell.RunAsync("bsdtar -xOf flipped.zip >/dev/null")).ShouldSatisfyAllConditions(run => run.Code.ShouldNotBe(0), run => run.Text.ShouldContain("CRC"));
        (await _shell.RunAsync("python3 -m zipfile -t flipped.zip")).Text.ShouldNotBe("Done testing\n");
        (await _shell.RunAsync("unzip -tqq cut.zip")).Code.ShouldNotBe(0);
        (await _shell.RunAsync("7zz t cut.zip")).Code.ShouldNotBe(0);
    }

    private async Task<string> UnpackAsync()
    {
        _shell.Write("P.zip", shared.Zip);
        _shell.Write("tsa.pem", shared.Case.TsaRootPem);
        _shell.Write("signer.pem", shared.Case.SignerRootPem);
        (await _shell.RunAsync("unzip -qq P.zip")).Code.ShouldBe(0);
        return Path.Combine(_shell.Folder, "bevispakke_F-2026-0147_01");
    }

    public void Dispose() => _shell.Dispose();
}
