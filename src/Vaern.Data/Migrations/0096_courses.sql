-- What schools can order: talks, theme days, packages. Words are sealed under the municipality's key; whom, when and how many are not.
create table course (
  id uuid primary key,
  kind text not null check (kind in ('talk', 'theme-day', 'package')),
  audience text not null check (audience in ('pupils', 'staff', 'parents')),
  supplier text not null check (supplier in ('ssp', 'police', 'safety-team', 'organisation')),
  grade_from integer check (grade_from between 0 and 10),
  grade_to integer check (grade_to between 0 and 10),
  -- Part of what a school gets in the week after something serious.
  crisis boolean not null,
  body bytea not null,
  ended_at timestamptz,
  made_by uuid not null references account (id),
  made_at timestamptz not null,
  version integer not null default 1,
  check ((grade_from is null) = (grade_to is null)),
  check (grade_from <= grade_to)
);

create table course_session (
  id uuid primary key,
  course_id uuid not null references course (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  capacity integer not null check (capacity between 1 and 200),
  place bytea not null,
  cancelled_at timestamptz,
  sequence integer not null default 0,
  made_at timestamptz not null,
  check (ends_at > starts_at)
);
create index course_session_course on course_session (course_id, starts_at, id);

-- One class or group a row. A row without a session asks for a day.
create table course_order (
  id uuid primary key,
  course_id uuid not null references course (id),
  session_id uuid references course_session (id),
  unit_id uuid not null references unit (id),
  grade integer check (grade between 0 and 10),
  state text not null check (state in ('asked', 'waiting', 'confirmed', 'cancelled')),
  place_in_line bigint generated always as identity,
  ordered_by uuid not null references account (id),
  ordered_at timestamptz not null,
  confirmed_at timestamptz,
  cancelled_at timestamptz,
  -- What the school said afterwards: use from 1 to 5, and whether it would again. No words.
  useful integer check (useful between 1 and 5),
  again boolean,
  evaluated_on date,
  version integer not null default 1,
  check (state <> 'confirmed' or (session_id is not null and confirmed_at is not null)),
  check ((state = 'asked') = (session_id is null) or state = 'cancelled'),
  check ((useful is null) = (evaluated_on is null))
);
create index course_order_session on course_order (session_id, state, place_in_line);
create index course_order_unit on course_order (unit_id, ordered_at desc, id);
create index course_order_asked on course_order (course_id, place_in_line) where state = 'asked';

-- What a school itself teaches a grade in a school year (named by its first calendar year).
create table grade_plan (
  id uuid primary key,
  unit_id uuid not null references unit (id),
  school_year integer not null check (school_year between 2020 and 2100),
  grade integer not null check (grade between 0 and 10),
  month integer not null check (month between 1 and 12),
  body bytea not null,
  made_by uuid not null references account (id),
  made_at timestamptz not null,
  removed_at timestamptz
);
create index grade_plan_unit on grade_plan (unit_id, school_year, grade);

-- A calendar that a program fetches by an address nobody can guess. It holds courses, and no person.
create table calendar_feed (
  unit_id uuid primary key references unit (id),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  token bytea not null,
  made_by uuid not null references account (id),
  made_at timestamptz not null
);

do $$
declare
  name text;
begin
  foreach name in array array['course', 'course_session', 'course_order', 'grade_plan', 'calendar_feed'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy staff on %I to vaern_web using (acting_account() is not null) with check (acting_account() is not null)', name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
    execute format('grant select, insert, update on %I to vaern_web, vaern_worker', name);
  end loop;
end
$$;
grant delete on calendar_feed to vaern_web;
