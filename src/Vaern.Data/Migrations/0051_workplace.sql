-- The workplace's way through a case: who somebody is in this incident, what was judged, what the employee wants, what was done, and what was decided about the citizen.
-- Free text is sealed under the key of the case. There is no column here that could hold the number of a citizen's own case, and there never is one.

-- Where the police and platforms reach a workplace: public knowledge, and never a private address.
create table unit_contact (
  unit_id uuid primary key references unit (id),
  name text not null,
  address text not null,
  mail text not null,
  phone text not null,
  on_call text not null default '',
  changed_by uuid not null references account (id),
  changed_at timestamptz not null,
  version integer not null default 1
);

-- The role of somebody with an account in this one incident. The same person can be affected in one and alleged in another.
create table case_person (
  case_id uuid not null references case_file (id) on delete cascade,
  account_id uuid not null references account (id) on delete cascade,
  role text not null check (role in ('affected', 'alleged', 'reporter', 'kept-out')),
  added_at timestamptz not null,
  primary key (case_id, account_id)
);
create index case_person_account on case_person (account_id, case_id);

-- Nobody handles a case about themselves: whoever is affected, alleged or kept out has no access row, whatever a post or a colleague gives.
create function keep_own_case_away() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if exists (select 1 from case_person p where p.case_id = new.case_id and p.account_id = new.account_id and p.role <> 'reporter') then
    return null;
  end if;
  return new;
end
$$;
create trigger own_case_away before insert or update of access, account_id, case_id on case_access for each row execute function keep_own_case_away();

create function take_own_case_away() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if new.role <> 'reporter' then
    delete from case_access where case_id = new.case_id and account_id = new.account_id;
    delete from report_access a using report r where r.case_id = new.case_id and a.report_id = r.id and a.account_id = new.account_id;
  end if;
  return null;
end
$$;
create trigger own_case_taken after insert or update on case_person for each row execute function take_own_case_away();

create function is_affected_in(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  return exists (select 1 from case_person p where p.case_id = wanted and p.account_id = acting_account() and p.role = 'affected');
end
$$;

create table workplace_room (
  case_id uuid primary key references case_file (id) on delete cascade,
  forms text[] not null check (cardinality(forms) between 1 and 8 and forms <@ array['post', 'message', 'threat', 'private-info', 'false-profile', 'recording', 'call', 'other']),
  sender text not null check (sender in ('citizen', 'colleague', 'in-care', 'unknown')),
  reported_by text not null check (reported_by in ('self', 'colleague', 'leader')),
  afraid boolean not null,
  posted_at timestamptz,
  alerted uuid[] not null,
  silent_at timestamptz,
  stepped_in uuid references account (id),
  version integer not null default 1
);

-- What it was judged as. Append-only: a new judgement is a new row, and the old one stays.
create table workplace_assessment (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  signs text[] not null,
  suggestion text not null check (suggestion in ('tolerated', 'unpleasant', 'harassment', 'may-be-punishable')),
  level text not null check (level in ('tolerated', 'unpleasant', 'harassment', 'may-be-punishable')),
  body bytea not null,
  rule_set text not null,
  rule_id text not null,
  rule_version integer not null,
  made_by uuid not null references account (id),
  made_at timestamptz not null
);
create index workplace_assessment_case on workplace_assessment (case_id, made_at desc);

-- Care, advice and follow-up. A debrief is logged without details: it has no text at all.
create table workplace_act (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  kind text not null check (kind in ('contact', 'talk', 'companion', 'new-caseworker', 'psychologist', 'legal', 'own-check', 'apology', 'mediation', 'debrief', 'work-environment')),
  number integer check (number between 1 and 60),
  planned_on date,
  done_at timestamptz,
  recorded_at timestamptz,
  done_by uuid references account (id),
  outcome text check (outcome ~ '^[a-z-]{1,30}$'),
  minutes integer check (minutes between 1 and 600),
  body bytea,
  version integer not null default 1,
  check (kind <> 'debrief' or body is null),
  check ((done_at is null) = (done_by is null)),
  check (planned_on is not null or done_at is not null)
);
create index workplace_act_case on workplace_act (case_id, planned_on, done_at);

-- Another leader looks at the workplace's own handling: not the one who handles the case, and nobody it is about.
create function own_check_by_another() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if new.kind = 'own-check' and new.done_by is not null and (
    exists (select 1 from case_file c where c.id = new.case_id and c.owner_id = new.done_by)
    or exists (select 1 from case_person p where p.case_id = new.case_id and p.account_id = new.done_by)) then
    raise exception 'the own check is done by another leader' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger own_check before insert or update on workplace_act for each row execute function own_check_by_another();

-- The employee's own answer on a police report. Append-only: a changed mind is a new row.
create table police_consent (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  answer text not null check (answer in ('yes', 'no')),
  answered_at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null references account (id),
  by_self boolean not null
);
create index police_consent_case on police_consent (case_id, answered_at desc, id desc);

create table police_report (
  case_id uuid primary key references case_file (id) on delete cascade,
  body bytea not null,
  state text not null check (state in ('draft', 'sent')),
  sent_at timestamptz,
  sent_by uuid references account (id),
  reference bytea,
  version integer not null default 1,
  check ((state = 'sent') = (sent_at is not null and sent_by is not null)),
  check (reference is null or state = 'sent')
);

-- No police report without the employee's yes, whatever a page or a handler forgets (law A-13).
create function police_needs_consent() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if new.state = 'sent' and coalesce((
    select c.answer from police_consent c where c.case_id = new.case_id and c.answered_at <= new.sent_at order by c.answered_at desc, c.id desc limit 1), '') <> 'yes' then
    raise exception 'no acceptance is recorded' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger consent_first before insert or update on police_report for each row execute function police_needs_consent();

-- The answer moves the clocks: a no ends the 72 hours as the employee's own choice, a yes lets them run again with the time they always had. In the database, because the
-- employee answers on a page of their own without any right to the case.
create function consent_moves_clocks() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  update clock set state = 'met', settled_at = new.answered_at, recorded_at = new.recorded_at, settled_by = new.recorded_by, version = version + 1
    where case_id = new.case_id and rule_id = 'GOAL-POLICE-DECISION' and state = 'running';
  if new.answer = 'no' then
    update clock set state = 'dispensed', settled_at = new.answered_at, recorded_at = new.recorded_at, settled_by = new.recorded_by, version = version + 1
      where case_id = new.case_id and rule_id = 'A-01' and state = 'running';
  elsif (select c.answer from police_consent c where c.case_id = new.case_id and c.id <> new.id order by c.answered_at desc, c.id desc limit 1) = 'no' then
    update clock set state = 'running', settled_at = null, recorded_at = null, settled_by = null, note = null, version = version + 1
      where case_id = new.case_id and rule_id = 'A-01' and state = 'dispensed';
  end if;
  update case_access a set touched_at = new.recorded_at, next_due = (select min(k.alarm_at) from clock k where k.case_id = new.case_id and k.state = 'running') where a.case_id = new.case_id;
  return null;
end
$$;
create trigger moves_clocks after insert on police_consent for each row execute function consent_moves_clocks();

create table injury (
  case_id uuid primary key references case_file (id) on delete cascade,
  kind text not null check (kind in ('accident', 'exposure')),
  happened_on date not null,
  first_absence date,
  back_on date,
  may_be_entitled boolean not null,
  doctor_advised_on date,
  reported_at timestamptz,
  reported_by uuid references account (id),
  body bytea not null,
  reference bytea,
  version integer not null default 1,
  check (first_absence is null or first_absence > happened_on),
  check (back_on is null or (first_absence is not null and back_on > first_absence)),
  check ((reported_at is null) = (reported_by is null))
);

-- What was decided about the citizen at the workplace's own door. It ends by itself, and at the latest after a year.
create table citizen_measure (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  kind text not null check (kind in ('written-only', 'one-contact', 'by-appointment', 'other-place', 'other')),
  from_on date not null,
  until_on date not null,
  body bytea not null,
  letter_at timestamptz,
  letter_by uuid references account (id),
  statement bytea,
  statement_at timestamptz,
  ended_on date,
  ended_why bytea,
  made_by uuid not null references account (id),
  made_at timestamptz not null,
  version integer not null default 1,
  check (until_on > from_on and until_on <= from_on + 366),
  check ((letter_at is null) = (letter_by is null)),
  check ((statement is null) = (statement_at is null)),
  check (ended_on is null or ended_why is not null)
);
create index citizen_measure_case on citizen_measure (case_id, from_on);

-- What the work-environment group learns: a form and a month, cut loose from the case.
create table med_event (
  id uuid primary key,
  unit_id uuid not null references unit (id),
  month date not null check (extract(day from month) = 1),
  form text not null,
  absence boolean not null
);
create index med_event_month on med_event (month, unit_id);

do $$
declare
  name text;
begin
  foreach name in array array['case_person', 'workplace_room', 'workplace_assessment', 'workplace_act', 'police_consent', 'police_report', 'injury', 'citizen_measure'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy seen on %I for select to vaern_web using (exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = %I.case_id))', name, name);
    execute format('create policy written on %I for insert to vaern_web with check (may_write_case(case_id))', name);
    execute format('create policy changed on %I for update to vaern_web using (may_write_case(case_id)) with check (may_write_case(case_id))', name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
    execute format('grant select, insert, update on %I to vaern_web, vaern_worker', name);
    execute format('grant delete on %I to vaern_worker', name);
  end loop;
end
$$;

-- Everybody sees that they are in a case, not what it says; the affected person gives their own answer, and gives no one else's.
create policy own on case_person for select to vaern_web using (account_id = acting_account());
create policy taken_away on case_person for delete to vaern_web using (may_write_case(case_id) and account_id <> acting_account());
grant delete on case_person to vaern_web;
create policy own on police_consent for insert to vaern_web with check (is_affected_in(case_id) and by_self and recorded_by = acting_account());
revoke update on police_consent, workplace_assessment from vaern_web, vaern_worker;

grant select, insert, update on unit_contact to vaern_web, vaern_worker;
grant select, insert on med_event to vaern_web, vaern_worker;
grant execute on function is_affected_in(uuid) to vaern_web, vaern_worker;
