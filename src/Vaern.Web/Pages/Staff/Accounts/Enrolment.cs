using Vaern.App.Accounts;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>A new authenticator as it is shown once: the secret for typing by hand and the address for a program.</summary>
public sealed record Enrolment(byte[] Secret, string Issuer, string Login)
{
    public string Groups => Totp.InGroups(Secret);

    public Microsoft.AspNetCore.Html.IHtmlContent Picture(string label) => QrPicture.Draw(Address, label);

    public string Address => Totp.Address(Secret, Issuer, Login);
}
