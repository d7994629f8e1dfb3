using System.Globalization;
using System.Net.Mail;
using System.Text.RegularExpressions;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Sealing.AtRest;

namespace Vaern.App.Accounts;

/// <summary>An account to be made.</summary>
/// <param name="Login">2–64 of a–z, æøå, digits and <c>. _ @ -</c>; case does not matter.</param>
/// <param name="Language"><c>da</c> or <c>en</c>.</param>
public sealed record NewAccount(string Login, string Name, string Title, string Email, string Language, string Password, IReadOnlyList<Post> Posts)
{
    /// <summary>The authenticator's secret, 20 bytes; null lets the owner enrol one at the first sign-in.</summary>
    public byte[]? TotpSecret { get; init; }

    /// <summary>True when somebody else chose the password: the owner must choose another at the first sign-in.</summary>
    public bool PasswordTemporary { get; init; }
}

/// <summary>Makes an account with its key, its posts, the access they give and its stream, in one transaction.</summary>
public static partial class CreateAccount
{
    public const int LongestText = 120;

    /// <summary>
    /// <c>account.not-allowed</c>, <c>account.login</c>, <c>account.login-taken</c>, <c>account.name</c>, <c>account.title</c>,
    /// <c>account.email</c>, <c>account.language</c>, <c>post.unknown</c>, <c>password.*</c>, <c>sign-in.busy</c>.
    /// </summary>
    /// <param name="by">The administrator, or null where the command line sets a municipality up.</param>
    public static async Task<Result<AccountId>> RunAsync(Municipality municipality, StaffMember? by, NewAccount asked, CancellationToken cancel = default)
    {
        if (!AccountChange.MayBeDoneBy(by))
        {
            return AccountChange.NotAllowed;
        }

        var login = NormalLogin(asked.Login);
        if (Check(asked, login) is { } refused)
        {
            return refused;
        }

        if (PasswordRules.Check(asked.Password, login, asked.Name) is { IsOk: false, Error: var weak })
        {
            return weak;
        }

        return await PasswordWork.TryAsync(() => PasswordHash.Make(asked.Password, municipality.PasswordRounds), cancel) is { } hash
            ? await WriteAsync(municipality, by, asked with { Login = login }, hash, cancel)
            : SignIn.Busy;
    }

    internal static async Task<Result<AccountId>> WriteAsync(Municipality municipality, StaffMember? by, NewAccount asked, PasswordHash hash, CancellationToken cancel)
    {
        if (!ChangePosts.Check(municipality, asked.Posts).TryGet(out var posts, out var wrongPost))
        {
            return wrongPost;
        }

        var account = new AccountId(Guid.CreateVersion7());
        await using var work = await municipality.Database.BeginAsync(AccountChange.As(by), cancel);
        await ChangePosts.HoldAsync(work, cancel);
        var key = await work.Keys.CreateAsync(account.Value, "account", cancel);
        var profile = new StaffProfile(asked.Login, asked.Name.Trim(), asked.Title.Trim(), asked.Email.Trim(), asked.Language);
        var made = await work.ExecuteAsync(
            """
            insert into account (id, login_mac, profile, password_hash, password_temporary, totp)
            values (@id, @loginMac, @profile, @hash, @temporary, @totp)
            on conflict (login_mac) do nothing
            """,
            new
            {
                id = account.Value,
                loginMac = LoginMac(municipality, asked.Login),
                profile = StaffDirectory.Seal(key, account, profile),
                hash = hash.ToString(),
                temporary = asked.PasswordTemporary,
                totp = asked.TotpSecret is { } secret ? FieldCipher.Seal(key, TotpPlace(account), secret) : null,
            },
            cancel);
        if (made == 0)
        {
            return new Error("account.login-taken", "Another account has this login.");
        }

        await work.Streams.BeginAsync(
            account.Value,
            "account",
            new StreamEvent("account.created", AccountChange.Subject(account), new { posts = AccountChange.Told(posts) }) { Role = AccountChange.Role(by) },
            cancel);
        await ChangePosts.WriteAsync(work, account, posts, cancel);
        await EffectiveAccess.FollowPostsAsync(municipality, work, account, [], posts, cancel);
        await work.CommitAsync(cancel);
        return account;
    }

    internal static string NormalLogin(string? login) => (login ?? "").Trim().Normalize().ToLower(CultureInfo.InvariantCulture);

    internal static byte[] LoginMac(Municipality municipality, string normalLogin) => municipality.Database.Keys.BlindIndex("login", normalLogin);

    internal static FieldPlace TotpPlace(AccountId account) => new("account", "totp", account.Value);

    /// <summary>The first thing wrong with what is told of a person, or null.</summary>
    internal static Error? CheckProfile(string name, string title, string email) =>
        string.IsNullOrWhiteSpace(name) || name.Length > LongestText ? new Error("account.name", "A name of at most 120 characters is needed.")
        : title.Length > LongestText ? new Error("account.title", "A title has at most 120 characters.")
        : email.Length > 254 || !MailAddress.TryCreate(email.Trim(), out var address) || address.Address != email.Trim() ? new Error("account.email", "This is no e-mail address.")
        : null;

    private static Error? Check(NewAccount asked, string login) =>
        !LoginForm().IsMatch(login) ? new Error("account.login", "A login has 2 to 64 letters, digits and . _ @ -")
        : asked.Language is not ("da" or "en") ? new Error("account.language", "The language is da or en.")
        : asked.TotpSecret is { Length: not Totp.SecretSize } ? throw new ArgumentException("The secret has 20 bytes.", nameof(asked))
        : CheckProfile(asked.Name, asked.Title, asked.Email);

    [GeneratedRegex(@"\A[a-zæøå0-9][a-zæøå0-9._@-]{1,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LoginForm();
}
