-- People's rights (rule F-07). Persons are found by blind indexes, whose key is not in this database; a request has a key of its own.
alter table data_key drop constraint data_key_kind_check;
alter table data_key add constraint data_key_kind_check check (kind in ('system', 'account', 'draft', 'report', 'contact', 'case', 'rights'));
alter table stream drop constraint stream_kind_check;
alter table stream add constraint stream_kind_check check (kind in ('system', 'account', 'report', 'case', 'custody', 'rights'));

-- A line for each exact identifier of a person in a record. Equal persons give equal lines; the lines tell nothing without the key. Case and report are
-- there so that the lines go when the record goes.
create table person_index (
  room text not null,
  record_id uuid not null,
  subject text not null,
  kind text not null check (kind in ('name', 'name-born', 'cpr', 'phone', 'email', 'handle')),
  mac bytea not null check (octet_length(mac) = 32),
  case_id uuid references case_file (id) on delete cascade,
  report_id uuid references report (id) on delete cascade,
  primary key (record_id, subject, kind, mac)
);
create index person_index_mac on person_index (mac);
create index person_index_case on person_index (case_id) where case_id is not null;
create index person_index_report on person_index (report_id) where report_id is not null;
alter table person_index enable row level security;
-- Writing a line tells nothing; nobody but the background reads them, not even who wrote.
create policy written on person_index for insert to vaern_web with check (true);
create policy seen on person_index for select to vaern_web using (case_id is not null and may_write_case(case_id));
create policy taken_away on person_index for delete to vaern_web using (case_id is not null and may_write_case(case_id));
create policy worker on person_index to vaern_worker using (true) with check (true);
grant select, insert, delete on person_index to vaern_web, vaern_worker;

-- Rows that hold no exact identifier, so that the round over what was there before does not ask them again.
create table person_index_none (id uuid primary key);
grant select, insert, delete on person_index_none to vaern_worker;

create table rights_request (
  id uuid primary key,
  number text not null unique,
  kind text not null check (kind in ('access', 'rectify', 'erase', 'object')),
  asker text not null check (asker in ('self', 'parent')),
  state text not null check (state in ('new', 'open', 'answered', 'contested', 'decided', 'refused')),
  receipt_mac bytea not null unique,
  body bytea not null,
  received_at timestamptz not null,
  rule_version integer not null,
  due_on date not null,
  extended_to date,
  extension bytea,
  identity text not null default 'unknown' check (identity in ('unknown', 'asked', 'known')),
  identity_note bytea,
  answer bytea,
  answer_sha256 bytea check (octet_length(answer_sha256) = 32),
  answered_at timestamptz,
  answered_by uuid references account (id),
  decision bytea,
  decided_at timestamptz,
  decided_by uuid references account (id),
  version integer not null default 1,
  check ((extended_to is null) = (extension is null)),
  check ((answered_at is null) = (answered_by is null)),
  check (state not in ('answered', 'contested', 'decided') or answer is not null),
  check (state <> 'refused' or decision is not null)
);
create index rights_request_open on rights_request (state, due_on);

create table rights_search (
  id uuid primary key,
  request_id uuid not null references rights_request (id) on delete cascade,
  made_by uuid not null references account (id),
  made_at timestamptz not null,
  reason bytea not null,
  kinds text[] not null,
  hits integer not null
);

create table rights_hit (
  id uuid primary key,
  request_id uuid not null references rights_request (id) on delete cascade,
  room text not null,
  record_id uuid not null,
  subject text not null,
  label text not null,
  unit_id uuid not null references unit (id),
  case_id uuid references case_file (id) on delete cascade,
  report_id uuid references report (id) on delete cascade,
  weak boolean not null,
  decision text not null default 'open' check (decision in ('open', 'include', 'withhold', 'other-person')),
  reason bytea,
  rule text,
  decided_by uuid references account (id),
  decided_at timestamptz,
  unique (request_id, record_id, subject),
  check (decision in ('open', 'include') or reason is not null)
);
create index rights_hit_case on rights_hit (case_id) where case_id is not null;

-- What the person says of an entry: it follows the entry wherever it is shown or shared.
create table rights_statement (
  id uuid primary key,
  request_id uuid not null references rights_request (id) on delete cascade,
  hit_id uuid references rights_hit (id) on delete cascade,
  body bytea not null,
  made_at timestamptz not null
);

do $$
declare
  name text;
begin
  foreach name in array array['rights_request', 'rights_search', 'rights_hit', 'rights_statement'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy overseen on %I to vaern_web using (oversees()) with check (oversees())', name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
  end loop;
end
$$;
create policy asked on rights_request for insert to vaern_web with check (true);
create policy own on rights_request for select to vaern_web using (receipt_mac = acting_mailbox());
-- Who works in a room sees that something in it is being asked for, and judges what may be withheld.
create policy room on rights_hit for select to vaern_web using (case_id is not null and exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = rights_hit.case_id));
create policy judged on rights_hit for update to vaern_web using (case_id is not null and may_write_case(case_id)) with check (case_id is not null and may_write_case(case_id));
grant select, insert, update on rights_request, rights_hit, rights_search, rights_statement to vaern_web;
grant select, insert, update, delete on rights_request, rights_hit, rights_search, rights_statement to vaern_worker;

-- While access is being answered nobody takes anything out of the record.
create function under_access(wanted uuid) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (select 1 from rights_hit h join rights_request r on r.id = h.request_id where h.case_id = wanted and h.decision <> 'other-person' and r.state in ('new', 'open'))
$$;
grant execute on function under_access(uuid) to vaern_web, vaern_worker;

-- What was there before is put into the index by the background.
insert into job (id, kind, run_at) select gen_random_uuid(), 'rights.index', now() where exists (select 1 from party) or exists (select 1 from report_contact);
