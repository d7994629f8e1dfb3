using System.Diagnostics;
using Npgsql;
using Shouldly;
using Xunit;

namespace Vaern.Data.Tests;

public sealed class PrivateServerTests : IAsyncLifetime
{
    // Not CreateTempSubdirectory: that one only the caller may enter, and started as root the server runs as someone else.
    private readonly string folder = Path.Combine(Path.GetTempPath(), "vaern-private-" + Guid.CreateVersion7().ToString("N")[20..]);

    private PrivateServerOptions Options => new() { DataFolder = folder, Durability = Durability.None };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(folder);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await PrivateServer.StopAsync(Options, CancellationToken.None);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Sorts_as_Danes_do_listens_nowhere_and_keeps_statements_out_of_its_log()
    {
        await using var handle = await StartAsync();

        (await ScalarAsync(handle, "SELECT string_agg(w, ' ' ORDER BY w) FROM unnest(ARRAY['åben','ære','zebra','øre','abe']) w"))
            .ShouldBe("abe zebra ære øre åben");
        (await ScalarAsync(handle, "SHOW listen_addresses")).ShouldBe("");
        (await ScalarAsync(handle, "SHOW log_min_error_statement")).ShouldBe("panic");
        File.GetUnixFileMode(handle.SocketFolder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Real_data_is_flushed_and_checksummed()
    {
        await using var handle = (await PrivateServer.EnsureStartedAsync(Options with { Durability = Durability.Full }, Cancel)).Value;

        foreach (var setting in new[] { "fsync", "synchronous_commit", "full_page_writes", "data_checksums" })
        {
            (await ScalarAsync(handle, "SHOW " + setting)).ShouldBe("on", setting);
        }
    }

    [Fact]
    public async Task Two_that_start_at_once_share_one_server_and_the_last_to_leave_stops_it()
    {
        var both = await Task.WhenAll(PrivateServer.EnsureStartedAsync(Options, Cancel), PrivateServer.EnsureStartedAsync(Options, Cancel));

        both.Count(one => one.Value.StartedHere).ShouldBe(1);
        await both[0].Value.DisposeAsync();
        PrivateServer.Status(Options).IsRunning.ShouldBeTrue();
        await both[1].Value.DisposeAsync();
        PrivateServer.Status(Options).IsRunning.ShouldBeFalse();
    }

    [Fact]
    public async Task Comes_back_with_what_was_committed_after_kill_9()
    {
        await using var before = await StartAsync();
        await ScalarAsync(before, "CREATE TABLE kept AS SELECT 42 AS answer");
        using var postmaster = Process.GetProcessById(PrivateServer.Status(Options).ProcessId!.Value);
        postmaster.Kill();
        await postmaster.WaitForExitAsync(Cancel);
        PrivateServer.Status(Options).IsRunning.ShouldBeFalse();

        await using var after = await StartAsync();

        after.StartedHere.ShouldBeTrue();
        (await ScalarAsync(after, "SELECT answer FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task A_stale_process_file_that_names_another_living_process_does_not_stop_it()
    {
        await (await StartAsync()).DisposeAsync();
        var cluster = PrivateServer.Status(Options).Folder;
        await File.WriteAllLinesAsync(Path.Combine(cluster, "postmaster.pid"), ["1", cluster, "0", "5432", "/nowhere", ""], Cancel);

        await using var handle = await StartAsync();

        handle.StartedHere.ShouldBeTrue();
    }

    [Fact]
    public async Task A_folder_too_long_for_a_socket_gets_a_short_one()
    {
        var deep = Path.Combine(folder, new string('d', 100));
        var options = Options with { DataFolder = deep };

        await using var handle = (await PrivateServer.EnsureStartedAsync(options, Cancel)).Value;

        handle.SocketFolder.ShouldNotStartWith(deep);
        (handle.SocketFolder + "/.s.PGSQL.5432").Length.ShouldBeLessThanOrEqualTo(107);
        (await ScalarAsync(handle, "SELECT 1")).ShouldBe(1);
        await handle.DisposeAsync();
        Directory.Delete(handle.SocketFolder);
    }

    [Fact]
    public async Task A_folder_the_account_cannot_enter_is_named()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root drops to another account.");
        var shut = Path.Combine(folder, "shut");
        Directory.CreateDirectory(shut, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var refused = await PrivateServer.EnsureStartedAsync(Options with { DataFolder = Path.Combine(shut, "inner") }, Cancel);

        refused.Error.Code.ShouldBe("postgres.folder");
        refused.Error.Message.ShouldContain($"cannot enter {shut}.");
    }

    [Fact]
    public async Task A_cluster_of_a_version_that_is_not_installed_is_refused_with_what_to_install()
    {
        await (await StartAsync()).DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(PrivateServer.Status(Options).Folder, "PG_VERSION"), "9\n", Cancel);

        var refused = await PrivateServer.EnsureStartedAsync(Options, Cancel);

        refused.Error.Code.ShouldBe("postgres.version");
        refused.Error.Message.ShouldContain("postgresql-9");
    }

    [Fact]
    public async Task A_relative_folder_and_an_unknown_account_are_refused()
    {
        (await PrivateServer.EnsureStartedAsync(Options with { DataFolder = "data" }, Cancel)).Error.Code.ShouldBe("postgres.folder");
        if (Environment.IsPrivilegedProcess)
        {
            (await PrivateServer.EnsureStartedAsync(Options with { Account = "nobody-of-that-name" }, Cancel)).Error.Code.ShouldBe("postgres.account");
        }
    }

    private async Task<PrivateServerHandle> StartAsync() => (await PrivateServer.EnsureStartedAsync(Options, Cancel)).Value;

    private static async Task<object?> ScalarAsync(PrivateServerHandle handle, string sql)
    {
        var address = handle.Server.ConnectionString("postgres", DatabaseRole.Administrator);
        await using var connection = new NpgsqlConnection(address + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }
}
