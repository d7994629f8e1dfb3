-- What came of opening a saved web page and checking that the file is whole. What was found may name files inside it: sealed under the case's key.
create table capture_check (
  item_id uuid primary key references evidence_item (id) on delete cascade,
  case_id uuid not null references case_file (id) on delete cascade,
  body bytea not null,
  checked_at timestamptz not null
);
create index capture_check_case on capture_check (case_id);

alter table capture_check enable row level security;
create policy seen on capture_check for select to vaern_web using (exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = capture_check.case_id));
create policy worker on capture_check to vaern_worker using (true) with check (true);
grant select on capture_check to vaern_web;
grant select, insert on capture_check to vaern_worker;
