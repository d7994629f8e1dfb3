-- «Same sender»: a keyed fingerprint, made only while a condition that the data protection officer approved in writing is in force, seen by the
-- work-environment lead alone. The key lies outside the database; without it a fingerprint tells nothing.

create table repeat_condition (
  id uuid primary key,
  number text not null unique,
  unit_id uuid not null references unit (id),
  body bytea not null,
  from_on date not null,
  until_on date not null,
  approved_by uuid not null references account (id),
  approved_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid references account (id),
  check (until_on > from_on and until_on <= from_on + 366),
  check ((ended_at is null) = (ended_by is null))
);
create index repeat_condition_unit on repeat_condition (unit_id, from_on);

create table sender_mark (
  case_id uuid not null references case_file (id) on delete cascade,
  condition_id uuid not null references repeat_condition (id) on delete cascade,
  mac bytea not null check (octet_length(mac) = 32),
  happened_on date not null,
  made_at timestamptz not null,
  primary key (case_id, condition_id, mac)
);
create index sender_mark_mac on sender_mark (condition_id, mac);

create table repeat_search (
  id uuid primary key,
  condition_id uuid not null references repeat_condition (id) on delete cascade,
  by_account uuid not null references account (id),
  at timestamptz not null,
  cases integer not null,
  reason bytea not null
);
create index repeat_search_at on repeat_search (at desc, id);

create function acting_holds(wanted text) returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  return exists (select 1 from membership m join account a on a.id = m.account_id and a.disabled_at is null where m.account_id = acting_account() and m.role = wanted);
end
$$;

create function condition_in_force(wanted uuid, unit uuid, on_day date) returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  return exists (
    select 1 from repeat_condition c where c.id = wanted and c.unit_id = unit and c.ended_at is null and on_day between c.from_on and c.until_on);
end
$$;

alter table repeat_condition enable row level security;
create policy seen on repeat_condition for select to vaern_web using (true);
create policy written on repeat_condition for insert to vaern_web with check (acting_holds('dpo') and approved_by = acting_account());
create policy changed on repeat_condition for update to vaern_web using (acting_holds('dpo')) with check (acting_holds('dpo'));
create policy worker on repeat_condition to vaern_worker using (true) with check (true);

alter table sender_mark enable row level security;
create policy seen on sender_mark for select to vaern_web using (acting_holds('work_environment_lead'));
create policy written on sender_mark for insert to vaern_web with check (
  may_write_case(case_id) and condition_in_force(condition_id, (select c.unit_id from case_file c where c.id = case_id), (made_at at time zone 'Europe/Copenhagen')::date));
create policy worker on sender_mark to vaern_worker using (true) with check (true);

alter table repeat_search enable row level security;
create policy seen on repeat_search for select to vaern_web using (acting_holds('work_environment_lead') or acting_holds('dpo'));
create policy written on repeat_search for insert to vaern_web with check (acting_holds('work_environment_lead') and by_account = acting_account());
create policy worker on repeat_search to vaern_worker using (true) with check (true);

grant select, insert, update on repeat_condition to vaern_web, vaern_worker;
grant select, insert on sender_mark, repeat_search to vaern_web, vaern_worker;
grant delete on sender_mark, repeat_search, repeat_condition to vaern_worker;
grant execute on function acting_holds(text), condition_in_force(uuid, uuid, date) to vaern_web, vaern_worker;
