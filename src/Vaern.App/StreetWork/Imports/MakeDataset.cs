using System.Globalization;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;
using Vaern.Screening.Explaining;

namespace Vaern.App.StreetWork.Imports;

/// <summary>
/// Makes a child of a data set: a reading list ranked for what there is time to read, the weekly sample of what was not flagged, or a report. Its members are
/// written down, so that two readers read the same, and it keeps how it was made.
/// </summary>
public static class MakeDataset
{
    /// <summary>A list is for a person to read, not for a machine: at most so many.</summary>
    public const int MostBudget = 500;

    /// <summary>Ranks what is not yet read by somebody, the most severe first, up to the budget. Concern and care are two lists.</summary>
    /// <returns>The number, or <c>dataset.not-found</c>, <c>dataset.gone</c>, <c>readinglist.route</c>, <c>readinglist.kind</c>, <c>readinglist.budget</c>, <c>readinglist.period</c>, <c>readinglist.empty</c>, <c>mandate.*</c>.</returns>
    public static async Task<Result<string>> ListAsync(Municipality municipality, StaffMember staff, Guid id, string parent, DatasetParameters asked, CancellationToken cancel = default)
    {
        if (asked.Route is not ("concern" or "care"))
        {
            return new Error("readinglist.route", "Choose concern or care.");
        }

        if (asked.Budget is not (>= 1 and <= MostBudget))
        {
            return new Error("readinglist.budget", "Say how many there is time to read, from 1 to 500.");
        }

        if (asked.From > asked.To)
        {
            return new Error("readinglist.period", "The period ends before it begins.");
        }

        string[]? kinds = asked.Route == "care" || asked.Kinds is not { Count: > 0 } ? null : [.. asked.Kinds.Distinct()];
        if (kinds?.Any(kind => kind == "care" || !Codes.AllCategories.Contains(kind)) == true)
        {
            return new Error("readinglist.kind", "There is no such kind.");
        }

        return await MakeAsync(municipality, staff, id, parent, ["source", "import"], "list", asked with { Kinds = kinds, Week = null, Among = null }, async (work, above) =>
        {
            var ids = await work.QueryAsync<Guid>(
                """
                select m.id from street_message m
                where m.source_id = @SourceId and m.route = @Route and m.route <> 'none' and (@import::uuid is null or m.dataset_id = @import) and (@kinds::text[] is null or m.kind = any(@kinds))
                  and (@From::date is null or m.written_on >= @From) and (@To::date is null or m.written_on <= @To) and m.expires_on >= @today
                  and (@again or not exists (select from street_verdict v where v.message_id = m.id))
                order by m.priority desc, m.id limit @Budget
                """,
                new { above.SourceId, asked.Route, import = above.Kind == "import" ? above.Id : (Guid?)null, kinds, asked.From, asked.To, today = DanishTime.DayOf(work.Now), again = asked.Again ?? false, asked.Budget },
                cancel);
            return (ids, asked with { Kinds = kinds, Week = null, Among = null });
        }, "readinglist.empty", cancel);
    }

    /// <summary>
    /// The sample of the week among what was not flagged in a source, read blind: the only way to learn what is missed. Which messages it is follows from the week
    /// and a secret of the municipality. One a week and source.
    /// </summary>
    /// <param name="staff">Null for the weekly round.</param>
    public static async Task<Result<string>> SampleAsync(Municipality municipality, StaffMember? staff, Guid id, string parent, CancellationToken cancel = default) =>
        await MakeAsync(municipality, staff, id, parent, ["source"], "sample", new DatasetParameters(), async (work, above) =>
        {
            var week = WeekOf(DanishTime.DayOf(work.Now));
            if (await work.FirstOrDefaultAsync<int?>("select 1 from street_dataset where parent_id = @Id and kind = 'sample' and parameters ->> 'week' = @week", new { above.Id, week }, cancel) is not null)
            {
                return ([], new DatasetParameters());
            }

            var all = await work.QueryAsync<Guid>("select id from street_message where source_id = @SourceId and route = 'none' and expires_on >= @today order by id", new { above.SourceId, today = DanishTime.DayOf(work.Now) }, cancel);
            var seed = Convert.ToHexString(work.BlindIndex("street-sample", $"{above.SourceId:N}/{week}"));
            var drawn = UnflaggedSample.Draw(all.Select(one => one.ToString("N")), UnflaggedSample.UsualSize, seed);
            return ([.. drawn.Select(one => Guid.ParseExact(one, "N"))], new DatasetParameters(Budget: UnflaggedSample.UsualSize, Week: week, Among: all.Count));
        }, "sample.none", cancel);

    /// <summary>Writes the numbers of a data set down as they are now; no text, no message. Counts under five are left out.</summary>
    public static async Task<Result<string>> ReportAsync(Municipality municipality, StaffMember staff, Guid id, string parent, CancellationToken cancel = default)
    {
        if (!(await ReportNumbers.CountAsync(municipality, staff, parent, cancel)).TryGet(out var numbers, out var error))
        {
            return error;
        }

        return await MakeAsync(municipality, staff, id, parent, ["source", "import", "list", "sample"], "report", new DatasetParameters(), (_, _) => Task.FromResult<(IReadOnlyList<Guid>, DatasetParameters)>(([], new DatasetParameters())), null, cancel, numbers);
    }

    /// <summary>What a report says; null when it is none.</summary>
    public static async Task<ReportNumbers?> NumbersAsync(Municipality municipality, StaffMember staff, Guid report, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return DatasetOutcome.Read<ReportNumbers>(await work.FirstOrDefaultAsync<string>("select outcome::text from street_dataset where id = @report and kind = 'report'", new { report }, cancel));
    }

    internal static string WeekOf(DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day.ToDateTime(TimeOnly.MinValue))}-W{ISOWeek.GetWeekOfYear(day.ToDateTime(TimeOnly.MinValue)):00}");

    private static async Task<Result<string>> MakeAsync(
        Municipality municipality, StaffMember? staff, Guid id, string parent, string[] from, string kind, DatasetParameters parameters,
        Func<UnitOfWork, Dataset, Task<(IReadOnlyList<Guid> Members, DatasetParameters Parameters)>> choose, string? none, CancellationToken cancel, ReportNumbers? numbers = null)
    {
        if (staff?.Can(Permission.ImportUnderMandates) == false)
        {
            return DatasetList.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(staff is null ? Acting.System : new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from street_dataset where id = @id", new { id }, cancel) is { } earlier)
        {
            return earlier;
        }

        if (await DatasetList.FindAsync(work, parent, cancel) is not { } above || !from.Contains(above.Kind))
        {
            return DatasetList.NotFound;
        }

        if (!above.IsReadableOn(DanishTime.DayOf(work.Now)))
        {
            return new Error("dataset.gone", "It is not there any more, or not there yet.");
        }

        if (!(await MandateCheck.RunningAsync(work, above.Mandate, cancel)).TryGet(out var mandate, out var ended))
        {
            return ended;
        }

        var (members, settled) = await choose(work, above);
        if (members.Count == 0 && none is not null)
        {
            return new Error(none, "There is nothing to put in it.");
        }

        var number = await StreetNumbers.NextAsync(work, "D", cancel);
        await StreetKeys.BeginAsync(work, id, new StreamEvent("dataset.made", $"dataset:{number}", new { kind, parent = above.Number, parameters = settled, program = Dataset.CurrentProgram, numberOf = members.Count })
        {
            Role = staff is null ? null : Mandates.RoleOf(staff),
        }, cancel);
        // A list goes with the first of its messages; a report is numbers and stays as long as the mandate.
        var last = DanishTime.DayOf(work.Now).AddDays(mandate.RetentionDays);
        var expires = kind == "report" ? (last < mandate.To ? last : mandate.To) : above.ExpiresOn < last ? above.ExpiresOn : last;
        await work.ExecuteAsync(
            """
            insert into street_dataset (id, number, mandate_id, source_id, parent_id, kind, state, parameters, program, rules, heads, made_at, made_by, expires_on, done_at, number_of, outcome)
            values (@id, @number, @Mandate, @SourceId, @above, @kind, 'done', @parameters::jsonb, @program, @Rules, @Heads, @now, @me, @expires, @now, @count, @outcome::jsonb);
            insert into street_item (dataset_id, position, message_id) select @id, n.place, n.message from unnest(@members) with ordinality as n (message, place)
            """,
            new
            {
                id,
                number,
                above.Mandate,
                above.SourceId,
                above = above.Id,
                kind,
                parameters = DatasetOutcome.Write(settled),
                program = Dataset.CurrentProgram,
                Rules = Screening.ScreeningModel.BuiltIn.Rules.Version,
                Heads = Screening.ScreeningModel.BuiltIn.Heads?.Header.Version,
                now = work.Now,
                me = staff?.Account.Value,
                expires,
                count = kind == "report" ? above.NumberOf : members.Count,
                outcome = numbers is null ? null : DatasetOutcome.Write(numbers),
                members = members.ToArray(),
            },
            cancel);
        await work.CommitAsync(cancel);
        return number;
    }
}
