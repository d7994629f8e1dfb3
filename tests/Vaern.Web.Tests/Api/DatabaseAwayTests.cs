using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Vaern.TestKit;
using Vaern.Web.Tests.Public;

namespace Vaern.Web.Tests.Api;

/// <summary>A full disk and a database that ends connections: said plainly, nothing half-kept, and the same key works afterwards.</summary>
public sealed class DatabaseAwayTests(WebTown web) : IClassFixture<WebTown>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("53100")] // disk_full
    [InlineData("57P01")] // admin_shutdown
    public async Task A_report_is_answered_with_503_keeps_nothing_and_is_taken_when_it_is_sent_again(string sqlState)
    {
        using var client = web.Visitor();
        var key = Guid.CreateVersion7().ToString();
        await BreakAsync(sqlState);
        var before = await CountAsync();

        var refused = await SendAsync(client, key);

        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("code").GetString().ShouldBe("service.unavailable");
        (await CountAsync()).ShouldBe(before);

        await MendAsync();
        (await SendAsync(client, key)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await CountAsync()).ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_person_gets_a_page_that_says_what_was_kept_and_what_to_do()
    {
        using var visitor = new PublicBrowser(web.Address);
        await visitor.OpenAsync("/anmeld/start/barn?enhed=TANG-4172");
        await visitor.PressAsync("Næste", ("Danger", "no"));
        await BreakAsync("53100", "draft");

        await visitor.PressAsync("Begynd");

        await MendAsync("draft");
        visitor.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        visitor.Heading.ShouldBe("Vi kan ikke svare lige nu");
        visitor.Main.ShouldContain("Alt, hvad du har fået kvittering for, er gemt.");
        visitor.Main.ShouldContain("Det bliver ikke dobbelt");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string key)
    {
        var report = new { role = "child", category = "digital-bullying", unit = "TANG-4172", happened_at = (string?)null, platform = "", links = Array.Empty<string>(), story = "De griner.", contact = (object?)null };
        using var body = new MultipartFormDataContent();
        body.Add(JsonContent.Create(report), "report");
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/reports") { Content = body };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, Cancel);
    }

    private async Task BreakAsync(string sqlState, string table = "report")
    {
        await using var connection = await web.Town.Postgres.OpenAsync();
        await RunAsync(connection, $"create or replace function out_of_order() returns trigger language plpgsql as $$ begin raise exception 'out of order' using errcode = '{sqlState}'; end $$");
        await RunAsync(connection, $"create trigger out_of_order before insert or update on {table} for each row execute function out_of_order()");
    }

    private async Task MendAsync(string table = "report")
    {
        await using var connection = await web.Town.Postgres.OpenAsync();
        await RunAsync(connection, $"drop trigger out_of_order on {table}");
    }

    private async Task<long> CountAsync()
    {
        await using var connection = await web.Town.Postgres.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from report", connection);
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
