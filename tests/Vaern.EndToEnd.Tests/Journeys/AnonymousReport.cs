using System.Buffers.Binary;
using Microsoft.Playwright;
using Vaern.EndToEnd.Tests.Browser;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>The pupil's part of J3, step by step, so that other tests can begin where it ends.</summary>
internal static class AnonymousReport
{
    public const string Story = "De skriver om mig i vores gruppe hver aften. Villads Prøvesen må ikke være med, står der. Storm Prøvesen begyndte.";
    public const string Wish = "at de stopper, men ikke at min mor får det at vide først";
    public const string Persons = "Storm Prøvesen og to andre fra 8.B";
    public const string Platform = "En gruppechat";
    public const string Link = "https://chat.example/grupper/8b-uden-villads";

    /// <summary>From the poster's address to the check page; <paramref name="look"/> is asked to look at every page on the way.</summary>
    public static async Task AnswerAsync(Visitor pupil, Func<string, Task>? look = null, bool files = true)
    {
        await pupil.OpenAsync("/?enhed=TANG-4172");
        await Look("forside");
        await pupil.FollowAsync("Jeg er barn eller ung");
        await Look("anmeld-start");
        await pupil.ChooseAsync("Nej");
        await pupil.PressAsync("Næste");
        await Look("anmeld-velkommen");
        await pupil.PressAsync("Begynd");
        await Look("anmeld-hvem");
        await pupil.ChooseAsync("Mig");
        await pupil.PressAsync("Næste");
        await Look("anmeld-hvad");
        await pupil.ChooseAsync("Nogen mobber");
        await pupil.PressAsync("Næste");
        await Look("anmeld-fortael");
        await pupil.WriteAsync("Hvad er der sket?", Story);
        await pupil.PressAsync("Næste");
        await Look("anmeld-hvornaar");
        await pupil.ChooseAsync("I dag");
        await pupil.PressAsync("Næste");
        await Look("anmeld-hvor");
        await pupil.WriteAsync("Hvor skete det?", Platform);
        await pupil.WriteAsync("Har du et link?", Link);
        await pupil.PressAsync("Næste");
        await Look("anmeld-hvemvar");
        await pupil.WriteAsync("Hvem har måske gjort det?", Persons);
        await pupil.PressAsync("Næste");
        await Look("anmeld-vis");
        if (files)
        {
            await AddFilesAsync();
        }
        else
        {
            await pupil.ChooseAsync("Jeg har ikke noget at vise");
            await pupil.PressAsync("Næste");
        }

        await Look("anmeld-voksen");
        await pupil.ChooseAsync("Nej");
        await pupil.PressAsync("Næste");
        await Look("anmeld-oenske");
        await pupil.WriteAsync("Hvad håber du, der sker?", Wish);
        await pupil.PressAsync("Næste");
        await Look("anmeld-dig");
        await pupil.ChooseAsync("Nej, ikke nu");
        await pupil.PressAsync("Næste");
        await pupil.SeeHeadingAsync("Tjek dine svar");
        await Look("anmeld-tjek");

        Task Look(string name) => look is null ? Task.CompletedTask : look(name);

        async Task AddFilesAsync()
        {
            (await pupil.Page.Locator("input[type=file]").CountAsync()).ShouldBe(0, "an upload control before the question of age is answered");
            await pupil.ChooseAsync("Nej. Jeg vil gerne vise noget");
            await pupil.PressAsync("Næste");
            await pupil.Page.Locator("input[type=file][name]").SetInputFilesAsync([Screenshot("skærmbillede 1.png", 184_000), Screenshot("skærmbillede 2.png", 92_000)]);
            await pupil.PressAsync("Tilføj filerne");
            await pupil.SeeAsync("skærmbillede 1.png");
            await pupil.SeeAsync("skærmbillede 2.png");
            await Look("anmeld-filer");
            await pupil.PressAsync("Næste");
        }
    }

    /// <summary>Sends, and returns the six words and the number of the receipt.</summary>
    public static async Task<(string[] Words, string Number)> SendAsync(Visitor pupil)
    {
        await pupil.PressAsync("Send");
        return await ReceiptAsync(pupil);
    }

    public static async Task<(string[] Words, string Number)> ReceiptAsync(Visitor pupil)
    {
        await pupil.SeeHeadingAsync("Tak. Vi har fået det.");
        var words = await pupil.Page.Locator("#ord li").AllInnerTextsAsync();
        words.Count.ShouldBe(6);
        return ([.. words.Select(word => word.Trim())], (await pupil.Page.Locator(".v-slip__number strong").InnerTextAsync()).Trim());
    }

    public static async Task ConfirmWordsAsync(Visitor pupil, string[] words)
    {
        foreach (var place in new[] { 2, 4, 6 })
        {
            await pupil.WriteAsync($"Ord {place}", words[place - 1]);
        }

        await pupil.PressAsync("Jeg har gemt ordene");
        await pupil.SeeHeadingAsync("Nu kan du lukke siden");
    }

    public static async Task OpenMailboxAsync(Visitor pupil, string[] words)
    {
        await pupil.OpenAsync("/svar");
        await pupil.WriteAsync("Skriv dine seks ord", string.Join(' ', words));
        await pupil.PressAsync("Åbn");
        await pupil.SeeHeadingAsync("Din postkasse");
    }

    /// <summary>A file that begins as a picture does and is as long as asked for.</summary>
    public static FilePayload Screenshot(string name, int size)
    {
        byte[] head = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R'];
        var bytes = new byte[size];
        head.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(head.Length), 390);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(head.Length + 4), 844);
        return new FilePayload { Name = name, MimeType = "image/png", Buffer = bytes };
    }
}
