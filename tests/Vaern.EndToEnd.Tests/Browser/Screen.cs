namespace Vaern.EndToEnd.Tests.Browser;

/// <summary>What a visitor holds.</summary>
public enum Screen
{
    /// <summary>390 px wide, with script.</summary>
    Phone,

    /// <summary>390 px wide, script switched off.</summary>
    PhoneWithoutScript,

    /// <summary>1280 px wide, with script.</summary>
    Desk,

    /// <summary>768 px wide, with script.</summary>
    Tablet,

    /// <summary>320 px: a screen of 1280 px at 400 % zoom (WCAG 2.2, 1.4.10).</summary>
    Zoomed,
}

internal static class Screens
{
    public static bool HasScript(this Screen screen) => screen != Screen.PhoneWithoutScript;

    public static (int Width, int Height) Size(this Screen screen) => screen switch
    {
        Screen.Desk => (1280, 900),
        Screen.Tablet => (768, 1024),
        Screen.Zoomed => (320, 256),
        _ => (390, 844),
    };
}
