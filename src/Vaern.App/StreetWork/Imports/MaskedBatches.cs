using System.Threading.Channels;
using Vaern.Screening.Importing;

namespace Vaern.App.StreetWork.Imports;

/// <summary>What is stored in one step: messages in the order of the file, or deletions that the source announces.</summary>
internal sealed record MaskedBatch(IReadOnlyList<MaskedMessage> Messages, IReadOnlyList<string> Deleted, IReadOnlyList<string> DeletedAuthors);

/// <summary>
/// Between the reader of a file, which does not wait, and the database, which does. At most three batches are in memory, whatever the size of the file; the
/// reader stands still while the database is behind.
/// </summary>
internal sealed class MaskedBatches(CancellationToken cancel) : IMessageSink
{
    private const int MostMessages = 1_000;
    private const int MostCharacters = 1 << 20;

    private readonly Channel<MaskedBatch> channel = Channel.CreateBounded<MaskedBatch>(2);
    private readonly List<string> deleted = [];
    private readonly List<string> authors = [];
    private List<MaskedMessage> messages = [];
    private int characters;

    public IAsyncEnumerable<MaskedBatch> AllAsync(CancellationToken stop) => channel.Reader.ReadAllAsync(stop);

    public void Take(MaskedMessage message)
    {
        messages.Add(message);
        characters += message.Text.Text.Length;
        if (messages.Count >= MostMessages || characters > MostCharacters)
        {
            Send();
        }
    }

    public void Delete(string key) => deleted.Add(key);

    public void DeleteAuthor(string author) => authors.Add(author);

    /// <summary>Called by the reader when it is done, with what made it stop.</summary>
    public void End(Exception? broken)
    {
        if (broken is null)
        {
            Send();
        }

        channel.Writer.Complete(broken);
    }

    private void Send()
    {
        if (messages.Count + deleted.Count + authors.Count == 0)
        {
            return;
        }

        var batch = new MaskedBatch(messages, [.. deleted], [.. authors]);
        (messages, characters) = ([], 0);
        deleted.Clear();
        authors.Clear();
        if (!channel.Writer.TryWrite(batch))
        {
            // The reader of files is not asynchronous, and runs on a thread of its own.
            channel.Writer.WriteAsync(batch, cancel).AsTask().GetAwaiter().GetResult();
        }
    }
}
