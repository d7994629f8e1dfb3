using System.Globalization;
using Vaern.Data.Keys;

namespace Vaern.Cli.Keys;

/// <summary>The words of a deletion certificate.</summary>
internal static class CertificateText
{
    private static readonly CultureInfo Danish = CultureInfo.GetCultureInfo("da-DK");
    private static readonly TimeZoneInfo Denmark = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");

    public static string Of(string municipality, DeletionCertificate done, DateTimeOffset now)
    {
        string[] lines =
        [
            "SLETTEATTEST",
            $"Kommune: {municipality}",
            $"Slettet: {Kind(done.Kind)} {done.Id:D}",
            $"1. Nøglen er ødelagt: {At(done.DestroyedAt)}. Fra da af kan indholdet ikke læses i den kørende database.",
            done.BackupsEnd is { } end
                ? $"2. Sidste sikkerhedskopi med nøglen: taget {At(done.LastBackup!.Value)}, skal være væk {At(end)}."
                : "2. Sidste sikkerhedskopi med nøglen: ingen er taget, mens nøglen fandtes.",
            done.IsFinalAt(now)
                ? "Sletningen er endelig, når sikkerhedskopier, der er taget på anden måde, også er væk."
                : "Sletningen er ikke endelig endnu: indtil da kan den, der har kopien og kommunens nøgle, læse indholdet.",
            "Aftryk (SHA-256) og hændelser i sagens spor bliver stående.",
        ];
        return string.Join('\n', lines);
    }

    private static string At(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Denmark).ToString("d. MMMM yyyy 'kl.' HH.mm", Danish);

    private static string Kind(string kind) => kind switch
    {
        "case" => "sag",
        "report" => "henvendelse",
        "contact" => "kontaktoplysninger",
        "account" => "konto",
        "file" => "fil",
        _ => kind,
    };
}
