-- The Digital Gadeplan begins with its mandate: without one that runs there is no shift, no observation and no import. Not only the
-- program says so: the tables that come after ask mandate_runs() for every row.

-- The kinds of keys and streams grow by one, whatever other kinds a database has by now.
do $$
declare
  one record;
begin
  for one in
    select c.conname, c.conrelid::regclass as relation, pg_get_constraintdef(c.oid) as definition from pg_constraint c
    where c.conname in ('data_key_kind_check', 'stream_kind_check')
  loop
    execute format('alter table %s drop constraint %I', one.relation, one.conname);
    execute format('alter table %s add constraint %I %s', one.relation, one.conname, replace(one.definition, 'ARRAY[', 'ARRAY[''street''::text, '));
  end loop;
end
$$;

-- The numbers of the street have three digits and more (O-2026-031); the log is read by them as by the others.
drop index stream_event_number;
create or replace function event_number(line bytea) returns text language sql immutable parallel safe as
$$ select substring(encode(substring(line from 1 for 600), 'escape') from '"subject":"[a-z]+:([A-Z]-[0-9]{4}-[0-9]{3,})"') $$;
create index stream_event_number on stream_event (event_number(line)) where seq = 0;

-- Posts, past row-level security, for the acting person alone. The lists of roles follow Accounts/Roles.cs (a test holds them together).
create function holds_role(wanted text[]) returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  return exists (select 1 from membership m where m.account_id = acting_account() and m.role = any(wanted));
end
$$;

create function sees_the_street() returns boolean language sql stable as
$$ select holds_role(array['street_worker', 'ssp', 'dpo']) $$;

create table mandate (
  id uuid primary key,
  number integer not null unique check (number > 0),
  state text not null check (state in ('draft', 'active', 'stopped')),
  owner_id uuid not null references account (id),
  body bytea not null,
  basis text[] not null,
  starts_on date not null,
  ends_on date not null,
  retention_days integer not null check (retention_days between 1 and 90),
  assessed_on date,
  opinion bytea,
  opinion_on date,
  opinion_by uuid references account (id),
  activated_at timestamptz,
  activated_by uuid references account (id),
  stopped_at timestamptz,
  stopped_by uuid references account (id),
  stopped_why bytea,
  renews_id uuid references mandate (id),
  version integer not null default 1,
  check (ends_on >= starts_on and ends_on <= starts_on + 366),
  check ((opinion is null) = (opinion_on is null) and (opinion is null) = (opinion_by is null)),
  check (opinion_on is null or (assessed_on is not null and opinion_on >= assessed_on)),
  -- Half a mandate is none: impact assessment, opinion and basis are there before it can be anything but a draft (F-06).
  check (state = 'draft' or (assessed_on is not null and opinion is not null and cardinality(basis) > 0 and activated_at is not null and activated_by is not null)),
  check ((state = 'stopped') = (stopped_at is not null and stopped_by is not null and stopped_why is not null))
);
create index mandate_running on mandate (ends_on) where state = 'active';

-- Sources are public channels and places, named on a public page.
create table mandate_source (
  id uuid primary key,
  mandate_id uuid not null references mandate (id),
  number integer not null check (number > 0),
  name text not null,
  platform text not null,
  address text not null,
  added_at timestamptz not null,
  added_by uuid not null references account (id),
  unique (mandate_id, number),
  unique (mandate_id, address)
);

create table source_proposal (
  id uuid primary key,
  mandate_id uuid not null references mandate (id),
  body bytea not null,
  proposed_by uuid not null references account (id),
  proposed_at timestamptz not null,
  state text not null check (state in ('open', 'accepted', 'refused')),
  decided_by uuid references account (id),
  decided_at timestamptz,
  reason bytea,
  version integer not null default 1,
  check ((state = 'open') = (decided_by is null and decided_at is null)),
  check (state = 'open' or reason is not null)
);
create index source_proposal_open on source_proposal (proposed_at) where state = 'open';

-- An open profile is a member of staff under the municipality's own name: never a false one.
create table open_profile (
  id uuid primary key,
  account_id uuid not null references account (id),
  platform text not null,
  address text not null,
  title text not null,
  days integer[] not null check (cardinality(days) > 0 and days <@ array[1, 2, 3, 4, 5, 6, 7]),
  opens integer not null check (opens between 0 and 1439),
  closes integer not null check (closes between 1 and 1440),
  portrait_id uuid references blob (id),
  closed_at timestamptz,
  version integer not null default 1,
  check (closes > opens)
);
create unique index open_profile_once on open_profile (account_id, platform, address) where closed_at is null;

-- By the days of the row itself: nothing has to run for a mandate to end.
create function mandate_runs(wanted uuid, at timestamptz) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (
    select 1 from mandate m
    where m.id = wanted and m.state = 'active' and m.activated_at <= at
      and (at at time zone 'Europe/Copenhagen')::date between m.starts_on and m.ends_on)
$$;

-- For every table whose rows need a running mandate: trigger argument 0 names the column that says when.
create function needs_running_mandate() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  perform 1 from mandate where id = new.mandate_id for share;
  if not mandate_runs(new.mandate_id, (to_jsonb(new) ->> tg_argv[0])::timestamptz) then
    raise exception 'no mandate runs' using errcode = 'VM001';
  end if;
  return new;
end
$$;

-- What was approved is not written over: a change is a new mandate. Sources come one by one, by the owner's decision.
create function mandate_is_kept() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if old.state <> 'draft' and (new.body, new.basis, new.starts_on, new.ends_on, new.retention_days, new.assessed_on, new.opinion, new.opinion_on, new.opinion_by, new.owner_id, new.number)
    is distinct from (old.body, old.basis, old.starts_on, old.ends_on, old.retention_days, old.assessed_on, old.opinion, old.opinion_on, old.opinion_by, old.owner_id, old.number) then
    raise exception 'an approved mandate is not changed' using errcode = 'VM002';
  end if;
  if (old.state, new.state) not in (('draft', 'draft'), ('draft', 'active'), ('active', 'active'), ('active', 'stopped'), ('stopped', 'stopped')) then
    raise exception 'a mandate does not go that way' using errcode = 'VM002';
  end if;
  if new.state = 'active' and old.state = 'draft' and not exists (select 1 from mandate_source s where s.mandate_id = new.id) then
    raise exception 'a mandate names its sources' using errcode = 'VM002';
  end if;
  return new;
end
$$;
create trigger kept before update on mandate for each row execute function mandate_is_kept();

create function mandate_begins_as_draft() returns trigger language plpgsql as $$
begin
  if new.state <> 'draft' then
    raise exception 'a mandate begins as a draft' using errcode = 'VM002';
  end if;
  return new;
end
$$;
create trigger draft before insert on mandate for each row execute function mandate_begins_as_draft();

do $$
declare
  name text;
begin
  foreach name in array array['mandate', 'mandate_source', 'source_proposal', 'open_profile'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy seen on %I for select to vaern_web using (sees_the_street())', name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
  end loop;
end
$$;
create policy written on mandate for insert to vaern_web with check (holds_role(array['ssp']));
create policy changed on mandate for update to vaern_web using (holds_role(array['ssp', 'dpo'])) with check (true);
create policy written on mandate_source for insert to vaern_web with check (holds_role(array['ssp']));
create policy taken_away on mandate_source for delete to vaern_web using (
  holds_role(array['ssp']) and exists (select 1 from mandate m where m.id = mandate_id and m.state = 'draft'));
create policy written on source_proposal for insert to vaern_web with check (holds_role(array['street_worker', 'ssp']) and proposed_by = acting_account());
create policy changed on source_proposal for update to vaern_web using (holds_role(array['ssp'])) with check (true);
create policy written on open_profile for insert to vaern_web with check (holds_role(array['street_worker']) and account_id = acting_account());
create policy changed on open_profile for update to vaern_web using (
  (holds_role(array['street_worker']) and account_id = acting_account()) or holds_role(array['ssp'])) with check (true);

grant select, insert, update on mandate, source_proposal, open_profile to vaern_web, vaern_worker;
grant select, insert, delete on mandate_source to vaern_web, vaern_worker;
grant execute on function holds_role(text[]), sees_the_street(), mandate_runs(uuid, timestamptz) to vaern_web, vaern_worker;
