using System.Xml.Linq;
using Shouldly;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Architecture.Tests;

public sealed class ProjectTests
{
    public static TheoryData<string> Projects => [.. House.MayUse.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_to_exactly_the_projects_it_may_use(string project) =>
        References(Project(project), "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))
            .Order().ShouldBe(House.MayUse[project]);

    [Fact]
    public void Every_source_project_is_in_the_list_the_solution_and_has_tests_of_its_own()
    {
        var solution = XDocument.Load(RepositoryFolder.Combine("Vaern.slnx"));
        var listed = solution.Descendants("Project").Select(one => one.Attribute("Path")!.Value).ToHashSet();

        Directory.GetDirectories(RepositoryFolder.Combine("src")).Select(Path.GetFileName).Order().ShouldBe(House.MayUse.Keys.Order());
        foreach (var project in House.MayUse.Keys)
        {
            listed.ShouldContain($"src/{project}/{project}.csproj");
            listed.ShouldContain($"tests/{project}.Tests/{project}.Tests.csproj");
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_opens_its_inside_to_tests_alone(string project) =>
        References(Project(project), "InternalsVisibleTo").ShouldAllBe(friend => friend.EndsWith(".Tests") || friend == "Vaern.TestKit");

    [Fact]
    public void Package_versions_stand_in_one_place_and_never_float()
    {
        XDocument.Load(RepositoryFolder.Combine("Directory.Packages.props")).Descendants("PackageVersion")
            .ShouldAllBe(one => System.Text.RegularExpressions.Regex.IsMatch(one.Attribute("Version")!.Value, @"^[0-9]+(\.[0-9]+){1,3}$"));
        SourceFiles.In("src", ".csproj").Concat(SourceFiles.In("tests", ".csproj"))
            .Where(file => XDocument.Parse(file.Text).Descendants("PackageReference").Any(one => one.Attribute("Version") is not null))
            .Select(file => file.Path).ShouldBeEmpty();
    }

    [Fact]
    public void The_engines_know_neither_database_nor_web_and_are_told_the_time()
    {
        foreach (var engine in House.Engines)
        {
            House.AssemblyOf(engine).GetReferencedAssemblies().Select(one => one.Name!)
                .Where(name => name.StartsWith("Vaern", StringComparison.Ordinal) || IsWebOrDatabase(name)).ShouldBeEmpty(engine);
            SourceFiles.In("src/" + engine, ".cs").Where(file => file.Text.Contains("TimeProvider.System", StringComparison.Ordinal))
                .Select(file => file.Path).ShouldBeEmpty();
        }
    }

    [Fact]
    public void The_work_knows_nothing_of_the_web() =>
        House.AssemblyOf("Vaern.App").GetReferencedAssemblies().Select(one => one.Name!)
            .Where(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name == "Vaern.Web").ShouldBeEmpty();

    private static bool IsWebOrDatabase(string name) =>
        name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name is "Npgsql" or "Dapper" or "System.Data.Common";

    private static XDocument Project(string name) => XDocument.Load(RepositoryFolder.Combine("src", name, name + ".csproj"));

    private static IEnumerable<string> References(XDocument project, string kind) =>
        project.Descendants(kind).Select(one => one.Attribute("Include")!.Value);
}
