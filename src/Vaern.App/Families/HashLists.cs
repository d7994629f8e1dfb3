using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Matching.Hashing;
using Vaern.Matching.Lists;

namespace Vaern.App.Families;

/// <summary>What must be known of a list before it is used. Sealed.</summary>
/// <param name="Owner">Who keeps the list and whom to ask.</param>
/// <param name="LegalBasis">The provision that allows it to be used here.</param>
/// <param name="Checkpoint">How far it has been fetched, in the words of its service; null when it has none.</param>
/// <param name="Signature">Who signed the last fetch; null when nobody did.</param>
public sealed record ListAbout(string Name, string Owner, string Purpose, string LegalBasis, string Licence, string? Checkpoint, string? Signature)
{
    internal Subscription At(Guid id, DateTimeOffset fetched) => new(id, Name, Owner, Purpose, LegalBasis, Licence, Checkpoint, fetched, Signature);
}

/// <summary>What a fetch or a withdrawal did.</summary>
/// <param name="What">imported, fetched or withdrawn.</param>
public sealed record ListReceipt(string What, DateTimeOffset At, string By, int Accepted, int Refused, int Added, int Deleted);

/// <summary>A list as it stands. <paramref name="IsStale"/>: fetched more than 30 days ago, and every match says so.</summary>
public sealed record HashList(
    Guid Id, ListAbout About, int Entries, DateTimeOffset FetchedAt, bool IsStale, string ImportedBy, DateTimeOffset? WithdrawnAt, IReadOnlyList<ListReceipt> Receipts, int Version);

/// <summary>What a fetch gave. Lines that were refused come with their number and why.</summary>
public sealed record ImportedList(Guid Id, int Accepted, int Added, int Deleted, IReadOnlyList<RefusedLine> Refused);

/// <summary>Takes lists of fingerprints of ordinary material in, keeps them up and gives them back. There is no reader for lists of restricted material (S-1).</summary>
public static class HashLists
{
    public const long MostBytes = 25L << 20;

    private const int InOnePart = 1_000;
    private const int TextLimit = 500;

    /// <summary>Takes a list in, or a newer fetch of one that is here. What the newer one does not hold any more is deleted, with a receipt.</summary>
    /// <param name="id">The list that this is a newer fetch of, at <paramref name="version"/>; null for a new one.</param>
    /// <param name="ordinary">The person has said that it holds nothing made of sexual pictures of somebody under 18.</param>
    /// <returns>What was taken in; or <c>list.not-allowed</c>, <c>list.incomplete</c>, <c>list.too-long</c>, <c>list.restricted</c>, <c>list.empty</c> (the message says which lines were refused why), <c>list.not-found</c>, <c>list.stale</c>.</returns>
    public static async Task<Result<ImportedList>> ImportAsync(
        Municipality municipality, StaffMember staff, Guid? id, ListAbout about, bool ordinary, Stream lines, int version, CancellationToken cancel = default)
    {
        if (Fault(municipality, staff, about, ordinary) is { } fault)
        {
            return fault;
        }

        var read = HashListReader.Read(lines);
        if (read.Entries.Count == 0)
        {
            return new Error("list.empty", string.Join(", ", read.Refused.Take(10).Select(line => $"{line.Line}: {line.Reason}")));
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var list = id ?? Guid.CreateVersion7();
        var held = new HashSet<PdqHash>();
        Guid? oldKey = null;
        if (id is null)
        {
            await work.Keys.CreateAsync(list, "system", cancel);
        }
        else
        {
            var row = await work.FirstOrDefaultAsync<(Guid? Key, int Version, bool Withdrawn)>(
                "select lines_key, version, withdrawn_at is not null from hash_list where id = @list for update", new { list }, cancel);
            if (row.Key is null || row.Withdrawn)
            {
                return new Error("list.not-found", "There is no such list, or it was withdrawn.");
            }

            if (row.Version != version)
            {
                return new Error("list.stale", "Somebody else has changed the list.");
            }

            oldKey = row.Key;
            held = await ListMemory.HashesAsync(municipality, list, cancel);
        }

        var change = ListChange.Between(held, read);
        var key = Guid.CreateVersion7();
        await work.Keys.CreateAsync(key, "system", cancel);
        var sealedAbout = await work.SealAsync(list, "hash_list", "body", list, about, cancel);
        await work.ExecuteAsync(
            id is null
                ? "insert into hash_list (id, lines_key, body, entries, fetched_at, imported_by) values (@list, @key, @sealedAbout, @entries, @now, @me)"
                : "update hash_list set lines_key = @key, body = @sealedAbout, entries = @entries, fetched_at = @now, imported_by = @me, version = version + 1 where id = @list",
            new { list, key, sealedAbout, entries = read.Entries.Count, now = work.Now, me = staff.Account.Value },
            cancel);
        foreach (var part in read.Entries.Chunk(InOnePart))
        {
            var partId = Guid.CreateVersion7();
            await work.ExecuteAsync(
                "insert into hash_list_part (id, list_id, lines_key, body) values (@partId, @list, @key, @body)",
                new { partId, list, key, body = await work.SealAsync(key, "hash_list_part", "body", partId, part.Select(ListMemory.Line).ToArray(), cancel) },
                cancel);
        }

        if (oldKey is { } old)
        {
            await work.Keys.DestroyAsync(old, cancel);
        }

        await ReceiptAsync(municipality, work, staff, list, id is null ? "imported" : "fetched", new ImportedList(list, read.Accepted, change.Added.Count, change.Withdrawn.Count, read.Refused), cancel);
        await work.CommitAsync(cancel);
        return new ImportedList(list, read.Accepted, change.Added.Count, change.Withdrawn.Count, read.Refused);
    }

    /// <summary>Takes a list out of use for good: its lines' key is destroyed, and a receipt says how many there were. <c>list.not-allowed</c>, <c>list.not-found</c>, <c>list.stale</c>.</summary>
    public static async Task<Result<WithdrawalReceipt>> WithdrawAsync(Municipality municipality, StaffMember staff, Guid list, int version, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepHashLists))
        {
            return NotAllowed;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<(Guid? Key, int Entries, int Version)>(
            "select lines_key, entries, version from hash_list where id = @list and withdrawn_at is null for update", new { list }, cancel);
        if (row.Key is not { } key)
        {
            return new Error("list.not-found", "There is no such list, or it was withdrawn already.");
        }

        if (row.Version != version)
        {
            return new Error("list.stale", "Somebody else has changed the list.");
        }

        await work.ExecuteAsync(
            "update hash_list set withdrawn_at = @now, withdrawn_by = @me, entries = 0, version = version + 1 where id = @list", new { list, now = work.Now, me = staff.Account.Value }, cancel);
        await work.Keys.DestroyAsync(key, cancel);
        await ReceiptAsync(municipality, work, staff, list, "withdrawn", new ImportedList(list, 0, 0, row.Entries, []), cancel);
        await work.CommitAsync(cancel);
        return new WithdrawalReceipt(list, work.Now, row.Entries, 0);
    }

    /// <summary>All lists, those in use first; for those who keep them and those who oversee it, else empty.</summary>
    public static async Task<IReadOnlyList<HashList>> AllAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepHashLists) && !staff.Can(Permission.SeeAudit))
        {
            return [];
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>(
            """
            select id, body, entries, fetched_at as fetchedat, imported_by as importedby, withdrawn_at as withdrawnat, version
            from hash_list order by withdrawn_at nulls first, fetched_at desc, id limit 200
            """,
            cancel: cancel);
        await work.Keys.OpenAllAsync([.. rows.Select(row => row.Id)], cancel);
        var lists = new List<HashList>();
        foreach (var row in rows)
        {
            var about = await work.OpenAsync<ListAbout>(row.Id, "hash_list", "body", row.Id, row.Body, cancel);
            lists.Add(new HashList(
                row.Id, about, row.Entries, row.FetchedAt, row.WithdrawnAt is null && about.At(row.Id, row.FetchedAt).IsStale(work.Now),
                await municipality.Staff.NameAsync(new AccountId(row.ImportedBy), cancel), row.WithdrawnAt, await ReceiptsAsync(municipality, work, row.Id, cancel), row.Version));
        }

        return lists;
    }

    private static Error NotAllowed => new("list.not-allowed", "Lists are kept by those who have that task.");

    private static Error? Fault(Municipality municipality, StaffMember staff, ListAbout about, bool ordinary)
    {
        string?[] texts = [about.Name, about.Owner, about.Purpose, about.LegalBasis, about.Licence, about.Checkpoint, about.Signature];
        return texts switch
        {
            _ when !staff.Can(Permission.KeepHashLists) => NotAllowed,
            _ when about.At(Guid.Empty, municipality.Now).Missing().Count > 0 => new Error("list.incomplete", "A list has a name, an owner, a purpose, a legal basis and a licence."),
            _ when texts.Any(text => text?.Length > TextLimit) => new Error("list.too-long", "A text is longer than it may be."),
            _ when !ordinary => new Error("list.restricted", "A list of restricted material is not taken in."),
            _ => null,
        };
    }

    private static async Task ReceiptAsync(Municipality municipality, UnitOfWork work, StaffMember staff, Guid list, string what, ImportedList done, CancellationToken cancel)
    {
        await work.ExecuteAsync(
            """
            insert into hash_list_receipt (id, list_id, what, at, account_id, accepted, refused, added, deleted) values (@id, @list, @what, @now, @me, @Accepted, @refused, @Added, @Deleted)
            """,
            new { id = Guid.CreateVersion7(), list, what, now = work.Now, me = staff.Account.Value, done.Accepted, refused = done.Refused.Count, done.Added, done.Deleted },
            cancel);
        await work.Streams.AppendAsync(
            municipality.Id, new StreamEvent($"hash-list.{what}", $"hash_list:{list:N}", new { done.Accepted, refused = done.Refused.Count, done.Added, done.Deleted }) { Role = staff.Posts.Count > 0 ? staff.Posts[0].Role : "" }, cancel);
    }

    private static async Task<IReadOnlyList<ListReceipt>> ReceiptsAsync(Municipality municipality, UnitOfWork work, Guid list, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(string What, DateTimeOffset At, Guid By, int Accepted, int Refused, int Added, int Deleted)>(
            "select what, at, account_id, accepted, refused, added, deleted from hash_list_receipt where list_id = @list order by at desc, id desc limit 20", new { list }, cancel);
        var receipts = new List<ListReceipt>();
        foreach (var row in rows)
        {
            receipts.Add(new ListReceipt(row.What, row.At, await municipality.Staff.NameAsync(new AccountId(row.By), cancel), row.Accepted, row.Refused, row.Added, row.Deleted));
        }

        return receipts;
    }

    private sealed record Row(Guid Id, byte[] Body, int Entries, DateTimeOffset FetchedAt, Guid ImportedBy, DateTimeOffset? WithdrawnAt, int Version);
}
