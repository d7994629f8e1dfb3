using Vaern.Data;

namespace Vaern.App.Accounts;

/// <summary>
/// The rows that decide who sees a case or a report, made anew when somebody's posts change. The rules are those by which a
/// new case and a new report are given out: whoever works on cases gets the unit's open cases, whoever answers gets its reports, a
/// report about a leader lies one level up, and what nobody in a unit can answer lies with the municipality.
/// </summary>
internal static class EffectiveAccess
{
    private static readonly string[] Working = Roles.Granting(Permission.WorkOnCases);
    private static readonly string[] Answering = Roles.Granting(Permission.AnswerReports);
    private static readonly string[] Seeing = Roles.Granting(Permission.SeeWaitingReports);

    /// <summary>Call after the posts are written. Gives the number of open cases that the account owns and can no longer open.</summary>
    public static async Task<int> FollowPostsAsync(
        Municipality municipality, UnitOfWork work, AccountId account, IReadOnlyList<Post> before, IReadOnlyList<Post> after, CancellationToken cancel)
    {
        var left = await CasesAsync(work, account, before, after, cancel);
        var touched = before.Except(after).Concat(after.Except(before)).Select(post => post.Unit.Value).Distinct().ToArray();
        if (touched.Length > 0)
        {
            await ReportsAsync(municipality, work, account, touched, cancel);
        }

        return left;
    }

    /// <summary>Takes every access from an account that is being disabled; its posts stay. Gives the number of open cases left without owner.</summary>
    public static async Task<int> TakeAllAsync(Municipality municipality, UnitOfWork work, AccountId account, IReadOnlyList<Post> posts, CancellationToken cancel)
    {
        var owned = await work.SingleAsync<int>(
            "select count(*)::int from case_access a join case_places(array(select id from unit)) c on c.id = a.case_id and c.open and c.owner_id = @account where a.account_id = @account",
            new { account = account.Value },
            cancel);
        await work.ExecuteAsync(
            "delete from case_access where account_id = @account; delete from report_access where account_id = @account", new { account = account.Value }, cancel);
        await HandOverAsync(municipality, work, Places(municipality, [.. posts.Select(post => post.Unit.Value).Distinct()]), cancel);
        return owned;
    }

    // A case about the unit's own leader or key person, and one that somebody was expressly let out of, opens by no post.
    private static async Task<int> CasesAsync(UnitOfWork work, AccountId account, IReadOnlyList<Post> before, IReadOnlyList<Post> after, CancellationToken cancel)
    {
        var had = UnitsOf(before.Where(post => Working.Contains(post.Role)));
        var has = UnitsOf(after.Where(post => Working.Contains(post.Role)));
        var lost = had.Except(has).Union(UnitsOf(before).Except(UnitsOf(after))).ToArray();
        var gained = has.Except(had).ToArray();
        if (lost.Length == 0 && gained.Length == 0)
        {
            return 0;
        }

        return await work.SingleAsync<int>(
            """
            insert into case_access (account_id, case_id, access, touched_at, next_due)
            select @account, c.id, 'write', coalesce(max(a.touched_at), @now), min(a.next_due)
            from case_places(@gained) c left join case_access a on a.case_id = c.id
            where c.open and not c.guarded and not exists (
              select 1 from stream_event e where e.stream_id = c.id
                and encode(e.line, 'escape') like '%"action":"access.revoked","subject":"account:' || @hex || '"%')
            group by c.id
            on conflict (account_id, case_id) do update set access = 'write';

            with gone as (
              delete from case_access a using case_places(@lost) c where a.account_id = @account and a.case_id = c.id
              returning c.open and c.owner_id = @account as owned)
            select count(*)::int from gone where owned
            """,
            new { account = account.Value, hex = account.Value.ToString("N"), lost, gained, now = work.Now },
            cancel);
    }

    // Holders are those whose post makes a report theirs to answer; see RecordReport, which gives a new one out.
    private static async Task ReportsAsync(Municipality municipality, UnitOfWork work, AccountId account, Guid[] touched, CancellationToken cancel)
    {
        // At the top lie reports of every unit.
        var places = Places(municipality, touched);
        await work.ExecuteAsync(
            """
            with wanted as materialized (
              select p.id, p.received_at, p.open, case
                when holders.me then 'content'
                when not holders.any and exists (
                  select 1 from membership m where m.account_id = @account and m.unit_id = @root and m.role = any(@answering)) then 'content'
                when not p.about and exists (
                  select 1 from membership m where m.account_id = @account and m.unit_id = p.unit_id and m.role = any(@seeing)) then 'exists'
                end as access
              from report_places(@places) p cross join lateral (
                select count(*) > 0 as any, coalesce(bool_or(m.account_id = @account), false) as me
                from membership m join account y on y.id = m.account_id and y.disabled_at is null
                where case when p.about
                  then m.unit_id = @root and m.role = case p.kind when 'school' then 'head_of_schools' else 'director' end
                  else m.unit_id = p.unit_id and m.role = any(@answering) end) holders),
            gone as (
              delete from report_access a using wanted w where a.account_id = @account and a.report_id = w.id and w.access is null)
            insert into report_access (account_id, report_id, access, received_at)
            select @account, id, access, received_at from wanted where open and access is not null
            on conflict (account_id, report_id) do update set access = excluded.access
            """,
            new { account = account.Value, places, root = municipality.Units.Root.Id.Value, answering = Answering, seeing = Seeing },
            cancel);
        await HandOverAsync(municipality, work, places, cancel);
    }

    // An open report that nobody can read any more is given to those who answer for the whole municipality.
    private static Task<int> HandOverAsync(Municipality municipality, UnitOfWork work, Guid[]? places, CancellationToken cancel) =>
        work.ExecuteAsync(
            """
            insert into report_access (account_id, report_id, access, received_at)
            select m.account_id, p.id, 'content', p.received_at
            from report_places(@places) p
              join membership m on m.unit_id = @root and m.role = any(@answering)
              join account a on a.id = m.account_id and a.disabled_at is null
            where p.open and not exists (
              select 1 from report_access x join account y on y.id = x.account_id and y.disabled_at is null
              where x.report_id = p.id and x.access = 'content')
            group by m.account_id, p.id, p.received_at
            on conflict (account_id, report_id) do update set access = 'content', open = true
            """,
            new { places, root = municipality.Units.Root.Id.Value, answering = Answering },
            cancel);

    private static Guid[]? Places(Municipality municipality, Guid[] touched) =>
        touched.Contains(municipality.Units.Root.Id.Value) ? null : touched;

    private static IEnumerable<Guid> UnitsOf(IEnumerable<Post> posts) => posts.Select(post => post.Unit.Value).Distinct();
}
