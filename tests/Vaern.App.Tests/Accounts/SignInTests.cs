using System.Text;
using Shouldly;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.TestKit;
using Xunit;

namespace Vaern.App.Tests.Accounts;

public sealed class SignInTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private StaffTown town = null!;
    private StaffMember farid = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Municipality Fjordby => town.Municipality;

    public async ValueTask InitializeAsync()
    {
        await using (var connection = await postgres.OpenAsync())
        {
            await using var empty = connection.CreateCommand();
            empty.CommandText = "truncate tenant, unit, account, data_key, stream cascade";
            await empty.ExecuteNonQueryAsync(Cancel);
        }

        town = await StaffTown.FoundAsync(postgres);
        farid = await town.StaffAsync(new Post(town.School, "key_person"), new Post(town.Root, "admin"));
    }

    public async ValueTask DisposeAsync() => await town.DisposeAsync();

    [Fact]
    public async Task Password_and_code_open_a_session_with_the_posts_of_the_account()
    {
        var pending = (await SignIn.WithPasswordAsync(Fjordby, farid.Login.ToUpperInvariant(), StaffTown.Password, Cancel)).Value;
        (await Sessions.ReadAsync(Fjordby, pending, Cancel)).ShouldBeNull("the password alone opens nothing");
        var token = (await SignIn.WithCodeAsync(Fjordby, pending, town.CodeOf(farid), Cancel)).Value;

        var session = (await Sessions.ReadAsync(Fjordby, token, Cancel)).ShouldNotBeNull();
        session.Staff.Account.ShouldBe(farid.Account);
        session.Staff.Name.ShouldBe("Mille Tangaa");
        session.Staff.Posts.ShouldBe(farid.Posts, ignoreOrder: true);
        token.ShouldNotBe(pending);
        (await SignIn.PendingAsync(Fjordby, pending, Cancel)).ShouldBeNull("the first step's token ends with the second");
        (await ActionsAsync()).ShouldBe(["account.created", "sign-in.password", "sign-in.done"]);
    }

    [Fact]
    public async Task A_code_is_taken_once_also_by_two_at_the_same_time()
    {
        var first = (await SignIn.WithPasswordAsync(Fjordby, farid.Login, StaffTown.Password, Cancel)).Value;
        var second = (await SignIn.WithPasswordAsync(Fjordby, farid.Login, StaffTown.Password, Cancel)).Value;
        var code = town.CodeOf(farid);

        var answers = await Task.WhenAll(SignIn.WithCodeAsync(Fjordby, first, code, Cancel), SignIn.WithCodeAsync(Fjordby, second, code, Cancel));

        answers.Count(answer => answer.IsOk).ShouldBe(1);
        answers.Single(answer => !answer.IsOk).Error.Code.ShouldBe("code.used");
    }

    [Fact]
    public async Task Five_wrong_answers_lock_the_account_for_a_quarter_of_an_hour_and_no_other()
    {
        var other = await town.StaffAsync();
        for (var i = 0; i < 5; i++)
        {
            (await SignIn.WithPasswordAsync(Fjordby, farid.Login, "forkert adgangskode", Cancel)).Error.Code.ShouldBe("sign-in.refused");
        }

        (await SignIn.WithPasswordAsync(Fjordby, farid.Login, StaffTown.Password, Cancel)).Error.Code.ShouldBe("sign-in.refused");
        (await SignIn.WithPasswordAsync(Fjordby, other.Login, StaffTown.Password, Cancel)).IsOk.ShouldBeTrue();
        town.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromMilliseconds(1));
        (await SignIn.WithPasswordAsync(Fjordby, farid.Login, StaffTown.Password, Cancel)).IsOk.ShouldBeFalse();
        town.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await SignIn.WithPasswordAsync(Fjordby, farid.Login, StaffTown.Password, Cancel)).IsOk.ShouldBeTrue();
        (await ActionsAsync()).ShouldBe(
            ["account.created", .. Enumerable.Repeat("sign-in.failed", 5), "account.locked", "sign-in.refused", "sign-in.refused", "sign-in.password"]);
    }

    [Fact]
    public async Task A_password_given_again_does_not_forgive_wrong_codes()
    {
        var answers = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var pending = (await SignIn.WithPasswordAsync(Fjordby, farid.Login, StaffTown.Password, Cancel)).Value;
            answers.Add((await SignIn.WithCodeAsync(Fjordby, pending, "abcdef", Cancel)).Error.Code);
        }

        answers.ShouldBe(["code.wrong", "code.wrong", "code.wrong", "code.wrong", "sign-in.locked"]);
    }

    [Fact]
    public async Task Of_many_wrong_answers_at_once_no_more_than_five_are_looked_at()
    {
        var tries = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => SignIn.WithPasswordAsync(Fjordby, farid.Login, "forkert adgangskode", Cancel)));

        tries.ShouldAllBe(answer => answer.Error.Code == "sign-in.refused");
        (await ActionsAsync()).Count(action => action == "sign-in.failed").ShouldBe(5);
    }

    [Fact]
    public async Task An_unknown_login_gets_the_answer_of_a_wrong_password_and_leaves_no_name()
    {
        (await SignIn.WithPasswordAsync(Fjordby, "findes-ikke", "forkert adgangskode", Cancel)).Error.Code.ShouldBe("sign-in.refused");

        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        var lines = await work.Streams.LinesAsync(Fjordby.Id, Cancel);
        var last = Encoding.UTF8.GetString(lines[^1]);
        last.ShouldContain("sign-in.unknown");
        last.ShouldNotContain("findes");
    }

    [Fact]
    public async Task A_hash_with_fewer_rounds_is_renewed_when_the_password_is_known()
    {
        Fjordby.PasswordRounds = 2;
        await SignIn.WithPasswordAsync(Fjordby, farid.Login, StaffTown.Password, Cancel);
        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        (await work.SingleAsync<string>("select password_hash from account where id = @id", new { id = farid.Account.Value }, Cancel)).ShouldStartWith("pbkdf2-sha256$2$");
    }

    [Fact]
    public async Task The_first_step_waits_ten_minutes_for_the_code()
    {
        var pending = (await SignIn.WithPasswordAsync(Fjordby, farid.Login, StaffTown.Password, Cancel)).Value;
        town.Clock.Advance(Sessions.ForCode);
        (await SignIn.WithCodeAsync(Fjordby, pending, town.CodeOf(farid), Cancel)).Error.Code.ShouldBe("sign-in.expired");
    }

    [Fact]
    public async Task Without_an_authenticator_the_first_code_enrols_the_one_that_was_shown()
    {
        var admin = await town.StaffAsync(new Post(town.Root, "admin"));
        (await ResetSignIn.TotpAsync(Fjordby, admin, farid.Account, Cancel)).IsOk.ShouldBeTrue();
        var pending = (await SignIn.WithPasswordAsync(Fjordby, farid.Login, StaffTown.Password, Cancel)).Value;
        var shown = (await SignIn.PendingAsync(Fjordby, pending, Cancel)).ShouldNotBeNull();
        shown.NeedsEnrolment.ShouldBeTrue();
        (await SignIn.WithCodeAsync(Fjordby, pending, town.CodeOf(farid), Cancel)).Error.Code.ShouldBe("code.wrong", "the old one is forgotten");

        var code = Totp.CodeAt(shown.Secret, Totp.StepAt(town.Clock.GetUtcNow()));
        (await SignIn.WithCodeAsync(Fjordby, pending, code, Cancel)).IsOk.ShouldBeTrue();

        var again = (await SignIn.WithPasswordAsync(Fjordby, farid.Login, StaffTown.Password, Cancel)).Value;
        (await SignIn.PendingAsync(Fjordby, again, Cancel)).ShouldNotBeNull().Secret.ShouldBeNull("an enrolled secret is never shown again");
    }

    [Fact]
    public async Task A_session_ends_after_half_an_hour_without_use_and_after_ten_hours_in_any_case()
    {
        var idle = await town.SessionAsync(farid);
        town.Clock.Advance(Sessions.Idle - TimeSpan.FromSeconds(1));
        (await Sessions.ReadAsync(Fjordby, idle, Cancel)).ShouldNotBeNull();
        town.Clock.Advance(Sessions.Idle - TimeSpan.FromSeconds(1));
        (await Sessions.ReadAsync(Fjordby, idle, Cancel)).ShouldNotBeNull("use begins the half hour anew");
        town.Clock.Advance(Sessions.Idle);
        (await Sessions.ReadAsync(Fjordby, idle, Cancel)).ShouldBeNull();

        var busy = await town.SessionAsync(farid);
        for (var minutes = 0; minutes < 600; minutes += 20)
        {
            (await Sessions.ReadAsync(Fjordby, busy, Cancel)).ShouldNotBeNull();
            town.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        (await Sessions.ReadAsync(Fjordby, busy, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Reading_a_session_writes_at_most_once_a_minute()
    {
        var token = await town.SessionAsync(farid);
        var started = await SeenAsync();
        town.Clock.Advance(TimeSpan.FromSeconds(59));
        await Sessions.ReadAsync(Fjordby, token, Cancel);
        (await SeenAsync()).ShouldBe(started);
        town.Clock.Advance(TimeSpan.FromSeconds(1));
        await Sessions.ReadAsync(Fjordby, token, Cancel);
        (await SeenAsync()).ShouldBe(started.AddMinutes(1));
    }

    [Fact]
    public async Task Signing_out_ends_one_session_or_all_of_ones_own()
    {
        var (first, second, third) = (await town.SessionAsync(farid), await town.SessionAsync(farid), await town.SessionAsync(farid));
        var other = await town.StaffAsync();
        var others = await town.SessionAsync(other);
        await Sessions.EndTokenAsync(Fjordby, first, Cancel);
        (await Sessions.ReadAsync(Fjordby, first, Cancel)).ShouldBeNull();
        (await Sessions.ListAsync(Fjordby, farid, Cancel)).Count.ShouldBe(2);

        var id = (await Sessions.ReadAsync(Fjordby, third, Cancel)).ShouldNotBeNull().Id;
        await Sessions.EndAsync(Fjordby, other, id, Cancel);
        (await Sessions.ReadAsync(Fjordby, third, Cancel)).ShouldNotBeNull("nobody ends another's");

        await Sessions.EndAsync(Fjordby, farid, null, Cancel);
        (await Sessions.ReadAsync(Fjordby, second, Cancel)).ShouldBeNull();
        (await Sessions.ReadAsync(Fjordby, others, Cancel)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Disabling_an_account_ends_its_sessions_at_once()
    {
        var admin = await town.StaffAsync(new Post(town.Root, "admin"));
        var token = await town.SessionAsync(farid);
        (await DisableAccount.RunAsync(Fjordby, admin, farid.Account, "fratrådt", Cancel)).IsOk.ShouldBeTrue();
        (await Sessions.ReadAsync(Fjordby, token, Cancel)).ShouldBeNull();
        (await SignIn.WithPasswordAsync(Fjordby, farid.Login, StaffTown.Password, Cancel)).Error.Code.ShouldBe("sign-in.refused");
    }

    [Fact]
    public async Task A_session_of_one_municipality_is_nothing_in_another()
    {
        await using var klitrup = await StaffTown.FoundAnotherAsync("klitrup", "Klitrup Kommune", town.Clock);
        var token = await town.SessionAsync(farid);
        (await Sessions.ReadAsync(klitrup.Municipality, token, Cancel)).ShouldBeNull();
        (await SignIn.WithPasswordAsync(klitrup.Municipality, farid.Login, StaffTown.Password, Cancel)).Error.Code.ShouldBe("sign-in.refused");
    }

    [Fact]
    public async Task A_dump_lets_nobody_in()
    {
        var token = await town.SessionAsync(farid);
        var id = (await Sessions.ReadAsync(Fjordby, token, Cancel)).ShouldNotBeNull().Id;
        (await Sessions.ReadAsync(Fjordby, id, Cancel)).ShouldBeNull();
        (await Sessions.ReadAsync(Fjordby, System.Buffers.Text.Base64Url.EncodeToString(Convert.FromHexString(id)), Cancel)).ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_made_up_token_is_nobody(string? token)
    {
        (await Sessions.ReadAsync(Fjordby, token, Cancel)).ShouldBeNull();
        (await SignIn.PendingAsync(Fjordby, token, Cancel)).ShouldBeNull();
        (await SignIn.WithCodeAsync(Fjordby, token, "123456", Cancel)).Error.Code.ShouldBe("sign-in.expired");
    }

    [Fact]
    public async Task Only_the_fictional_sample_shows_a_code_and_it_is_one_that_works()
    {
        var pending = (await SignIn.WithPasswordAsync(Fjordby, farid.Login, StaffTown.Password, Cancel)).Value;
        (await SignIn.PendingAsync(Fjordby, pending, Cancel)).ShouldNotBeNull().DemoCode.ShouldBeNull();

        await using var demo = await StaffTown.FoundAnotherAsync("demo", "Demo Kommune", town.Clock, demo: true);
        var guest = await demo.StaffAsync();
        for (var i = 0; i < 2; i++)
        {
            var step = (await SignIn.WithPasswordAsync(demo.Municipality, guest.Login, StaffTown.Password, Cancel)).Value;
            var code = (await SignIn.PendingAsync(demo.Municipality, step, Cancel)).ShouldNotBeNull().DemoCode;
            (await SignIn.WithCodeAsync(demo.Municipality, step, code, Cancel)).IsOk.ShouldBeTrue();
        }
    }

    private async Task<DateTimeOffset> SeenAsync()
    {
        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<DateTimeOffset>("select max(seen_at) from session where account_id = @id", new { id = farid.Account.Value }, Cancel);
    }

    private async Task<IReadOnlyList<string>> ActionsAsync()
    {
        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        return [.. (await work.Streams.LinesAsync(farid.Account.Value, Cancel))
            .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("action").GetString()!)];
    }
}
