using System.Diagnostics;
using System.Text.Json;
using Shouldly;
using Vaern.Cli.Sealing;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Timestamps;
using Xunit;

namespace Vaern.Cli.Tests.Sealing;

/// <summary><c>vaern seal</c> as a lawyer uses it: a folder, a certificate file, a service.</summary>
public sealed class SealCommandTests : IDisposable
{
    private const string Password = "prøve";

    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("vaern-seal-");
    private readonly LoopbackService _service;
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public SealCommandTests()
    {
        var now = TimeProvider.System.GetUtcNow();
        var authority = LocalTimestampAuthority.Create("Prøvestempel", TimeProvider.System, now.AddDays(-1), now.AddYears(1));
        var signer = LocalSealCertificate.Create("Advokat", now.AddDays(-1), now.AddYears(1));
        _service = new LoopbackService(authority);
        File.WriteAllBytes(In("tsa.pem"), CertificatePem.Write([authority.Root]));
        File.WriteAllBytes(In("signer.pem"), CertificatePem.Write(signer.Roots));
        File.WriteAllBytes(In("segl.pfx"), LocalSealCertificate.ToPfx(signer, Password));
        Directory.CreateDirectory(In("mappe/under"));
        File.WriteAllText(In("mappe/tråd.txt"), "21:14 hej\n");
        File.WriteAllText(In("mappe/under/100%.txt"), "x");
    }

    [Fact]
    public async Task A_folder_with_certificate_and_service_becomes_a_package_that_verifies()
    {
        (await CreateAsync()).ShouldBe(0, _errors.ToString());

        Verify().ShouldBe(0);
        _output.ToString().TrimEnd().Split('\n')[^1].ShouldBe("OK");
        _output.ToString().ShouldNotContain("roots were taken from the package");
        _service.ContentTypes.ShouldAllBe(t => t == "application/timestamp-query");
    }

    [Fact]
    public async Task Every_hash_and_number_stands_as_text_in_the_pdf()
    {
        (await CreateAsync()).ShouldBe(0, _errors.ToString());
        await RunAsync("unzip -qq pakke.zip && cp */01_RAPPORT.pdf r.pdf");

        (await RunAsync("qpdf --check r.pdf")).Code.ShouldBe(0);
        (await RunAsync("pdfinfo r.pdf | grep Tagged")).Text.ShouldContain("yes");
        var text = (await RunAsync("pdftotext r.pdf -")).Text;
        text.ShouldContain("B-001");
        text.ShouldContain("B-002");
        text.ShouldContain(Vaern.Sealing.Hex.Sha256("21:14 hej\n"u8));
        text.ShouldContain(Vaern.Sealing.Hex.Sha256("x"u8));
        text.ShouldContain("Side 1 af ");
    }

    [Fact]
    public async Task With_the_service_down_nothing_is_written()
    {
        var (code, address) = (0, new Uri($"http://127.0.0.1:{LoopbackService.FreePort()}/"));
        code = await CreateAsync(i => i with { Services = [address] });

        code.ShouldBe(1);
        _errors.ToString().ShouldContain("not sealed: B-001 has no time stamp from its intake");
        File.Exists(In("pakke.zip")).ShouldBeFalse();
        Directory.EnumerateFiles(_work.FullName, "*.part").ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_means_of_sealing_the_package_is_marked_and_verification_says_no()
    {
        (await CreateAsync(i => i with { Signer = null, Services = [] })).ShouldBe(0, _errors.ToString());

        _output.ToString().ShouldContain("NOT STAMPED");
        Verify(json: true).ShouldBe(1);
        var answer = JsonDocument.Parse(_output.ToString().TrimEnd().Split('\n')[^1]).RootElement;
        answer.GetProperty("ok").GetBoolean().ShouldBeFalse();
        answer.GetProperty("reason").GetString().ShouldBe("the package says of itself that it is not stamped (Vaern-Seal: not-stamped)");
    }

    [Fact]
    public async Task A_folder_with_a_link_is_refused()
    {
        File.CreateSymbolicLink(In("mappe/genvej.txt"), In("segl.pfx"));

        (await CreateAsync()).ShouldBe(2);
        _errors.ToString().ShouldContain("is a link");
    }

    [Fact]
    public async Task A_wrong_password_and_an_existing_package_are_refused()
    {
        (await CreateAsync(i => i with { SignerPassword = "forkert" })).ShouldBe(2);
        File.WriteAllText(In("pakke.zip"), "mit");
        (await CreateAsync()).ShouldBe(2);
        File.ReadAllText(In("pakke.zip")).ShouldBe("mit");
    }

    [Fact]
    public void A_package_that_is_not_there_cannot_be_read()
    {
        Verify().ShouldBe(2);
        _errors.ToString().ShouldContain("pakke.zip");
    }

    [Fact]
    public void A_file_that_is_no_package_is_not_ok()
    {
        File.WriteAllText(In("pakke.zip"), "dette er ikke en zip-fil, men den er lang nok til at ligne");

        Verify().ShouldBe(1);
        _output.ToString().TrimEnd().ShouldEndWith("NOT OK: ZIP: no end record at the end: not a ZIP, cut off, or with something behind it");
    }

    [Theory]
    [InlineData(2, "seal", "create", "mappe")]
    [InlineData(2, "seal", "verify", "findes-ikke.zip")]
    public async Task The_program_answers_with_its_exit_codes(int code, params string[] arguments)
    {
        var parsed = VaernProgram.Root().Parse(arguments);

        (parsed.Errors.Count > 0 ? 2 : await parsed.InvokeAsync()).ShouldBe(code);
    }

    private Task<int> CreateAsync(Func<SealCreate.Input, SealCreate.Input>? change = null)
    {
        var input = new SealCreate.Input(
            new DirectoryInfo(In("mappe")), new FileInfo(In("pakke.zip")), "A-17", new FileInfo(In("segl.pfx")), Password, [_service.Address], new FileInfo(In("tsa.pem")), "Advokat Prøvesen");
        return SealCreate.RunAsync(change?.Invoke(input) ?? input, TimeProvider.System, _output, _errors, CancellationToken.None);
    }

    private int Verify(bool json = false) =>
        SealVerify.Run(new FileInfo(In("pakke.zip")), new FileInfo(In("tsa.pem")), new FileInfo(In("signer.pem")), json, _output, _errors, CancellationToken.None);

    private async Task<(int Code, string Text)> RunAsync(string line)
    {
        var start = new ProcessStartInfo("sh") { ArgumentList = { "-c", "exec 2>&1; " + line }, WorkingDirectory = _work.FullName, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, text);
    }

    private string In(string path) => Path.Combine(_work.FullName, path);

    public void Dispose()
    {
        _service.Dispose();
        _output.Dispose();
        _errors.Dispose();
        _work.Delete(recursive: true);
    }
}
