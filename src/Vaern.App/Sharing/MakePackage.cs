using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.App.Evidence;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;
using Vaern.Sealing.Packages;

namespace Vaern.App.Sharing;

/// <summary>
/// Makes an evidence package of a case: asked for by a person, made by a job, verified by another reader before anyone gets it,
/// kept sealed under the case's key.
/// </summary>
public static class MakePackage
{
    /// <summary>Asks for a package. <c>package.not-allowed</c>, <c>package.purpose-missing</c>, <c>package.empty</c>.</summary>
    /// <param name="id">Chosen by the form, so that pressing twice asks once.</param>
    public static Task<Result<Guid>> AskAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string purpose, CancellationToken cancel = default) =>
        AskAsync(municipality, staff, caseId, id, purpose, recipient: null, cancel);

    /// <summary>The same for a named recipient. Addresses of referred material are in a package for the police or AnmeldDet only.</summary>
    /// <param name="recipient">Who gets it, for what and on what legal ground; null is the municipality's own file.</param>
    public static Task<Result<Guid>> AskAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string purpose, PackageRecipient? recipient, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!staff.Can(Permission.ExportCases, new UnitId(row.Unit)))
            {
                return new Error("package.not-allowed", "Your role does not hand out packages.");
            }

            if (string.IsNullOrWhiteSpace(purpose))
            {
                return new Error("package.purpose-missing", "Say what the package is for.");
            }

            var items = await work.SingleAsync<long>(
                "select (select count(*) from evidence_item where case_id = @Id and sha256 is not null and state = 'kept') + (select count(*) from evidence_referral where case_id = @Id)", new { row.Id }, cancel);
            if (items == 0)
            {
                return new Error("package.empty", "The case has no evidence to hand out.");
            }

            if (await work.FirstOrDefaultAsync<int?>("select 1 from package where id = @id", new { id }, cancel) is null)
            {
                var named = recipient is null ? null : await work.SealAsync(row.Id, "package", "recipient", id, recipient, cancel);
                await work.ExecuteAsync(
                    "insert into package (id, case_id, number, state, made_by, asked_at, recipient) values (@id, @caseId, @number, 'waiting', @me, @now, @named)",
                    new { id, caseId = row.Id, number = await work.NextNumberAsync("P", cancel), me = staff.Account.Value, now = work.Now, named },
                    cancel);
                await work.Streams.AppendAsync(
                    row.Id, new StreamEvent("package.asked", $"package:{id:N}", Secret: new { purpose }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
                await JobQueue.EnqueueAsync(work, "package.make", new { package = id }, dedupe: $"package:{id:N}", cancel: cancel);
            }

            return id;
        }, cancel, alsoClosed: true);

    /// <summary>Copies a finished package to <paramref name="target"/> and records that it was handed out. <c>package.not-found</c>, <c>package.not-ready</c>.</summary>
    public static Task<Result<string>> CopyAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid package, Stream target, CancellationToken cancel = default) =>
        CopyAsync(municipality, staff, caseId, package, part: null, target, cancel);

    /// <summary>The same for one part of a package that is several files, counted from 1. Each part that is taken is a line of the custody chain.</summary>
    public static async Task<Result<string>> CopyAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid package, int? part, Stream target, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<Finished>(
            """
            select p.number, coalesce(t.blob_id, p.blob_id) as blob, coalesce(t.sha256, p.sha256) as sha256, c.number as casenumber, c.unit_id as unit, t.name,
              (select count(*) from package_part o where o.package_id = p.id) as parts,
              (select count(*) from package e where e.case_id = c.id and (e.asked_at, e.id) <= (p.asked_at, p.id)) as sequence
            from package p join case_file c on c.id = p.case_id left join package_part t on t.package_id = p.id and t.part = @part
            where p.id = @package and p.case_id = @caseId
            """,
            new { package, caseId = caseId.Value, part },
            cancel);
        if (row is null || !staff.Can(Permission.ExportCases) || (part is not null && row.Name is null && row.Blob is not null))
        {
            return new Error("package.not-found", "There is no such package, or it is not yours to take.");
        }

        if (row.Blob is not { } blob)
        {
            return new Error("package.not-ready", "The package is not ready.");
        }

        // Said before the first byte leaves: a copy that breaks off half-way has still been begun.
        object? detail = row.Name is null ? null : new { part = $"{part} / {row.Parts}" };
        await work.Streams.AppendAsync(
            AuditStreams.CustodyOf(caseId.Value),
            new StreamEvent("exported", row.Number, detail) { Sha256 = Convert.ToHexStringLower(row.Sha256!), Reason = "udlevering", Role = staff.RoleIn(new UnitId(row.Unit)) },
            cancel);
        await work.CommitAsync(cancel);
        await using var reading = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        await BlobStore.ReadAsync(reading, blob, target, cancel);
        return row.Name ?? EvidencePackage.FileNameOf(row.CaseNumber, (int)row.Sequence);
    }

    /// <summary>
    /// Copies a package, or one part of it, to the unit that receives it. Whoever calls has asked whether it is theirs: the sender's case is not the receiver's to see.
    /// <c>package.not-ready</c>, also for a part that there is not, and for the whole of a package that is several files.
    /// </summary>
    internal static async Task<Result<string>> CopyToReceiverAsync(Municipality municipality, StaffMember staff, Guid package, int? part, Stream target, CancellationToken cancel)
    {
        await using var reading = await municipality.Database.BeginAsync(Acting.System, cancel);
        var row = await reading.FirstOrDefaultAsync<(Guid CaseId, string Number, Guid? Blob, byte[]? Sha256, string? Name, long Parts)>(
            """
            select p.case_id, p.number, case when @part::int is null then p.blob_id else t.blob_id end, coalesce(t.sha256, p.sha256), t.name,
              (select count(*) from package_part o where o.package_id = p.id)
            from package p left join package_part t on t.package_id = p.id and t.part = @part where p.id = @package and p.state = 'ready'
            """,
            new { package, part }, cancel);
        if (row.Blob is not { } blob)
        {
            return new Error("package.not-ready", "The package is not ready.");
        }

        await using (var told = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel))
        {
            object? detail = row.Name is null ? null : new { part = $"{part} / {row.Parts}" };
            await told.Streams.AppendAsync(
                AuditStreams.CustodyOf(row.CaseId),
                new StreamEvent("exported", row.Number, detail) { Sha256 = Convert.ToHexStringLower(row.Sha256!), Reason = "modtaget", Role = staff.Posts.Count > 0 ? staff.Posts[0].Role : "" }, cancel);
            await told.CommitAsync(cancel);
        }

        await BlobStore.ReadAsync(reading, blob, target, cancel);
        return row.Name ?? $"{row.Number}.zip";
    }

    /// <summary>The files of a package that is several; none for one that is one. Asked with rights that see them.</summary>
    internal static async Task<IReadOnlyList<PackagePartView>> PartsAsync(UnitOfWork work, Guid package, CancellationToken cancel) =>
    [
        .. (await work.QueryAsync<(int Part, string Name, byte[] Sha256, long Size)>("select part, name, sha256, size from package_part where package_id = @package order by part", new { package }, cancel))
            .Select(part => new PackagePartView(part.Part, part.Name, Convert.ToHexStringLower(part.Sha256), part.Size)),
    ];

    /// <summary>The job. Safe to repeat: a package that is ready or has failed is left as it is.</summary>
    internal static async Task RunAsync(Municipality municipality, Guid package, CancellationToken cancel)
    {
        Guid? caseId;
        long locked;
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            caseId = await work.FirstOrDefaultAsync<Guid?>("select case_id from package where id = @package and state = 'waiting'", new { package }, cancel);
            locked = await LockedAsync(work, caseId, cancel);
        }

        if (caseId is not { } id)
        {
            return;
        }

        await StampItems.RunAsync(municipality, id, cancel);
        await using var made = await WriteAsync(municipality, package, id, cancel);
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            // A file that was locked while the package was being written may be in it.
            await work.ExecuteAsync("select 1 from case_file where id = @id for update", new { id }, cancel);
            if (await LockedAsync(work, id, cancel) != locked)
            {
                made.Fail("a file was locked meanwhile");
            }

            if (made.Faults.Count == 0)
            {
                await made.KeepAsync(work, id, package, cancel);
                await work.Streams.AppendAsync(id, new StreamEvent("package.ready", $"package:{package:N}", new { made.Sha256, made.IsSealed }) { Role = "system" }, cancel);
            }
            else
            {
                await work.ExecuteAsync(
                    "update package set state = 'failed', ready_at = @now, error = @error where id = @package", new { package, now = work.Now, error = string.Join("; ", made.Faults) }, cancel);
                await work.Streams.AppendAsync(id, new StreamEvent("package.failed", $"package:{package:N}", new { made.Faults }) { Role = "system" }, cancel);
            }

            await work.CommitAsync(cancel);
        }
    }

    private static async Task<PackageFiles> WriteAsync(Municipality municipality, Guid package, Guid caseId, CancellationToken cancel)
    {
        if (municipality.SealKit is not { } kit)
        {
            return PackageFiles.None("no seal is set up");
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var handOver = await HandOverPackage.OfAsync(work, municipality.Law, caseId, package, cancel);
        var sealing = handOver is { WithoutStamp: true } ? kit with { Seal = kit.Seal with { Policy = SealPolicy.MarkWhenMissing } } : kit;
        var made = await PackageFiles.WriteAsync(sealing, await RequestAsync(work, kit, package, caseId, handOver, cancel), cancel);
        if (made.Faults.Count == 0 && handOver?.IsWhatWasApproved(made.Zips) == false)
        {
            made.Fail("the package is not what was approved");
        }

        return made;
    }

    private static async Task<PackageRequest> RequestAsync(UnitOfWork work, SealKit kit, Guid package, Guid caseId, HandOverPackage? handOver, CancellationToken cancel)
    {
        var (number, sequence, named) = await work.SingleAsync<(string, long, byte[]?)>(
            """
            select c.number, (select count(*) from package e where e.case_id = c.id and (e.asked_at, e.id) <= (p.asked_at, p.id)), p.recipient
            from package p join case_file c on c.id = p.case_id where p.id = @package
            """,
            new { package },
            cancel);
        var recipient = handOver?.Recipient ?? (named is null
            ? new PackageRecipient(RecipientKind.Internal, kit.Sender.Name, "Sagens dokumentation", "Journalisering")
            : await work.OpenAsync<PackageRecipient>(caseId, "package", "recipient", package, named, cancel));
        var about = new PackageCase(number, package, (int)sequence, kit.Sender, recipient, "Bevispakke fra en sag om digital krænkelse", work.Now, SealKit.Software);
        var lines = await work.Streams.LinesAsync(AuditStreams.CustodyOf(caseId), cancel);
        var items = await PackageParts.ItemsAsync(work, new CaseId(caseId), cancel);
        var referrals = await PackageParts.ReferralsAsync(work, new CaseId(caseId), cancel);
        var extractStamp = handOver?.Body.Parts.FirstOrDefault(part => part.Label == HandOverBody.Extract)?.Sha256 is { } extract && kit.Seal.Timestamps is { } services
            ? (await services.StampAsync(extract, cancel)).Stamp?.Response.Encoded.ToArray()
            : null;
        return new PackageRequest
        {
            Case = about,
            Items = handOver is null ? items : handOver.Chosen(items, work.Now, extractStamp),
            Referrals = handOver is null ? referrals : handOver.Chosen(referrals),
            LeftOut = handOver?.LeftOut ?? [],
            CustodyLines = [.. lines.Select(line => new ReadOnlyMemory<byte>(line))],
            Checkpoints = await Checkpoints.LatestOfAsync(work, AuditStreams.CustodyOf(caseId), cancel) is { } checkpoint ? [checkpoint] : [],
        };
    }

    private static Task<long> LockedAsync(UnitOfWork work, Guid? caseId, CancellationToken cancel) =>
        work.SingleAsync<long>(
            "select count(*) from evidence_item i join blob b on b.id = i.blob_id where i.case_id = @caseId and b.locked_at is not null", new { caseId }, cancel);

    private sealed record Finished(string Number, Guid? Blob, byte[]? Sha256, string CaseNumber, Guid Unit, string? Name, long Parts, long Sequence);
}
