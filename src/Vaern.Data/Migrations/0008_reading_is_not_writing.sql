-- Who may only read a case could also write to it as far as the database was concerned; only the handlers said no. Now both do.
-- Reading, adding and changing are policies of their own.

-- Whoever sees that a file may not be kept can lock it, also without the right to write: the transaction that locks says so.
create function locking_case() returns uuid language sql stable as
$$ select nullif(current_setting('vaern.locking', true), '')::uuid $$;

create function may_write_case(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  return exists (
    select 1 from case_access a
    where a.account_id = acting_account() and a.case_id = wanted and (a.access = 'write' or wanted = locking_case()));
end
$$;

drop policy seen on case_file;
create policy seen on case_file for select to vaern_web using (exists (
  select 1 from case_access a where a.account_id = acting_account() and a.case_id = case_file.id));
create policy changed on case_file for update to vaern_web using (may_write_case(id)) with check (may_write_case(id));

do $$
declare
  name text;
begin
  foreach name in array array['clock', 'task', 'party', 'entry', 'evidence_item', 'evidence_referral', 'plan', 'follow_up', 'package'] loop
    execute format('drop policy seen on %I', name);
    execute format('drop policy written on %I', name);
    execute format('create policy seen on %I for select to vaern_web using (exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = %I.case_id))', name, name);
    execute format('create policy written on %I for insert to vaern_web with check (may_write_case(case_id))', name);
    execute format('create policy changed on %I for update to vaern_web using (may_write_case(case_id)) with check (may_write_case(case_id))', name);
    execute format('create policy taken_away on %I for delete to vaern_web using (may_write_case(case_id))', name);
  end loop;
end
$$;

-- The same question as before, asked the cheap way first, and in a language that keeps its plan: as a function in SQL it was planned
-- anew for each row written and cost a third of what the database does for a whole report.
create or replace function may_read_report(report uuid) returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  if report = acting_report() then
    return true;
  end if;
  return exists (select 1 from report_access a where a.account_id = acting_account() and a.report_id = report and a.access = 'content')
    or exists (select 1 from report r join case_access a on a.case_id = r.case_id where r.id = report and a.account_id = acting_account());
end
$$;

grant execute on function locking_case(), may_write_case(uuid), may_read_report(uuid) to vaern_web, vaern_worker;
