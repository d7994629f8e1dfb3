using System.Diagnostics.CodeAnalysis;

namespace Vaern.Rules;

/// <summary>An expected failure. <paramref name="Code"/> is stable (for example <c>rule.unknown</c>), the message is one line for a person.</summary>
public sealed record RulesError(string Code, LocalText Message);

/// <summary>Either a value or an expected failure.</summary>
public readonly record struct RulesResult<T> where T : notnull
{
    private readonly T? value;

    private RulesResult(T? value, RulesError? error)
    {
        this.value = value;
        Error = error;
    }

    /// <summary>The failure, or null when there is a value.</summary>
    public RulesError? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Error is null;

    /// <summary>The value. Asking for it after a failure is a bug and throws.</summary>
    public T Value => IsOk ? value! : throw new InvalidOperationException($"{Error.Code}: {Error.Message.En}");

    /// <summary>Takes the value when there is one.</summary>
    public bool TryGet([NotNullWhen(true)] out T? result, [NotNullWhen(false)] out RulesError? error)
    {
        result = value;
        error = Error;
        return IsOk;
    }

    public static implicit operator RulesResult<T>(T value) => new(value, null);

    public static implicit operator RulesResult<T>(RulesError error) => new(default, error);
}
