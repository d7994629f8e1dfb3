namespace Vaern.Cli.Doctor;

internal enum Level
{
    Ok,

    /// <summary>Something is left out, the rest works.</summary>
    Warn,

    Fail,
}

/// <summary>One part of the installation in one line.</summary>
/// <param name="Remedy">What to do; empty when there is nothing to do.</param>
internal sealed record Finding(Level Level, string Part, string State, string Remedy = "")
{
    public static Finding Ok(string part, string state) => new(Level.Ok, part, state);

    public override string ToString()
    {
        var mark = Level switch { Level.Ok => "ok", Level.Warn => "warn", _ => "FAIL" };
        return $"{mark,-5} {Part,-18} {State}{(Remedy.Length == 0 ? "" : " → " + Remedy)}";
    }
}
