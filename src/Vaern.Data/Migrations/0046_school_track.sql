-- A missed limit is missed for ever; beside it stands why, and when what it asks for will be there.
alter table clock add column late_reason bytea;
alter table clock add column promised_on date;
alter table clock add constraint clock_promise check ((late_reason is null) = (promised_on is null));

-- What was done in the first hour and after: calls, advice, custody of a device, support, wishes, talks. Append-only like the chronology.
create table case_act (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  kind text not null check (kind in (
    'leader-call', 'police-call', 'police-number', 'helper-call', 'phones', 'custody', 'reaction', 'wish', 'wish-decision', 'parent-suspected', 'parent-talk', 'spread', 'ssp')),
  subject text,
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  author_id uuid not null references account (id),
  body bytea not null
);
create index case_act_case on case_act (case_id, happened_at, id);

-- A letter to one family or to a class. Its text is checked against the names of the case before it is sent.
create table letter (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  kind text not null check (kind in ('affected-parents', 'alleged-parents', 'plan', 'plan-late', 'class', 'shared')),
  about_party uuid references party (id),
  to_party uuid references party (id),
  body bytea not null,
  state text not null check (state in ('draft', 'sent')),
  written_by uuid not null references account (id),
  written_at timestamptz not null,
  sent_at timestamptz,
  version integer not null default 1,
  check ((state = 'sent') = (sent_at is not null))
);
create index letter_case on letter (case_id, written_at, id);

-- Underretning (barnets lov § 133). The duty is the author's own: nobody else writes it, holds it back or sends it.
create table child_notification (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  author_id uuid not null references account (id),
  duty_unit uuid not null references unit (id),
  body bytea not null,
  state text not null check (state in ('draft', 'sent', 'accepted')),
  drafted_at timestamptz not null,
  sent_at timestamptz,
  accepted_at timestamptz,
  accepted_by uuid references account (id),
  version integer not null default 1,
  check ((state = 'draft') = (sent_at is null)),
  check ((state = 'accepted') = (accepted_at is not null and accepted_by is not null))
);
create index child_notification_case on child_notification (case_id, drafted_at, id);
create index child_notification_duty on child_notification (duty_unit, sent_at desc, id) where state <> 'draft';

-- Another room of the same incident: that it exists and whom to call, never what it says.
create table room_link (
  id uuid primary key,
  from_case uuid not null references case_file (id) on delete cascade,
  to_unit uuid not null references unit (id),
  to_case uuid references case_file (id) on delete cascade,
  from_unit uuid not null references unit (id),
  asked_by uuid not null references account (id),
  asked_at timestamptz not null,
  state text not null check (state in ('asked', 'linked', 'declined')),
  answered_by uuid references account (id),
  answered_at timestamptz,
  version integer not null default 1,
  check ((state = 'asked') = (answered_at is null)),
  check ((state = 'linked') = (to_case is not null))
);
create unique index room_link_once on room_link (from_case, to_unit) where state <> 'declined';
create index room_link_unit on room_link (to_unit, asked_at desc, id);
create index room_link_to on room_link (to_case) where to_case is not null;

-- »Er det stoppet?« asked in the mailbox by a person, answered by the reporter in one word.
create table follow_up_question (
  id uuid primary key,
  follow_up_id uuid not null references follow_up (id) on delete cascade,
  report_id uuid not null references report (id) on delete cascade,
  asked_at timestamptz not null,
  asked_by uuid not null references account (id),
  answer text check (answer in ('yes', 'almost', 'no')),
  answered_at timestamptz,
  unique (follow_up_id, report_id),
  check ((answer is null) = (answered_at is null))
);
create index follow_up_question_report on follow_up_question (report_id, asked_at desc);

do $$
declare
  name text;
begin
  foreach name in array array['case_act', 'letter'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy seen on %I to vaern_web using (exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = %I.case_id)) '
      || 'with check (exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = %I.case_id and a.access = ''write''))', name, name, name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
  end loop;
end
$$;

-- A draft is its author's own until it is sent; then the case and the duty see it.
alter table child_notification enable row level security;
create policy seen on child_notification to vaern_web using (
  author_id = acting_account()
  or (state <> 'draft' and exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = child_notification.case_id))
  or (state <> 'draft' and exists (select 1 from membership m where m.account_id = acting_account() and m.unit_id = child_notification.duty_unit)))
  with check (author_id = acting_account() or exists (select 1 from membership m where m.account_id = acting_account() and m.unit_id = child_notification.duty_unit));
create policy worker on child_notification to vaern_worker using (true) with check (true);

alter table room_link enable row level security;
create policy seen on room_link to vaern_web using (
  exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id in (room_link.from_case, room_link.to_case))
  or exists (select 1 from membership m where m.account_id = acting_account() and m.unit_id = room_link.to_unit));
create policy worker on room_link to vaern_worker using (true) with check (true);

alter table follow_up_question enable row level security;
create policy seen on follow_up_question to vaern_web using (may_read_report(report_id)) with check (may_read_report(report_id));
create policy worker on follow_up_question to vaern_worker using (true) with check (true);

grant select, insert on case_act to vaern_web, vaern_worker;
grant select, insert, update on letter, child_notification, room_link, follow_up_question to vaern_web, vaern_worker;
