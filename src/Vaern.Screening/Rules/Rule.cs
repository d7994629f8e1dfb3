using System.Runtime.CompilerServices;
using Vaern.Screening.Explaining;

namespace Vaern.Screening.Rules;

/// <summary>A rule, compiled.</summary>
internal sealed record Rule(RuleData Data, Category Category, Severity Severity, Target Target, Pattern[] Patterns, Pattern[] Except, HashSet<Cue> Unless)
{
    public string Name { get; } = $"{Data.Id}@{Data.Version}";

    /// <summary>A rule is itself alone: comparing all its sentences would cost more than looking for it.</summary>
    public bool Equals(Rule? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}

/// <summary>How far from the words that were hit a cue is heard.</summary>
internal enum CueScope
{
    /// <summary>Among the words, or directly beside them.</summary>
    Near,
    Sentence,
    Message,
}

internal sealed record CueRule(Cue Cue, CueScope Scope, Pattern[] Patterns);
