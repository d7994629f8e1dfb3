namespace Vaern.App.Accounts;

/// <summary>
/// Hashing a password costs a fifth of a second of a core by design. A flood of sign-ins must not take the cores from a child who
/// writes, so at most half of them hash at a time and a bounded number waits.
/// </summary>
internal static class PasswordWork
{
    private const int LongestQueue = 64;
    private static readonly SemaphoreSlim Places = new(Math.Max(1, Environment.ProcessorCount / 2));
    private static int waiting;

    /// <summary>The answer of <paramref name="work"/>, or null when too many wait already.</summary>
    public static async Task<T?> TryAsync<T>(Func<T> work, CancellationToken cancel)
        where T : class
    {
        if (Interlocked.Increment(ref waiting) > LongestQueue)
        {
            Interlocked.Decrement(ref waiting);
            return null;
        }

        try
        {
            await Places.WaitAsync(cancel);
            try
            {
                return await Task.Run(work, cancel);
            }
            finally
            {
                Places.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }
}
