namespace Vaern.Data;

/// <summary>
/// On whose behalf a transaction runs. Decides the database role and what row-level security lets through;
/// there is no way to begin a transaction without saying it.
/// </summary>
public abstract record Acting
{
    private Acting()
    {
    }

    /// <summary>A signed-in member of staff: sees rows with an effective-access row of this account.</summary>
    public sealed record Staff(Guid Account) : Acting;

    /// <summary>Somebody on the public pages: may write a report, sees none.</summary>
    public sealed record Public : Acting;

    /// <summary>The reporter who writes or has opened exactly this report.</summary>
    public sealed record Reporter(Guid Report) : Acting;

    /// <summary>Somebody who has typed a receipt: sees the report with this HMAC, if there is one.</summary>
    public sealed record ReceiptHolder(byte[] ReceiptMac) : Acting;

    /// <summary>Background work of the municipality itself (reminders, retention, checks). Sees every row.</summary>
    public sealed record Worker : Acting;

    public static Acting Nobody { get; } = new Public();

    public static Acting System { get; } = new Worker();
}
