using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;
using Vaern.Rules;
using Vaern.Sealing.AtRest;

namespace Vaern.App.StreetWork.Imports;

/// <summary>An export that somebody hands in. <paramref name="Id"/> is chosen by the form, so that sending twice makes one.</summary>
/// <param name="Source">One of the mandate's, by name.</param>
/// <param name="Address">Where the export was taken: it must lie at or below the source's address, and is not kept.</param>
public sealed record NewImport(Guid Id, Guid Mandate, Guid Source, string Address);

/// <summary>
/// Takes an export in, under a mandate that runs and from a source that it names (law F-08). The bytes go encrypted into the spool and nowhere else; what may
/// be taken is decided when the file is read, and a refusal leaves no row and no file.
/// </summary>
public static class ReceiveImport
{
    internal const string Job = "street.import";
    private const int FlaggedDays = 30;
    private const int RestDays = 14;

    /// <summary>Says before the file is sent whether it would be taken. <c>import.*</c>, <c>mandate.*</c>, <c>link.*</c>.</summary>
    public static async Task<Result<Guid>> MayAsync(Municipality municipality, StaffMember staff, NewImport asked, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return (await AllowedAsync(municipality, work, staff, asked, cancel)).TryGet(out _, out var error) ? asked.Id : error;
    }

    /// <returns>The number of the data set, or <c>import.not-allowed</c>, <c>import.no-spool</c>, <c>import.source</c>, <c>import.empty</c>, <c>import.too_large</c>, <c>import.broken-off</c>, <c>mandate.*</c>, <c>link.*</c>.</returns>
    public static async Task<Result<string>> RunAsync(Municipality municipality, StaffMember staff, NewImport asked, Stream content, CancellationToken cancel = default)
    {
        if (!(await BeginAsync(municipality, staff, asked, cancel)).TryGet(out var begun, out var error))
        {
            return error;
        }

        if (begun.Key is not { } key)
        {
            return begun.Number;
        }

        using (key)
        {
            var written = await WriteAsync(municipality, begun, key, content, cancel);
            await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), CancellationToken.None);
            if (!written.TryGet(out var length, out var wrong))
            {
                await work.Keys.DestroyAsync(begun.Spool, CancellationToken.None);
                await work.ExecuteAsync(
                    "update street_dataset set state = @state, fault = @fault, spool_id = null, done_at = @now, number_of = 0, version = version + 1 where id = @Id and state = 'receiving'",
                    new { asked.Id, state = wrong.Code == "import.broken-off" ? "broken" : "refused", fault = wrong.Code["import.".Length..], now = work.Now },
                    CancellationToken.None);
                await work.Streams.AppendAsync(asked.Id, new StreamEvent("import.refused", $"dataset:{begun.Number}", new { reason = wrong.Code }) { Role = Mandates.RoleOf(staff) }, CancellationToken.None);
                await work.CommitAsync(CancellationToken.None);
                return wrong;
            }

            if (await work.ExecuteAsync("update street_dataset set state = 'waiting', bytes = @length, version = version + 1 where id = @Id and state = 'receiving'", new { asked.Id, length }, cancel) == 1)
            {
                await work.Streams.AppendAsync(asked.Id, new StreamEvent("import.received", $"dataset:{begun.Number}", new { bytes = length }) { Role = Mandates.RoleOf(staff) }, cancel);
                await JobQueue.EnqueueAsync(work, Job, new { dataset = asked.Id }, dedupe: $"{Job}:{asked.Id:N}", cancel: cancel);
            }

            await work.CommitAsync(cancel);
            return begun.Number;
        }
    }

    /// <summary>The key of the spool's file, apart from the vault that opened it.</summary>
    internal static async Task<SecretKey> SpoolKeyAsync(UnitOfWork work, Guid spool, CancellationToken cancel) => (await work.Keys.OpenAsync(spool, cancel)).Derive("spool");

    internal static KeyScope ScopeOf(Municipality municipality, Guid dataset, Guid spool) => new(municipality.Database.Tenant, dataset, spool);

    internal static DateOnly RestUntil(Mandate mandate, DateOnly today) => Earliest(mandate, today, RestDays);

    private static async Task<Result<long>> WriteAsync(Municipality municipality, Begun begun, SecretKey key, Stream content, CancellationToken cancel)
    {
        try
        {
            return await municipality.Spool!.WriteAsync(key, ScopeOf(municipality, begun.Dataset, begun.Spool), content, ImportSpool.MostBytes, cancel);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException)
        {
            return new Error("import.broken-off", "The file did not come whole. Nothing was kept.");
        }
    }

    private static async Task<Result<Begun>> BeginAsync(Municipality municipality, StaffMember staff, NewImport asked, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        await work.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended(@id, 88))", new { id = asked.Source.ToString("N") }, cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from street_dataset where id = @Id", new { asked.Id }, cancel) is { } earlier)
        {
            return new Begun(asked.Id, Guid.Empty, earlier, null);
        }

        if (!(await AllowedAsync(municipality, work, staff, asked, cancel)).TryGet(out var mandate, out var error))
        {
            return error;
        }

        var today = DanishTime.DayOf(work.Now);
        var root = await RootAsync(work, staff, mandate, asked.Source, cancel);
        var (rest, spool) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var number = await StreetNumbers.NextAsync(work, "D", cancel);
        await StreetKeys.BeginAsync(
            work, asked.Id,
            new StreamEvent("import.begun", $"dataset:{number}", new { mandate = mandate.Number, source = mandate.Sources.Single(one => one.Id == asked.Source).Label, program = Dataset.CurrentProgram }) { Role = Mandates.RoleOf(staff) },
            cancel);
        await work.Keys.CreateAsync(rest, StreetKeys.Kind, cancel);
        await work.Keys.CreateAsync(spool, StreetKeys.Kind, cancel);
        await work.ExecuteAsync(
            """
            insert into street_dataset (id, number, mandate_id, source_id, parent_id, kind, state, parameters, program, made_at, made_by, expires_on, rest_id, spool_id)
            values (@Id, @number, @mandate, @Source, @root, 'import', 'receiving', '{}', @program, @now, @me, @expires, @rest, @spool)
            """,
            new { asked.Id, number, mandate = mandate.Id, asked.Source, root, program = Dataset.CurrentProgram, now = work.Now, me = staff.Account.Value, expires = Earliest(mandate, today, FlaggedDays), rest, spool },
            cancel);
        var key = await SpoolKeyAsync(work, spool, cancel);
        await work.CommitAsync(cancel);
        return new Begun(asked.Id, spool, number, key);
    }

    private static async Task<Result<Mandate>> AllowedAsync(Municipality municipality, UnitOfWork work, StaffMember staff, NewImport asked, CancellationToken cancel)
    {
        if (!staff.Can(Permission.ImportUnderMandates))
        {
            return new Error("import.not-allowed", "Your role hands in no exports.");
        }

        if (municipality.Spool is null)
        {
            return new Error("import.no-spool", "This installation has no folder for exports.");
        }

        if (StreetLinks.IsInvitation(asked.Address))
        {
            return new Error("link.closed-group", "Closed groups are not recorded. Nothing was kept.");
        }

        if (!(await MandateCheck.RunningAsync(work, asked.Mandate, cancel)).TryGet(out var mandate, out var ended))
        {
            return ended;
        }

        return mandate.Sources.FirstOrDefault(one => one.Id == asked.Source) switch
        {
            null => new Error("import.source", "Choose one of the mandate's sources."),
            _ when StreetLinks.Place(asked.Address) is null => new Error("link.unreadable", "The address is no web address."),
            _ when MandateCheck.SourceOf(mandate, asked.Address) is null => new Error("link.outside", "The source is not on the mandate's list."),
            var source when !StreetLinks.IsUnder(asked.Address, source.Address) => new Error("link.other-source", "The address belongs to another source of the list."),
            _ => mandate,
        };
    }

    /// <summary>The source's own node, above everything that is taken from it.</summary>
    internal static async Task<Guid> RootAsync(UnitOfWork work, StaffMember? staff, Mandate mandate, Guid source, CancellationToken cancel)
    {
        if (await work.FirstOrDefaultAsync<Guid?>("select id from street_dataset where source_id = @source and kind = 'source'", new { source }, cancel) is { } known)
        {
            return known;
        }

        var (root, number) = (Guid.CreateVersion7(), await StreetNumbers.NextAsync(work, "D", cancel));
        await StreetKeys.BeginAsync(work, root, new StreamEvent("dataset.made", $"dataset:{number}", new { kind = "source", mandate = mandate.Number }) { Role = staff is null ? null : Mandates.RoleOf(staff) }, cancel);
        await work.ExecuteAsync(
            """
            insert into street_dataset (id, number, mandate_id, source_id, kind, state, parameters, program, made_at, made_by, expires_on, done_at)
            values (@root, @number, @mandate, @source, 'source', 'done', '{}', @program, @now, @me, @ends, @now)
            """,
            new { root, number, mandate = mandate.Id, source, program = Dataset.CurrentProgram, now = work.Now, me = staff?.Account.Value, ends = mandate.To },
            cancel);
        return root;
    }

    private static DateOnly Earliest(Mandate mandate, DateOnly today, int days)
    {
        var last = today.AddDays(Math.Min(days, mandate.RetentionDays));
        return last < mandate.To ? last : mandate.To;
    }

    /// <param name="Key">Null when the same form came before.</param>
    private sealed record Begun(Guid Dataset, Guid Spool, string Number, SecretKey? Key);
}
