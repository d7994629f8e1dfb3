using System.Reflection;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Vaern.Architecture.Tests;

/// <summary>No type of the street, and none of preparedness, can hold a person's name or a list of persons; no table of theirs can either.</summary>
public sealed partial class StreetRoomTests
{
    private static readonly string[] Rooms = ["Vaern.App.StreetWork", "Vaern.App.Preparedness"];

    // Types of the house that hold a name or lead to one.
    private static readonly string[] Persons = ["PartyBody", "Party", "ReportContact", "StaffProfile", "ConcernPerson", "NewConcern", "Participant"];

    // A channel's name, and the name of a colleague who may own a mandate: staff, chosen from their posts.
    private static readonly string[] NamesOfOthers = ["MandateSource.Name", "SourceText.Name", "ProposedSource.Name", "SourceRow.Name", "Row.SourceName", "NewPhenomenon.NotAName"];

    private static IEnumerable<Type> Types => House.AssemblyOf("Vaern.App").GetTypes().Where(type => Rooms.Any(room => Outermost(type).Namespace?.StartsWith(room, StringComparison.Ordinal) == true));

    [Fact]
    public void The_rooms_are_there_to_be_looked_at() => Types.Count().ShouldBeGreaterThan(20);

    [Fact]
    public void No_property_or_parameter_is_called_as_a_person_is() =>
        Types.Where(type => !type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), false))
            .SelectMany(type => type.GetProperties(Everything).Select(property => $"{type.Name}.{property.Name}")
                .Concat(type.GetFields(Everything).Where(field => !field.Name.StartsWith('<')).Select(field => $"{type.Name}.{field.Name}")))
            .Where(member => PersonalWord().IsMatch(member.Split('.')[1]) && !NamesOfOthers.Contains(member))
            .Distinct().Order().ShouldBeEmpty();

    [Fact]
    public void No_type_uses_a_type_that_holds_a_name() =>
        Types.SelectMany(type => UsedTypes.Of(type).Where(used => Persons.Contains(used.Name)).Select(used => $"{type.Name} → {used.Name}")).Distinct().ShouldBeEmpty();

    [Fact]
    public void No_type_leads_to_bytes_of_a_file_but_the_portrait_of_a_member_of_staff() =>
        Types.Where(type => Outermost(type).Name != "Portraits").SelectMany(type => UsedTypes.Of(type).Where(used => used.Name is "BlobStore" or "IncomingFile" or "IFormFile").Select(used => $"{Outermost(type).Name} → {used.Name}"))
            .Distinct().ShouldBe(["OpenProfiles → BlobStore"]);

    [Fact]
    public void No_server_code_of_the_street_can_fetch_a_link() =>
        Types.SelectMany(type => UsedTypes.Of(type).Where(used => used.Namespace?.StartsWith("System.Net.Http", StringComparison.Ordinal) == true).Select(used => $"{type.Name} → {used.Name}")).ShouldBeEmpty();

    [Fact]
    public void No_table_of_the_street_or_the_preparedness_has_a_column_for_a_person_or_for_a_file()
    {
        var sql = SourceFiles.In("src", ".sql").Where(file => file.Path.Contains("_street_", StringComparison.Ordinal) || file.Path.Contains("_preparedness", StringComparison.Ordinal) || file.Path.Contains("_bulletins", StringComparison.Ordinal) || file.Path.Contains("_contacts", StringComparison.Ordinal)).ToList();
        sql.Count.ShouldBeGreaterThanOrEqualTo(5);
        sql.SelectMany(file => Table().Matches(file.Text)).Where(table => !table.Groups[1].Value.StartsWith("concern", StringComparison.Ordinal))
            .SelectMany(table => Column().Matches(table.Groups[2].Value).Select(column => $"{table.Groups[1].Value}.{column.Groups[1].Value}"))
            .Where(column => ColumnWord().IsMatch(column.Split('.')[1]) && column is not ("mandate_source.name" or "open_profile.portrait_id" or "phenomenon.not_a_name"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_encrypted_spool_touches_files() =>
        Types.Where(type => UsedTypes.Of(type).Any(used => used == typeof(File) || used == typeof(FileStream))).Select(type => Outermost(type).Name).Distinct().Order().ShouldBe(["ImportSpool", "SpoolStream"]);

    [Fact]
    public void Who_wrote_a_message_is_a_tag_that_obeys_deletions_and_nothing_reads_or_counts_by_it()
    {
        SourceFiles.In("src", ".cs").Where(file => !file.Path.StartsWith("src/Vaern.Cli/Bench/", StringComparison.Ordinal) && file.Text.Contains("author_tag", StringComparison.Ordinal)).Select(file => file.Path)
            .ShouldBe(["src/Vaern.App/StreetWork/Imports/MessageStore.cs"]);
        Types.Where(type => type.Namespace == "Vaern.App.StreetWork.Imports" && type.IsPublic)
            .SelectMany(type => type.GetProperties(Everything).Select(property => $"{type.Name}.{property.Name}")).Where(member => WriterWord().IsMatch(member)).ShouldBeEmpty();
    }

    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    [GeneratedRegex("(Name|Handle|Phone|Cpr|Person|Child|Pupil|Victim|Suspect|Citizen|Surname|Birth)s?$")]
    private static partial Regex PersonalWord();

    [GeneratedRegex(@"\.\w*(Author|Writer|Alias|Participant|Sender)s?$")]
    private static partial Regex WriterWord();

    [GeneratedRegex(@"create table (\w+) \((.*?)\n\);", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^  (\w+) (?:uuid|text|bytea|integer|date|timestamptz|boolean)", RegexOptions.Multiline)]
    private static partial Regex Column();

    [GeneratedRegex("(^|_)(name|handle|phone|cpr|person|child|pupil|victim|suspect|citizen|blob|file|picture|image|sha256|portrait)(_id)?$")]
    private static partial Regex ColumnWord();
}
