using System.Reflection;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Vaern.Architecture.Tests;

/// <summary>
/// The whole schema, every page and every handler, searched for a way in for what must never be stored. A new way for bytes fails here first and is then
/// judged by a person: it must refuse a restricted case before it reads.
/// </summary>
public sealed partial class RestrictedWaysInTests
{
    [Fact]
    public void The_table_of_restricted_records_has_the_columns_it_has_and_no_other()
    {
        var statements = Statements().ToList();
        var table = statements.Single(one => one.StartsWith("create table evidence_referral", StringComparison.Ordinal));

        Columns(table).ShouldBe(["id", "case_id", "label", "body", "recorded_at", "version"]);
        table.ShouldContain("octet_length(body) <= 8192");
        statements.Where(one => AltersReferral().IsMatch(one)).ShouldBeEmpty("a column was added to the table of restricted records");
        table.ShouldNotContain("references blob");
    }

    [Fact]
    public void Only_the_lock_leads_to_a_restricted_record_and_it_holds_no_bytes()
    {
        var leading = Statements().Where(one => one.Contains("references evidence_referral", StringComparison.Ordinal)).ToList();

        var quarantine = leading.ShouldHaveSingleItem();
        quarantine.ShouldStartWith("create table quarantine");
        // What it points at is a file that was received before anybody knew; its bytes are locked, and nothing is written through here.
        Columns(quarantine).Where(name => name.Contains("sha", StringComparison.Ordinal) || name.Contains("hash", StringComparison.Ordinal) || name is "data" or "content" or "picture" or "preview").ShouldBeEmpty();
    }

    [Fact]
    public void No_column_of_the_schema_could_keep_a_fingerprint_or_a_picture_of_restricted_material() =>
        Statements().Where(one => CreatesTable().Match(one) is { Success: true } table && table.Groups[1].Value.Contains("referral", StringComparison.Ordinal))
            .SelectMany(Columns).Where(name => Telling().IsMatch(name)).ShouldBeEmpty();

    [Fact]
    public void No_handler_takes_words_about_restricted_material_and_bytes_together()
    {
        string[] restricted = ["ReferralBody", "RestrictedEvidence", "CustodyNoteBody", "NewCustodyNote"];
        House.TypesOf("Vaern.App").Concat(House.TypesOf("Vaern.Web"))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.GetParameters().Any(parameter => restricted.Contains(parameter.ParameterType.Name)) && method.GetParameters().Any(parameter => IsBytes(parameter.ParameterType)))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}").ShouldBeEmpty();
    }

    [Fact]
    public void A_note_of_what_lies_in_a_bag_is_words_and_a_signature_in_numbers()
    {
        var table = Statements().Single(one => one.StartsWith("create table custody_note", StringComparison.Ordinal));

        Columns(table).ShouldBe(["id", "case_id", "kind", "labels", "happened_at", "body", "recorded_by", "recorded_at"]);
        table.ShouldContain("octet_length(body) <= 16384");
        House.TypesOf("Vaern.App").Where(type => type.Name is "CustodyNoteBody" or "NewCustodyNote" or "Receiver" or "SignedStrokes")
            .SelectMany(type => type.GetProperties()).Where(property => IsBytes(property.PropertyType)).ShouldBeEmpty();
    }

    [Fact]
    public void Files_come_in_on_these_pages_and_on_no_other()
    {
        string[] known =
        [
            "src/Vaern.Web/Pages/Public/Answer/Box.cshtml", "src/Vaern.Web/Pages/Public/Report/Files.cshtml", "src/Vaern.Web/Pages/Staff/Evidence/NewItem.cshtml", "src/Vaern.Web/Pages/Staff/Lists/NewList.cshtml",
        ];
        // A member of staff's portrait of themselves, for their own open profile: drawn anew before anything is kept, and in no case.
        const string PortraitForm = "src/Vaern.Web/Pages/Staff/Street/ProfileForm.cshtml", PortraitUpload = "src/Vaern.Web/Pages/Staff/Street/PortraitUpload.cshtml.cs";
        // An export of a public channel, under a mandate: text alone is read of it, masked before anything is kept; what is a picture in it is never opened.
        const string ImportForm = "src/Vaern.Web/Pages/Staff/Street/NewImport.cshtml";
        SourceFiles.In("src/Vaern.Web", ".cshtml").Where(file => TakesFile().IsMatch(file.Text)).Select(file => file.Path).Order().ShouldBe([.. known, ImportForm, PortraitForm]);
        SourceFiles.In("src/Vaern.Web", ".cs").Where(file => file.Text.Contains("[ReadsOwnForm]", StringComparison.Ordinal)).Select(file => file.Path).Order()
            .ShouldBe([.. known.Select(page => page + ".cs"), ImportForm + ".cs", PortraitUpload]);
        SourceFiles.In("src", ".cs").Where(file => file.Text.Contains("new MultipartReader(", StringComparison.Ordinal)).Select(file => file.Path).Order()
            .ShouldBe(["src/Vaern.Web/Api/ReportBody.cs", "src/Vaern.Web/Hosting/UploadForm.cs"]);
        SourceFiles.In("src/Vaern.Web", ".cs").Where(file => FrameworkFile().IsMatch(file.Text)).Select(file => file.Path)
            .ShouldBeEmpty("the framework's own file parameters would read a file before the case was looked at");
    }

    [Fact]
    public void Bytes_reach_the_store_through_these_files_and_through_no_other()
    {
        string[] known =
        [
            "src/Vaern.App/Evidence/AddEvidence.cs", "src/Vaern.App/Evidence/OrdinaryItems.cs", "src/Vaern.App/Evidence/RedactItem.cs", "src/Vaern.App/Intake/Draft.cs",
            "src/Vaern.App/Intake/Mailbox.cs", "src/Vaern.App/Intake/ReportFile.cs", "src/Vaern.App/Intake/SubmitReport.cs", "src/Vaern.App/Sharing/PackageFiles.cs",
            "src/Vaern.App/StreetWork/Portraits.cs",
        ];
        var storing = SourceFiles.In("src", ".cs").Where(file => !file.Path.StartsWith("src/Vaern.Cli/Bench/", StringComparison.Ordinal) && Stores().IsMatch(file.Text)).Select(file => file.Path).Order().ToList();

        storing.ShouldBeSubsetOf(known);
        foreach (var adding in new[] { "AddEvidence.cs", "OrdinaryItems.cs" })
        {
            var text = SourceFiles.In("src/Vaern.App/Evidence", ".cs").Single(file => Path.GetFileName(file.Path) == adding).Text;
            text.IndexOf("IsRestricted", StringComparison.Ordinal).ShouldBeInRange(0, text.IndexOf("ReportFiles.StoreAsync", StringComparison.Ordinal), $"{adding} must refuse a restricted case before it reads");
        }
    }

    [Fact]
    public void What_is_shown_of_a_file_is_never_made_of_a_locked_one()
    {
        var shown = SourceFiles.In("src/Vaern.App/Evidence", ".cs").Single(file => Path.GetFileName(file.Path) == "ShownFile.cs").Text;
        shown.ShouldContain("{ Locked: true } => new Error(\"evidence.locked\"");
        SourceFiles.In("src/Vaern.App", ".cs").Where(file => file.Text.Contains("BlobStore.ReadAsync", StringComparison.Ordinal)).Select(file => Path.GetFileName(file.Path)).Order()
            .ShouldBeSubsetOf(["CaptureChecks.cs", "Conversation.cs", "FileScans.cs", "LookUp.cs", "MakeFingerprint.cs", "MakePackage.cs", "OrdinaryItems.cs", "PackageParts.cs", "Portraits.cs", "ShownFile.cs"]);
    }

    private static bool IsBytes(Type type) =>
        type == typeof(byte[]) || typeof(Stream).IsAssignableFrom(type) || type == typeof(ReadOnlyMemory<byte>) || type.Name is "IncomingFile" or "IFormFile" or "ReportFile"
        || (type.IsGenericType && type.GetGenericArguments().Any(IsBytes));

    private static IEnumerable<string> Statements() =>
        SourceFiles.In("src/Vaern.Data/Migrations", ".sql").OrderBy(file => file.Path, StringComparer.Ordinal)
            .SelectMany(file => Remarks().Replace(file.Text, "").Split(';')).Select(one => one.Trim()).Where(one => one.Length > 0);

    private static List<string> Columns(string createTable) =>
        [.. createTable.Split('\n').Skip(1).Select(line => Column().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).Where(name => name is not ("check" or "unique" or "primary"))];

    [GeneratedRegex(@"^\s{2}([a-z_0-9]+)\s")]
    private static partial Regex Column();

    [GeneratedRegex(@"^create table ([a-z_]+)")]
    private static partial Regex CreatesTable();

    [GeneratedRegex(@"alter table evidence_referral\s+add", RegexOptions.Singleline)]
    private static partial Regex AltersReferral();

    [GeneratedRegex("sha|hash|blob|finger|pdq|preview|thumb|picture|file|stamp")]
    private static partial Regex Telling();

    [GeneratedRegex(@"<v-file|type=""file""|multipart/form-data")]
    private static partial Regex TakesFile();

    [GeneratedRegex(@"\bIFormFile\b|\bIFormFileCollection\b|Request\.Form\.Files")]
    private static partial Regex FrameworkFile();

    [GeneratedRegex(@"BlobStore\.WriteAsync|ReportFiles\.StoreAsync")]
    private static partial Regex Stores();

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex Remarks();
}
