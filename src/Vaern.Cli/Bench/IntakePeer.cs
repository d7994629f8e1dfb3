namespace Vaern.Cli.Bench;

/// <summary>
/// The best open peer that could be run in the same surroundings, in both of its set-ups. Its figures are never shown without what
/// key derivation each side does, since that decides more than anything else.
/// </summary>
internal static class IntakePeer
{
    public static readonly string[] Lines =
    [
        "peer      GlobaLeaks 5.0.15, same kind of machine (2 cores, shared, load 3–7), TLS on loopback, 100 kB attachment, closed loop:",
        "peer  A   as shipped, Argon2id (128 MiB) twice a report on the server, under one lock:",
        "peer  A   clients 1/2/4/8: accepted/s 0.22/0.30/0.30/0.19, HTTP 500 0/20/47/75 %, median of the submission request 5.1/3.3/1.9/3.1 s",
        "peer  B   key derivation neutralised, standing in for 5.0.44 and later, where the browser derives keys:",
        "peer  B   clients 1/2/4/8: accepted/s 17.4 and 9.1/18.3/13.8/14.4, HTTP 500 0/12/30/43 %, median of the whole report 50–95/78/164/253 ms",
        "Værn      no key derivation per report on either side: a receipt of six random words (66 bits), stored as HMAC-SHA256 under a key",
        "Værn      outside the database, and random AES-256-GCM data keys wrapped by the municipality's key. Compare with B, not with A.",
        "caveat    Værn is driven over HTTP without TLS here; the peer's runs were short, few and vary by a factor of two.",
    ];
}
