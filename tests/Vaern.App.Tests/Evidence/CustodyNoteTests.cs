using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.TestKit;

namespace Vaern.App.Tests.Evidence;

/// <summary>Two telephones in bags, from the cupboard to the police, in a case that may hold no file.</summary>
public sealed class CustodyNoteTests(TestTown town) : IClassFixture<TestTown>
{
    private static readonly Receiver Officer = new("Betjent Prøvesen", "PRØVE-4711", "Midt- og Vestkredsen", null);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_bags_go_from_the_cupboard_to_the_police_and_each_line_names_them()
    {
        var opened = await RestrictedAsync();
        var kept = new CustodyNoteBody("Kirsten Vadmose", "Pose 1 og 2, skabet på kontoret", "eleverne selv", "Ingen har set på dem.", null);
        (await WriteAsync(opened, "kept", kept, ["H-001", "H-002"])).IsOk.ShouldBeTrue();
        (await WriteAsync(opened, CustodyNotes.HandedOver, Signed(Officer with { Strokes = "10,20 30,40;50,60" }), ["H-001", "H-002"], confirmed: true, minutes: 1)).IsOk.ShouldBeTrue();

        var notes = await NotesAsync(opened);
        notes.Select(note => note.Kind).ShouldBe(["kept", "handed-over"]);
        notes[1].Body.Receiver!.ShouldBe(Officer with { Strokes = "10,20 30,40;50,60" });
        var record = await CustodyRecord.ReadAsync(town.Town, town["leder1"], opened.Id, Cancel);
        record.Broken.ShouldBeNull();
        var lines = record.Lines.Where(line => line.Item == "H-002").ToList();
        lines.Select(line => line.Action).ShouldBe(["referred", "hold-set", "transferred", "receipt-confirmed"]);
        lines[^1].Detail.ShouldContain(("statement", notes[1].Statement));
        lines[^1].By.ShouldBe("Kirsten Vadmose");
        await using var elsewhere = await town.Town.Database.BeginAsync(new Acting.Staff(town["leder2"].Account.Value), Cancel);
        (await elsewhere.SingleAsync<long>("select count(*) from custody_note where case_id = @id", new { id = opened.Id.Value }, Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task The_officer_and_the_signature_stand_only_sealed()
    {
        var opened = await RestrictedAsync();
        await WriteAsync(opened, CustodyNotes.HandedOver, Signed(Officer with { Strokes = "11,22 33,44" }), ["H-001"], confirmed: true);

        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        var body = System.Text.Encoding.UTF8.GetString(await work.SingleAsync<byte[]>("select body from custody_note where case_id = @id", new { id = opened.Id.Value }, Cancel));
        var streams = string.Concat((await work.Streams.LinesAsync(AuditStreams.CustodyOf(opened.Id.Value), Cancel)).Concat(await work.Streams.LinesAsync(opened.Id.Value, Cancel)).Select(System.Text.Encoding.UTF8.GetString));
        foreach (var secret in new[] { "Prøvesen", "PRØVE-4711", "11,22" })
        {
            body.ShouldNotContain(secret);
            streams.ShouldNotContain(secret);
        }
    }

    [Fact]
    public async Task A_note_with_another_word_has_another_fingerprint()
    {
        var opened = await RestrictedAsync();
        await WriteAsync(opened, CustodyNotes.HandedOver, Signed(Officer), ["H-001"], confirmed: true);
        var note = (await NotesAsync(opened)).Single();
        var stated = (await CustodyRecord.ReadAsync(town.Town, town["leder1"], opened.Id, Cancel)).Lines[^1].Detail.Single(one => one.Name == "statement").Value;

        note.Statement.ShouldBe(stated);
        (note with { Body = note.Body with { Receiver = Officer with { Number = "PRØVE-4712" } } }).Statement.ShouldNotBe(stated);
        (note with { Labels = ["H-002"] }).Statement.ShouldNotBe(stated);
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_said_and_nothing_is_kept()
    {
        var opened = await RestrictedAsync();
        async Task<string> CodeAsync(string kind, CustodyNoteBody body, string[] labels, bool confirmed = true, int minutes = 0) =>
            (await WriteAsync(opened, kind, body, labels, confirmed, minutes)).Error.Code;

        var held = new CustodyNoteBody("Kirsten", null, null, null, null);
        (await CodeAsync("burnt", held, ["H-001"])).ShouldBe("custody.kind");
        (await CodeAsync("handed-over", held, ["H-001"])).ShouldBe("custody.remark", "without a signature the note says where the receipt is");
        (await CodeAsync("handed-over", new CustodyNoteBody(null, null, null, "Kvittering i mappen.", null), ["H-001"])).ShouldBe("custody.holder");
        (await CodeAsync("kept", held, [])).ShouldBe("custody.labels");
        (await CodeAsync("kept", held, ["H-001", "H-009"])).ShouldBe("custody.labels");
        (await CodeAsync("kept", held with { Holder = null }, ["H-001"])).ShouldBe("custody.holder");
        (await CodeAsync("refused", held, ["H-001"])).ShouldBe("custody.remark");
        (await CodeAsync("kept", held, ["H-001"], minutes: 6)).ShouldBe("custody.future");
        (await CodeAsync("kept", held with { Place = new string('x', 201) }, ["H-001"])).ShouldBe("custody.too-long");
        (await CodeAsync("correction", held with { Remark = new string('A', 201) }, ["H-001"])).ShouldBe("referral.encoded", "a file must not come in as text");
        (await CodeAsync(CustodyNotes.HandedOver, Signed(Officer with { Name = "" }), ["H-001"])).ShouldBe("custody.officer");
        (await CodeAsync(CustodyNotes.HandedOver, Signed(Officer with { Number = "" }), ["H-001"])).ShouldBe("custody.number");
        (await CodeAsync(CustodyNotes.HandedOver, Signed(Officer with { Authority = "" }), ["H-001"])).ShouldBe("custody.authority");
        (await CodeAsync(CustodyNotes.HandedOver, Signed(Officer), ["H-001"], confirmed: false)).ShouldBe("custody.confirm");
        (await CodeAsync(CustodyNotes.HandedOver, Signed(Officer with { Strokes = "data:image/png" }), ["H-001"])).ShouldBe("custody.strokes");

        (await NotesAsync(opened)).ShouldBeEmpty();
        (await WriteCustodyNote.HandleAsync(town.Town, town["leder2"], opened.Id, new NewCustodyNote(Guid.CreateVersion7(), "kept", ["H-001"], town.Clock.GetUtcNow(), held), "Notat.", Cancel)).Error.Code.ShouldBe("case.not-found");
    }

    [Fact]
    public async Task Pressing_twice_writes_once_and_no_role_of_the_database_changes_a_note()
    {
        var opened = await RestrictedAsync();
        var note = new NewCustodyNote(Guid.CreateVersion7(), "returned", ["H-001"], town.Clock.GetUtcNow(), new CustodyNoteBody("Ejeren", null, null, null, null));

        (await WriteCustodyNote.HandleAsync(town.Town, town["leder1"], opened.Id, note, "Givet tilbage.", Cancel)).IsOk.ShouldBeTrue();
        (await WriteCustodyNote.HandleAsync(town.Town, town["leder1"], opened.Id, note, "Givet tilbage.", Cancel)).IsOk.ShouldBeTrue();

        (await NotesAsync(opened)).Count.ShouldBe(1);
        (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value.Entries.Count(entry => entry.Text == "Givet tilbage.").ShouldBe(1);
        foreach (var acting in new Acting[] { new Acting.Staff(town["leder1"].Account.Value), Acting.System })
        {
            await using var work = await town.Town.Database.BeginAsync(acting, Cancel);
            await Should.ThrowAsync<Npgsql.PostgresException>(() => work.ExecuteAsync("update custody_note set kind = 'kept'", cancel: Cancel));
        }
    }

    [Fact]
    public async Task A_bag_is_noted_in_a_case_that_has_nothing_else_and_is_followed_to_the_end()
    {
        var opened = await OpenAsync();
        var held = new CustodyNoteBody("Kirsten Vadmose", "Kontoret", "eleven selv", null, null);
        (await ThingAsync(opened, "received", "bh 2", held)).IsOk.ShouldBeTrue();
        (await ThingAsync(opened, "received", "1", held)).IsOk.ShouldBeTrue();
        (await WriteAsync(opened, "kept", held with { Place = "Skabet" }, ["BH-1", "BH-2"], minutes: 1)).IsOk.ShouldBeTrue();
        (await WriteAsync(opened, CustodyNotes.HandedOver, new CustodyNoteBody("politiet", null, null, "Kvittering i mappen.", null), ["BH-2"], minutes: 2)).IsOk.ShouldBeTrue();
        (await WriteAsync(opened, CustodyNotes.HandedOver, Signed(Officer), ["BH-1"], confirmed: true, minutes: 2)).IsOk.ShouldBeTrue();
        (await WriteAsync(opened, "correction", new CustodyNoteBody(null, null, null, "Posen er grå.", null), ["BH-1"], minutes: 3)).IsOk.ShouldBeTrue();

        var now = (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value;
        now.State.ShouldBe("handling");
        now.Things.Select(thing => (thing.Label, thing.Last.Kind, thing.Last.Body.Receiver?.Authority)).ShouldBe([("BH-1", "handed-over", "Midt- og Vestkredsen"), ("BH-2", "handed-over", null)]);
        now.Entries.Count(entry => entry.Text == "Notat.").ShouldBe(6);
        var record = await CustodyRecord.ReadAsync(town.Town, town["leder1"], opened.Id, Cancel);
        record.Broken.ShouldBeNull();
        record.Lines.Where(line => line.Item == "BH-1").Select(line => line.Action).ShouldBe(["received", "hold-set", "transferred", "receipt-confirmed", "corrected"]);
        record.Lines.Where(line => line.Item == "BH-2").Select(line => line.Action).ShouldBe(["received", "hold-set", "transferred"], "nobody signed for the second");
    }

    [Theory]
    [InlineData("Frejas telefon")]
    [InlineData("BH-0")]
    [InlineData("1000")]
    [InlineData("BH-1;BH-2")]
    public async Task A_thing_has_a_number_and_never_a_name(string typed)
    {
        var opened = await OpenAsync();

        (await ThingAsync(opened, "received", typed, new CustodyNoteBody("Kirsten", null, null, null, null))).Error.Code.ShouldBe("custody.thing");

        (await NotesAsync(opened)).ShouldBeEmpty();
        (await WriteAsync(opened, "kept", new CustodyNoteBody("Kirsten", null, null, null, null), ["BH-1"])).Error.Code.ShouldBe("custody.labels", "a thing that nobody noted before is written as new");
    }

    [Theory]
    [InlineData("10,20 30,40;50,60", "M10 20L30 40M50 60L51 60")]
    [InlineData("", "")]
    [InlineData("0,0 600,200", "M0 0L600 200")]
    public void A_drawing_is_read_as_lines(string text, string path) => SignedStrokes.Read(text).Value.Path.ShouldBe(path);

    [Theory]
    [InlineData("601,0")]
    [InlineData("0,201")]
    [InlineData("-1,0")]
    [InlineData("1,2,3")]
    [InlineData("1.5,2")]
    [InlineData("1,2  3,4")]
    [InlineData("1,2;")]
    [InlineData("<svg>")]
    public void What_is_no_drawing_is_refused(string text) => SignedStrokes.Read(text).Error.Code.ShouldBe("custody.strokes");

    [Fact]
    public void A_drawing_has_no_room_for_a_picture() =>
        SignedStrokes.Read(string.Join(' ', Enumerable.Repeat("100,100", (SignedStrokes.Longest / 8) + 1))).Error.Code.ShouldBe("custody.strokes");

    private static CustodyNoteBody Signed(Receiver receiver) => new(null, null, null, null, receiver);

    private Task<Result<Guid>> WriteAsync(OpenedCase opened, string kind, CustodyNoteBody body, string[] labels, bool confirmed = false, int minutes = 0) =>
        WriteCustodyNote.HandleAsync(
            town.Town, town["leder1"], opened.Id, new NewCustodyNote(Guid.CreateVersion7(), kind, labels, town.Clock.GetUtcNow().AddMinutes(minutes), body, confirmed), "Notat.", Cancel);

    private async Task<IReadOnlyList<CustodyNote>> NotesAsync(OpenedCase opened) => (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value.Custody;

    private Task<Result<Guid>> ThingAsync(OpenedCase opened, string kind, string thing, CustodyNoteBody body) =>
        WriteCustodyNote.HandleAsync(town.Town, town["leder1"], opened.Id, new NewCustodyNote(Guid.CreateVersion7(), kind, [], town.Clock.GetUtcNow(), body, NewThing: thing), "Notat.", Cancel);

    private async Task<OpenedCase> OpenAsync() => (await OpenCase.HandleAsync(town.Town, town["leder1"], new NewCase(
        Guid.CreateVersion7(), town.Tanghoj.Id, "school", "threat", false, "Trussel, 7.A", null, true, null, "En elev sagde det."), Cancel)).Value;

    private async Task<OpenedCase> RestrictedAsync()
    {
        var opened = (await OpenCase.HandleAsync(town.Town, town["leder1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "sexual-image-under-18", true, "Billede, 7.A", null, true, null, "En elev sagde det."), Cancel)).Value;
        var body = new ReferralBody("Et billede, der skal gå rundt.", "Snapchat", null, [], null, null, "en elev", null, null, null);
        (await Referrals.SaveAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), body, 0, Cancel)).IsOk.ShouldBeTrue();
        return opened;
    }
}
