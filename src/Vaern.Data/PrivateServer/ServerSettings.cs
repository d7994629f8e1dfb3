using System.Globalization;

namespace Vaern.Data;

/// <summary>The private server's settings, written anew before every start; an operator's own go to <c>local.conf</c>, which wins.</summary>
internal static class ServerSettings
{
    public const string FileName = "vaern.conf";

    public static string Include => $"""

        include = '{FileName}'
        include_if_exists = 'local.conf'

        """;

    public static string For(PrivateServerOptions options, string socketFolder)
    {
        var onOff = options.Durability == Durability.Full ? "on" : "off";
        // A failing statement's text and DETAIL can hold what a person typed, so neither is logged.
        return $"""
            # Written by Værn before every start. Your own settings belong in local.conf beside this file.
            listen_addresses = ''
            port = 5432
            unix_socket_directories = '{socketFolder.Replace("'", "''", StringComparison.Ordinal)}'
            unix_socket_permissions = 0700
            max_connections = {options.MaxConnections.ToString(CultureInfo.InvariantCulture)}
            fsync = {onOff}
            synchronous_commit = on
            full_page_writes = {onOff}
            shared_buffers = 128MB
            max_wal_size = 2GB
            jit = off
            timezone = 'UTC'
            idle_in_transaction_session_timeout = 5min
            logging_collector = on
            log_directory = 'log'
            log_filename = 'postgresql-%a.log'
            log_truncate_on_rotation = on
            log_timezone = 'UTC'
            log_statement = none
            log_min_error_statement = panic
            log_error_verbosity = terse
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0

            """;
    }
}
