using Vaern.App.Removal;
using Vaern.Data;

namespace Vaern.Web.Pages.Staff.Removal;

/// <summary>Whose a removal ladder is, as its pages need it: a case, or an issue of the preparedness. The pages are the same for both.</summary>
public abstract class LadderOwner
{
    /// <summary>The owner's number, as it stands in the address.</summary>
    public abstract string Number { get; }

    /// <summary>The owner's page.</summary>
    public abstract string Address { get; }

    /// <summary>Who signs the letters.</summary>
    public abstract string Sender { get; }

    public abstract bool Restricted { get; }

    public abstract bool MayWrite { get; }

    /// <summary>A rule with its source in one line.</summary>
    public abstract string SourceOf(string rule);

    /// <summary>Whom a platform may answer, where the letter does not say it yet.</summary>
    public abstract Task<(string Name, string? Mail)> ContactAsync(CancellationToken cancel);

    public abstract Task<IReadOnlyList<ContentView>> ListAsync(CancellationToken cancel);

    /// <inheritdoc cref="RemovalLadder.AddAsync"/>
    public abstract Task<Result<Guid>> AddAsync(Guid id, string platform, ContentBody body, CancellationToken cancel);

    /// <inheritdoc cref="RemovalLadder.WriteAsync"/>
    public abstract Task<Result<Guid>> WriteAsync(Guid content, string kind, StepBody body, DateTimeOffset? sentAt, DateOnly? nextCheck, int version, CancellationToken cancel);

    /// <inheritdoc cref="RemovalLadder.SkipAsync"/>
    public abstract Task<Result<Guid>> SkipAsync(Guid content, string kind, string reason, int version, CancellationToken cancel);

    /// <inheritdoc cref="RemovalLadder.AnswerAsync"/>
    public abstract Task<Result<Guid>> AnswerAsync(Guid content, string kind, string answer, DateTimeOffset? at, string? statement, DateOnly? nextCheck, int version, CancellationToken cancel);

    /// <inheritdoc cref="RemovalLadder.GoneAsync"/>
    public abstract Task<Result<Guid>> GoneAsync(Guid content, CancellationToken cancel);
}
