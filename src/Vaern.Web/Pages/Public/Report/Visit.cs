using System.Buffers.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Vaern.App;
using Vaern.App.Intake;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>
/// What a public visit carries: a cookie with the key of the draft, and one that keeps an opened mailbox open for half an hour.
/// Both end with the browser, neither is set before a person has begun.
/// </summary>
public sealed class Visit(IHttpContextAccessor accessor, CurrentMunicipality current, WebOptions options, IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly Municipality municipality = current.Value;

    public const string DraftCookie = "vaern-kladde";
    public const string MailboxCookie = "vaern-kasse";
    private static readonly TimeSpan MailboxOpen = TimeSpan.FromMinutes(30);

    private readonly IDataProtector mailboxes = protection.CreateProtector("vaern.mailbox.1");

    private HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("A visit belongs to a request.");

    /// <summary>The key of the draft, or null before a form was begun.</summary>
    public string? DraftToken => Context.Request.Cookies[DraftCookie] is { Length: > 20 and < 100 } token ? token : null;

    /// <summary>Begins a draft and returns its key.</summary>
    public string BeginDraft()
    {
        var token = Drafts.NewToken();
        Set(DraftCookie, token);
        return token;
    }

    public void EndDraft() => Context.Response.Cookies.Delete(DraftCookie, Attributes());

    public async Task DiscardDraftAsync(CancellationToken cancel)
    {
        if (DraftToken is { } token)
        {
            await Drafts.DiscardAsync(municipality, token, cancel);
        }
    }

    /// <summary>The report whose mailbox is open, or null when none is or the half hour has gone.</summary>
    public ReportId? OpenMailbox
    {
        get
        {
            if (Context.Request.Cookies[MailboxCookie] is not { Length: > 0 and < 1000 } cookie || !Base64Url.IsValid(cookie))
            {
                return null;
            }

            try
            {
                var plain = mailboxes.Unprotect(Base64Url.DecodeFromChars(cookie));
                var report = new Guid(plain.AsSpan(0, 16));
                var tenant = new Guid(plain.AsSpan(16, 16));
                var until = new DateTimeOffset(BitConverter.ToInt64(plain, 32), TimeSpan.Zero);
                return tenant == municipality.Id && until > clock.GetUtcNow() ? new ReportId(report) : null;
            }
            catch (System.Security.Cryptography.CryptographicException)
            {
                return null; // made by somebody else, or before the keys were changed
            }
        }
    }

    /// <summary>Opens a mailbox, or keeps an open one open for another half hour.</summary>
    public void Open(ReportId report)
    {
        byte[] plain = [.. report.Value.ToByteArray(), .. municipality.Id.ToByteArray(), .. BitConverter.GetBytes((clock.GetUtcNow() + MailboxOpen).UtcTicks)];
        Set(MailboxCookie, Base64Url.EncodeToString(mailboxes.Protect(plain)));
    }

    public void CloseMailbox() => Context.Response.Cookies.Delete(MailboxCookie, Attributes());

    private void Set(string name, string value) => Context.Response.Cookies.Append(name, value, Attributes());

    private CookieOptions Attributes() => new()
    {
        Path = "/",
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = options.Https || Context.Request.IsHttps,
        IsEssential = true,
    };
}
