namespace Vaern.Sealing.Verification;

/// <summary>A ZIP that is not of the strict form; the message is the reason shown to people.</summary>
internal sealed class ZipFault(string reason) : Exception(reason);
