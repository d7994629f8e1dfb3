using Npgsql;

namespace Vaern.Data;

/// <summary>Faults of the database that are nobody's mistake and pass by: it restarts, its disk is full, it takes no more connections.</summary>
public static class PassingFault
{
    /// <summary>Classes of SQLSTATE: 08 connection, 53 resources (53100 is a full disk), 57 operator, 58 system.</summary>
    public static bool Is(Exception? fault) => fault switch
    {
        PostgresException { SqlState: { } state } => state[..2] is "08" or "53" or "57" or "58",
        NpgsqlException or TimeoutException => true,
        { InnerException: { } inner } => Is(inner),
        _ => false,
    };
}
