using System.CommandLine;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.Cli.Hosting;
using Vaern.Data;

namespace Vaern.Cli.Accounts;

/// <summary>
/// <c>vaern account</c>: the first account of a municipality, and the way back in when the only administrator has lost theirs. Whoever runs
/// it can read the keys anyway; each use is an event of the account's stream, with the system as actor.
/// </summary>
internal static class AccountCommands
{
    private static readonly Option<string> Data = DataFolder.Option();

    private static readonly Option<string?> Town = new("--town") { HelpName = "SLUG", Description = "The municipality; needed where several are served" };

    private static readonly Argument<string> Login = new("LOGIN") { Description = "The login: 2–64 of a–z, æøå, digits and . _ @ -" };

    public static Command Create() => new("account", "Make the first account of a municipality; let somebody in again") { Add(), Reset() };

    private static Command Add()
    {
        var name = new Option<string>("--name") { HelpName = "NAME", Description = "Full name, as colleagues see it", Required = true };
        var email = new Option<string>("--email") { HelpName = "ADDRESS", Description = "Where notices go", Required = true };
        var title = new Option<string>("--title") { HelpName = "TITLE", Description = "Title, as colleagues see it", DefaultValueFactory = _ => "Administrator" };
        var role = new Option<string>("--role") { HelpName = "ROLE", Description = "One of: " + string.Join(", ", Roles.All), DefaultValueFactory = _ => "admin" };
        role.Validators.Add(given =>
        {
            if (!Roles.Exists(given.GetValueOrDefault<string>() ?? ""))
            {
                given.AddError("--role is one of: " + string.Join(", ", Roles.All) + ".");
            }
        });
        var command = new Command("add", "Make an account for the whole municipality and print a password that works once") { Login, name, email, title, role, Town, Data };
        command.SetAction((parsed, cancel) => InTownAsync(
            parsed,
            async (town, output) =>
            {
                var password = PasswordRules.Temporary();
                Post[] posts = [new(town.Units.Root.Id, parsed.GetValue(role)!)];
                var asked = new NewAccount(parsed.GetValue(Login)!, parsed.GetValue(name)!, parsed.GetValue(title)!, parsed.GetValue(email)!, "da", password, posts) { PasswordTemporary = true };
                var made = await CreateAccount.RunAsync(town, null, asked, cancel);
                if (!made.IsOk)
                {
                    return made.Error;
                }

                await output.WriteLineAsync($"The account {asked.Login} is made at {town.Name}.");
                return await HandOverAsync(output, password);
            },
            cancel));
        return command;
    }

    private static Command Reset()
    {
        var command = new Command("reset", "Give an account a new password that works once, and forget its authenticator") { Login, Town, Data };
        command.SetAction((parsed, cancel) => InTownAsync(
            parsed,
            async (town, output) =>
            {
                if (!(await AccountByLogin.FindAsync(town, parsed.GetValue(Login), cancel)).TryGet(out var account, out var unknown))
                {
                    return unknown;
                }

                if (await ResetSignIn.TotpAsync(town, null, account, cancel) is { IsOk: false } refused)
                {
                    return refused.Error;
                }

                var password = await ResetSignIn.PasswordAsync(town, null, account, cancel);
                return password.IsOk ? await HandOverAsync(output, password.Value) : password.Error;
            },
            cancel));
        return command;
    }

    private static async Task<Result> HandOverAsync(TextWriter output, string password)
    {
        await output.WriteLineAsync($"Password, for one sign-in: {password}");
        await output.WriteLineAsync("Hand it over in person. At the first sign-in at /log-ind the owner chooses a password and sets up an authenticator.");
        return Result.Done;
    }

    private static async Task<int> InTownAsync(ParseResult parsed, Func<Municipality, TextWriter, Task<Result>> act, CancellationToken cancel)
    {
        var folder = Path.GetFullPath(parsed.GetValue(Data)!);
        if (!TenantList.Served(folder).TryGet(out var tenants, out var unreadable))
        {
            return Complaint.BadInput(unreadable.Message);
        }

        var named = parsed.GetValue(Town);
        var chosen = tenants.Where(tenant => named is null || tenant.Slug == named).ToArray();
        if (chosen.Length != 1)
        {
            var known = string.Join(", ", tenants.Select(tenant => tenant.Slug));
            return Complaint.BadInput(named is null ? $"Several municipalities are served: name one with --town ({known})." : $"No municipality is called {named}; known are {known}.");
        }

        if (!(await ServerChoice.EnsureAsync(folder, cancel)).TryGet(out var server, out var silent))
        {
            return Complaint.Broken(silent);
        }

        await using (server)
        {
            var opened = await TenantOpening.OpenAsync(folder, chosen[0], server.Server, demo: false, TimeProvider.System, null, cancel);
            if (!opened.TryGet(out var town, out var refused))
            {
                return Complaint.Broken(refused);
            }

            await using (town.Municipality)
            {
                var done = await act(town.Municipality, parsed.InvocationConfiguration.Output);
                return done.IsOk ? ExitCode.Done : Complaint.BadInput(done.Error.Message);
            }
        }
    }
}
