using Vaern.EndToEnd.Tests.Browser;
using Vaern.EndToEnd.Tests.Journeys;
using Vaern.TestKit;

namespace Vaern.EndToEnd.Tests.CrossChecks;

/// <summary>X5: another municipality, and a colleague without access, get the same 404 as for what does not exist.</summary>
public sealed class NothingCrossesOverTests(TestBrowser browser)
{
    [Fact]
    public async Task Another_municipality_and_a_colleague_without_access_find_nothing_and_the_attempt_is_recorded()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Desk, neighbour: true);
        var pupil = await scene.VisitorAsync();
        await AnonymousReport.AnswerAsync(pupil, files: false);
        var (words, report) = await AnonymousReport.SendAsync(pupil);
        scene.At(1, 12, 9, 0);
        var teacher = await scene.StaffAsync("laerer1");
        var number = await Desk.OpenCaseAsync(teacher, "Rygter i en chat, 6.B");

        var klitrup = scene.Web.Neighbour!;
        var colleague = await klitrup.StaffAsync(new App.Accounts.Post(klitrup.School, "school_leader"), new App.Accounts.Post(klitrup.Root, "safety_team"));
        var neighbour = await scene.NeighbourAsync();
        await neighbour.CarryAsync("vaern-staff", await klitrup.SessionAsync(colleague), scene.Web.NeighbourAddress);
        await neighbour.OpenAsync("/mit");
        neighbour.At.ShouldBe("/mit");
        await neighbour.SeeAsync("Klitrup Kommune");

        var outsider = await scene.StaffAsync("leder2");
        foreach (var address in new[]
        {
            $"/sager/{number}", $"/sager/{number}/plan", $"/sager/{number}/frister", $"/sager/{number}/personer/ny", $"/sager/{number}/bevis/ny", $"/sager/{number}/luk",
            $"/sager/{number}/adgang", $"/sager/{number}/pakke", $"/henvendelser/{report}", $"/henvendelser/{report}/svar", $"/henvendelser/{report}/videre", "/sager/F-2027-9999",
        })
        {
            foreach (var stranger in new[] { neighbour, outsider })
            {
                (await stranger.OpenAsync(address)).Status.ShouldBe(404, address);
                await stranger.SeeHeadingAsync("Vi kan ikke finde siden");
                (await stranger.Page.ContentAsync()).ShouldNotContain("Rygter");
            }
        }

        (await scene.ReadAsync<long>("select count(*) from stream_event where position('access.denied'::bytea in line) > 0")).ShouldBeGreaterThan(0);

        // A session of one municipality is nobody in the other.
        var borrowed = await scene.NeighbourAsync();
        await borrowed.CarryAsync("vaern-staff", await StaffSessions.BeginAsync(scene.Town.Town, scene.Town["leder1"]), scene.Web.NeighbourAddress);
        await borrowed.OpenAsync($"/sager/{number}");
        borrowed.At.ShouldStartWith("/log-ind");

        // Nor do six words open a mailbox next door.
        var elsewhere = await scene.NeighbourAsync();
        await elsewhere.OpenAsync("/svar");
        await elsewhere.WriteAsync("Skriv dine seks ord", string.Join(' ', words));
        await elsewhere.PressAsync("Åbn");
        await elsewhere.SeeAsync("Ordene passer ikke til noget svar.");
    }
}
