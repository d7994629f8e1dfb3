using Shouldly;
using Xunit;

namespace Vaern.Architecture.Tests;

/// <summary>Inside the work a capability talks to another only along these edges. The list reads like the story and has no circle.</summary>
public sealed class CapabilityTests
{
    private const string Root = "Vaern.App";

    private static readonly (string From, string[] To)[] Edges =
    [
        ("Accounts", []),
        ("Pictures", []),
        ("LawBook", ["Accounts"]),
        ("Printing", []),
        ("Intake", ["Accounts", "Casework"]),
        ("Casework", ["Accounts"]),
        ("Evidence", ["Accounts", "Casework", "Intake", "Pictures"]),
        ("Cases", ["Accounts", "Casework", "Evidence", "Intake"]),
        ("Removal", ["Accounts", "Cases", "Casework", "Printing"]),
        ("Plans", ["Accounts", "Cases", "Casework", "Printing"]),
        ("Workplace", ["Accounts", "Cases", "Casework", "Evidence", "Intake", "Printing", "Removal"]),
        ("Families", ["Accounts", "Cases", "Casework", "Evidence", "Intake", "Pictures"]),
        ("Sharing", ["Accounts", "Cases", "Casework", "Evidence", "Printing"]),
        ("Concerns", ["Accounts", "Cases", "Casework", "Evidence"]),
        ("StreetWork", ["Accounts", "Evidence", "Pictures", "Printing", "Cases", "Casework"]),
        ("Preparedness", ["Accounts", "Intake", "Printing", "Removal"]),
        ("Learning", ["Accounts", "Intake", "Plans", "Printing"]),
        ("Insight", ["Accounts", "Cases", "Intake", "Learning", "Plans", "Preparedness", "Printing", "Removal", "StreetWork"]),
        ("Background", ["Accounts", "Evidence", "Families", "Insight", "Intake", "LawBook", "Plans", "Preparedness", "Retention", "Rights", "Sharing", "StreetWork", "Workplace", "Cases", "Learning", "Concerns"]),
        ("Retention", ["Accounts", "Cases", "Casework", "Evidence", "Intake"]),
        ("Rights", ["Accounts", "Cases", "Casework", "Evidence", "Intake", "Plans", "Printing", "Retention", "Sharing"]),
    ];

    [Fact]
    public void Capabilities_talk_only_along_the_listed_edges()
    {
        var allowed = Edges.ToDictionary(edge => edge.From, edge => edge.To.ToHashSet());
        var strays = House.AssemblyOf(Root).GetTypes()
            .Where(type => CapabilityOf(type) is not null)
            .SelectMany(type => UsedTypes.Of(type).Select(used => (User: type, From: CapabilityOf(type)!, To: CapabilityOf(used))))
            .Where(use => use.To is not null && use.To != use.From && !(allowed.TryGetValue(use.From, out var to) && to.Contains(use.To)))
            .Select(use => $"{use.From} → {use.To} ({Outermost(use.User).Name})")
            .Distinct().Order();

        strays.ShouldBeEmpty();
    }

    [Fact]
    public void The_list_has_no_circle()
    {
        // Everything on the right has stood on the left before, so there is an order in which the house can be read.
        var known = new HashSet<string>();
        foreach (var (from, to) in Edges.OrderBy(edge => Depth(edge.From, [])))
        {
            to.ShouldAllBe(one => known.Contains(one), from);
            known.Add(from);
        }
    }

    [Fact]
    public void Every_folder_of_the_work_is_in_the_list() =>
        House.TypesOf(Root).Select(CapabilityOf).OfType<string>().Distinct().Except(Edges.Select(edge => edge.From)).ShouldBeEmpty();

    private static int Depth(string capability, HashSet<string> above)
    {
        above.Add(capability).ShouldBeTrue($"{capability} leads back to itself");
        var to = Edges.Single(edge => edge.From == capability).To;
        var depth = to.Length == 0 ? 0 : to.Max(one => Depth(one, [.. above])) + 1;
        return depth;
    }

    private static string? CapabilityOf(Type type)
    {
        var space = Outermost(type).Namespace;
        return space?.StartsWith(Root + ".", StringComparison.Ordinal) == true ? space[(Root.Length + 1)..].Split('.')[0] : null;
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
