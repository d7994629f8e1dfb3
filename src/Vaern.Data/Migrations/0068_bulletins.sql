-- The phenomena of a week on one page: drafted by one person, reviewed by another, with a day when it ends. No link, no person, no small number.
create table bulletin (
  id uuid primary key,
  mandate_id uuid not null references mandate (id),
  year integer not null,
  week integer not null check (week between 1 and 53),
  state text not null check (state in ('draft', 'published', 'withdrawn')),
  seen_from date not null,
  seen_to date not null,
  shifts integer not null,
  sources integer not null,
  body bytea not null,
  edited_by uuid not null references account (id),
  edited_at timestamptz not null,
  reviewed_by uuid references account (id),
  published_at timestamptz,
  expires_on date,
  version integer not null default 1,
  unique (year, week),
  check (seen_to >= seen_from),
  check (reviewed_by is null or reviewed_by <> edited_by),
  check (state = 'draft' or (reviewed_by is not null and published_at is not null and expires_on is not null))
);
alter table bulletin enable row level security;
create policy worker on bulletin to vaern_worker using (true) with check (true);
create policy seen on bulletin for select to vaern_web using (sees_the_street());
create policy written on bulletin for insert to vaern_web with check (holds_role(array['street_worker', 'ssp']));
create policy changed on bulletin for update to vaern_web using (holds_role(array['street_worker', 'ssp'])) with check (true);
grant select, insert, update on bulletin to vaern_web, vaern_worker;
