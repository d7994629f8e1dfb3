-- The room of an issue to its last line: card and tasks, police, talk card, narrative, exercise, review; the municipality's own pages under published rules;
-- contacts of offices and days of risk. No table here has a row a citizen, and none holds who wrote what.

do $$
declare
  one record;
begin
  for one in
    select c.conname, c.conrelid::regclass as relation, pg_get_constraintdef(c.oid) as definition from pg_constraint c
    where c.conname in ('data_key_kind_check', 'stream_kind_check')
  loop
    execute format('alter table %s drop constraint %I', one.relation, one.conname);
    execute format('alter table %s add constraint %I %s', one.relation, one.conname, replace(one.definition, 'ARRAY[', 'ARRAY[''preparedness''::text, '));
  end loop;
end
$$;

-- What the room did stands in its log beside what people write; the number keeps two lines of one instant in order.
alter table issue_entry add column act text;
alter table issue_entry add column channel text not null default 'room' check (channel in ('room', 'police'));
alter table issue_entry add column seq bigint generated always as identity;

-- Asked by telephone: whoever took the call rings the answer out, and nobody's number is kept.
alter table tip add column ring_back boolean not null default false;

alter table issue add column card_version integer;
alter table narrative add column drill boolean not null default false;

-- A version of a card that a review changed. Version 1 comes with the program.
create table prep_card (
  code text not null check (code ~ '^P-[A-Z]+$'),
  version integer not null check (version > 1),
  id uuid not null unique,
  body bytea not null,
  valid_from date not null,
  changed_at timestamptz not null,
  changed_by uuid not null references account (id),
  issue_id uuid references issue (id),
  primary key (code, version)
);

create table issue_task (
  issue_id uuid not null references issue (id),
  step text not null check (step ~ '^[a-z0-9-]{1,60}$'),
  state text not null check (state in ('done', 'skipped')),
  why bytea,
  settled_at timestamptz not null,
  settled_by uuid not null references account (id),
  primary key (issue_id, step),
  check (state = 'done' or why is not null)
);

create table talk_card (
  issue_id uuid not null references issue (id),
  version integer not null check (version > 0),
  body bytea not null,
  drill boolean not null,
  author_id uuid not null references account (id),
  written_at timestamptz not null,
  expires_on date not null,
  published_at timestamptz,
  published_by uuid references account (id),
  primary key (issue_id, version),
  check ((published_at is null) = (published_by is null)),
  check (published_by is null or published_by <> author_id)
);

create table issue_review (
  issue_id uuid primary key references issue (id),
  due_on date not null,
  body bytea,
  done_at timestamptz,
  done_by uuid references account (id),
  card_version integer,
  check ((done_at is null) = (body is null))
);

create table prep_drill (
  id uuid primary key,
  scenario text not null check (scenario ~ '^[a-z-]{1,40}$'),
  begun_at timestamptz not null,
  begun_by uuid not null references account (id),
  ended_at timestamptz
);
create unique index prep_drill_one on prep_drill ((true)) where ended_at is null;

-- The rules of the municipality's own pages: written by one, published by another, and every version stays.
create table page_rules (
  version integer primary key check (version > 0),
  id uuid not null unique,
  body bytea not null,
  author_id uuid not null references account (id),
  written_at timestamptz not null,
  valid_from date not null,
  published_at timestamptz,
  published_by uuid references account (id),
  check ((published_at is null) = (published_by is null)),
  check (published_by is null or published_by <> author_id)
);

-- A comment that was hidden, or a reply that a person sent. The comment's words without persons; the writer comes back with six words, and who it is nobody asks.
create table moderation (
  id uuid primary key,
  number text not null unique,
  issue_id uuid references issue (id),
  drill boolean not null default false,
  page text not null check (page in ('facebook', 'instagram', 'website', 'other')),
  kind text not null check (kind in ('hidden', 'reply')),
  rules_version integer references page_rules (version),
  rule integer,
  body bytea not null,
  receipt_mac bytea unique,
  decided_at timestamptz not null,
  decided_by uuid not null references account (id),
  state text not null check (state in ('hidden', 'appealed', 'kept', 'restored', 'sent')),
  version integer not null default 1,
  check ((kind = 'hidden') = (rules_version is not null and rule is not null and receipt_mac is not null)),
  check ((kind = 'reply') = (state = 'sent'))
);
create index moderation_newest on moderation (decided_at desc, id desc);
create index moderation_waiting on moderation (decided_at, id) where state = 'appealed';
create index moderation_issue on moderation (issue_id, decided_at) where issue_id is not null;

create table moderation_appeal (
  moderation_id uuid primary key references moderation (id),
  body bytea not null,
  made_at timestamptz not null,
  outcome text check (outcome in ('restored', 'kept')),
  answer bytea,
  decided_at timestamptz,
  decided_by uuid references account (id),
  check ((outcome is null) = (decided_by is null) and (outcome is null) = (answer is null))
);

-- An appeal is decided by another person, also where the program forgets to ask.
create function appeal_is_decided_by_another() returns trigger language plpgsql as $$
begin
  if new.decided_by is not null and exists (select 1 from moderation m where m.id = new.moderation_id and m.decided_by = new.decided_by) then
    raise exception 'another person decides' using errcode = 'check_violation', constraint = 'appeal_another';
  end if;
  return new;
end
$$;
create trigger by_another before insert or update on moderation_appeal for each row execute function appeal_is_decided_by_another();

-- How many comments somebody read through, for the share that was hidden. A number and no more.
create table comment_count (
  id uuid primary key,
  issue_id uuid references issue (id),
  drill boolean not null default false,
  page text not null check (page in ('facebook', 'instagram', 'website', 'other')),
  comments integer not null check (comments between 1 and 100000),
  counted_at timestamptz not null,
  counted_by uuid not null references account (id)
);

create table prep_contact (
  id uuid primary key,
  kind text not null check (kind in ('police', 'health', 'school', 'media', 'neighbour', 'other')),
  body bytea not null,
  checked_on date not null,
  gone_at timestamptz,
  version integer not null default 1
);

create table risk_day (
  id uuid primary key,
  kind text not null check (kind in ('demonstration', 'trial', 'school-start', 'event', 'other')),
  starts_on date not null,
  ends_on date not null,
  body bytea not null,
  made_at timestamptz not null,
  made_by uuid not null references account (id),
  gone_at timestamptz,
  version integer not null default 1,
  check (ends_on between starts_on and starts_on + 366)
);
create index risk_day_coming on risk_day (starts_on, id) where gone_at is null;

do $$
declare
  name text;
begin
  foreach name in array array['prep_card', 'issue_task', 'talk_card', 'issue_review', 'prep_drill', 'page_rules', 'moderation', 'moderation_appeal', 'comment_count', 'prep_contact', 'risk_day'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy team on %I to vaern_web using (works_in_preparedness()) with check (works_in_preparedness())', name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
    execute format('grant select, insert, update on %I to vaern_web, vaern_worker', name);
  end loop;
end
$$;
revoke update on prep_card, comment_count from vaern_web, vaern_worker;

-- A published talk card is for everybody who works here; an exercise stays in the room.
create policy staff on talk_card for select to vaern_web using (published_at is not null and not drill and acting_account() is not null);

-- The writer of a hidden comment, by six words: the decision, and one appeal.
create policy writer on moderation for select to vaern_web using (receipt_mac = acting_mailbox());
create policy writer_seen on moderation_appeal for select to vaern_web using (exists (select 1 from moderation m where m.id = moderation_id and m.receipt_mac = acting_mailbox()));
create policy writer_asks on moderation_appeal for insert to vaern_web with check (
  outcome is null and exists (select 1 from moderation m where m.id = moderation_id and m.receipt_mac = acting_mailbox()));
create policy writer_moves on moderation for update to vaern_web using (receipt_mac = acting_mailbox() and state = 'hidden') with check (receipt_mac = acting_mailbox() and state = 'appealed');

-- The ladder of an issue (law E-08) is the room's.
create function may_read_issue(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  return works_in_preparedness() and exists (select 1 from issue i where i.id = wanted);
end
$$;
create function may_write_issue(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  return works_in_preparedness() and exists (select 1 from issue i where i.id = wanted and not i.drill);
end
$$;
grant execute on function may_read_issue(uuid), may_write_issue(uuid) to vaern_web, vaern_worker;

-- The rules are public, whoever asks.
create policy everybody on page_rules for select to vaern_web using (published_at is not null);

-- Accounts that hold one of these roles and are open: whom a room tells that there is news.
create function account_with_role(roles text[]) returns table (account_id uuid)
language sql stable security definer set search_path = public as $$
  select distinct m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null where m.role = any(roles) and works_in_preparedness()
$$;
grant execute on function account_with_role(text[]) to vaern_web, vaern_worker;
