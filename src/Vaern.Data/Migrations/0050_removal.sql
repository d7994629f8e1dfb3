-- Content that should come down, and every rung of the removal ladder that was tried for it (law E-08). The ladder belongs to a case or to another room. A room of
-- another kind opens it by bringing two functions of its own, may_read_<kind>(uuid) and may_write_<kind>(uuid); until then nobody on the web sees its ladder.
-- Links, letters and answers are sealed under the data key of the owner, and what happens is told in the owner's stream.

create or replace function may_read_case(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  return exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = wanted);
end
$$;

create function may_use_ladder(act text, kind text, owner uuid) returns boolean
language plpgsql stable security definer set search_path = public as $$
declare
  allowed boolean;
begin
  if to_regprocedure(format('may_%s_%s(uuid)', act, kind)) is null then
    return false;
  end if;
  execute format('select %I($1)', format('may_%s_%s', act, kind)) into allowed using owner;
  return coalesce(allowed, false);
end
$$;

create table removal_content (
  id uuid primary key,
  owner_kind text not null check (owner_kind in ('case', 'family', 'issue')),
  owner_id uuid not null,
  platform text not null check (platform ~ '^[a-z-]{1,30}$'),
  body bytea not null,
  state text not null default 'up' check (state in ('up', 'removed', 'left')),
  added_at timestamptz not null,
  added_by uuid not null references account (id),
  removed_at timestamptz,
  version integer not null default 1,
  check ((state = 'removed') = (removed_at is not null))
);
create index removal_content_owner on removal_content (owner_id, added_at, id);
create index removal_content_removed on removal_content (removed_at) where removed_at is not null;

create table removal_step (
  id uuid primary key,
  content_id uuid not null references removal_content (id) on delete cascade,
  owner_kind text not null check (owner_kind in ('case', 'family', 'issue')),
  owner_id uuid not null,
  kind text not null check (kind in ('author', 'platform', 'helper', 'complaint', 'coordinator', 'authority', 'injunction', 'mediation')),
  rule_id text not null,
  rule_version integer not null,
  state text not null check (state in ('draft', 'sent', 'answered', 'skipped')),
  body bytea not null,
  sent_at timestamptz,
  recorded_at timestamptz not null,
  settled_by uuid not null references account (id),
  answer text check (answer in ('removed', 'partly', 'refused', 'received', 'granted', 'silent')),
  answered_at timestamptz,
  answer_body bytea,
  next_check date,
  version integer not null default 1,
  unique (content_id, kind),
  check ((state in ('sent', 'answered')) = (sent_at is not null)),
  check ((state = 'answered') = (answer is not null and answered_at is not null)),
  check (answered_at is null or answered_at >= sent_at)
);
create index removal_step_owner on removal_step (owner_id);

do $$
declare
  name text;
begin
  foreach name in array array['removal_content', 'removal_step'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy seen on %I for select to vaern_web using (may_use_ladder(''read'', owner_kind, owner_id))', name);
    execute format('create policy written on %I for insert to vaern_web with check (may_use_ladder(''write'', owner_kind, owner_id))', name);
    execute format('create policy changed on %I for update to vaern_web using (may_use_ladder(''write'', owner_kind, owner_id)) with check (may_use_ladder(''write'', owner_kind, owner_id))', name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
  end loop;
end
$$;

-- There is no foreign key to the owner, so a case that goes takes its ladder along here.
create function removal_goes_with_case() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  delete from removal_content where owner_kind = 'case' and owner_id = old.id;
  return old;
end
$$;
create trigger removal_goes before delete on case_file for each row execute function removal_goes_with_case();

grant select, insert, update on removal_content, removal_step to vaern_web, vaern_worker;
grant delete on removal_content, removal_step to vaern_worker;
grant execute on function may_read_case(uuid), may_use_ladder(text, text, uuid) to vaern_web, vaern_worker;
