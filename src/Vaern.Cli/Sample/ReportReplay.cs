using System.Text.Json;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Intake;
using Vaern.Data;

namespace Vaern.Cli.Sample;

/// <summary>Does the steps of one sample report.</summary>
internal sealed class ReportReplay(Municipality town, Moments moments, IReadOnlyDictionary<string, StaffMember> staff, IReadOnlyDictionary<string, UnitId> units, Func<ReportId> report)
{
    public async Task RunAsync(JsonElement step, CancellationToken cancel)
    {
        var what = step.GetProperty("do").GetString();
        var id = report();
        var result = what switch
        {
            "answer" => await StaffReports.AnswerAsync(town, By(step), id, step.Text("text"), Guid.CreateVersion7(), cancel),
            "write" => Plain(await Mailboxes.WriteAsync(town, id, step.Text("text"), AsyncEnumerable.Empty<IncomingFile>(), Guid.CreateVersion7(), cancel)),
            "read" => await ReadAsync(By(step), id, cancel),
            "release-identity" => await Mailboxes.ReleaseIdentityAsync(town, id, Contact(step.GetProperty("contact")), cancel),
            "withdraw" => await Mailboxes.WithdrawAsync(town, id, cancel),
            "pass-on" => await StaffReports.PassOnAsync(town, By(step), id, units[step.Text("unit")], step.Text("reason"), cancel),
            "close" => await StaffReports.CloseAsync(town, By(step), id, step.Text("advice"), cancel),
            _ => new Error("sample.step", $"A report has no step {what}."),
        };
        if (!result.IsOk)
        {
            throw new InvalidDataException($"The sample's step {what} at {moments.At(step.Text("at")):u} was refused: {result.Error}");
        }
    }

    private async Task<Result> ReadAsync(StaffMember by, ReportId id, CancellationToken cancel)
    {
        string number;
        await using (var work = await town.Database.BeginAsync(Acting.System, cancel))
        {
            number = await work.SingleAsync<string>("select number from report where id = @id", new { id = id.Value }, cancel);
        }

        return Plain(await StaffReports.ReadAsync(town, by, number, cancel));
    }

    private StaffMember By(JsonElement step) => staff[step.Text("by")];

    private static ReportContact Contact(JsonElement contact) => new(contact.TextOrNull("name"), contact.TextOrNull("email"), contact.TextOrNull("phone"));

    private static Result Plain<T>(Result<T> result) => result.IsOk ? Result.Done : result.Error;
}

/// <summary>Short ways to read a step.</summary>
internal static class StepText
{
    public static string Text(this JsonElement step, string name) =>
        step.TextOrNull(name) ?? throw new InvalidDataException($"A step of the sample has no {name}: {step}");

    public static string? TextOrNull(this JsonElement step, string name) =>
        step.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static bool Flag(this JsonElement step, string name) => step.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
