-- What happened to a thing that lies outside the system: a telephone in a numbered bag, a stick, a print. Who holds it, where it lies, who took it over and
-- what they signed with are sealed under the case's key. There is no column for a picture; a signature is a line drawing in numbers inside the sealed text.
create table custody_note (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  kind text not null check (kind in ('kept', 'refused', 'handed-over', 'returned', 'correction')),
  labels text[] not null check (cardinality(labels) between 1 and 100),
  happened_at timestamptz not null,
  body bytea not null check (octet_length(body) <= 16384),
  recorded_by uuid not null references account (id),
  recorded_at timestamptz not null
);
create index custody_note_case on custody_note (case_id, happened_at, id);

alter table custody_note enable row level security;
create policy seen on custody_note for select to vaern_web using (exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = custody_note.case_id));
create policy written on custody_note for insert to vaern_web with check (may_write_case(case_id));
create policy worker on custody_note to vaern_worker using (true) with check (true);
-- A note is never changed: a wrong one is followed by a correction.
grant select, insert on custody_note to vaern_web, vaern_worker;
