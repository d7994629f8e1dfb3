namespace Vaern.App.Retention;

/// <summary>
/// A kind of record that has an end, in SQL alone, so that a room adds its own with one line here and one in <c>schedule.json</c>, and needs no code of this folder.
/// </summary>
/// <param name="Key">The same as in the schedule.</param>
/// <param name="Ended">
/// <c>select id, label, ended</c> (uuid, text, timestamptz) of every record whose time has begun to run out and that ended before <c>@cutoff</c>; <c>@Key</c> is the key of the type. A label is a number that people see; never a name.
/// </param>
/// <param name="Destroy">Statements that delete the record <c>@id</c> and what hangs on it, in order. Rows that refer to blobs go before the key, whose end takes the blobs with it.</param>
/// <param name="Owns">Further owners of data keys that end with the record; asked before anything is deleted. Null for none.</param>
/// <param name="HasKey">True when the record's own id owns a data key: its destruction is what makes old backups unreadable.</param>
/// <param name="HasStream">True when the record has a stream of its own, which stays and tells that it was deleted.</param>
public sealed record RecordType(string Key, string Ended, IReadOnlyList<string> Destroy, string? Owns = null, bool HasKey = true, bool HasStream = false);

/// <summary>Every kind of record with an end. A table that holds personal data and is not reached from here is a fault: see docs/privacy.md, «Retention».</summary>
public static class RecordTypes
{
    private const string CaseOwns = "select id from report where case_id = @id union select k.key_id from report_contact k join report r on r.id = k.report_id where r.case_id = @id";

    private static readonly string[] DestroyCase =
    [
        "delete from quarantine where case_id = @id or report_id in (select id from report where case_id = @id)",
        "delete from evidence_item where case_id = @id",
        "delete from report where case_id = @id",
        "delete from case_file where id = @id",
    ];

    public static IReadOnlyList<RecordType> All { get; } =
    [
        new("draft", "select id, '' as label, touched_at as ended from draft where touched_at < @cutoff", ["delete from draft where id = @id"]),
        new("report",
            "select id, number as label, greatest(received_at, answered_at, withdrawn_at) as ended from report where state = 'closed' and case_id is null and greatest(received_at, answered_at, withdrawn_at) < @cutoff",
            ["delete from quarantine where report_id = @id", "delete from report where id = @id"], "select key_id from report_contact where report_id = @id", HasStream: true),
        Case("school"),
        Case("workplace"),
        Case("child"),
        Case("other"),
        new("rights", "select id, number as label, greatest(answered_at, decided_at) as ended from rights_request where state in ('answered', 'decided', 'refused') and greatest(answered_at, decided_at) < @cutoff",
            ["delete from rights_request where id = @id"], HasStream: true),
        new("handover.draft", "select id, 'kladde' as label, asked_at as ended from handover where state = 'draft' and asked_at < @cutoff", ["delete from handover where id = @id"], HasKey: false),
        // A tip that nobody has dealt with is work, not a record: it has no end. Its answers go with it.
        new("tip",
            """
            select t.id, t.number as label, case when t.state = 'closed' then coalesce(t.placed_at, t.received_at) else greatest(t.placed_at, i.closed_at) end as ended
            from tip t left join issue i on i.id = t.issue_id
            where (t.state = 'closed' and coalesce(t.placed_at, t.received_at) < @cutoff) or (t.state = 'placed' and i.state = 'closed' and greatest(t.placed_at, i.closed_at) < @cutoff)
            """,
            ["delete from tip where id = @id"], HasStream: true),
        new("moderation",
            """
            select m.id, m.number as label, greatest(m.decided_at, a.decided_at) as ended
            from moderation m left join moderation_appeal a on a.moderation_id = m.id
            where m.state <> 'appealed' and greatest(m.decided_at, a.decided_at) < @cutoff
            """,
            ["delete from moderation_appeal where moderation_id = @id", "delete from moderation where id = @id"], HasStream: true),
    ];

    private static RecordType Case(string track) => new(
        "case." + track, "select id, number as label, closed_at as ended from case_file where track = split_part(@Key, '.', 2) and state = 'closed' and closed_at < @cutoff", DestroyCase, CaseOwns, HasStream: true);
}
