-- Lists of fingerprints that others keep, of ordinary material only. What a list is for is sealed under a key of its own; its lines under another, which is
-- destroyed when the owner takes the list back or a newer one takes its place.
create table hash_list (
  id uuid primary key references data_key (owner_id) on delete cascade,
  lines_key uuid references data_key (owner_id) on delete set null,
  body bytea not null,
  entries integer not null check (entries >= 0),
  fetched_at timestamptz not null,
  imported_by uuid not null references account (id),
  withdrawn_at timestamptz,
  withdrawn_by uuid references account (id),
  version integer not null default 1,
  check ((withdrawn_at is null) = (withdrawn_by is null)),
  check (withdrawn_at is null or entries = 0)
);

-- A thousand lines a row.
create table hash_list_part (
  id uuid primary key,
  list_id uuid not null references hash_list (id) on delete cascade,
  lines_key uuid not null references data_key (owner_id) on delete cascade,
  body bytea not null
);
create index hash_list_part_list on hash_list_part (list_id);

-- What a fetch or a withdrawal took away. Holds no fingerprint: the proof must not keep what was deleted.
create table hash_list_receipt (
  id uuid primary key,
  list_id uuid not null references hash_list (id) on delete cascade,
  what text not null check (what in ('imported', 'fetched', 'withdrawn')),
  at timestamptz not null,
  account_id uuid not null references account (id),
  accepted integer not null,
  refused integer not null,
  added integer not null,
  deleted integer not null
);
create index hash_list_receipt_list on hash_list_receipt (list_id, at desc);

-- Every look-up: in which case, by whom, when, and whether there was a match. Why, and what was found, is sealed under the case's key.
create table hash_lookup (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  item_id uuid not null references evidence_item (id) on delete cascade,
  account_id uuid not null references account (id),
  unit_id uuid not null references unit (id),
  asked_at timestamptz not null,
  purpose bytea not null,
  answered_at timestamptz,
  matched boolean,
  answer bytea,
  check ((answered_at is null) = (answer is null))
);
create index hash_lookup_item on hash_lookup (item_id, asked_at desc);
create index hash_lookup_account on hash_lookup (account_id, asked_at);
create index hash_lookup_unit on hash_lookup (unit_id, asked_at);
create index hash_lookup_asked on hash_lookup (asked_at desc);

alter table hash_list_part enable row level security;
alter table hash_lookup enable row level security;
-- The web writes the lines of a list and never reads one back: only the worker holds them in memory.
create policy written on hash_list_part for insert to vaern_web with check (acting_account() is not null);
create policy worker on hash_list_part to vaern_worker using (true) with check (true);
create policy seen on hash_lookup for select to vaern_web using (exists (select from case_access a where a.account_id = acting_account() and a.case_id = hash_lookup.case_id));
create policy written on hash_lookup for insert to vaern_web with check (may_write_case(case_id) and account_id = acting_account());
create policy worker on hash_lookup to vaern_worker using (true) with check (true);

-- How much has been asked, whoever's cases it was about: the limits hold across them.
create function lookups_since(account uuid, hour timestamptz, unit uuid, day timestamptz) returns table (by_account integer, by_unit integer)
language plpgsql stable security definer set search_path = public as $$
begin
  return query select
    (select count(*)::integer from hash_lookup l where l.account_id = account and l.asked_at > hour),
    (select count(*)::integer from hash_lookup l where l.unit_id = unit and l.asked_at > day);
end
$$;

grant select, insert, update on hash_list to vaern_web;
grant select, insert on hash_list_receipt to vaern_web;
grant insert on hash_list_part to vaern_web;
grant select, insert on hash_lookup to vaern_web;
grant select, insert, update, delete on hash_list, hash_list_part, hash_list_receipt, hash_lookup to vaern_worker;
grant execute on function lookups_since(uuid, timestamptz, uuid, timestamptz) to vaern_web, vaern_worker;
