using Vaern.App;

namespace Vaern.TestKit;

/// <summary>Makes a municipality's password hashing cheap: tests of everything else need not wait for it.</summary>
public static class QuickPasswords
{
    public static void UseIn(Municipality municipality) => municipality.PasswordRounds = 1_000;
}
