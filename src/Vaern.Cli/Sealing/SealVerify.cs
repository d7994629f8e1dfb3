using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Verification;

namespace Vaern.Cli.Sealing;

/// <summary><c>vaern seal verify ZIP</c>: a line a check, then <c>OK</c> or <c>NOT OK: reason</c>.</summary>
internal static class SealVerify
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>0 holds, 1 does not hold, 2 a file cannot be read.</returns>
    internal static int Run(
        FileInfo package, FileInfo? tsaRoot, FileInfo? signerRoot, bool json, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        PackageVerification answer;
        try
        {
            var roots = new VerificationRoots(Roots(tsaRoot), Roots(signerRoot));
            using var file = new FileStream(package.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            answer = PackageVerifier.Verify(file, roots, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            errors.WriteLine($"vaern seal verify: {e.Message}");
            return 2;
        }
        if (json) output.WriteLine(JsonSerializer.Serialize(new { ok = answer.IsOk, answer.Reason, answer.RootsAreIndependent, answer.Checks }, Json));
        else WriteLines(answer, output);
        return answer.IsOk ? 0 : 1;
    }

    private static void WriteLines(PackageVerification answer, TextWriter output)
    {
        foreach (var check in answer.Checks) output.WriteLine($"{(check.Holds ? "ok   " : "FAIL ")} {check.Code}: {check.Text}");
        output.WriteLine(answer.IsOk ? "OK" : $"NOT OK: {answer.Reason}");
    }

    private static X509Certificate2Collection? Roots(FileInfo? pem)
    {
        if (pem is null) return null;
        var roots = CertificatePem.Read(File.ReadAllBytes(pem.FullName));
        return roots.Count > 0 ? roots : throw new CryptographicException($"{pem.Name} holds no certificate.");
    }
}
