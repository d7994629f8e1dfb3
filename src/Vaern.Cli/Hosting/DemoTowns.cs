using Vaern.Data;

namespace Vaern.Cli.Hosting;

/// <summary>The two fictional municipalities of the sample.</summary>
internal static class DemoTowns
{
    /// <summary>The list of the demo folder; written on the first start, so that a second one finds the same municipalities.</summary>
    public static Result<TenantList> ReadOrCreate(string folder)
    {
        if (!TenantList.Read(folder).TryGet(out var list, out var unreadable))
        {
            return unreadable;
        }
        if (list.Tenants.Count > 0)
        {
            return list;
        }
        var fresh = new TenantList(
        [
            new TenantEntry(Guid.CreateVersion7(), "fjordby", "Fjordby Kommune", "Digitalt Tryghedsteam", "vaern_fjordby", ["*"],
                new SenderEntry("00000000", "Fjordgade 1, 0000 Fjordby", "tryghed@fjordby.example")),
            new TenantEntry(Guid.CreateVersion7(), "klitrup", "Klitrup Kommune", "Klitrup Trivsel", "vaern_klitrup", ["klitrup.localhost"]),
        ]);
        fresh.Write(folder);
        return fresh;
    }
}
