-- Digitalt Beredskab: tips about what is going round, issues made of them, the room where an answer is found, and the answer itself.
-- No table here has a row a citizen: a tip holds a text without persons, and who asked is a receipt or an account that only its owner opens.

-- The kinds of keys and streams grow, whatever other kinds a database has by now.
do $$
declare
  one record;
begin
  for one in
    select c.conname, c.conrelid::regclass as relation, pg_get_constraintdef(c.oid) as definition from pg_constraint c
    where c.conname in ('data_key_kind_check', 'stream_kind_check')
  loop
    execute format('alter table %s drop constraint %I', one.relation, one.conname);
    execute format('alter table %s add constraint %I %s', one.relation, one.conname, replace(one.definition, 'ARRAY[', 'ARRAY[''tip''::text, ''issue''::text, '));
  end loop;
end
$$;

-- Posts, past row-level security, for the acting person alone. The roles follow Accounts/Roles.cs (a test holds them together).
create function works_in_preparedness() returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  return exists (
    select 1 from membership m
    where m.account_id = acting_account() and m.role in ('preparedness_lead', 'communication', 'director'));
end
$$;

create table narrative (
  id uuid primary key,
  title bytea not null,
  body bytea not null,
  made_at timestamptz not null,
  version integer not null default 1
);

create table issue (
  id uuid primary key,
  number text not null unique,
  title bytea not null,
  state text not null check (state in ('new', 'assessed', 'working', 'closed')),
  drill boolean not null default false,
  reach integer check (reach between 0 and 5),
  harm integer check (harm between 0 and 5),
  own_task boolean,
  proposed_level integer check (proposed_level between 0 and 3),
  level integer check (level between 0 and 3),
  assessed_at timestamptz,
  assessed_by uuid references account (id),
  reason bytea,
  review_at timestamptz,
  alerted_at timestamptz,
  opened_at timestamptz not null,
  opened_by uuid not null references account (id),
  room_at timestamptz,
  closed_at timestamptz,
  closing bytea,
  narrative_id uuid references narrative (id),
  version integer not null default 1,
  check (state = 'new' or (level is not null and reason is not null)),
  -- Doing nothing is a full outcome: it has a reason and a day when somebody looks again.
  check (level is distinct from 0 or review_at is not null),
  check ((state = 'closed') = (closed_at is not null))
);
create index issue_open on issue (opened_at desc, id);

create table tip (
  id uuid primary key,
  number text not null unique,
  received_at timestamptz not null,
  source text not null check (source in ('staff', 'public')),
  account_id uuid references account (id) on delete set null,
  receipt_mac bytea unique,
  token_mac bytea not null unique,
  danger boolean not null,
  drill boolean not null default false,
  masked boolean not null,
  body bytea not null,
  -- Keyed fingerprints of words and pairs of words, for likeness alone; without the municipality's key they say nothing.
  features integer[] not null,
  state text not null check (state in ('new', 'proposed', 'placed', 'closed')),
  group_id uuid not null,
  issue_id uuid references issue (id),
  placed_by uuid references account (id),
  placed_at timestamptz,
  why bytea,
  police_at timestamptz,
  version integer not null default 1,
  check ((source = 'staff') = (receipt_mac is null)),
  check ((state in ('proposed', 'placed')) = (issue_id is not null)),
  check (state <> 'closed' or (why is not null and placed_by is not null)),
  check (state <> 'placed' or placed_by is not null)
);
create index tip_received on tip (received_at desc, id desc);
create index tip_group on tip (group_id, received_at);
create index tip_issue on tip (issue_id, received_at) where issue_id is not null;
create index tip_waiting on tip (received_at desc, id desc) where state = 'new';
create index tip_features on tip using gin (features);

-- Append-only, for both roles: what was known, said, judged and decided, and when.
create table issue_entry (
  id uuid primary key,
  issue_id uuid not null references issue (id),
  kind text not null check (kind in ('fact', 'statement', 'assessment', 'decision')),
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  author_id uuid references account (id),
  body bytea not null
);
create index issue_entry_issue on issue_entry (issue_id, recorded_at, id);

create table issue_role (
  issue_id uuid not null references issue (id),
  role text not null check (role in ('officer', 'communication', 'decision', 'police')),
  account_id uuid not null references account (id),
  entered_at timestamptz not null,
  primary key (issue_id, role, account_id)
);

create table issue_line (
  issue_id uuid not null references issue (id),
  version integer not null check (version > 0),
  body bytea not null,
  author_id uuid not null references account (id),
  written_at timestamptz not null,
  approved_at timestamptz,
  primary key (issue_id, version)
);

create table line_approval (
  issue_id uuid not null,
  version integer not null,
  account_id uuid not null references account (id),
  approved_at timestamptz not null,
  primary key (issue_id, version, account_id),
  foreign key (issue_id, version) references issue_line (issue_id, version)
);

-- Two approve, and neither is the author: also where the program forgets to ask.
create function line_is_approved_by_others() returns trigger language plpgsql as $$
begin
  if exists (select 1 from issue_line l where l.issue_id = new.issue_id and l.version = new.version and l.author_id = new.account_id) then
    raise exception 'the author does not approve' using errcode = 'check_violation', constraint = 'line_author';
  end if;
  return new;
end
$$;
create trigger by_others before insert on line_approval for each row execute function line_is_approved_by_others();

create function line_has_two_approvals() returns trigger language plpgsql as $$
begin
  if new.approved_at is not null and (select count(*) from line_approval a where a.issue_id = new.issue_id and a.version = new.version) < 2 then
    raise exception 'two approve' using errcode = 'check_violation', constraint = 'line_approvals';
  end if;
  if old.approved_at is not null and (new.approved_at is distinct from old.approved_at or new.body is distinct from old.body) then
    raise exception 'an approved line stands' using errcode = 'check_violation', constraint = 'line_stands';
  end if;
  return new;
end
$$;
create trigger two before update on issue_line for each row execute function line_has_two_approvals();

-- What was sent to whoever asked; under the key of the tip, so that it goes when the tip goes.
create table tip_answer (
  tip_id uuid not null references tip (id) on delete cascade,
  issue_id uuid not null,
  version integer not null,
  sent_at timestamptz not null,
  correction boolean not null,
  body bytea not null,
  read_at timestamptz,
  primary key (tip_id, issue_id, version),
  foreign key (issue_id, version) references issue_line (issue_id, version)
);
create index tip_answer_issue on tip_answer (issue_id, version);

-- The order in which those on call are told, and who answered.
create table on_call (
  position integer primary key check (position between 1 and 20),
  account_id uuid not null unique references account (id)
);

create table alert (
  id uuid primary key,
  group_id uuid not null,
  reason text not null check (reason in ('many-alike', 'danger', 'drill')),
  tips integer not null check (tips > 0),
  raised_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid references account (id),
  issue_id uuid references issue (id)
);
create unique index alert_open on alert (group_id) where acknowledged_at is null;
create index alert_raised on alert (raised_at desc);

create table alert_call (
  alert_id uuid not null references alert (id) on delete cascade,
  position integer not null,
  account_id uuid not null references account (id),
  told_at timestamptz not null,
  primary key (alert_id, position)
);

do $$
declare
  name text;
begin
  foreach name in array array['narrative', 'issue', 'issue_entry', 'issue_role', 'issue_line', 'line_approval', 'on_call', 'alert', 'alert_call'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy team on %I to vaern_web using (works_in_preparedness()) with check (works_in_preparedness())', name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
    execute format('grant select, insert, update on %I to vaern_web, vaern_worker', name);
  end loop;
end
$$;
revoke update on issue_entry, line_approval from vaern_web, vaern_worker;
grant delete on on_call to vaern_web;

alter table tip enable row level security;
create policy seen on tip for select to vaern_web using (
  works_in_preparedness() or account_id = acting_account() or receipt_mac = acting_mailbox() or token_mac = acting_mailbox());
create policy written on tip for insert to vaern_web with check (state = 'new' and issue_id is null);
create policy changed on tip for update to vaern_web using (works_in_preparedness()) with check (works_in_preparedness());
create policy worker on tip to vaern_worker using (true) with check (true);
grant select, insert, update on tip to vaern_web, vaern_worker;
grant delete on tip to vaern_worker;

alter table tip_answer enable row level security;
create policy seen on tip_answer for select to vaern_web using (exists (select 1 from tip t where t.id = tip_answer.tip_id));
create policy written on tip_answer for insert to vaern_web with check (works_in_preparedness());
create policy worker on tip_answer to vaern_worker using (true) with check (true);
grant select, insert on tip_answer to vaern_web, vaern_worker;
grant update (read_at) on tip_answer to vaern_worker;

grant execute on function works_in_preparedness() to vaern_web, vaern_worker;

-- Where an asker's own tip stands: the level and when somebody looks again, and nothing else of the issue.
create function asked_about(wanted uuid) returns table (level integer, review_at timestamptz)
language sql stable security definer set search_path = public as $$
  select i.level, i.review_at from tip t join issue i on i.id = t.issue_id
  where t.id = wanted and (t.account_id = acting_account() or t.receipt_mac = acting_mailbox() or works_in_preparedness())
$$;
grant execute on function asked_about(uuid) to vaern_web, vaern_worker;
