using System.Text;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.App.Intake;
using Vaern.App.Plans;
using Vaern.App.Retention;
using Vaern.App.Rights;
using Vaern.App.Sharing;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.TestKit;

namespace Vaern.App.Tests.Rights;

/// <summary>«What do you have on me?»: found by exact identifiers, answered with everybody else masked, contested and decided (J12).</summary>
public sealed class RightsTests : IAsyncLifetime
{
    private static readonly DateOnly Born = new(2010, 8, 14);
    private readonly TestTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await town.InitializeAsync();
        town.Clock.SetDanish(2027, 5, 3, 12, 0);
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task The_whole_way_from_question_to_decision()
    {
        var (opened, entry) = await CaseAsync();
        var asked = await AskAsync();
        (asked.DueOn, asked.Words.Split(' ').Length).ShouldBe((new DateOnly(2027, 6, 3), 6));

        (await TrySearchAsync(asked.Number, "Indsigt")).ShouldBe("rights.identity-first");
        await IdentifyAsync(asked.Number);
        (await TrySearchAsync(asked.Number, " ")).ShouldBe("reason.missing");
        (await TrySearchAsync(asked.Number, "Indsigt")).ShouldBe("");
        var file = await ReadAsync(asked.Number);
        file.Hits.Select(hit => (hit.Label, hit.Weak, hit.Decision)).ShouldBe([(opened.Number, false, "open")], "the other Sara was born on another day");
        file.Searches.Single().Reason.ShouldBe("Indsigt");

        (await PreviewAsync(asked.Number)).Missing.ShouldBe(["hits"]);
        (await JudgeHit.OfCaseAsync(town.Town, town["leder2"], opened.Id, Cancel)).ShouldBeEmpty();
        var hit = (await JudgeHit.OfCaseAsync(town.Town, town["leder1"], opened.Id, Cancel)).Single();
        (await JudgeHit.DecideAsync(town.Town, town["leder2"], hit.Id, "include", null, null, Cancel)).Error.Code.ShouldBe("rights.not-found");
        (await JudgeHit.DecideAsync(town.Town, town["leder1"], hit.Id, "withhold", "Fortrolighed", null, Cancel)).Error.Code.ShouldBe("rights.rule");
        (await JudgeHit.DecideAsync(town.Town, town["leder1"], hit.Id, "include", null, null, Cancel)).IsOk.ShouldBeTrue();

        var preview = await PreviewAsync(asked.Number);
        preview.Text.ShouldContain("barn A filmede, mens Sara stod ved siden af.");
        preview.Text.ShouldContain("Vidne");
        preview.Text.ShouldNotContain("Noah");
        preview.Text.ShouldNotContain("Farid", Case.Insensitive, "staff stand by role");
        preview.Text.ShouldContain("5 år efter, at sagen er lukket");
        var version = (await ReadAsync(asked.Number)).Request.Version;
        (await AccessAnswer.SendAsync(town.Town, town["dpo1"], asked.Number, preview.Sha256, false, version, Cancel)).Error.Code.ShouldBe("rights.unread");
        (await AccessAnswer.SendAsync(town.Town, town["dpo1"], asked.Number, new string('0', 64), true, version, Cancel)).Error.Code.ShouldBe("rights.changed");
        (await AccessAnswer.SendAsync(town.Town, town["dpo1"], asked.Number, preview.Sha256, true, version, Cancel)).IsOk.ShouldBeTrue();

        var id = (await RightsMailboxes.FindAsync(town.Town, asked.Words, Cancel)).Value;
        var box = (await RightsMailboxes.OpenAsync(town.Town, id, Cancel)).Value;
        (box.Answer, box.AnswerSha256).ShouldBe((preview.Text, preview.Sha256));
        (await RightsMailboxes.ContestAsync(town.Town, id, box.Parts.Single().Hit, " ", Guid.CreateVersion7(), Cancel)).Error.Code.ShouldBe("rights.statement");
        var token = Guid.CreateVersion7();
        await RightsMailboxes.ContestAsync(town.Town, id, box.Parts.Single().Hit, "Det passer ikke, at jeg stod der.", token, Cancel);
        await RightsMailboxes.ContestAsync(town.Town, id, box.Parts.Single().Hit, "Det passer ikke, at jeg stod der.", token, Cancel);
        var view = (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value;
        var statement = view.Entries.Single(one => one.Text == "Det passer ikke, at jeg stod der.");
        (statement.Kind, statement.Author, statement.Corrects).ShouldBe(("statement", null, entry));
        var offer = await HandOvers.OfferAsync(town.Town, town["leder1"], opened.Id, Cancel);
        offer.Entries.Single(one => one.Id == entry).Statements.Single().OfRegistered.ShouldBeTrue("the words follow wherever the entry is shared");

        version = (await ReadAsync(asked.Number)).Request.Version;
        (await DecideAsync(asked.Number, "stays", "", "Sådan var det kendt.", version)).ShouldBe("rights.rule");
        (await DecideAsync(asked.Number, "rectified", "artikel 16", "Rettes.", version)).ShouldBe("rights.correction");
        (await DecideAsync(asked.Number, "stays", "artikel 16", "Det var det, man vidste.", version + 5)).ShouldBe("rights.stale");
        (await DecideAsync(asked.Number, "stays", "artikel 16", "Det var det, man vidste.", version)).ShouldBe("");
        (await RightsMailboxes.OpenAsync(town.Town, id, Cancel)).Value.Decision!.ShouldContain("Det var det, man vidste.");
        (await StreamVerifier.VerifyAsync(town.Town.Database, Cancel)).Broken.ShouldBeEmpty();
        (await DumpAsync()).ShouldNotContain("Prøvesen");
    }

    [Fact]
    public async Task While_access_is_answered_changes_of_persons_are_locked_and_the_record_is_not_deleted()
    {
        var (opened, _) = await CaseAsync();
        var party = (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value.Parties[1];
        var asked = await AskAsync();
        await IdentifyAsync(asked.Number);
        await TrySearchAsync(asked.Number, "Indsigt");

        (await Parties.ChangeAsync(town.Town, town["leder1"], opened.Id, party.Id, "witness", new PartyBody("En anden", null, null), party.Version, Cancel)).Error.Code.ShouldBe("party.under-access");
        (await LegalHolds.ListAsync(town.Town, town["dpo1"], Cancel)).Value.Single().ByRequest.ShouldBeTrue();
        (await RightsDesk.RefuseAsync(town.Town, town["dpo1"], asked.Number, "databeskyttelsesloven § 22", "Afgørende hensyn.", (await ReadAsync(asked.Number)).Request.Version, Cancel)).IsOk.ShouldBeTrue();
        (await LegalHolds.ListAsync(town.Town, town["dpo1"], Cancel)).Value.ShouldBeEmpty();
        (await Parties.ChangeAsync(town.Town, town["leder1"], opened.Id, party.Id, "witness", new PartyBody("Sara Prøvesen", "8.B", null), party.Version, Cancel)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_parent_gets_is_judged_by_the_people_of_the_case()
    {
        var (opened, _) = await CaseAsync();
        var asked = (await AskForAccess.SubmitAsync(town.Town, Guid.CreateVersion7(), "access", "parent", new RightsBody("Sara Prøvesen", Born, null, "Lis Prøvesen", ""), Cancel)).Value;
        await IdentifyAsync(asked.Number);
        await TrySearchAsync(asked.Number, "Indsigt");
        var hit = (await ReadAsync(asked.Number)).Hits.Single();

        (await PreviewAsync(asked.Number)).Missing.ShouldBe(["hits"], "nothing goes by itself");
        (await JudgeHit.DecideAsync(town.Town, town["dpo1"], hit.Id, "include", null, null, Cancel)).Error.Code.ShouldBe("rights.room-first");
        (await JudgeHit.DecideAsync(town.Town, town["leder1"], hit.Id, "withhold", "Sara har ønsket fortrolighed.", "databeskyttelsesloven § 22", Cancel)).IsOk.ShouldBeTrue();

        var preview = await PreviewAsync(asked.Number);
        preview.Missing.ShouldBeEmpty();
        preview.Text.ShouldNotContain("stod ved siden af");
        preview.Text.ShouldContain("databeskyttelsesloven § 22");
        opened.Number.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Rectifying_keeps_both_versions()
    {
        var (opened, entry) = await CaseAsync();
        var asked = await AnsweredAsync(opened);
        var id = (await RightsMailboxes.FindAsync(town.Town, asked.Words, Cancel)).Value;
        var part = (await RightsMailboxes.OpenAsync(town.Town, id, Cancel)).Value.Parts.Single();
        await RightsMailboxes.ContestAsync(town.Town, id, part.Hit, "Jeg var hjemme.", Guid.CreateVersion7(), Cancel);

        (await DecideRequest.HandleAsync(town.Town, town["dpo1"], asked.Number, "rectified", "artikel 16", "Skolens fremmøde viser det.", "Hun var hjemme den dag.", (await ReadAsync(asked.Number)).Request.Version, Cancel)).IsOk.ShouldBeTrue();

        var entries = (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value.Entries;
        entries.ShouldContain(one => one.Id == entry && one.Text.Contains("Sara stod"));
        entries.ShouldContain(one => one.Corrects == entry && one.Text.Contains("Hun var hjemme den dag."));
    }

    [Theory]
    [InlineData("other", "Sara Prøvesen", true, "rights.other")]
    [InlineData("self", " ", true, "rights.name")]
    [InlineData("self", "Sara Prøvesen", false, "rights.born")]
    [InlineData("parent", "Sara Prøvesen", true, "rights.parent")]
    public async Task Only_about_oneself_or_ones_child_and_with_what_it_takes(string asker, string name, bool born, string code) =>
        (await AskForAccess.SubmitAsync(town.Town, Guid.CreateVersion7(), "access", asker, new RightsBody(name, born ? Born : null, null, null, ""), Cancel)).Error.Code.ShouldBe(code);

    [Fact]
    public async Task Asking_twice_with_one_form_gives_one_request_and_the_words_once()
    {
        var id = Guid.CreateVersion7();
        var body = new RightsBody("Sara Prøvesen", Born, null, null, "");
        var first = (await AskForAccess.SubmitAsync(town.Town, id, "access", "self", body, Cancel)).Value;
        var second = (await AskForAccess.SubmitAsync(town.Town, id, "access", "self", body, Cancel)).Value;
        (second.Number, second.Words).ShouldBe((first.Number, ""));
        (await RightsDesk.ListAsync(town.Town, town["dpo1"], Cancel)).Value.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_month_that_passes_is_said_and_an_extension_takes_a_reason_and_at_most_two_months()
    {
        var asked = await AskAsync();
        town.Clock.SetDanish(2027, 6, 4, 9, 0);
        (await ReadAsync(asked.Number)).Request.IsLate.ShouldBeTrue();
        var id = (await RightsMailboxes.FindAsync(town.Town, asked.Words, Cancel)).Value;
        (await RightsMailboxes.OpenAsync(town.Town, id, Cancel)).Value.IsLate.ShouldBeTrue();

        async Task<string> TryAsync(DateOnly? to, string reason) => CodeOf(await RightsDesk.ExtendAsync(town.Town, town["dpo1"], asked.Number, to, reason, (await ReadAsync(asked.Number)).Request.Version, Cancel));
        (await TryAsync(new DateOnly(2027, 7, 1), "")).ShouldBe("reason.missing");
        (await TryAsync(new DateOnly(2027, 8, 4), "Mange rum")).ShouldBe("rights.extension");
        (await TryAsync(new DateOnly(2027, 8, 3), "Mange rum")).ShouldBe("");

        var box = (await RightsMailboxes.OpenAsync(town.Town, id, Cancel)).Value;
        (box.Due, box.Extension, box.IsLate).ShouldBe((new DateOnly(2027, 8, 3), "Mange rum", false));
    }

    [Fact]
    public async Task Nobody_but_the_data_protection_officer_searches_and_nothing_is_found_without_an_exact_identifier()
    {
        await CaseAsync();
        var asked = await AskAsync();
        foreach (var login in new[] { "leder1", "tryg1", "vagt1", "chef1" })
        {
            (await RightsDesk.ReadAsync(town.Town, town[login], asked.Number, Cancel)).Error.Code.ShouldBe("rights.not-allowed");
            (await RightsDesk.SearchAsync(town.Town, town[login], asked.Number, "Nysgerrig", null, 1, Cancel)).Error.Code.ShouldBe("rights.not-allowed");
            (await AccessAnswer.PreviewAsync(town.Town, town[login], asked.Number, Cancel)).Error.Code.ShouldBe("rights.not-allowed");
            await using var work = await town.Town.Database.BeginAsync(new Acting.Staff(town[login].Account.Value), Cancel);
            (await work.SingleAsync<long>("select (select count(*) from rights_request) + (select count(*) from rights_search) + (select count(*) from rights_statement)", cancel: Cancel)).ShouldBe(0);
        }

        (await PersonSearch.FindAsync(town.Town, new PersonKeys("Prøvesen", null, null).Identifiers(), Cancel)).ShouldBeEmpty("a surname is no exact identifier");
        (await PersonSearch.FindAsync(town.Town, new PersonKeys("Sara Prøvese", null, null).Identifiers(), Cancel)).ShouldBeEmpty();
        (await PersonSearch.FindAsync(town.Town, new PersonKeys("sara  PRØVESEN", null, null).Identifiers(), Cancel)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_reporter_who_gave_a_telephone_number_is_found_by_it_however_it_is_written()
    {
        await SubmitReport.HandleAsync(town.Town, A.Report(town.Tanghoj, contact: new ReportContact(null, "sara@mail.example", "+45 00 11 22 33")), Guid.CreateVersion7().ToString(), A.NoFiles(), Cancel);
        (await PersonSearch.FindAsync(town.Town, new PersonKeys(null, null, "00112233").Identifiers(), Cancel)).Single().Room.ShouldBe("report");
        (await PersonSearch.FindAsync(town.Town, new PersonKeys(null, null, "SARA@mail.example").Identifiers(), Cancel)).Single().Weak.ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_there_before_the_index_is_put_into_it()
    {
        await CaseAsync();
        await using (var work = await town.Town.Database.BeginAsync(Acting.System, Cancel))
        {
            await work.ExecuteAsync("delete from person_index", cancel: Cancel);
            await work.CommitAsync(Cancel);
        }

        await PersonIndexing.RunAsync(town.Town, Cancel);
        await PersonIndexing.RunAsync(town.Town, Cancel);

        (await PersonSearch.FindAsync(town.Town, new PersonKeys("Sara Prøvesen", Born, null).Identifiers(), Cancel)).ShouldContain(found => !found.Weak);
    }

    [Fact]
    public async Task The_officers_page_counts_what_the_streams_hold_and_ones_own_searches_too()
    {
        var (opened, _) = await CaseAsync();
        var asked = await AnsweredAsync(opened);
        await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel);
        await Vaern.App.Accounts.DeniedAccess.RecordAsync(town.Town, town["leder2"], "/sager/{nr}", Cancel);
        var day = new DateOnly(2027, 5, 3);

        var view = (await Oversight.ReadAsync(town.Town, town["dpo1"], day, day, Cancel)).Value;

        view.People.Single(person => person.Name == "Vibeke Ranum").Searches.ShouldBe(1);
        view.People.Single(person => person.Name == "Jens-Ole Krathus").Denied.ShouldBe(1);
        view.People.Single(person => person.Name == "Kirsten Vadmose").Looks.ShouldBe(await CountAsync("case.viewed", town["leder1"].Account));
        (view.ExpiredButKept, view.OpenRequests).ShouldBe((0, 0));
        (await Oversight.ReadAsync(town.Town, town["leder1"], day, day, Cancel)).Error.Code.ShouldBe("audit.not-allowed");
        (await Oversight.ReadAsync(town.Town, town["dpo1"], day, day.AddDays(-1), Cancel)).Error.Code.ShouldBe("oversight.period");
        asked.Number.ShouldStartWith("R-2027-");
    }

    [Fact]
    public async Task Letters_and_notifications_are_found_by_whoever_they_name_and_drafts_are_not()
    {
        var (opened, _) = await CaseAsync();
        var sara = (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value.Parties.Single(one => one.Role == "witness");
        var letter = new LetterBody("Lis Prøvesen", "Om i går", "Jeg vil gerne tale med jer om Sara.");
        (await Letters.SendAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), "affected-parents", sara.Id, null, letter, 0, Cancel)).IsOk.ShouldBeTrue();
        (await Letters.SaveAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), "class", null, null, new LetterBody("Lis Prøvesen", "Kladde", "Den er ikke sendt."), 0, Cancel)).IsOk.ShouldBeTrue();
        var body = new NotificationBody("Karla Prøvesen, 9.A", "Karla fortæller om Noah.", "", "", "Lis Prøvesen, 00 11 22 33");
        (await ChildNotifications.SendAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), body, 0, Cancel)).IsOk.ShouldBeTrue();

        (await AnswerToAsync("Lis Prøvesen")).ShouldSatisfyAllConditions(
            text => text.ShouldContain("Jeg vil gerne tale med jer om"), text => text.ShouldContain("modtager af et brev"), text => text.ShouldNotContain("Den er ikke sendt."), text => text.ShouldNotContain("Noah"));
        (await AnswerToAsync("Karla Prøvesen")).ShouldSatisfyAllConditions(text => text.ShouldContain("nævnt i en underretning"), text => text.ShouldContain("Karla fortæller om barn"), text => text.ShouldNotContain("Noah"));
        (await AnswerToAsync("Sara Prøvesen")).ShouldContain("Jeg vil gerne tale med jer om Sara.", Case.Sensitive, "a letter about her is hers too");
    }

    [Fact]
    public async Task What_was_sent_before_there_was_an_index_is_put_into_it_once()
    {
        var (opened, _) = await CaseAsync();
        var sara = (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value.Parties.Single(one => one.Role == "witness");
        (await Letters.SendAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), "affected-parents", sara.Id, null, new LetterBody("Lis Prøvesen", "Om i går", "Vi taler med alle."), 0, Cancel)).IsOk.ShouldBeTrue();
        (await ChildNotifications.SendAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), new NotificationBody("Karla Prøvesen", "Bekymring.", "", "", ""), 0, Cancel)).IsOk.ShouldBeTrue();
        await using (var work = await town.Town.Database.BeginAsync(Acting.System, Cancel))
        {
            await work.ExecuteAsync("delete from person_index where subject like 'letter:%' or subject like 'notification:%'", cancel: Cancel);
            await work.CommitAsync(Cancel);
        }

        await PersonIndexing.RunAsync(town.Town, Cancel);
        await PersonIndexing.RunAsync(town.Town, Cancel);

        await using var looking = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        (await looking.SingleAsync<long>("select count(*) from person_index where subject like 'letter:%' or subject like 'notification:%'", cancel: Cancel)).ShouldBe(2);
    }

    private async Task<string> AnswerToAsync(string name)
    {
        var asked = (await AskForAccess.SubmitAsync(town.Town, Guid.CreateVersion7(), "access", "self", new RightsBody(name, Born, null, null, "Hvad har I?"), Cancel)).Value;
        await IdentifyAsync(asked.Number);
        await TrySearchAsync(asked.Number, "Indsigt");
        foreach (var hit in (await ReadAsync(asked.Number)).Hits)
        {
            (await JudgeHit.DecideAsync(town.Town, town["leder1"], hit.Id, "include", null, null, Cancel)).IsOk.ShouldBeTrue();
        }

        return (await PreviewAsync(asked.Number)).Text;
    }

    private static string CodeOf<T>(Result<T> result) => result.IsOk ? "" : result.Error.Code;

    private async Task<(OpenedCase Case, Guid Entry)> CaseAsync()
    {
        OpenedCase opened = null!;
        Guid entry = default;
        foreach (var born in new[] { new DateOnly(2011, 1, 1), Born })
        {
            opened = (await OpenCase.HandleAsync(town.Town, town["nogle1"], new NewCase(
                Guid.CreateVersion7(), town.Tanghoj.Id, "school", "violence-filmed", false, "Slagsmål", null, false, null, "Set."), Cancel)).Value;
            await Parties.AddAsync(town.Town, town["nogle1"], opened.Id, Guid.CreateVersion7(), "alleged", new PartyBody("Noah Prøvesen", null, null), Cancel);
            await Parties.AddAsync(town.Town, town["nogle1"], opened.Id, Guid.CreateVersion7(), "witness", new PartyBody("Sara Prøvesen", "8.B", null, born), Cancel);
            entry = (await WriteEntry.HandleAsync(town.Town, town["nogle1"], opened.Id, Guid.CreateVersion7(), "fact", "Noah filmede, mens Sara stod ved siden af.", null, null, Cancel)).Value;
        }

        return (opened, entry);
    }

    private async Task<RightsReceipt> AskAsync() =>
        (await AskForAccess.SubmitAsync(town.Town, Guid.CreateVersion7(), "access", "self", new RightsBody("Sara Prøvesen", Born, null, null, "Hvad har I om mig?"), Cancel)).Value;

    private async Task<RightsReceipt> AnsweredAsync(OpenedCase opened)
    {
        var asked = await AskAsync();
        await IdentifyAsync(asked.Number);
        await TrySearchAsync(asked.Number, "Indsigt");
        await JudgeHit.DecideAsync(town.Town, town["leder1"], (await JudgeHit.OfCaseAsync(town.Town, town["leder1"], opened.Id, Cancel)).Single().Id, "include", null, null, Cancel);
        var preview = await PreviewAsync(asked.Number);
        (await AccessAnswer.SendAsync(town.Town, town["dpo1"], asked.Number, preview.Sha256, true, (await ReadAsync(asked.Number)).Request.Version, Cancel)).IsOk.ShouldBeTrue();
        return asked;
    }

    private async Task IdentifyAsync(string number) =>
        (await RightsDesk.IdentifyAsync(town.Town, town["dpo1"], number, true, "Mødte op med billedlegitimation.", (await ReadAsync(number)).Request.Version, Cancel)).IsOk.ShouldBeTrue();

    private async Task<string> TrySearchAsync(string number, string reason) =>
        CodeOf(await RightsDesk.SearchAsync(town.Town, town["dpo1"], number, reason, null, (await ReadAsync(number)).Request.Version, Cancel));

    private async Task<string> DecideAsync(string number, string outcome, string rule, string reason, int version) =>
        CodeOf(await DecideRequest.HandleAsync(town.Town, town["dpo1"], number, outcome, rule, reason, null, version, Cancel));

    private async Task<RightsFile> ReadAsync(string number) => (await RightsDesk.ReadAsync(town.Town, town["dpo1"], number, Cancel)).Value;

    private async Task<AnswerPreview> PreviewAsync(string number) => (await AccessAnswer.PreviewAsync(town.Town, town["dpo1"], number, Cancel)).Value;

    private async Task<int> CountAsync(string action, AccountId actor)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        var lines = await work.QueryAsync<byte[]>("select line from stream_event", cancel: Cancel);
        return lines.Select(Encoding.UTF8.GetString).Count(line => line.Contains($"\"action\":\"{action}\"") && line.Contains($"\"actor\":\"{actor.Value:N}\""));
    }

    // Every line of every stream and every open column of the new tables, as a thief of the database would read them.
    private async Task<string> DumpAsync()
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        var lines = (await work.QueryAsync<byte[]>("select line from stream_event", cancel: Cancel)).Select(Encoding.UTF8.GetString);
        var rows = await work.QueryAsync<string>(
            "select r::text from rights_request r union all select h::text from rights_hit h union all select s::text from rights_search s union all select i::text from person_index i union all select l::text from legal_hold l", cancel: Cancel);
        return string.Concat(lines.Concat(rows));
    }
}
