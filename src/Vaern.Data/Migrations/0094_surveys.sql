-- Surveys. What was answered lies in a store of its own: no account, no code, no day and no time, and no foreign key from or to whoever answered.

create table survey (
  id uuid primary key,
  number text not null unique,
  audience text not null check (audience in ('leader', 'pupil')),
  bank_version integer not null,
  items text[] not null check (cardinality(items) between 1 and 40),
  state text not null check (state in ('draft', 'open', 'closed')),
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  -- The day on which the answers are deleted; published tables stay.
  delete_on date not null,
  answers_deleted_on date,
  made_by uuid not null references account (id),
  made_at timestamptz not null,
  closed_at timestamptz,
  version integer not null default 1,
  check (closes_at > opens_at),
  check ((state = 'closed') = (closed_at is not null))
);
create index survey_closing on survey (closes_at) where state = 'open';
create index survey_audience on survey (audience, closes_at desc, id);

-- A sheet of codes: for which unit and how many. Spare ones replace codes that got lost and do not raise the number that was asked.
create table survey_batch (
  id uuid primary key,
  survey_id uuid not null references survey (id),
  unit_id uuid references unit (id),
  kind text not null check (kind in ('first', 'spare')),
  count integer not null check (count between 1 and 5000),
  made_by uuid not null references account (id),
  made_at timestamptz not null,
  withdrawn_at timestamptz
);
create index survey_batch_survey on survey_batch (survey_id, unit_id);

-- Keyed hashes of codes nobody has used yet. A code that is used is gone; which of them were used is nowhere.
create table survey_code (
  mac bytea primary key check (octet_length(mac) = 32),
  batch_id uuid not null references survey_batch (id)
);
create index survey_code_batch on survey_code (batch_id);

-- The id is random: an id of version 7 would hold the time.
create table survey_answer (
  id uuid primary key default gen_random_uuid(),
  survey_id uuid not null references survey (id),
  unit_id uuid references unit (id),
  answers jsonb not null check (jsonb_typeof(answers) = 'object')
);
create index survey_answer_survey on survey_answer (survey_id, unit_id);

-- What may be said of a survey, counted and suppressed once, when it closed. Nothing reads the answers after that.
create table survey_table (
  survey_id uuid not null references survey (id),
  item text not null,
  body jsonb not null,
  primary key (survey_id, item)
);

-- Invited and answered by unit, suppressed.
create table survey_response (
  survey_id uuid primary key references survey (id),
  body jsonb not null
);

create table survey_report (
  id uuid primary key,
  number text not null unique,
  surveys uuid[] not null check (cardinality(surveys) between 1 and 4),
  period text not null check (period ~ '^[0-9]{4}-Q[1-4]$'),
  made_by uuid not null references account (id),
  made_at timestamptz not null,
  published_at timestamptz
);
create index survey_report_made on survey_report (made_at desc, id);

do $$
declare
  name text;
begin
  foreach name in array array['survey', 'survey_batch', 'survey_code', 'survey_answer', 'survey_table', 'survey_response', 'survey_report'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
    execute format('grant select, insert, update on %I to vaern_worker', name);
  end loop;
  foreach name in array array['survey', 'survey_batch', 'survey_table', 'survey_response', 'survey_report'] loop
    execute format('create policy staff on %I to vaern_web using (acting_account() is not null) with check (acting_account() is not null)', name);
    execute format('grant select, insert, update on %I to vaern_web', name);
  end loop;
end
$$;
-- Anybody reads what a survey asks, and what was published of it.
create policy anybody on survey for select to vaern_web using (true);
create policy anybody on survey_table for select to vaern_web using (true);
create policy anybody on survey_response for select to vaern_web using (true);
create policy anybody on survey_report for select to vaern_web using (published_at is not null);
grant delete on survey_code, survey_answer, survey_table to vaern_worker;
revoke insert, update on survey_table, survey_response from vaern_web;

-- The web puts codes in and never reads one, and has no right at all to the answers: it only spends a code, which keeps an answer.
create policy made on survey_code for insert to vaern_web with check (acting_account() is not null);
grant insert on survey_code to vaern_web;

create function survey_of_code(code bytea) returns table (survey_id uuid, unit_id uuid)
language sql stable security definer set search_path = public as $$
  select b.survey_id, b.unit_id from survey_code c join survey_batch b on b.id = c.batch_id where c.mac = code and b.withdrawn_at is null
$$;

create function answer_survey(code bytea, given jsonb, at timestamptz) returns boolean
language plpgsql security definer set search_path = public as $$
declare
  spent record;
begin
  delete from survey_code c using survey_batch b, survey s
  where c.mac = code and b.id = c.batch_id and b.withdrawn_at is null and s.id = b.survey_id and s.state = 'open' and s.opens_at <= at and s.closes_at > at
  returning b.survey_id, b.unit_id into spent;
  if spent.survey_id is null then
    return false;
  end if;
  insert into survey_answer (survey_id, unit_id, answers) values (spent.survey_id, spent.unit_id, given);
  return true;
end
$$;

create function withdraw_codes(batch uuid) returns integer
language plpgsql security definer set search_path = public as $$
declare
  gone integer;
begin
  if acting_account() is null then
    raise exception 'Nobody withdraws codes.' using errcode = 'insufficient_privilege';
  end if;
  delete from survey_code where batch_id = batch;
  get diagnostics gone = row_count;
  return gone;
end
$$;
revoke execute on function answer_survey(bytea, jsonb, timestamptz), survey_of_code(bytea), withdraw_codes(uuid) from public;
grant execute on function answer_survey(bytea, jsonb, timestamptz), survey_of_code(bytea), withdraw_codes(uuid) to vaern_web, vaern_worker;
