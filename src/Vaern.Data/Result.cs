using System.Diagnostics.CodeAnalysis;

namespace Vaern.Data;

/// <summary>
/// An expected failure. <paramref name="Code"/> is stable, lower case and dotted (<c>case.stale</c>): tests, logs and
/// problem details use it. <paramref name="Message"/> is one English line for an operator or a log and never holds
/// personal data; what a person reads in a page is looked up by the code.
/// </summary>
public sealed record Error(string Code, string Message)
{
    public override string ToString() => $"{Code}: {Message}";
}

/// <summary>A value or the coded reason why there is none. <c>return value;</c> and <c>return error;</c> both convert.</summary>
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "Result.Ok and Result.Fail are the names")]
public readonly struct Result<T>
{
    private readonly T? value;
    private readonly Error? error;

    internal Result(T value)
    {
        this.value = value;
        IsOk = true;
    }

    internal Result(Error error) => this.error = error;

    /// <summary>True when there is a value. A defaulted result is a failure.</summary>
    public bool IsOk { get; }

    /// <summary>The value. Asking a failed result for it is a bug and throws.</summary>
    public T Value => IsOk ? value! : throw new InvalidOperationException($"No value: {Error}");

    /// <summary>The reason. Asking a successful result for it is a bug and throws.</summary>
    public Error Error => IsOk
        ? throw new InvalidOperationException("No error: the result is a value.")
        : error ?? new Error("result.empty", "The result was never given.");

    public static implicit operator Result<T>(T value) => new(value);

    public static implicit operator Result<T>(Error error) => new(error);

    /// <summary>The value through <paramref name="map"/>, or the same error.</summary>
    public Result<TOut> Map<TOut>(Func<T, TOut> map) => IsOk ? new Result<TOut>(map(value!)) : new Result<TOut>(Error);

    /// <summary>One of two answers.</summary>
    public TOut Match<TOut>(Func<T, TOut> ok, Func<Error, TOut> failed) => IsOk ? ok(value!) : failed(Error);

    public bool TryGet([MaybeNullWhen(false)] out T found, [NotNullWhen(false)] out Error? reason)
    {
        found = value;
        reason = IsOk ? null : Error;
        return IsOk;
    }
}

/// <summary>Done, or the coded reason why not.</summary>
public readonly struct Result
{
    private readonly Error? error;

    private Result(bool isOk, Error? error) => (IsOk, this.error) = (isOk, error);

    public static Result Done { get; } = new(true, null);

    /// <summary>True when it was done. A defaulted result is a failure.</summary>
    public bool IsOk { get; }

    public Error Error => IsOk
        ? throw new InvalidOperationException("No error: it was done.")
        : error ?? new Error("result.empty", "The result was never given.");

    public static implicit operator Result(Error error) => new(false, error);

    public static Result Fail(string code, string message) => new Error(code, message);

    public static Result<T> Ok<T>(T value) => new(value);

    public static Result<T> Fail<T>(string code, string message) => new Error(code, message);
}
