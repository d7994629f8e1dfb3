-- A concern about a child opens a case with the duty. What it says lies in the case alone; here stand only who sent it, when, from which room, and how the duty was reached.

create table concern (
  id uuid primary key,
  case_id uuid not null unique references case_file (id) on delete cascade,
  number text not null unique,
  unit_id uuid not null references unit (id),
  sender_id uuid not null references account (id),
  sent_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references account (id),
  escalated_at timestamptz,
  check ((accepted_at is null) = (accepted_by is null))
);
create index concern_sender on concern (sender_id, sent_at desc);
create index concern_waiting on concern (sent_at) where accepted_at is null;

-- Every attempt to reach the duty stays, the failed ones too.
create table concern_attempt (
  id uuid primary key,
  concern_id uuid not null references concern (id) on delete cascade,
  account_id uuid not null references account (id),
  place integer not null check (place > 0),
  channel text not null check (channel in ('phone', 'sms')),
  tried_at timestamptz not null,
  outcome text not null check (outcome in ('reached', 'failed', 'not-set-up'))
);
create index concern_attempt_of on concern_attempt (concern_id, tried_at);

alter table concern enable row level security;
create policy worker on concern to vaern_worker using (true) with check (true);
create policy seen on concern for select to vaern_web using (
  sender_id = acting_account() or exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = concern.case_id));
create policy written on concern for insert to vaern_web with check (sender_id = acting_account());
create policy accepted on concern for update to vaern_web using (may_write_case(case_id)) with check (may_write_case(case_id));
alter table concern_attempt enable row level security;
create policy worker on concern_attempt to vaern_worker using (true) with check (true);
create policy seen on concern_attempt for select to vaern_web using (exists (select 1 from concern c where c.id = concern_id));
grant select, insert, update on concern to vaern_web, vaern_worker;
grant select on concern_attempt to vaern_web;
grant select, insert on concern_attempt to vaern_worker;

-- A young person who writes first. No column could hold who it is: the talk stays on the platform, and a name goes into a concern or nowhere.
create table street_contact (
  id uuid primary key,
  number text not null unique,
  mandate_id uuid not null references mandate (id),
  shift_id uuid not null references street_shift (id),
  worker_id uuid not null references account (id),
  kind text not null check (kind in ('extortion', 'threat', 'violence', 'self-harm', 'images', 'bullying', 'recruitment', 'lonely', 'question')),
  age text check (age in ('under-15', '15-17', 'adult', 'unknown')),
  platform text not null,
  wrote_at timestamptz not null,
  counted_from timestamptz not null,
  opened_at timestamptz not null,
  answered_at timestamptz,
  colleague_at timestamptz,
  red_at timestamptz,
  danger_at timestamptz,
  remind_at timestamptz,
  meet_at timestamptz,
  meet_where text check (meet_where in ('club', 'school', 'town-hall', 'phone', 'online')),
  closed_at timestamptz,
  outcome text check (outcome in ('answered', 'advice', 'warm-hand-over', 'passed-on', 'stopped-answering', 'no-need')),
  version integer not null default 1,
  check ((closed_at is null) = (outcome is null)),
  check (closed_at is null or age is not null),
  check (outcome is distinct from 'warm-hand-over' or meet_at is not null)
);
create index street_contact_queue on street_contact ((answered_at is not null), wrote_at, id) where closed_at is null;
create index street_contact_latest on street_contact (opened_at desc, id);
create trigger mandated before insert on street_contact for each row execute function needs_running_mandate('opened_at');

create table street_contact_step (
  contact_id uuid not null references street_contact (id) on delete cascade,
  step text not null check (step ~ '^[a-z0-9-]{1,40}$'),
  state text not null check (state in ('done', 'skipped')),
  reason bytea,
  at timestamptz not null,
  primary key (contact_id, step),
  check (state <> 'skipped' or reason is not null)
);

alter table street_contact enable row level security;
create policy worker on street_contact to vaern_worker using (true) with check (true);
create policy seen on street_contact for select to vaern_web using (holds_role(array['street_worker', 'ssp']));
create policy written on street_contact for insert to vaern_web with check (holds_role(array['street_worker']) and worker_id = acting_account() and on_shift_with(shift_id));
create policy changed on street_contact for update to vaern_web using (holds_role(array['street_worker'])) with check (true);
alter table street_contact_step enable row level security;
create policy worker on street_contact_step to vaern_worker using (true) with check (true);
create policy seen on street_contact_step for select to vaern_web using (holds_role(array['street_worker', 'ssp']));
create policy written on street_contact_step for insert to vaern_web with check (holds_role(array['street_worker']));
create policy changed on street_contact_step for update to vaern_web using (holds_role(array['street_worker'])) with check (true);
grant select, insert, update on street_contact, street_contact_step to vaern_web, vaern_worker;
