-- What a municipality sets itself (contacts, closed days, targets), as one document a change; the newest counts, the older are its
-- history. Nothing in it is about a person.
create table municipality_rules (
  version integer primary key check (version > 0),
  body text not null,
  changed text not null check (changed in ('contact', 'closed-days', 'target')),
  changed_by uuid not null references account (id),
  changed_at timestamptz not null
);

-- What a case may be covered by, as somebody answered it. Append-only: a new answer is a new version, and the old one stays.
create table classification (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  version integer not null check (version > 0),
  made_by uuid not null references account (id),
  made_at timestamptz not null,
  rule_set text not null,
  tree_version integer not null,
  body bytea not null,
  unique (case_id, version)
);

alter table classification enable row level security;
create policy seen on classification for select to vaern_web using (exists (
  select 1 from case_access a where a.account_id = acting_account() and a.case_id = classification.case_id));
create policy written on classification for insert to vaern_web with check (may_write_case(case_id));
create policy worker on classification to vaern_worker using (true) with check (true);

-- A rule that was compared with the official text again keeps who did it before.
create table rule_verification_past (
  rule_id text not null,
  rule_version integer not null,
  account_id uuid not null references account (id),
  verified_on date not null,
  source_seen text not null,
  recorded_at timestamptz not null,
  replaced_at timestamptz not null,
  primary key (rule_id, rule_version, verified_on, recorded_at)
);

-- Which verification somebody has been reminded of, so that each is said once.
create table rule_reminder (
  rule_id text not null,
  rule_version integer not null,
  verified_on date not null,
  reminded_at timestamptz not null,
  primary key (rule_id, rule_version, verified_on)
);

grant select, insert on municipality_rules, classification, rule_verification_past to vaern_web, vaern_worker;
grant delete on classification to vaern_worker;
grant select, insert on rule_reminder to vaern_worker;
