using System.Globalization;
using Microsoft.Playwright;
using Vaern.EndToEnd.Tests.Browser;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>What staff do at their pages, by the words that stand on them.</summary>
internal static class Desk
{
    /// <summary>Both factors, by the pages; a demonstration municipality shows the code.</summary>
    public static async Task SignInAsync(Visitor staff, string login, bool look = false)
    {
        await staff.OpenAsync("/mit");
        staff.At.ShouldStartWith("/log-ind");
        if (look)
        {
            await staff.LookAsync("log-ind");
        }

        await staff.WriteAsync("Brugernavn", login);
        await staff.WriteAsync("Adgangskode", TestKit.StaffTown.Password);
        await staff.PressAsync("Næste");
        if (look)
        {
            await staff.LookAsync("log-ind-kode");
        }

        var code = await staff.Page.Locator(".v-notice--warning strong").Last.InnerTextAsync();
        await staff.WriteAsync("Kode", code.Trim());
        await staff.PressAsync("Log ind");
        staff.At.ShouldBe("/mit");
    }

    /// <summary>Opens an ordinary case at Tanghøj Skole; its page is shown afterwards.</summary>
    public static async Task<string> OpenCaseAsync(Visitor staff, string title)
    {
        await staff.OpenAsync("/sager/ny");
        await staff.ChooseAsync("Nej");
        await staff.WriteAsync("Hvad handler det om?", title);
        await staff.Field("Handler om").SelectOptionAsync("false-claims");
        await staff.WriteAsync("Hvorfor oprettes sagen?", "En elev beder om hjælp.");
        await staff.PressAsync("Opret sag");
        return staff.At.Split('/')[^1];
    }

    /// <summary>Writes to the reporter through the preview; nothing is sent before it was seen.</summary>
    public static async Task ReplyAsync(Visitor staff, string number, string text, Func<string, Task>? look = null)
    {
        await staff.OpenAsync($"/henvendelser/{number}");
        await staff.WriteAsync("Skriv til anmelder", text);
        await staff.PressAsync("Se, hvad anmelderen får");
        await staff.SeeAsync(text);
        if (look is not null)
        {
            await look("henvendelse-forhaandsvisning");
        }

        await staff.PressAsync("Send til anmelder");
        await staff.SeeAsync($"Beskeden til {number} er sendt.");
    }

    /// <summary>Settles the running clock of a rule as met.</summary>
    public static async Task MeetAsync(Visitor staff, string number, string title, string reference, string? at = null, string? look = null)
    {
        await staff.OpenAsync($"/sager/{number}/frister");
        await staff.FollowAsync($"Skriv udfaldet: {title}");
        await staff.ChooseAsync("Opfyldt");
        await staff.WriteAsync("Henvisning eller begrundelse", reference);
        if (at is not null)
        {
            await staff.WriteAsync("Hvornår skete det?", at);
        }

        if (look is not null)
        {
            await staff.LookAsync(look);
        }

        await staff.PressAsync("Gem");
        await staff.SeeAsync($"{title}: opfyldt.");
    }

    public static async Task AddPersonAsync(Visitor staff, string number, string role, string name, string relation, string? look = null)
    {
        await staff.OpenAsync($"/sager/{number}/personer/ny");
        await staff.SelectAsync("Rolle i denne sag", role);
        await staff.WriteAsync("Navn", name);
        await staff.WriteAsync("Klasse eller tilknytning", relation);
        if (look is not null)
        {
            await staff.LookAsync(look);
        }

        await staff.PressAsync("Gem");
        await staff.SeeAsync("Personen er tilføjet.");
    }

    /// <summary>Says of the first person not yet settled that they are informed, or why not.</summary>
    public static async Task InformAsync(Visitor staff, string number, string name, bool informed, string note, string? look = null)
    {
        await staff.OpenAsync($"/sager/{number}");
        await staff.UnfoldAsync("Personer");
        await staff.FollowAsync($"Skriv, om og hvornår: {name}");
        await staff.ChooseAsync(informed ? "Ja" : "Nej, ikke endnu eller slet ikke");
        await staff.WriteAsync("Hvem sagde det", note);
        if (look is not null)
        {
            await staff.LookAsync(look);
        }

        await staff.PressAsync("Gem");
        await staff.SeeAsync("Det er skrevet, hvem der er informeret.");
    }

    /// <summary>What a <c>datetime-local</c> field takes.</summary>
    public static string Moment(int month, int day, int hour, int minute) => string.Create(CultureInfo.InvariantCulture, $"2027-{month:00}-{day:00}T{hour:00}:{minute:00}");

    /// <summary>Writes a letter from its template, checks it and marks it as sent.</summary>
    /// <param name="about">The child the letter is about, with the role in brackets as the list has it; null for a class.</param>
    public static async Task LetterAsync(Visitor staff, string number, string kind, string? about, string? look = null)
    {
        await staff.OpenAsync($"/sager/{number}/brev/{kind}");
        if (about is not null)
        {
            await staff.SelectAsync("Hvilket barn handler brevet om?", about);
            await staff.SelectAsync("Hvem får det?", "En, der ikke står i sagen");
            await staff.WriteAsync("Brevet", "Jeg skriver om jeres barn. Ring til mig, hvis I har spørgsmål.");
        }

        if (look is not null)
        {
            await staff.LookAsync(look);
        }

        await staff.PressAsync("Kontrollér, og skriv som sendt");
        await staff.SeeAsync("Kontrollen fandt ingen andre børns navne.");
    }

    /// <summary>Writes down an act of the first hour.</summary>
    /// <param name="choose">The choices to make, by their words.</param>
    /// <param name="write">The fields to fill, by their labels.</param>
    public static async Task ActAsync(Visitor staff, string number, string kind, string[] choose, (string Label, string Text)[] write, string? look = null)
    {
        await staff.OpenAsync($"/sager/{number}/handling/{kind}");
        foreach (var choice in choose)
        {
            await staff.ChooseAsync(choice);
        }

        foreach (var (label, text) in write)
        {
            await staff.WriteAsync(label, text);
        }

        if (look is not null)
        {
            await staff.LookAsync(look);
        }

        await staff.PressAsync("Gem");
        await staff.SeeAsync("Det er skrevet og kan ikke slettes.");
    }

    /// <summary>Draws with a pressed pointer over something on the page; places are parts of its width and height.</summary>
    public static async Task DrawAsync(Visitor staff, ILocator over, params (double X, double Y)[] places)
    {
        await over.ScrollIntoViewIfNeededAsync();
        var box = await over.BoundingBoxAsync() ?? throw new InvalidOperationException("What is drawn on is not on the page.");
        (float X, float Y) At((double X, double Y) place) => ((float)(box.X + (place.X * box.Width)), (float)(box.Y + (place.Y * box.Height)));
        var (x, y) = At(places[0]);
        await staff.Page.Mouse.MoveAsync(x, y);
        await staff.Page.Mouse.DownAsync();
        foreach (var place in places.Skip(1))
        {
            (x, y) = At(place);
            await staff.Page.Mouse.MoveAsync(x, y, new MouseMoveOptions { Steps = 4 });
        }

        await staff.Page.Mouse.UpAsync();
    }
}
