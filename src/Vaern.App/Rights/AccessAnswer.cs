using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Intake;
using Vaern.App.Retention;
using Vaern.App.Sharing;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Rights;

/// <summary>The answer before it is given: exactly what the person reads, who is hidden in it, and what is missing before it can go.</summary>
/// <param name="Missing">Codes: <c>hits</c> (somebody has not judged), <c>search</c> (nobody has looked), <c>identity</c>.</param>
public sealed record AnswerPreview(IReadOnlyList<ExtractBlock> Blocks, IReadOnlyList<MaskUse> Masks, IReadOnlyList<string> Doubts, string Sha256, IReadOnlyList<string> Missing)
{
    public string Text => HandOverExtract.TextOf(Blocks);
}

/// <summary>
/// The answer to «what do you have on me?» (GDPR art. 15): content, purpose, basis, recipients, how long, who has looked, and the rights that follow. Everybody else is masked. The preview is
/// the payload: the same text is hashed, sealed and read.
/// </summary>
public static class AccessAnswer
{
    private static readonly CultureInfo Danish = CultureInfo.GetCultureInfo("da-DK");

    /// <summary><c>rights.not-allowed</c>, <c>rights.not-found</c>.</summary>
    public static async Task<Result<AnswerPreview>> PreviewAsync(Municipality municipality, StaffMember by, string number, CancellationToken cancel = default)
    {
        if (!by.Can(Permission.ProtectData))
        {
            return RightsDesk.NotAllowed;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        return await RightsDesk.FindAsync(municipality, work, number, cancel) is { } request ? await WriteAsync(municipality, work, request, cancel) : RightsDesk.NotFound;
    }

    /// <summary>
    /// Gives the answer: from now on the six words open it. <c>rights.incomplete</c>, <c>rights.changed</c> when it is no longer what was shown, <c>rights.unread</c>, <c>rights.settled</c>.
    /// </summary>
    public static async Task<Result<Guid>> SendAsync(Municipality municipality, StaffMember by, string number, string shown, bool readAll, int version, CancellationToken cancel = default)
    {
        if (!(await PreviewAsync(municipality, by, number, cancel)).TryGet(out var preview, out var error))
        {
            return error;
        }

        return await RightsDesk.OnAsync(municipality, by, number, version, async (work, request) =>
        {
            if (preview.Missing.Count > 0)
            {
                return new Error("rights.incomplete", string.Join(',', preview.Missing));
            }

            if (preview.Sha256 != shown)
            {
                return new Error("rights.changed", "It is no longer what was shown.");
            }

            if (!readAll)
            {
                return new Error("rights.unread", "Read it all first.");
            }

            await work.ExecuteAsync(
                "update rights_request set state = 'answered', answer = @answer, answer_sha256 = @sha256, answered_at = @now, answered_by = @me, version = version + 1 where id = @Id",
                new
                {
                    request.Id, now = work.Now, me = by.Account.Value, sha256 = Convert.FromHexString(preview.Sha256),
                    answer = await work.SealAsync(request.Id, "rights_request", "answer", request.Id, preview.Text, cancel),
                },
                cancel);
            await RightsDesk.ReleaseAsync(work, request, cancel);
            await work.Streams.AppendAsync(
                request.Id, new StreamEvent("rights.answered", null, new { old = request.State, @new = "answered", sha256 = preview.Sha256, late = request.IsLate }) { Role = "dpo" }, cancel);
            return request.Id;
        }, cancel);
    }

    private static async Task<AnswerPreview> WriteAsync(Municipality municipality, UnitOfWork work, RightsRequest request, CancellationToken cancel)
    {
        var hits = await PersonSearch.HitsAsync(municipality, work, request.Id, cancel);
        var searched = await work.SingleAsync<bool>("select exists (select from rights_search where request_id = @Id)", new { request.Id }, cancel);
        var blocks = new List<ExtractBlock>
        {
            new("title", "", "Det har vi om dig"),
            new("fact", "Til", request.Body.Name),
            new("fact", "Nummer", request.Number),
            new("fact", "Fra", municipality.Name),
            new("fact", "Modtaget", Day(DanishTime.DayOf(request.ReceivedAt))),
        };
        if (request.Body.Parent is { } parent)
        {
            blocks.Add(new("fact", "Svaret gives til", $"{parent}, forælder"));
        }

        blocks.Add(new("text", "", "Andre personer er skjult. Anonyme henvendelser kan vi ikke finde, og heller ikke åbne uden de seks ord."));
        var names = new List<MaskUse>();
        var doubts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var hit in hits.Where(hit => hit.Decision == "include"))
        {
            await PlaceAsync(municipality, work, request, hit, blocks, names, doubts, cancel);
        }

        var withheld = hits.Where(hit => hit.Decision == "withhold").ToList();
        if (hits.All(hit => hit.Decision == "other-person"))
        {
            blocks.Add(new("text", "", "Vi har søgt i alle rum og ikke fundet noget om dig ud fra det, du har oplyst."));
        }

        if (withheld.Count > 0)
        {
            blocks.Add(new("heading", "", "Det får du ikke at se"));
            blocks.AddRange(withheld.Select(hit => new ExtractBlock("entry", $"{UnitOf(municipality, hit.Unit)}, {hit.Rule}", OneText(hit.Reason ?? ""))));
        }

        blocks.Add(new("heading", "", "Dine rettigheder"));
        blocks.Add(new("text", "", "Er noget forkert, kan du skrive det på samme side, hvor du læser svaret. Dine ord følger med, hver gang det vises eller deles. Du kan også bede om, at noget rettes eller slettes."));
        blocks.Add(new("text", "", "Du kan klage til Datatilsynet på datatilsynet.dk. Du kan også skrive til kommunens databeskyttelsesrådgiver."));
        blocks.Add(new("text", "", "Reglen er databeskyttelsesforordningens artikel 15 og databeskyttelsesloven §§ 22–23 (regel F-07)."));
        var text = HandOverExtract.TextOf(blocks);
        var missing = new List<string>();
        if (request.Identity != "known")
        {
            missing.Add("identity");
        }

        if (!searched)
        {
            missing.Add("search");
        }

        if (hits.Any(hit => hit.Decision == "open"))
        {
            missing.Add("hits");
        }

        return new AnswerPreview(blocks, names, [.. doubts], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), missing);
    }

    private static async Task PlaceAsync(
        Municipality municipality, UnitOfWork work, RightsRequest request, RightsHit hit, List<ExtractBlock> blocks, List<MaskUse> used, HashSet<string> doubts, CancellationToken cancel)
    {
        var kind = hit.Room == "report" ? "Henvendelse" : "Sag";
        blocks.Add(new("heading", "", $"{kind} {hit.Label}, {UnitOf(municipality, hit.Unit)}"));
        if (hit.CaseId is { } caseId)
        {
            await CaseAsync(municipality, work, request, hit, new CaseId(caseId), blocks, used, doubts, cancel);
        }
        else
        {
            await ReportAsync(work, hit, blocks, cancel);
        }
    }

    private static async Task CaseAsync(
        Municipality municipality, UnitOfWork work, RightsRequest request, RightsHit hit, CaseId caseId, List<ExtractBlock> blocks, List<MaskUse> used, HashSet<string> doubts, CancellationToken cancel)
    {
        var offer = await HandOverOffer.ReadAsync(work, caseId, cancel);
        if (await AnswerPapers.ReadAsync(work, caseId.Value, hit.Subject, cancel) is { } paper)
        {
            var others = new ThirdParties(HandOverExtract.Hidden(offer, HandOverChoice.Nothing), [request.Body.Name]);
            blocks.Add(new("fact", "Din rolle", paper.Role));
            blocks.Add(new("entry", paper.Heading, OneText(others.Hide(paper.Text))));
            used.AddRange(others.Used);
            doubts.UnionWith(others.Doubts(HandOverExtract.TextOf(blocks[^1..])));
            await KeptAsync(municipality, work, caseId.Value, blocks, cancel);
            return;
        }

        var me = offer.People.FirstOrDefault(person => hit.Subject == $"party:{person.Id:N}");
        var choice = HandOverChoice.Nothing with { About = me is null ? [] : [me.Id] };
        var hidden = HandOverExtract.Hidden(offer, choice);
        var masks = new ThirdParties(hidden, [request.Body.Name, me?.Body.Name ?? request.Body.Name]);
        var words = ThirdParties.WordsOf(me?.Body.Name ?? request.Body.Name, me?.Body.Contact);
        blocks.Add(new("fact", "Din rolle", me is null ? "nævnt" : SharingWords.Role(me.Role)));
        blocks.Add(new("fact", "Formål", "At hjælpe i en sag om noget, der er sket på nettet"));
        blocks.Add(new("fact", "Grundlag", "Kommunens opgave, databeskyttelsesforordningens artikel 6, stk. 1, litra c og e (regel F-01)"));
        var from = blocks.Count;
        if (me?.Body is { } body && (body.Relation ?? body.Contact) is not null)
        {
            blocks.Add(new("fact", "Noteret om dig", masks.Hide(string.Join(", ", new[] { body.Name, body.Relation, body.Contact }.OfType<string>()))));
        }

        // Whoever the case is about reads all of it; somebody who is only mentioned reads where.
        bool IsMine(string text) => me?.Role is "affected" or "alleged" || words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
        foreach (var entry in offer.Entries.Where(entry => IsMine(entry.Text) || entry.Statements.Any(said => IsMine(said.Text))))
        {
            blocks.Add(new("entry", $"{SharingWords.EntryKind(entry.Kind)}, {Moment(entry.HappenedAt)}", OneText(masks.Hide(entry.Text))));
            blocks.AddRange(entry.Statements.Select(said => new ExtractBlock("entry", said.OfRegistered ? $"Dine egne ord til det, {Moment(said.At)}" : $"Rettet, {Moment(said.At)}", OneText(masks.Hide(said.Text)))));
        }

        foreach (var part in offer.Parts.Where(part => part.Description is { } said && IsMine(said)))
        {
            blocks.Add(new("fact", $"Bevis {part.Part.Label}", OneLine(masks.Hide(part.Description!))));
        }

        foreach (var letter in me is null ? [] : await AnswerPapers.LettersOfAsync(work, caseId.Value, me.Id, cancel))
        {
            blocks.Add(new("entry", letter.Heading, OneText(masks.Hide(letter.Text))));
        }

        used.AddRange(masks.Used);
        doubts.UnionWith(masks.Doubts(HandOverExtract.TextOf(blocks[from..])));
        await RecipientsAsync(work, caseId.Value, me?.Id, blocks, cancel);
        await KeptAsync(municipality, work, caseId.Value, blocks, cancel);
    }

    private static async Task ReportAsync(UnitOfWork work, RightsHit hit, List<ExtractBlock> blocks, CancellationToken cancel)
    {
        var report = hit.ReportId!.Value;
        var row = await work.SingleAsync<(byte[] Body, DateTimeOffset At)>("select body, received_at from report where id = @report", new { report }, cancel);
        var content = await work.OpenAsync<ReportContent>(report, "report", "body", report, row.Body, cancel);
        blocks.Add(new("fact", "Din rolle", "Den der skrev"));
        blocks.Add(new("fact", "Formål", "At hjælpe dig med det, du skrev om"));
        blocks.Add(new("entry", $"Du skrev, {Moment(row.At)}", OneText(content.Story)));
    }

    private static async Task RecipientsAsync(UnitOfWork work, Guid caseId, Guid? me, List<ExtractBlock> blocks, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, string Number, string Ground, byte[] Body, DateTimeOffset SentAt, string State, string Inform, DateOnly? InformOn)>(
            "select id, number, ground, body, decided_at, state, inform, inform_on from handover where case_id = @caseId and number is not null order by decided_at, id", new { caseId }, cancel);
        foreach (var row in rows)
        {
            var body = await work.OpenAsync<HandOverBody>(caseId, "handover", "body", row.Id, row.Body, cancel);
            var mine = me is { } id && body.Choice.About.Contains(id) ? "med dit navn" : "dit navn var skjult";
            blocks.Add(new("fact", $"Delt {row.Number}", $"{Moment(row.SentAt)}, til {body.Recipient}. Grundlag: {Grounds.Find(row.Ground)?.Provision.Da}. Formål: {OneLine(body.Purpose)}. {mine}{(row.State == "recalled" ? ". Kaldt tilbage" : "")}"));
        }
    }

    private static async Task KeptAsync(Municipality municipality, UnitOfWork work, Guid caseId, List<ExtractBlock> blocks, CancellationToken cancel)
    {
        var (track, closed) = await work.SingleAsync<(string, DateTimeOffset?)>("select track, closed_at from case_file where id = @caseId", new { caseId }, cancel);
        if (Schedule.All.FirstOrDefault(rule => rule.Type == $"case.{track}") is { } rule)
        {
            blocks.Add(new("fact", "Slettes", closed is { } at ? $"efter {Day(rule.ExpiresOn(at))}" : $"{Years(rule.After)} efter, at sagen er lukket"));
        }

        var looks = new SortedDictionary<string, (int Times, DateTimeOffset Last)>(StringComparer.Ordinal);
        foreach (var line in await work.Streams.LinesAsync(caseId, cancel))
        {
            using var json = JsonDocument.Parse(line.AsMemory(0, line.Length - 1));
            if (json.RootElement.GetProperty("action").GetString() == "case.viewed")
            {
                var role = json.RootElement.GetProperty("role").GetString() ?? "";
                looks[role] = (looks.GetValueOrDefault(role).Times + 1, json.RootElement.GetProperty("at").GetDateTimeOffset());
            }
        }

        blocks.AddRange(looks.Select(look => new ExtractBlock("fact", "Set af", $"{RightsWords.Role(look.Key)}, {look.Value.Times} {(look.Value.Times == 1 ? "gang" : "gange")}, senest {Moment(look.Value.Last)}")));
    }

    private static string Years(string after) => after switch { ['P', .. var number, 'Y'] => $"{number} år", ['P', .. var number, 'D'] => $"{number} dage", _ => after };

    private static string UnitOf(Municipality municipality, UnitId unit) => municipality.Units.Find(unit)?.Name ?? "–";

    private static string Moment(DateTimeOffset at) => DanishTime.At(at).ToString("d. MMMM yyyy 'kl.' HH.mm", Danish);

    private static string Day(DateOnly day) => day.ToString("dddd d. MMMM yyyy", Danish);

    private static string OneLine(string text) => string.Join(' ', text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string OneText(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length > 0));
}
