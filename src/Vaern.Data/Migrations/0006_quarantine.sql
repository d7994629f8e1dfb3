-- A file that may show something sexual with somebody under 18 is locked where its bytes lie, so that every table that leads to it
-- leads to the lock (evidence format §4).
alter table blob add column locked_at timestamptz;

-- What was locked, by whom, and what was decided once the police had answered. The words are sealed under the key of the report or
-- case in which the file was marked. The second decision is never the first person's.
create table quarantine (
  id uuid primary key,
  blob_id uuid unique references blob (id) on delete set null,
  key_id uuid not null,
  report_id uuid references report (id) on delete cascade,
  attachment_id uuid references attachment (id) on delete set null,
  case_id uuid references case_file (id) on delete cascade,
  item_id uuid references evidence_item (id) on delete set null,
  referral_id uuid references evidence_referral (id) on delete set null,
  body bytea not null,
  marked_by uuid not null references account (id),
  marked_at timestamptz not null,
  handed_over_by uuid references account (id),
  handed_over_at timestamptz,
  destroyed_by uuid references account (id),
  destroyed_at timestamptz,
  check (report_id is not null or case_id is not null),
  check (handed_over_by is null or handed_over_by <> marked_by),
  check (destroyed_by is null or destroyed_by <> marked_by),
  check ((handed_over_by is null) = (handed_over_at is null)),
  check ((destroyed_by is null) = (destroyed_at is null))
);
create index quarantine_case on quarantine (case_id);
create index quarantine_report on quarantine (report_id);

alter table quarantine enable row level security;
create policy seen on quarantine to vaern_web using (acting_account() is not null and (
  exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = quarantine.case_id)
  or may_read_report(report_id)));
create policy worker on quarantine to vaern_worker using (true) with check (true);
grant select, insert, update on quarantine to vaern_web, vaern_worker;
grant delete on quarantine to vaern_worker;

-- Some tasks take two people: the first one's name is kept until the second settles it.
alter table task
  add column people smallint not null default 1 check (people in (1, 2)),
  add column first_by uuid references account (id),
  add column first_at timestamptz,
  add check ((first_by is null) = (first_at is null)),
  add check (people = 1 or state = 'open' or (first_by is not null and first_by <> settled_by));
