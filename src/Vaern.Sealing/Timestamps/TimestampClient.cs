using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Vaern.Sealing.Timestamps;

/// <summary>Boundary to a time-stamp service: sends the request (DER) and gives back the whole body of the answer.</summary>
public interface ITimestampTransport
{
    /// <exception cref="HttpRequestException">The service could not be reached or refused.</exception>
    Task<byte[]> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken);
}

/// <summary>One time-stamp service.</summary>
/// <param name="Name">Name for people, stands in the report.</param>
/// <param name="Roots">Root certificates that its stamps must lead to.</param>
/// <param name="Intermediates">Issuing certificates that the service does not send along.</param>
public sealed record TimestampAuthority(
    string Name, ITimestampTransport Transport, X509Certificate2Collection Roots, X509Certificate2Collection Intermediates);

/// <summary>A stamp that was verified when it came.</summary>
/// <param name="Chain">Certificates from the stamping one to the root.</param>
public sealed record Timestamp(string Authority, TimestampResponse Response, IReadOnlyList<X509Certificate2> Chain);

/// <summary>Why one service gave no stamp.</summary>
public sealed record TimestampFailure(string Authority, string Reason);

/// <summary>What came of a request: a stamp, or the reasons of every service that was asked.</summary>
public sealed record TimestampOutcome(Timestamp? Stamp, IReadOnlyList<TimestampFailure> Failures);

/// <summary>
/// Asks time-stamp services in order until one gives a stamp that verifies: status, nonce, imprint, signature, chain to its
/// configured root, usage, and a time within two minutes of our clock (RFC 3161 §2.2, §2.4.2). A stamp that does not verify is
/// never returned as one. Thread-safe.
/// </summary>
/// <param name="patience">Longest wait for one service.</param>
public sealed class TimestampClient(IReadOnlyList<TimestampAuthority> authorities, TimeProvider clock, TimeSpan patience)
{
    /// <summary>Largest difference between the stamp's time and our clock.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    private const int LongestResponse = 256 * 1024;

    private readonly Dictionary<TimestampAuthority, TimestampCheck> _checks =
        authorities.ToDictionary(a => a, a => new TimestampCheck(a.Roots, a.Intermediates));

    /// <summary>The services in the order in which they are asked.</summary>
    public IReadOnlyList<TimestampAuthority> Authorities => authorities;

    /// <summary>One stamp over a SHA-256 value (64 hex digits), from the first service that gives a good one.</summary>
    public async Task<TimestampOutcome> StampAsync(string sha256, CancellationToken cancellationToken)
    {
        var failures = new List<TimestampFailure>();
        foreach (var authority in authorities)
        {
            var (stamp, fault) = await AskAsync(authority, sha256, cancellationToken);
            if (stamp is not null) return new TimestampOutcome(stamp, failures);
            failures.Add(new TimestampFailure(authority.Name, fault!));
        }
        return new TimestampOutcome(null, failures);
    }

    /// <summary>Stamps from every service, for the seal of a package. Services that fail are listed.</summary>
    /// <param name="atMost">How many stamps are wanted.</param>
    public async Task<(IReadOnlyList<Timestamp> Stamps, IReadOnlyList<TimestampFailure> Failures)> StampWithAllAsync(
        string sha256, int atMost, CancellationToken cancellationToken)
    {
        var (stamps, failures) = (new List<Timestamp>(), new List<TimestampFailure>());
        foreach (var authority in authorities)
        {
            if (stamps.Count == atMost) break;
            var (stamp, fault) = await AskAsync(authority, sha256, cancellationToken);
            if (stamp is not null) stamps.Add(stamp);
            else failures.Add(new TimestampFailure(authority.Name, fault!));
        }
        return (stamps, failures);
    }

    private async Task<(Timestamp? Stamp, string? Fault)> AskAsync(TimestampAuthority authority, string sha256, CancellationToken cancellationToken)
    {
        var request = Rfc3161TimestampRequest.CreateFromHash(
            Convert.FromHexString(sha256), HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(8), requestSignerCertificates: true);
        byte[] answer;
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            limit.CancelAfter(patience);
            try
            {
                answer = await authority.Transport.SendAsync(request.Encode(), limit.Token).WaitAsync(patience, clock, cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                return (null, e is HttpRequestException or IOException ? "the service could not be reached" : "the service did not answer in time");
            }
        }
        return Judge(authority, request, sha256, answer);
    }

    private (Timestamp? Stamp, string? Fault) Judge(TimestampAuthority authority, Rfc3161TimestampRequest request, string sha256, byte[] answer)
    {
        if (answer.Length > LongestResponse) return (null, "the answer is too long");
        var (response, fault) = TimestampResponse.Read(answer);
        if (response is null) return (null, fault);
        if (response.Token.TokenInfo.GetNonce() is not { } nonce || !SameNumber(nonce.Span, request.GetNonce()!.Value.Span)) return (null, "the nonce is not ours");
        var (bad, chain) = _checks[authority].Check(response, sha256);
        if (bad is not null) return (null, bad);
        if ((response.Time - clock.GetUtcNow()).Duration() > ClockTolerance) return (null, "the time of the stamp is more than two minutes from our clock");
        return (new Timestamp(authority.Name, response, chain), null);
    }

    private static bool SameNumber(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => one.TrimStart((byte)0).SequenceEqual(other.TrimStart((byte)0));
}
