using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Vaern.Architecture.Tests;

public sealed partial class TypeTests
{
    public static TheoryData<string> Projects => [.. House.MayUse.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Classes_are_sealed_static_or_abstract(string project) =>
        House.TypesOf(project).Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract)
            .Select(type => type.FullName).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_type_hides_behind_an_empty_word(string project) =>
        House.TypesOf(project).Select(type => type.Name).Where(name => EmptyWord().IsMatch(name)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Projects))]
    public void Nothing_but_constants_and_read_only_fields_is_open(string project) =>
        House.TypesOf(project).Where(type => !type.IsEnum)
            .SelectMany(type => type.GetFields().Where(field => field.DeclaringType == type && !field.IsInitOnly && !field.IsLiteral))
            .Select(field => $"{field.DeclaringType!.FullName}.{field.Name}").ShouldBeEmpty();

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utilities|Base|Impl|Mediator|Mapper)(`[0-9]+)?$")]
    private static partial Regex EmptyWord();
}
