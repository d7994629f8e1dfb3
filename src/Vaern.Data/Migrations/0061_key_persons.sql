-- Who is a unit's key person and deputy, from when until when; what they have learned; and what a unit says itself about its readiness where
-- the program holds no data. Names lie sealed under the municipality's key.
create table key_person (
  id uuid primary key,
  unit_id uuid not null references unit (id),
  account_id uuid references account (id) on delete set null,
  deputy_account_id uuid references account (id) on delete set null,
  body bytea not null,
  has_deputy boolean not null,
  valid_from date not null,
  valid_to date,
  made_by uuid not null references account (id),
  made_at timestamptz not null,
  version integer not null default 1,
  check (valid_to is null or valid_to >= valid_from)
);
create index key_person_unit on key_person (unit_id, valid_from);

create table key_person_course (
  id uuid primary key,
  key_person_id uuid not null references key_person (id) on delete cascade,
  body bytea not null,
  taken_on date not null,
  made_by uuid not null references account (id),
  made_at timestamptz not null
);
create index key_person_course_person on key_person_course (key_person_id, taken_on desc);

-- The newest counts; older ones are its history.
create table readiness_statement (
  id uuid primary key,
  unit_id uuid not null references unit (id),
  criterion text not null check (criterion ~ '^[a-z-]{3,40}$'),
  done_on date not null,
  body bytea not null,
  made_by uuid not null references account (id),
  made_at timestamptz not null
);
create index readiness_statement_newest on readiness_statement (criterion, unit_id, done_on desc);

-- Every member of staff may know whom to call at another school; only the unit itself writes.
alter table key_person enable row level security;
create policy seen on key_person for select to vaern_web using (true);
create policy written on key_person for insert to vaern_web with check (in_unit(unit_id));
create policy changed on key_person for update to vaern_web using (in_unit(unit_id));
alter table key_person_course enable row level security;
create policy seen on key_person_course to vaern_web using (exists (select 1 from key_person k where k.id = key_person_id and in_unit(k.unit_id)));
alter table readiness_statement enable row level security;
create policy seen on readiness_statement for select to vaern_web using (true);
create policy written on readiness_statement for insert to vaern_web with check (in_unit(unit_id));

do $$
declare
  name text;
begin
  foreach name in array array['key_person', 'key_person_course', 'readiness_statement'] loop
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
    execute format('grant select, insert on %I to vaern_web, vaern_worker', name);
  end loop;
end
$$;
grant update on key_person to vaern_web, vaern_worker;
