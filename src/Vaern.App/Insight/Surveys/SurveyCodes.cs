using System.Security.Cryptography;
using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Insight.Surveys;

/// <summary>A sheet of codes: for which unit, how many, and whether it replaces lost ones.</summary>
public sealed record CodeSheet(Guid Id, UnitId? Unit, bool IsSpare, int Count, DateTimeOffset MadeAt);

/// <summary>
/// One-time codes. They are shown once, when they are made; what is kept is a keyed hash, and that only until the code is used. The last three signs are a check, so that a
/// code that was used can be told from one that never was, without anything that says which were used.
/// </summary>
public static class SurveyCodes
{
    public const int MostAtOnce = 5000;

    // No sign that is read as another: no 0/O, 1/I/L, 5/S, 8/B, 2/Z, U/V.
    private const string Signs = "ACDEFGHJKMNPQRTVWXY34679";
    private const int Drawn = 7;
    private const int Check = 3;

    /// <summary>
    /// Makes a sheet and gives its codes, for the only time. <c>survey.not-found</c>, <c>survey.closed</c>, <c>survey.count</c>, <c>survey.unit</c>, <c>survey.made</c> when
    /// this sheet was made before (its codes cannot be shown again; withdraw it and make another).
    /// </summary>
    /// <param name="sheet">Made with the form.</param>
    /// <param name="unit">A school for pupils; null for leaders, who answer for no unit.</param>
    /// <param name="isSpare">Replaces codes that got lost, and does not raise the number asked.</param>
    public static async Task<Result<IReadOnlyList<string>>> MakeAsync(
        Municipality municipality, StaffMember staff, string? number, Guid sheet, UnitId? unit, int count, bool isSpare, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepSurveys))
        {
            return SurveyDesk.NotFound;
        }

        if (count is < 1 or > MostAtOnce)
        {
            return new Error("survey.count", "From 1 to 5,000 codes at once.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await Survey.FindAsync(work, number, cancel) is not { } survey)
        {
            return SurveyDesk.NotFound;
        }

        if (survey.State == "closed" || work.Now >= survey.ClosesAt)
        {
            return new Error("survey.closed", "It has closed.");
        }

        if (survey.IsByUnit ? unit is null || municipality.Units.Find(unit.Value) is not { Kind: "school", Open: true } : unit is not null)
        {
            return new Error("survey.unit", "Pupils' codes are for a school, leaders' for none.");
        }

        var made = await work.ExecuteAsync(
            "insert into survey_batch (id, survey_id, unit_id, kind, count, made_by, made_at) values (@sheet, @Id, @unit, @kind, @count, @me, @now) on conflict do nothing",
            new { sheet, survey.Id, unit = unit?.Value, kind = isSpare ? "spare" : "first", count, me = staff.Account.Value, now = work.Now }, cancel);
        if (made == 0)
        {
            return new Error("survey.made", "These codes have been made and shown.");
        }

        var codes = new HashSet<string>();
        while (codes.Count < count)
        {
            codes.Add(Draw(work));
        }

        await work.ExecuteAsync("insert into survey_code (mac, batch_id) select unnest(@macs), @sheet", new { macs = codes.Select(code => MacOf(work, code)).ToArray(), sheet }, cancel);
        await SurveyDesk.TellAsync(municipality, work, staff, "survey.codes-made", survey.Id, new { sheet, unit = unit?.Value, count, isSpare }, cancel);
        await work.CommitAsync(cancel);
        return Result.Ok<IReadOnlyList<string>>([.. codes]);
    }

    /// <summary>Makes the unused codes of a sheet worthless, because the paper got lost. Answers already given stay. <c>survey.not-found</c>.</summary>
    public static async Task<Result> WithdrawAsync(Municipality municipality, StaffMember staff, string? number, Guid sheet, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepSurveys))
        {
            return SurveyDesk.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await Survey.FindAsync(work, number, cancel) is not { } survey)
        {
            return SurveyDesk.NotFound;
        }

        if (await work.ExecuteAsync("update survey_batch set withdrawn_at = @now where id = @sheet and survey_id = @Id and withdrawn_at is null", new { sheet, survey.Id, now = work.Now }, cancel) == 1)
        {
            await work.ExecuteAsync("select withdraw_codes(@sheet)", new { sheet }, cancel);
            await SurveyDesk.TellAsync(municipality, work, staff, "survey.codes-withdrawn", survey.Id, new { sheet }, cancel);
            await work.CommitAsync(cancel);
        }

        return Result.Done;
    }

    /// <summary>The sheets that count, by unit. <c>survey.not-found</c>.</summary>
    public static async Task<Result<IReadOnlyList<CodeSheet>>> ListAsync(Municipality municipality, StaffMember staff, Survey survey, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepSurveys))
        {
            return SurveyDesk.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Id, Guid? Unit, string Kind, int Count, DateTimeOffset At)>(
            "select id, unit_id, kind, count, made_at from survey_batch where survey_id = @Id and withdrawn_at is null order by made_at, id", new { survey.Id }, cancel);
        return Result.Ok<IReadOnlyList<CodeSheet>>([.. rows.Select(row => new CodeSheet(row.Id, row.Unit is { } unit ? new UnitId(unit) : null, row.Kind == "spare", row.Count, row.At))]);
    }

    /// <summary>What somebody typed as a code: capitals, without spaces and hyphens.</summary>
    internal static string Tidy(string? typed) => new([.. (typed ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);

    /// <summary>True for a code that was made here, used or not.</summary>
    internal static bool IsOurs(UnitOfWork work, string code) => code.Length == Drawn + Check && code[Drawn..] == CheckOf(work, code[..Drawn]);

    internal static byte[] MacOf(UnitOfWork work, string code) => work.BlindIndex("survey-code", Tidy(code));

    private static string Draw(UnitOfWork work)
    {
        var drawn = RandomNumberGenerator.GetString(Signs, Drawn);
        var code = drawn + CheckOf(work, drawn);
        return $"{code[..5]}-{code[5..]}";
    }

    private static string CheckOf(UnitOfWork work, string drawn) => new([.. work.BlindIndex("survey-check", drawn).Take(Check).Select(one => Signs[one % Signs.Length])]);
}
