-- A hand-over to another authority: asked by one person, approved by another, sealed as a package of exactly what was shown. Who gets it, why, and the list
-- of files with their hashes are sealed under the case's key; the hash of that list is open, so that what was approved can be compared with what was sealed.
create table handover (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  kind text not null check (kind in ('police', 'anmelddet', 'authority', 'ssp', 'affected')),
  rule_id text not null,
  rule_version integer not null,
  body bytea not null,
  payload_sha256 bytea not null check (octet_length(payload_sha256) = 32),
  state text not null check (state in ('waiting', 'approved', 'refused', 'received', 'recalled')),
  asked_by uuid not null references account (id),
  asked_at timestamptz not null,
  decided_by uuid references account (id),
  decided_at timestamptz,
  package_id uuid references package (id) on delete set null,
  received_at timestamptz,
  recalled_at timestamptz,
  version integer not null default 1,
  check (decided_by is null or decided_by <> asked_by),
  check ((decided_by is null) = (decided_at is null)),
  check (state not in ('approved', 'received') or decided_by is not null)
);
create index handover_case on handover (case_id, asked_at desc);
create index handover_package on handover (package_id) where package_id is not null;

alter table handover enable row level security;
create policy seen on handover for select to vaern_web using (exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = handover.case_id));
create policy written on handover for insert to vaern_web with check (may_write_case(case_id));
create policy changed on handover for update to vaern_web using (may_write_case(case_id)) with check (may_write_case(case_id));
create policy worker on handover to vaern_worker using (true) with check (true);
grant select, insert, update on handover to vaern_web, vaern_worker;
