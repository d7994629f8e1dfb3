using Vaern.Screening.Masking;

namespace Vaern.Screening.Importing;

/// <summary>A message that may be stored: masked, with a stable identity. It is personal data still.</summary>
/// <param name="Key">Stable over repeated imports with one key: of source, chat and message id. Letters only.</param>
/// <param name="Content">Stable hash of what was said, for telling a new version from a repetition. Letters only.</param>
/// <param name="Chat">Stable stand-in for the chat.</param>
/// <param name="Author">Alias of who wrote, or null.</param>
/// <param name="At">UTC, or null when it is not known.</param>
/// <param name="IsEdited">Whether the source says that it was changed.</param>
/// <param name="ReplyTo">The <see cref="Key"/> of the message that it answers, or null.</param>
/// <param name="ForwardedFrom">Alias of whose words it passes on, or null.</param>
/// <param name="Text">The masked text.</param>
/// <param name="ForwardedChannel">The public channel it was passed on from, when that is one of <see cref="ImportOptions.KnownChannels"/>; never a person.</param>
/// <param name="TextLength">UTF-16 units of the whole text as it stood in the file, longer than the text when that was cut.</param>
public sealed record MaskedMessage(
    string Key, string Content, string Chat, string? Author, DateTimeOffset? At, bool IsEdited, string? ReplyTo, string? ForwardedFrom, MaskedText Text, int TextLength, string? ForwardedChannel = null);

/// <summary>Takes what an import gives, in the order of the file.</summary>
public interface IMessageSink
{
    /// <summary>A message to store. The same key with another <see cref="MaskedMessage.Content"/> is a new version.</summary>
    void Take(MaskedMessage message);

    /// <summary>The source says that a message is deleted: it is to be deleted here too, also when it came with an earlier import.</summary>
    void Delete(string key);

    /// <summary>The source says that an account is gone: all that its author wrote is to be deleted here too.</summary>
    void DeleteAuthor(string author);
}
