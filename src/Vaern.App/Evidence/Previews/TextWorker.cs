using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Vaern.App.Pictures;
using Vaern.Data;

namespace Vaern.App.Evidence.Previews;

/// <summary>The words of a document. <paramref name="CutShort"/> when there were more than are shown.</summary>
public sealed record DocumentText(string Text, bool CutShort);

/// <summary>
/// Takes the words out of text, web pages, chat exports, office documents and web archives in a process of its own: no files, no network, no keys, limited
/// processor time and memory, one document and then the end. Safe to call from many threads.
/// </summary>
/// <param name="command">Program and arguments; <see cref="DefaultCommand"/> for the program itself.</param>
public sealed class TextWorker(IReadOnlyList<string> command) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly SemaphoreSlim turns = new(2);

    public TextWorker()
        : this(DefaultCommand)
    {
    }

    /// <summary>The program that this code is part of, with its hidden verb.</summary>
    public static IReadOnlyList<string> DefaultCommand => [.. PictureWorker.DefaultCommand.SkipLast(1), TextWorkerProgram.Verb];

    /// <summary>The words, or <c>document.kind</c>, <c>document.damaged</c>, <c>document.time</c>, <c>document.worker</c>.</summary>
    public async Task<Result<DocumentText>> ReadAsync(string type, ReadOnlyMemory<byte> file, CancellationToken cancel)
    {
        if (DocumentReader.LetterOf(type) is not { } letter)
        {
            return new Error("document.kind", "Documents of this kind are not shown.");
        }

        await turns.WaitAsync(cancel);
        try
        {
            return await AskAsync(new WorkerFrame(letter, file), cancel);
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();

    private async Task<Result<DocumentText>> AskAsync(WorkerFrame request, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        Process process;
        try
        {
            process = Process.Start(Bare.Start(command))!;
        }
        catch (Win32Exception)
        {
            return new Error("document.worker", "The process that reads documents cannot be started.");
        }

        using (process)
        {
            try
            {
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                if (await WorkerFrame.ReadAsync(process.StandardOutput.BaseStream, 0, limit.Token) is not { Kind: WorkerFrame.Ready })
                {
                    return new Error("document.worker", "The process that reads documents did not start.");
                }

                await request.WriteAsync(process.StandardInput.BaseStream, limit.Token);
                return await WorkerFrame.ReadAsync(process.StandardOutput.BaseStream, DocumentReader.MostAnswer, limit.Token) switch
                {
                    { Kind: WorkerFrame.Done } answer when answer.Content.Length > 0 =>
                        new DocumentText(Encoding.UTF8.GetString(answer.Content.Span[1..]), answer.Content.Span[0] == 1),
                    { Kind: WorkerFrame.Problem } => new Error("document.damaged", "The document cannot be read."),
                    _ => new Error("document.worker", "The process that reads documents ended without an answer."),
                };
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return new Error("document.time", "Reading the document took longer than it may.");
            }
            catch (IOException)
            {
                return new Error("document.worker", "The process that reads documents ended without an answer.");
            }
            finally
            {
                Bare.End(process);
            }
        }
    }
}
