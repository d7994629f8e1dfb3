using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Vaern.Data;

namespace Vaern.App.Pictures;

/// <summary>
/// Decodes pictures in a separate, limited process (five seconds of processor, 512 MiB, no files, no network, 100 megapixels). The process is started when first
/// needed, serves a number of files and is replaced after any fault: what one file does to it another does not meet. Safe to call from many threads; files
/// are taken one at a time.
/// </summary>
/// <param name="command">Program and arguments; <see cref="DefaultCommand"/> for the program itself.</param>
public sealed class PictureWorker(IReadOnlyList<string> command) : IAsyncDisposable
{
    private const int MostFiles = 64;
    private readonly SemaphoreSlim turn = new(1);
    private Process? process;
    private int files;

    public PictureWorker()
        : this(DefaultCommand)
    {
    }

    /// <summary>The program that this code is part of, with its hidden verb.</summary>
    public static IReadOnlyList<string> DefaultCommand
    {
        get
        {
            var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
            return [dotnet, Path.Combine(AppContext.BaseDirectory, "vaern.dll"), PictureWorkerProgram.Verb];
        }
    }

    /// <summary>The running process, for tests.</summary>
    internal int? ProcessId => process?.Id;

    /// <summary>Fingerprints of a file, or one of <see cref="PictureProblem"/>.</summary>
    public async Task<Result<HashedPicture>> HashAsync(ReadOnlyMemory<byte> file, CancellationToken cancel)
    {
        var answer = await AskAsync(PictureTask.Hash, file, cancel);
        if (!answer.TryGet(out var bytes, out var problem))
        {
            return problem;
        }
        return FingerprintJson.Read(bytes) is { } hashed ? hashed : PictureProblem.WorkerFailed;
    }

    /// <summary>Hands a file to the worker and returns its answer, or one of <see cref="PictureProblem"/>.</summary>
    internal async Task<Result<ReadOnlyMemory<byte>>> AskAsync(PictureTask task, ReadOnlyMemory<byte> file, CancellationToken cancel)
    {
        if (file.Length > PictureLimits.MostBytes)
        {
            return PictureProblem.TooManyBytes;
        }
        await turn.WaitAsync(cancel);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(PictureLimits.Clock);
            try
            {
                return await AskOnceAsync(task, file, limit.Token);
            }
            catch (OperationCanceledException)
            {
                // An answer that comes later must not be taken for that of the next file.
                End();
                cancel.ThrowIfCancellationRequested();
                return PictureProblem.OutOfTime;
            }
            catch (IOException)
            {
                return await DeathAsync();
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync();
        End();
        turn.Dispose();
    }

    private async Task<Result<ReadOnlyMemory<byte>>> AskOnceAsync(PictureTask task, ReadOnlyMemory<byte> file, CancellationToken cancel)
    {
        if (process is null && !await StartAsync(cancel))
        {
            return await DeathAsync();
        }
        await new WorkerFrame(task.Letter, file).WriteAsync(process!.StandardInput.BaseStream, cancel);
        var answer = await WorkerFrame.ReadAsync(process.StandardOutput.BaseStream, task.MostAnswer, cancel);
        if (answer is not { } frame)
        {
            return await DeathAsync();
        }
        switch (frame.Kind)
        {
            case WorkerFrame.Done:
                if (++files >= MostFiles)
                {
                    End();
                }
                return frame.Content;
            case WorkerFrame.Problem when frame.Content.Length < 64:
                var problem = PictureProblem.Named(Encoding.ASCII.GetString(frame.Content.Span));
                // What a bad file left behind in the decoder is not handed on to the next.
                End();
                return problem;
            default:
                End();
                return PictureProblem.AnswerTooLarge;
        }
    }

    private async Task<bool> StartAsync(CancellationToken cancel)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }
        // Connection strings and passwords are none of its business.
        var path = start.Environment.TryGetValue("PATH", out var places) ? places : null;
        var root = start.Environment.TryGetValue("DOTNET_ROOT", out var folder) ? folder : null;
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["DOTNET_ROOT"] = root;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return false;
        }
        files = 0;
        // Read and forgotten: a full pipe would hold the worker up.
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        return await WorkerFrame.ReadAsync(process.StandardOutput.BaseStream, 0, cancel) is { Kind: WorkerFrame.Ready };
    }

    // Which limit ended it stands in the signal: 24 is processor time.
    private async Task<Error> DeathAsync()
    {
        const int OutOfProcessorTime = 128 + 24, Killed = 128 + 9;
        if (process is not { } dead)
        {
            return PictureProblem.WorkerFailed;
        }
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await dead.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            End();
            return PictureProblem.WorkerFailed;
        }
        var code = dead.ExitCode;
        End();
        return code is OutOfProcessorTime or Killed ? PictureProblem.OutOfTime : PictureProblem.WorkerFailed;
    }

    private void End()
    {
        if (process is { } old)
        {
            process = null;
            if (!old.HasExited)
            {
                old.Kill();
            }
            old.Dispose();
        }
    }
}
