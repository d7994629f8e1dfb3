using System.Text;
using Vaern.Screening.Masking;
using Vaern.Screening.Normalising;

namespace Vaern.Screening.Importing;

/// <summary>
/// Reads exports of public channels: recognises the format by content, passes the gate, and gives masked messages. A file is read
/// at least twice – first whether it may be taken and who takes part in it, then the messages – and never held in memory. A refusal
/// has given nothing to the sink. Calls block; one file at a time per thread.
/// </summary>
public static class ChannelImport
{
    /// <summary>What is in a file and whether it may be taken.</summary>
    /// <param name="open">Opens the file anew; a zip file needs a stream that can seek. Called several times.</param>
    /// <param name="mandate">Why it is read. Without a mandate nothing is read.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImportReport Inspect(Func<Stream> open, ImportMandate mandate, ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mandate);
        using var file = new ImportFile(open, options ?? new ImportOptions());
        return file.Inspect(new Participants());
    }

    /// <summary>Gives the messages of a file, masked, to a sink, in the order of the file.</summary>
    /// <param name="open">Opens the file anew; a zip file needs a stream that can seek. Called several times.</param>
    /// <param name="mandate">Why it is read.</param>
    /// <param name="key">Gives the aliases and the stable keys; the caller destroys it when the mandate ends.</param>
    /// <param name="sink">Takes messages and deletions. Nothing reaches it from a refused file.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="allowed">Places, offices and teams that are not persons.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImportReport Mask(Func<Stream> open, ImportMandate mandate, AliasKey key, IMessageSink sink, ImportOptions? options = null, IEnumerable<string>? allowed = null)
    {
        ArgumentNullException.ThrowIfNull(mandate);
        using var file = new ImportFile(open, options ?? new ImportOptions());
        var participants = new Participants();
        var inspected = file.Inspect(participants);
        if (inspected.Outcome == ImportOutcome.Refused) return inspected;
        var masker = new Masker(key, participants, allowed);
        foreach (var id in file.Deleted) sink.Delete(key.Token("message", $"{inspected.Format}\0{id}"));
        foreach (var author in file.GoneAuthors) sink.DeleteAuthor(key.Alias(author));
        return file.Read(participants, (message, text) => sink.Take(Masked(message, text, inspected.Format, masker, key, file.Options)));
    }

    private static MaskedMessage Masked(SourceMessage message, string text, string format, Masker masker, AliasKey key, ImportOptions options)
    {
        var capped = text.Length <= options.MostText ? text : text[..Graphemes.FloorOf(text, options.MostText)];
        return new MaskedMessage(
            key.Token("message", Identity(format, message.Chat, message.Id ?? "")),
            key.Token("content", $"{message.Author}\0{text}"),
            key.Token("chat", $"{format}\0{message.Chat}"),
            message.Author is { } author ? key.Alias(author) : null,
            message.At, message.IsEdited,
            message.ReplyTo is { } answered ? key.Token("message", Identity(format, message.Chat, answered)) : null,
            message.ForwardedFrom is { } forwarded ? key.Alias(forwarded) : null,
            masker.Mask(capped, message.Hints), text.Length,
            message.ForwardedFrom is { } origin ? ChannelNames.Find(options.KnownChannels, origin.StartsWith("name:", StringComparison.Ordinal) ? origin[5..] : origin) : null);
    }

    /// <summary>Ids of the social web are unique by themselves; others only inside their chat.</summary>
    private static string Identity(string format, string? chat, string id) => chat is null ? $"{format}\0{id}" : $"{format}\0{chat}\0{id}";
}
