using System.Text.Json;
using Vaern.App.Cases;
using Vaern.App.Concerns;
using Vaern.App.Evidence;
using Vaern.App.Evidence.Scanning;
using Vaern.App.Families;
using Vaern.App.Learning.Sparring;
using Vaern.App.Retention;
using Vaern.App.Rights;
using Vaern.App.Preparedness;
using Vaern.App.Sharing;
using Vaern.App.StreetWork.Imports;
using Vaern.App.Workplace;
using Vaern.Data;
using Vaern.Data.Jobs;

namespace Vaern.App.Background;

/// <summary>Which kinds of job there are and what each does. A job may run twice; each step is safe to repeat.</summary>
internal static class JobKinds
{
    public static async Task RunAsync(Municipality municipality, LeasedJob job, CancellationToken cancel)
    {
        using var payload = JsonDocument.Parse(job.Payload);
        switch (job.Kind)
        {
            case "report.escalate":
                await EscalateAsync(municipality, payload.RootElement.GetProperty("report").GetGuid(), cancel);
                break;
            case "concern.alert":
                await DutyAlerts.AlertAsync(municipality, payload.RootElement.GetProperty("concern").GetGuid(), payload.RootElement.GetProperty("place").GetInt32(), cancel);
                break;
            case "concern.escalate":
                await DutyAlerts.EscalateAsync(municipality, payload.RootElement.GetProperty("concern").GetGuid(), cancel);
                break;
            case "package.make":
                await MakePackage.RunAsync(municipality, payload.RootElement.GetProperty("package").GetGuid(), cancel);
                break;
            case "workplace.silence":
                await LeaderSilence.RunAsync(municipality, payload.RootElement.GetProperty("case").GetGuid(), cancel);
                break;
            case "file.scan":
                await FileScans.RunAsync(municipality, payload.RootElement.GetProperty("blob").GetGuid(), cancel);
                break;
            case "capture.check":
                await CaptureChecks.RunAsync(municipality, payload.RootElement.GetProperty("item").GetGuid(), cancel);
                break;
            case "evidence.quarantine":
                await QuarantineInCase.RunAsync(municipality, payload.RootElement.GetProperty("quarantine").GetGuid(), cancel);
                break;
            case "fingerprint.make":
                await MakeFingerprint.RunAsync(municipality, payload.RootElement.GetProperty("blob").GetGuid(), cancel);
                break;
            case "fingerprint.place":
                await PlaceFingerprint.RunAsync(municipality, payload.RootElement.GetProperty("fingerprint").GetGuid(), cancel);
                break;
            case "lookup.answer":
                await LookUp.AnswerAsync(municipality, payload.RootElement.GetProperty("lookup").GetGuid(), cancel);
                break;
            case "evidence.stamp":
                if (await StampItems.RunAsync(municipality, payload.RootElement.GetProperty("caseId").GetGuid(), cancel) > 0)
                {
                    throw new InvalidOperationException("No time-stamp service answered; the items are shown as not stamped and tried again.");
                }

                break;
            case ReceiveImport.Job:
                await ProcessImport.RunAsync(municipality, payload.RootElement.GetProperty("dataset").GetGuid(), job.Id, cancel);
                break;
            case "rights.index":
                await PersonIndexing.RunAsync(municipality, cancel);
                break;
            case RetentionRun.Job:
                await RetentionRun.RunAsync(municipality, cancel);
                break;
            case "custody.move":
                await MoveCustodyActs.RunAsync(municipality, cancel);
                break;
            case "evidence.restamp":
                await Restamping.RunAsync(municipality, cancel);
                break;
            case "preparedness.sort":
                await SortTip.RunAsync(municipality, payload.RootElement.GetProperty("tip").GetGuid(), cancel);
                break;
            case "preparedness.call":
                await Alerts.CallNextAsync(municipality, payload.RootElement.GetProperty("alert").GetGuid(), cancel);
                break;
            case "sparring.late":
                await SparringRounds.LateAsync(municipality, payload.RootElement.GetProperty("question").GetGuid(), cancel);
                break;
            default:
                throw new InvalidOperationException($"No job is called {job.Kind}.");
        }
    }

    // When nobody has read a report by the promised time, those who only see that it waits are told so; not what it says.
    private static async Task EscalateAsync(Municipality municipality, Guid report, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var unread = await work.FirstOrDefaultAsync<bool>("select answered_at is null and withdrawn_at is null from report where id = @report", new { report }, cancel);
        if (unread)
        {
            var told = await work.ExecuteAsync(
                """
                insert into outbox (id, account_id, template, created_at)
                select gen_random_uuid(), account_id, 'waiting', @now from report_access where report_id = @report
                """,
                new { report, now = work.Now },
                cancel);
            await work.Streams.AppendAsync(report, new Data.Streams.StreamEvent("report.escalated", Detail: new { told }), cancel);
            await work.CommitAsync(cancel);
        }
    }
}
