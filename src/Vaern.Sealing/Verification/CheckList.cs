namespace Vaern.Sealing.Verification;

/// <summary>The checks as they are made, in order.</summary>
internal sealed class CheckList
{
    private readonly List<VerificationCheck> _checks = [];

    internal IReadOnlyList<VerificationCheck> Checks => _checks;

    internal bool HasFault => _checks.Exists(c => !c.Holds);

    internal bool HasFaultBesidesSeal => _checks.Exists(c => !c.Holds && c.Code != PackageVerification.SealCode);

    internal void Holds(string code, string text) => _checks.Add(new VerificationCheck(code, true, text));

    internal void Fails(string code, string text) => _checks.Add(new VerificationCheck(code, false, text));

    internal void Add(CheckList others) => _checks.AddRange(others._checks);

    /// <summary>Holds with <paramref name="text"/> when there is no fault.</summary>
    internal void Note(string code, string text, string? fault)
    {
        if (fault is null) Holds(code, text);
        else Fails(code, fault);
    }
}
