using System.Reflection;
using System.Runtime.CompilerServices;

namespace Vaern.Architecture.Tests;

/// <summary>The projects of the house and their own types.</summary>
internal static class House
{
    public static readonly string[] Engines = ["Vaern.Rules", "Vaern.Screening", "Vaern.Matching", "Vaern.Sealing"];

    /// <summary>Which project may use which; design of the house, "Rooms of the house".</summary>
    public static readonly IReadOnlyDictionary<string, string[]> MayUse = new Dictionary<string, string[]>
    {
        ["Vaern.Rules"] = [],
        ["Vaern.Screening"] = [],
        ["Vaern.Matching"] = [],
        ["Vaern.Sealing"] = [],
        ["Vaern.Data"] = ["Vaern.Sealing"],
        ["Vaern.App"] = ["Vaern.Data", "Vaern.Matching", "Vaern.Rules", "Vaern.Screening", "Vaern.Sealing"],
        ["Vaern.Web"] = ["Vaern.App"],
        ["Vaern.Cli"] = ["Vaern.App", "Vaern.Matching", "Vaern.Rules", "Vaern.Screening", "Vaern.Sealing", "Vaern.Web"],
    };

    public static Assembly AssemblyOf(string project) => Assembly.Load(project == "Vaern.Cli" ? "vaern" : project);

    /// <summary>Types that a person wrote: not the compiler's, not Razor's.</summary>
    public static IEnumerable<Type> TypesOf(string project) =>
        AssemblyOf(project).GetTypes().Where(type => !IsGenerated(type) && type.Namespace?.StartsWith("Vaern", StringComparison.Ordinal) == true);

    private static bool IsGenerated(Type type) =>
        type.Name.Contains('<', StringComparison.Ordinal)
        || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)
        || (type.DeclaringType is { } outer && IsGenerated(outer));
}
