-- Reports and cases. Row-level security decides who sees what: the web's role sees a row only through an effective-access
-- row of the acting account, or through the mailbox that the reporter opened.

create table case_file (
  id uuid primary key,
  number text not null unique,
  unit_id uuid not null references unit (id),
  track text not null check (track in ('school', 'workplace', 'child', 'other')),
  category text not null,
  regime text not null check (regime in ('ordinary', 'restricted')),
  state text not null check (state in ('open', 'handling', 'followup', 'closed')),
  title bytea not null,
  owner_id uuid not null references account (id),
  rule_set text not null,
  opened_at timestamptz not null,
  established_at timestamptz,
  established_by uuid references account (id),
  closed_at timestamptz,
  outcome text check (outcome in ('stopped', 'partly', 'not-stopped', 'unknown', 'advice', 'handed-over')),
  closing bytea,
  version integer not null default 1,
  check ((state = 'closed') = (closed_at is not null and outcome is not null))
);
create index case_file_unit on case_file (unit_id, opened_at desc);

-- Effective access, and each person's worklist: what rings next is kept beside the right to see it.
create table case_access (
  account_id uuid not null references account (id) on delete cascade,
  case_id uuid not null references case_file (id) on delete cascade,
  access text not null check (access in ('read', 'write')),
  open boolean not null default true,
  next_due timestamptz,
  touched_at timestamptz not null,
  primary key (account_id, case_id)
);
create index case_access_case on case_access (case_id);
create index case_access_due on case_access (account_id, next_due, case_id) where open and next_due is not null;
create index case_access_touched on case_access (account_id, touched_at desc, case_id);
create index case_access_open on case_access (account_id, open, touched_at desc, case_id);

create table report (
  id uuid primary key,
  number text not null unique,
  unit_id uuid not null references unit (id),
  category text not null,
  reporter_role text not null check (reporter_role in ('child', 'parent', 'employee', 'professional', 'bystander')),
  restricted boolean not null,
  state text not null check (state in ('received', 'read', 'answered', 'linked', 'closed')),
  received_at timestamptz not null,
  reply_by timestamptz not null,
  read_at timestamptz,
  answered_at timestamptz,
  withdrawn_at timestamptz,
  identity_released_at timestamptz,
  receipt_mac bytea not null unique,
  body bytea not null,
  routed text check (routed in ('about-leader', 'about-key-person', 'passed-on')),
  closing bytea,
  case_id uuid references case_file (id),
  version integer not null default 1
);
create index report_case on report (case_id) where case_id is not null;

create table report_access (
  account_id uuid not null references account (id) on delete cascade,
  report_id uuid not null references report (id) on delete cascade,
  access text not null check (access in ('exists', 'content')),
  open boolean not null default true,
  received_at timestamptz not null,
  primary key (account_id, report_id)
);
create index report_access_open on report_access (account_id, received_at desc) where open;
create index report_access_report on report_access (report_id);

-- Who wrote, sealed under a key of its own and opened only with a logged reason or by the reporter's own act.
create table report_contact (
  report_id uuid primary key references report (id) on delete cascade,
  key_id uuid not null references data_key (owner_id),
  body bytea not null
);

create table message (
  id uuid primary key,
  report_id uuid not null references report (id) on delete cascade,
  sent_at timestamptz not null,
  direction text not null check (direction in ('in', 'out')),
  author_id uuid references account (id),
  body bytea not null,
  read_at timestamptz
);
create index message_report on message (report_id, sent_at);

create table attachment (
  id uuid primary key,
  report_id uuid not null references report (id) on delete cascade,
  message_id uuid references message (id),
  blob_id uuid not null unique references blob (id),
  meta bytea not null,
  detected_type text not null,
  size bigint not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  received_at timestamptz not null
);
create index attachment_report on attachment (report_id);

-- The answer to a repeated submission. The receipt is sealed under a key that only the sender's token gives.
create table submission (
  token_mac bytea primary key,
  request_mac bytea not null,
  report_id uuid not null references report (id) on delete cascade,
  answer bytea not null,
  created_at timestamptz not null
);
create index submission_created on submission (created_at);

-- A half-written report. Its data key is wrapped under the visitor's own cookie, so the server cannot read it alone.
create table draft (
  id uuid primary key,
  token_hash bytea not null unique,
  body bytea not null,
  touched_at timestamptz not null
);
create index draft_touched on draft (touched_at);

create table draft_file (
  blob_id uuid primary key references blob (id) on delete cascade,
  draft_id uuid not null references draft (id) on delete cascade,
  meta bytea not null,
  detected_type text not null,
  size bigint not null,
  sha256 bytea not null,
  received_at timestamptz not null
);
create index draft_file_draft on draft_file (draft_id);

create table clock (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  rule_id text not null,
  rule_version integer not null,
  started_at timestamptz not null,
  due_at timestamptz,
  due_on date,
  latest_at timestamptz,
  latest_on date,
  alarm_at timestamptz not null,
  state text not null check (state in ('running', 'met', 'dispensed', 'not-applicable')),
  settled_at timestamptz,
  recorded_at timestamptz,
  settled_by uuid references account (id),
  note bytea,
  corrected_from timestamptz,
  version integer not null default 1,
  check ((state = 'running') = (settled_at is null))
);
create index clock_case on clock (case_id);

create table task (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  position integer not null,
  step text,
  title bytea not null,
  owner_id uuid references account (id),
  due_on date,
  state text not null check (state in ('open', 'done', 'skipped')),
  reason bytea,
  settled_at timestamptz,
  settled_by uuid references account (id),
  version integer not null default 1,
  check (state <> 'skipped' or reason is not null)
);
create index task_case on task (case_id, position);
create index task_owner on task (owner_id, due_on) where state = 'open';

create table party (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  role text not null check (role in ('affected', 'alleged', 'witness', 'parent', 'class', 'other')),
  body bytea not null,
  informed text not null default 'pending' check (informed in ('pending', 'informed', 'not-informed')),
  informed_at timestamptz,
  informed_note bytea,
  version integer not null default 1,
  check (informed <> 'not-informed' or informed_note is not null)
);
create index party_case on party (case_id);

create table entry (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  kind text not null check (kind in ('fact', 'statement', 'assessment', 'decision')),
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  author_id uuid references account (id),
  body bytea not null,
  corrects_id uuid references entry (id)
);
create index entry_case on entry (case_id, happened_at desc);

-- Ordinary evidence has bytes, or a description where what was seen is gone.
create table evidence_item (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  label text not null,
  blob_id uuid references blob (id),
  attachment_id uuid references attachment (id),
  meta bytea not null,
  detected_type text,
  size bigint,
  sha256 bytea check (octet_length(sha256) = 32),
  state text not null default 'kept' check (state in ('kept', 'quarantined', 'deleted')),
  received_at timestamptz not null,
  version integer not null default 1,
  unique (case_id, label),
  check ((blob_id is null) = (sha256 is null))
);

-- Restricted evidence: a description only. There is no column here that could hold or lead to bytes, and there never is one.
create table evidence_referral (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  label text not null,
  body bytea not null check (octet_length(body) <= 8192),
  recorded_at timestamptz not null,
  version integer not null default 1,
  unique (case_id, label)
);

create table plan (
  case_id uuid primary key references case_file (id) on delete cascade,
  body bytea not null,
  state text not null check (state in ('draft', 'finished')),
  finished_at timestamptz,
  version integer not null default 1
);

create table follow_up (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  due_on date not null,
  answered_at timestamptz,
  answer text check (answer in ('yes', 'almost', 'no', 'not-asked')),
  note bytea,
  version integer not null default 1,
  check ((answer is null) = (answered_at is null))
);
create index follow_up_case on follow_up (case_id, due_on);

create table package (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  number text not null unique,
  state text not null check (state in ('waiting', 'ready', 'failed')),
  made_by uuid not null references account (id),
  asked_at timestamptz not null,
  ready_at timestamptz,
  blob_id uuid references blob (id),
  sha256 bytea check (octet_length(sha256) = 32),
  error text
);
create index package_case on package (case_id, asked_at desc);

create table rule_verification (
  rule_id text not null,
  rule_version integer not null,
  account_id uuid not null references account (id),
  verified_on date not null,
  source_seen text not null,
  recorded_at timestamptz not null,
  primary key (rule_id, rule_version)
);

-- Row-level security -------------------------------------------------------------------------------------------------

alter table case_file enable row level security;
create policy seen on case_file to vaern_web using (exists (
  select 1 from case_access a where a.account_id = acting_account() and a.case_id = case_file.id));
create policy opened on case_file for insert to vaern_web with check (acting_account() is not null);
create policy worker on case_file to vaern_worker using (true) with check (true);

alter table report enable row level security;
create policy seen on report for select to vaern_web using (
  id = acting_report()
  or receipt_mac = acting_mailbox()
  or exists (select 1 from report_access a where a.account_id = acting_account() and a.report_id = report.id)
  or exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = report.case_id));
create policy changed on report for update to vaern_web using (
  id = acting_report()
  or exists (select 1 from report_access a where a.account_id = acting_account() and a.report_id = report.id and a.access = 'content')
  or exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = report.case_id and a.access = 'write'))
  with check (true);
create policy written on report for insert to vaern_web with check (true);
create policy worker on report to vaern_worker using (true) with check (true);

create function may_read_report(report uuid) returns boolean
language sql stable security definer set search_path = public as $$
  select report = acting_report()
    or exists (select 1 from report_access a where a.account_id = acting_account() and a.report_id = report and a.access = 'content')
    or exists (select 1 from report r join case_access a on a.case_id = r.case_id where r.id = report and a.account_id = acting_account())
$$;

do $$
declare
  name text;
begin
  foreach name in array array['report_contact', 'message', 'attachment'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy seen on %I to vaern_web using (may_read_report(report_id)) with check (may_read_report(report_id))', name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
  end loop;
  foreach name in array array['clock', 'task', 'party', 'entry', 'evidence_item', 'evidence_referral', 'plan', 'follow_up', 'package'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy seen on %I to vaern_web using (exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = %I.case_id))', name, name);
    execute format('create policy written on %I for insert to vaern_web with check (exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = %I.case_id and a.access = ''write''))', name, name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
  end loop;
end
$$;

grant usage on schema public to vaern_web, vaern_worker;
grant select, insert, update, delete on all tables in schema public to vaern_web, vaern_worker;
-- Append-only means append-only, for both roles; so does a chronology.
revoke update, delete on stream_event from vaern_web, vaern_worker;
revoke update, delete on entry from vaern_web;
revoke insert, update, delete on schema_migration from vaern_web, vaern_worker;
revoke delete on case_file, report, evidence_item, evidence_referral from vaern_web;
grant execute on all functions in schema public to vaern_web, vaern_worker;
