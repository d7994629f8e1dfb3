-- A package of more than 4 GiB is several files (evidence format §5.2). Then the package itself has no file, and its hash is that of the list of its parts in
-- the form of sha256sum.
create table package_part (
  package_id uuid not null references package (id) on delete cascade,
  case_id uuid not null references case_file (id) on delete cascade,
  part integer not null check (part > 0),
  blob_id uuid not null references blob (id),
  name text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  size bigint not null check (size > 0),
  primary key (package_id, part)
);
create index package_part_case on package_part (case_id);
create index package_part_blob on package_part (blob_id);

alter table package_part enable row level security;
create policy seen on package_part for select to vaern_web using (exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = package_part.case_id));
create policy taken_away on package_part for delete to vaern_web using (may_write_case(case_id));
create policy worker on package_part to vaern_worker using (true) with check (true);
grant select, delete on package_part to vaern_web;
grant select, insert, delete on package_part to vaern_worker;
