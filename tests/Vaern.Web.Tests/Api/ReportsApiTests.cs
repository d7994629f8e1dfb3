using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.TestKit;

namespace Vaern.Web.Tests.Api;

public sealed class ReportsApiTests(WebTown web) : IClassFixture<WebTown>
{
    private const string Story = "De skriver grimme ting om mig i chatten.";

    [Fact]
    public async Task A_report_with_a_file_gives_a_receipt_that_opens_the_mailbox()
    {
        using var client = web.Visitor();
        var answer = await SendAsync(client, Body(Report(), Png(100_000)));

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var receipt = await answer.Content.ReadFromJsonAsync<JsonElement>();
        receipt.GetProperty("receipt").GetString()!.Split(' ').Length.ShouldBe(6);
        receipt.GetProperty("reply_by").GetDateTimeOffset().ShouldBeGreaterThan(web.Town.Clock.GetUtcNow());

        var written = await client.PostAsJsonAsync("/api/v1/mailbox/messages", new { receipt = receipt.GetProperty("receipt").GetString(), text = "Det var i går." });
        written.StatusCode.ShouldBe(HttpStatusCode.Created);
        var mailbox = await (await client.PostAsJsonAsync("/api/v1/mailbox", new { receipt = receipt.GetProperty("receipt").GetString() })).Content.ReadFromJsonAsync<JsonElement>();
        mailbox.GetProperty("status").GetString().ShouldBe("received");
        mailbox.GetProperty("messages")[0].GetProperty("text").GetString().ShouldBe("Det var i går.");
    }

    [Fact]
    public async Task The_same_key_gives_the_same_receipt_and_another_story_is_refused()
    {
        using var client = web.Visitor();
        var key = Guid.CreateVersion7().ToString();
        var first = await Receipt(await SendAsync(client, Body(Report(), Png(2_000)), key));
        var second = await Receipt(await SendAsync(client, Body(Report(), Png(2_000)), key));
        var other = await SendAsync(client, Body(Report(story: "Noget andet.")), key);

        second.ShouldBe(first);
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await Code(other)).ShouldBe("submission.token-reused");
    }

    [Fact]
    public async Task A_restricted_category_refuses_a_file_and_takes_the_words()
    {
        using var client = web.Visitor();
        var categories = await client.GetFromJsonAsync<JsonElement>("/api/v1/categories");
        var restricted = categories.EnumerateArray().First(one => one.GetProperty("restricted").GetBoolean()).GetProperty("code").GetString()!;
        var before = await CountAsync("select count(*) from blob_chunk");

        var refused = await SendAsync(client, Body(Report(category: restricted), Png(5_000)));
        var taken = await SendAsync(client, Body(Report(category: restricted)));

        refused.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await Code(refused)).ShouldBe("report.files-refused");
        (await CountAsync("select count(*) from blob_chunk")).ShouldBe(before);
        taken.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{"role":"child","category":"nonsense","unit":null,"story":"x"}""", HttpStatusCode.UnprocessableEntity, "category.unknown")]
    [InlineData("""{"role":"child","category":"digital-bullying","unit":"XXXX-0000","story":"x"}""", HttpStatusCode.UnprocessableEntity, "unit.unknown")]
    [InlineData("""{"role":"child","category":"digital-bullying","unit":null,"story":" "}""", HttpStatusCode.UnprocessableEntity, "report.story-missing")]
    [InlineData("""{"role":"king","category":"digital-bullying","unit":null,"story":"x"}""", HttpStatusCode.UnprocessableEntity, "report.role")]
    [InlineData("""{"role":"child","category":"digital-bullying","story":"x","happened_at":"2027-02-30"}""", HttpStatusCode.UnprocessableEntity, "report.happened-at")]
    [InlineData("""{"role":""", HttpStatusCode.BadRequest, "report.json")]
    [InlineData("null", HttpStatusCode.BadRequest, "report.json")]
    public async Task A_wrong_report_says_what_is_wrong(string json, HttpStatusCode status, string code)
    {
        using var client = web.Visitor();

        var refused = await SendAsync(client, Body(json));

        refused.StatusCode.ShouldBe(status);
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await Code(refused)).ShouldBe(code);
    }

    [Fact]
    public async Task A_missing_key_a_file_first_and_a_cut_body_are_refused_and_nothing_is_kept()
    {
        using var client = web.Visitor();
        var before = await CountAsync("select count(*) from report");
        using var fileFirst = new MultipartFormDataContent { { new ByteArrayContent(Png(10)), "files", "a.png" }, { JsonContent.Create(new { }), "report" } };
        using var cut = new ByteArrayContent("--b\r\nContent-Disposition: form-data; name=\"report\"\r\n\r\n{\"role\":\"child\",\"category\":\"digital-bullying\",\"story\":\"x\"}\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.png\"\r\n\r\n\u0089PNG"u8.ToArray());
        cut.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");

        (await Code(await client.PostAsync("/api/v1/reports", Body(Report())))).ShouldBe("idempotency-key.missing");
        (await Code(await SendAsync(client, fileFirst))).ShouldBe("report.part-first");
        (await Code(await SendAsync(client, cut))).ShouldBe("request.malformed");
        (await Code(await SendAsync(client, JsonContent.Create(new { })))).ShouldBe("request.not-multipart");
        (await CountAsync("select count(*) from report")).ShouldBe(before);
    }

    [Fact]
    public async Task A_disguised_file_and_a_file_too_large_are_refused()
    {
        using var client = web.Visitor();
        (await SendAsync(client, Body(Report(), "MZ\0\u0001program"u8.ToArray()))).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await SendAsync(client, Body(Report(), Png((25 * 1024 * 1024) + 1)))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Thirty_pupils_behind_one_address_all_get_through()
    {
        using var client = web.Visitor();

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => SendAsync(client, Body(Report(unit: "FYRL-9035"), Png(92_000)))));

        answers.Select(answer => answer.StatusCode).ShouldAllBe(status => status == HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_wrong_receipt_answers_404_and_a_flood_of_them_429_while_a_right_one_opens()
    {
        using var client = web.Visitor();
        var right = await Receipt(await SendAsync(client, Body(Report())));
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 310; i++)
        {
            statuses.Add((await client.PostAsJsonAsync("/api/v1/mailbox", new { receipt = "havre havre havre havre havre havre" })).StatusCode);
        }

        statuses[0].ShouldBe(HttpStatusCode.NotFound);
        statuses[^1].ShouldBe(HttpStatusCode.TooManyRequests);
        (await client.PostAsJsonAsync("/api/v1/mailbox", new { receipt = right })).StatusCode.ShouldBe(HttpStatusCode.OK);
        web.Town.Clock.Advance(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task No_log_and_no_row_holds_an_address_an_agent_or_a_receipt()
    {
        using var client = web.Visitor();
        client.DefaultRequestHeaders.UserAgent.ParseAdd("PlantedAgent/7.7");
        var receipt = await Receipt(await SendAsync(client, Body(Report(story: "Plantet fortælling om Prøvesen."))));
        await client.PostAsJsonAsync("/api/v1/mailbox", new { receipt });

        foreach (var planted in new[] { "127.0.0.1", "PlantedAgent", "Prøvesen", receipt, receipt.Split(' ')[0] + " " })
        {
            web.Log.Text.Replace("http://127.0.0.1:0", "", StringComparison.Ordinal).ShouldNotContain(planted);
        }
    }

    [Fact]
    public async Task The_document_describes_every_path_of_the_api()
    {
        using var client = web.Visitor();
        var document = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ShouldBe(
            ["/api/v1/units", "/api/v1/categories", "/api/v1/reports", "/api/v1/mailbox", "/api/v1/mailbox/messages"], ignoreOrder: true);
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/units")).EnumerateArray().Select(unit => unit.GetProperty("code").GetString()).ShouldContain("TANG-4172");
    }

    [Fact]
    public async Task All_streams_hold_after_what_these_tests_have_done() =>
        (await StreamVerifier.VerifyAsync(web.Town.Town.Database)).Broken.ShouldBeEmpty();

    private static object Report(string category = "digital-bullying", string story = Story, string? unit = "TANG-4172") =>
        new { role = "child", category, unit, happened_at = (string?)null, platform = "Chat", links = Array.Empty<string>(), story, contact = (object?)null };

    private static MultipartFormDataContent Body(object report, params byte[][] files) => Body(JsonSerializer.Serialize(report), files);

    private static MultipartFormDataContent Body(string json, params byte[][] files)
    {
        var body = new MultipartFormDataContent { { new StringContent(json, System.Text.Encoding.UTF8, "application/json"), "report" } };
        foreach (var file in files)
        {
            body.Add(new ByteArrayContent(file), "files", "billede.png");
        }

        return body;
    }

    private static byte[] Png(int size)
    {
        var bytes = new byte[size];
        new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }.AsSpan(0, Math.Min(8, size)).CopyTo(bytes);
        return bytes;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, HttpContent body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/reports") { Content = body };
        request.Headers.Add("Idempotency-Key", key ?? Guid.CreateVersion7().ToString());
        return client.SendAsync(request);
    }

    private static async Task<string> Receipt(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("receipt").GetString()!;

    private static async Task<string> Code(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!;

    private async Task<long> CountAsync(string sql)
    {
        await using var work = await web.Town.Town.Database.BeginAsync(Acting.System);
        return await work.SingleAsync<long>(sql);
    }
}
