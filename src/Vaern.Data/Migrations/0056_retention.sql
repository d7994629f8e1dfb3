-- Retention (rule F-10): what is kept past its time and why, each run with what it deleted, and deliveries to the archive. Labels are numbers that people see, never names.
create function oversees() returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  return exists (select 1 from membership m where m.account_id = acting_account() and m.role in ('dpo', 'controller'));
end
$$;
grant execute on function oversees() to vaern_web, vaern_worker;

create table legal_hold (
  id uuid primary key,
  record_type text not null,
  record_id uuid not null,
  label text not null,
  -- Why, and in agreement with whom; sealed under the municipality's own key.
  reason bytea not null,
  owner_id uuid not null references account (id),
  placed_by uuid references account (id),
  placed_at timestamptz not null,
  review_on date not null,
  released_at timestamptz,
  released_by uuid references account (id),
  version integer not null default 1
);
create unique index legal_hold_one on legal_hold (record_type, record_id) where released_at is null and placed_by is not null;
create index legal_hold_record on legal_hold (record_id) where released_at is null;

create table archive_delivery (
  record_type text not null,
  record_id uuid not null,
  delivered_by uuid not null references account (id),
  delivered_at timestamptz not null,
  reference bytea not null,
  primary key (record_type, record_id)
);

create table retention_run (
  id uuid primary key,
  day date not null,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  expired integer not null,
  deleted integer not null,
  held integer not null,
  for_archive integer not null,
  kept integer not null check (kept >= 0),
  broken_before integer not null,
  broken_after integer not null,
  -- Over the lines of the certificate: record type, id, label and both dates.
  certificate_sha256 bytea not null check (octet_length(certificate_sha256) = 32),
  check (expired = deleted + held + for_archive + kept)
);
create index retention_run_day on retention_run (started_at desc);

create table retention_deletion (
  run_id uuid not null references retention_run (id) deferrable initially deferred,
  record_type text not null,
  record_id uuid not null,
  label text not null,
  expired_on date not null,
  destroyed_at timestamptz not null,
  primary key (record_type, record_id)
);
create index retention_deletion_run on retention_deletion (run_id);

do $$
declare
  name text;
begin
  foreach name in array array['legal_hold', 'archive_delivery', 'retention_run', 'retention_deletion'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy overseen on %I to vaern_web using (oversees()) with check (oversees())', name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
  end loop;
end
$$;
grant select, insert, update on legal_hold to vaern_web, vaern_worker;
grant select, insert on archive_delivery to vaern_web, vaern_worker;
grant select on retention_run, retention_deletion to vaern_web;
grant select, insert on retention_run, retention_deletion to vaern_worker;
