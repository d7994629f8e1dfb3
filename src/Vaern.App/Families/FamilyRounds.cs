namespace Vaern.App.Families;

/// <summary>What the worker does about fingerprints every minute: wipe what was withdrawn, and once an hour make those that are missing.</summary>
internal static class FamilyRounds
{
    public static async Task RunAsync(Municipality municipality, CancellationToken cancel)
    {
        await municipality.Families.ForgetAsync(municipality, cancel);
        await municipality.HashLists.ForgetAsync(municipality, cancel);
        if (municipality.Now - municipality.Families.FilledInAt >= TimeSpan.FromHours(1))
        {
            await MakeFingerprint.FillInAsync(municipality, cancel);
            municipality.Families.FilledInAt = municipality.Now;
        }
    }
}
