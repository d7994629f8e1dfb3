namespace Vaern.Screening.Masking;

/// <summary>What was masked. The order is that of precedence between stretches of one length that begin together.</summary>
public enum MaskKind
{
    /// <summary>A CPR number or a replacement number; the last four digits beside the word.</summary>
    Cpr,

    /// <summary>A card number (Luhn).</summary>
    Card,

    /// <summary>IBAN, or registration and account number.</summary>
    Account,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>An e-mail address, also one written to be read by people.</summary>
    Mail,

    /// <summary>An address on the web; the domain is kept.</summary>
    Link,

    /// <summary>An address of a machine on the net.</summary>
    Ip,

    /// <summary>An address of a crypto wallet.</summary>
    Wallet,

    /// <summary>A number plate.</summary>
    Plate,

    /// <summary>The number of a payment box.</summary>
    Box,

    /// <summary>A street with a number, a postal district.</summary>
    Address,

    /// <summary>A user name with its sign.</summary>
    Handle,

    /// <summary>A person's name.</summary>
    Name,
}
