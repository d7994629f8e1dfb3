using System.Globalization;
using Vaern.Rules;

namespace Vaern.App.Retention;

/// <summary>The lines of a run's certificate, ready for a paper: Danish days, and both dates of each key.</summary>
public static class CertificateLines
{
    private static readonly CultureInfo Danish = CultureInfo.GetCultureInfo("da-DK");

    /// <summary>Type, number, last day, destroyed, unreadable also in backups from.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(RunCertificate certificate, Func<string, string> typeName) =>
        [.. certificate.Deletions.Select(one => (IReadOnlyList<string>)
        [
            typeName(one.Type), one.Label.Length > 0 ? one.Label : one.Id.ToString("N")[..8], Day(one.ExpiredOn), Moment(one.At),
            one.Key is null ? "–" : one.Key.BackupsEnd is { } end ? Moment(end) : "straks",
        ])];

    public static string Moment(DateTimeOffset at) => DanishTime.At(at).ToString("d. MMMM yyyy 'kl.' HH.mm", Danish);

    public static string Day(DateOnly day) => day.ToString("d. MMMM yyyy", Danish);
}
