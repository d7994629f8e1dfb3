using Vaern.Cli.Hosting;
using Vaern.Data;
using Vaern.Data.Keys;
using Vaern.Sealing.AtRest;

namespace Vaern.Cli.Keys;

/// <summary><c>vaern keys certificate</c>: a deletion certificate with both of its dates, in Danish, since it goes to people and not to operators.</summary>
internal static class CertificateVerb
{
    public static async Task<int> RunAsync(string slug, Guid id, string folder, CancellationToken cancel)
    {
        if (!RotateVerb.Find(folder, slug, keyNeeded: false).TryGet(out var tenant, out var unknown))
        {
            return Complaint.BadInput(unknown.Message);
        }
        if (!(await ServerChoice.EnsureAsync(folder, cancel)).TryGet(out var choice, out var silent))
        {
            return Complaint.Broken(silent);
        }
        await using (choice)
        {
            // It tells of keys that are gone, so it needs none.
            using var none = new TenantKeys(SecretKey.Generate());
            await using var database = RotateVerb.Open(choice.Server, tenant, none);
            await using var work = await database.BeginAsync(Acting.System, cancel);
            var certificate = await DeletionCertificate.ReadAsync(work, id, cancel);
            return certificate.Match(
                done =>
                {
                    Console.WriteLine(CertificateText.Of(tenant.Name, done, work.Now));
                    return ExitCode.Done;
                },
                missing =>
                {
                    Console.Error.WriteLine("vaern: " + missing.Message);
                    return ExitCode.No;
                });
        }
    }
}
