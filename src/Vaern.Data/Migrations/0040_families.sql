-- The same content in many cases. A fingerprint is case data of the highest class: its bits are sealed under the key of the report or case it came with, and
-- go with that key. What stands in the open is which fingerprints belong together, never what they look like.
create table family (
  id uuid primary key,
  number text not null unique,
  kind text not null check (kind in ('picture', 'film', 'reference')),
  reference_mac bytea unique check (octet_length(reference_mac) = 32),
  first_seen timestamptz not null,
  coordinator_id uuid references account (id),
  -- No foreign key: choosing a coordinator must not wait for whoever works on that case. Emptied when the case leaves the family.
  coordinator_case uuid,
  coordinated_at timestamptz,
  -- A file of the family may be restricted (S-1): all its fingerprints were deleted, the rooms stay tied together.
  dropped_at timestamptz,
  version integer not null default 1,
  check ((kind = 'reference') = (reference_mac is not null)),
  check ((coordinator_id is null) = (coordinated_at is null))
);

create table fingerprint (
  id uuid primary key,
  key_id uuid not null references data_key (owner_id) on delete cascade,
  report_id uuid references report (id) on delete cascade,
  case_id uuid references case_file (id) on delete cascade,
  blob_id uuid references blob (id) on delete cascade,
  source text not null check (source in ('device', 'server')),
  kind text not null check (kind in ('picture', 'film')),
  standing text not null check (standing in ('usable', 'not-comparable', 'refused')),
  family_id uuid references family (id) on delete set null,
  represents boolean not null default false,
  body bytea not null,
  made_at timestamptz not null,
  unique (blob_id, source),
  check (report_id is not null or case_id is not null),
  check (source = 'device' or blob_id is not null),
  check (not represents or standing = 'usable')
);
create index fingerprint_report on fingerprint (report_id) where report_id is not null;
create index fingerprint_case on fingerprint (case_id) where case_id is not null;
create index fingerprint_family on fingerprint (family_id) where family_id is not null;
create unique index fingerprint_representative on fingerprint (family_id) where represents;

-- Cases are tied to a family, never to each other.
create table family_case (
  family_id uuid not null references family (id) on delete cascade,
  case_id uuid not null references case_file (id) on delete cascade,
  linked_by uuid references account (id),
  linked_at timestamptz not null,
  body bytea,
  primary key (family_id, case_id)
);
create index family_case_case on family_case (case_id);

-- A resemblance that a named person has to judge. What was decided stays; the pair is not offered again.
create table family_lead (
  id uuid primary key,
  family_id uuid not null references family (id) on delete cascade,
  fingerprint_id uuid references fingerprint (id) on delete set null,
  key_id uuid not null references data_key (owner_id) on delete cascade,
  report_id uuid references report (id) on delete cascade,
  case_id uuid references case_file (id) on delete cascade,
  state text not null default 'open' check (state in ('open', 'confirmed', 'rejected')),
  found_at timestamptz not null,
  body bytea not null,
  decided_by uuid references account (id),
  decided_at timestamptz,
  reason bytea,
  version integer not null default 1,
  unique (family_id, fingerprint_id),
  check (report_id is not null or case_id is not null),
  check ((state = 'open') = (decided_at is null)),
  check (state = 'open' or (decided_by is not null and reason is not null))
);
create index family_lead_report on family_lead (report_id) where report_id is not null;
create index family_lead_case on family_lead (case_id) where case_id is not null;
create index family_lead_fingerprint on family_lead (fingerprint_id);

-- What the indexes in memory have to catch up with: a family whose representative came, went or changed. Holds nothing else.
create table family_change (
  seq bigint generated always as identity primary key,
  family_id uuid not null
);

-- One lock for everything that changes representatives, so that the numbers above are committed in their order and the same picture twice founds one family.
create function lock_families() returns void language sql as $$ select pg_advisory_xact_lock(40, 1) $$;

-- S-1 in the database itself: nothing of a restricted report or case and nothing of a locked file can get a fingerprint, whatever a program forgets.
create function no_restricted_fingerprint() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if exists (select from report where id = new.report_id and restricted)
    or exists (select from case_file where id = new.case_id and regime = 'restricted')
    or exists (select from report r join case_file c on c.id = r.case_id where r.id = new.report_id and c.regime = 'restricted')
    or exists (select from blob where id = new.blob_id and locked_at is not null) then
    raise exception 'no fingerprint of restricted material' using errcode = 'VS001';
  end if;
  return new;
end
$$;
create trigger restricted before insert on fingerprint for each row execute function no_restricted_fingerprint();

-- What may be restricted after all loses its fingerprints: the file's own, and those of the content that it was recognised as.
create function drop_fingerprints(wanted uuid[]) returns void
language plpgsql security definer set search_path = public as $$
declare
  families uuid[];
begin
  perform lock_families();
  select array_agg(distinct family) into families from (
    select family_id as family from fingerprint where id = any(wanted) and family_id is not null
    union select family_id from family_lead where fingerprint_id = any(wanted) and state <> 'rejected') known;
  update family set dropped_at = clock_timestamp(), version = version + 1 where id = any(families) and kind <> 'reference';
  delete from fingerprint where id = any(wanted) or family_id = any(families)
    or id in (select fingerprint_id from family_lead where family_id = any(families) and state = 'open');
  delete from family_lead where family_id = any(families) and state = 'open';
end
$$;

create function locked_file_has_no_fingerprint() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if old.locked_at is null and new.locked_at is not null and exists (select from fingerprint where blob_id = new.id) then
    perform drop_fingerprints(array(select id from fingerprint where blob_id = new.id));
  end if;
  return null;
end
$$;
create trigger locked_file_has_no_fingerprint after update of locked_at on blob for each row execute function locked_file_has_no_fingerprint();

-- A report that comes into a case takes the case into the families of its pictures; into a restricted case it takes no fingerprint along.
create function report_in_case() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if new.case_id is not null and new.case_id is distinct from old.case_id then
    if exists (select from case_file where id = new.case_id and regime = 'restricted') then
      perform drop_fingerprints(array(select id from fingerprint where report_id = new.id));
    else
      insert into family_case (family_id, case_id, linked_at)
        select family_id, new.case_id, min(made_at) from fingerprint where report_id = new.id and family_id is not null group by family_id
        on conflict do nothing;
    end if;
  end if;
  return null;
end
$$;
create trigger report_in_case after update of case_id on report for each row execute function report_in_case();

create function family_is_empty(wanted uuid) returns boolean language sql stable as $$
  select not exists (select from family_case where family_id = wanted) and not exists (select from fingerprint where family_id = wanted)
$$;

-- The oldest fingerprint that is left stands for the family; the last one takes the family along.
create function after_fingerprint() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if tg_op = 'INSERT' then
    if new.represents then
      perform lock_families();
      insert into family_change (family_id) values (new.family_id);
    end if;
    return null;
  elsif tg_op = 'UPDATE' then
    if (old.represents or new.represents) and (new.represents, new.family_id) is distinct from (old.represents, old.family_id) then
      perform lock_families();
      insert into family_change (family_id) select distinct id from unnest(array[old.family_id, new.family_id]) id where id is not null;
    end if;
    return null;
  end if;
  if old.family_id is not null then
    if old.represents then
      perform lock_families();
      insert into family_change (family_id) values (old.family_id);
      update fingerprint set represents = true where id = (
        select id from fingerprint where family_id = old.family_id and standing = 'usable' order by source desc, made_at, id limit 1);
    end if;
    if family_is_empty(old.family_id) then
      delete from family where id = old.family_id;
    end if;
  end if;
  return null;
end
$$;
create trigger after_fingerprint after insert or update or delete on fingerprint for each row execute function after_fingerprint();

create function after_family_case() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  update family set coordinator_id = null, coordinator_case = null, coordinated_at = null, version = version + 1
    where id = old.family_id and coordinator_case = old.case_id;
  if family_is_empty(old.family_id) then
    delete from family where id = old.family_id;
  end if;
  return null;
end
$$;
create trigger after_family_case after delete on family_case for each row execute function after_family_case();

-- The certificate of deletion names the family; what was only offered as resembling it looks for its place anew.
create function before_family_goes() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into job (id, kind, payload, run_at)
    select gen_random_uuid(), 'fingerprint.place', jsonb_build_object('fingerprint', fingerprint_id), '2000-01-01' from family_lead
    where family_id = old.id and state = 'open' and fingerprint_id is not null;
  insert into destroyed_key values (old.id, 'family', clock_timestamp()) on conflict (id) do nothing;
  return old;
end
$$;
create trigger before_family_goes before delete on family for each row execute function before_family_goes();

-- Who sees what. Rooms of a family see that there are others, not what is in them.
create function in_family(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  return exists (
    select from family_case f join case_access a on a.case_id = f.case_id where f.family_id = wanted and a.account_id = acting_account());
end
$$;

create function may_read_room(wanted_case uuid, wanted_report uuid) returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  return acting_account() is not null and (
    exists (select from case_access a where a.account_id = acting_account() and a.case_id = wanted_case)
    or (wanted_report is not null and may_read_report(wanted_report)));
end
$$;

alter table family enable row level security;
alter table fingerprint enable row level security;
alter table family_case enable row level security;
alter table family_lead enable row level security;
create policy seen on family for select to vaern_web using (
  in_family(id) or exists (select from family_lead l where l.family_id = family.id));
create policy changed on family for update to vaern_web using (in_family(id)) with check (in_family(id));
create policy seen on fingerprint for select to vaern_web using (may_read_room(case_id, report_id));
create policy written on fingerprint for insert to vaern_web with check (
  report_id = acting_report() and source = 'device' and family_id is null);
create policy seen on family_case for select to vaern_web using (in_family(family_id));
create policy written on family_case for insert to vaern_web with check (may_write_case(case_id));
create policy taken_away on family_case for delete to vaern_web using (may_write_case(case_id));
create policy seen on family_lead for select to vaern_web using (may_read_room(case_id, report_id));
create policy changed on family_lead for update to vaern_web using (
  may_write_case(coalesce(case_id, (select r.case_id from report r where r.id = report_id))));
do $$
declare
  name text;
begin
  foreach name in array array['family', 'fingerprint', 'family_case', 'family_lead'] loop
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
  end loop;
end
$$;
grant select, update on family to vaern_web;
grant select, insert on fingerprint to vaern_web;
grant select, insert, delete on family_case to vaern_web;
grant select, update on family_lead to vaern_web;
grant select, insert, update, delete on family, fingerprint, family_case, family_lead to vaern_worker;
grant select on family_change to vaern_worker;

-- Whom to call about a family: the coordinator; before there is one whoever owns the oldest room, or reads the report that the content came with first.
create function family_contact(wanted uuid) returns uuid
language plpgsql stable security definer set search_path = public as $$
begin
  if acting_account() is null then
    return null;
  end if;
  return coalesce(
    (select coordinator_id from family where id = wanted),
    (select c.owner_id from family_case f join case_file c on c.id = f.case_id where f.family_id = wanted order by f.linked_at, c.opened_at, c.id limit 1),
    (select c.owner_id from fingerprint f join case_file c on c.id = f.case_id where f.family_id = wanted order by f.made_at, f.id limit 1),
    (select a.account_id from fingerprint f join report_access a on a.report_id = f.report_id and a.access = 'content'
      where f.family_id = wanted order by f.made_at, a.account_id limit 1));
end
$$;

-- What somebody without a room in it may know: that it exists, and whom to call.
create function family_named(wanted text) returns uuid
language plpgsql stable security definer set search_path = public as $$
begin
  return (select id from family where number = wanted and acting_account() is not null);
end
$$;

create function reference_family(wanted bytea) returns uuid
language plpgsql stable security definer set search_path = public as $$
begin
  return (select id from family where reference_mac = wanted and acting_account() is not null);
end
$$;

-- The family of a reference, founded where there is none: its row is not the acting person's to see before their case is in it.
create function found_reference_family(new_id uuid, new_number text, new_mac bytea, at timestamptz) returns uuid
language plpgsql security definer set search_path = public as $$
begin
  if acting_account() is null then
    return null;
  end if;
  insert into family (id, number, kind, reference_mac, first_seen) values (new_id, new_number, 'reference', new_mac, at) on conflict (reference_mac) do nothing;
  return (select id from family where reference_mac = new_mac);
end
$$;

-- Ties the room of a confirmed lead to its family, in rows that the person who confirms need not see. The lead is decided by the same transaction.
create function join_family(wanted_lead uuid, at timestamptz) returns uuid
language plpgsql security definer set search_path = public as $$
declare
  lead family_lead;
  room uuid;
begin
  select * into lead from family_lead where id = wanted_lead;
  room := coalesce(lead.case_id, (select case_id from report where id = lead.report_id));
  if room is null or not may_write_case(room) then
    raise exception 'the room of the lead is not the acting person''s' using errcode = '42501';
  end if;
  update fingerprint set family_id = lead.family_id where id = lead.fingerprint_id and family_id is null;
  insert into family_case (family_id, case_id, linked_by, linked_at) values (lead.family_id, room, acting_account(), at) on conflict do nothing;
  return lead.family_id;
end
$$;

-- One coordinator: where nobody is yet and there are two rooms, the owner of the oldest. Gives the coordinator if that was decided here.
create function begin_coordination(wanted uuid, at timestamptz) returns uuid
language plpgsql security definer set search_path = public as $$
declare
  chosen record;
begin
  if not in_family(wanted) or (select count(*) from family_case where family_id = wanted) < 2 then
    return null;
  end if;
  select c.owner_id as owner, c.id as room into chosen
    from family_case f join case_file c on c.id = f.case_id where f.family_id = wanted order by f.linked_at, c.opened_at, c.id limit 1;
  update family set coordinator_id = chosen.owner, coordinator_case = chosen.room, coordinated_at = at, version = version + 1
    where id = wanted and coordinator_id is null;
  return case when found then chosen.owner end;
end
$$;

-- How the one hand-over to the police stands, for every room of the family: its state and days, nothing of what is handed over.
create function family_police(wanted uuid) returns table (state text, asked_at timestamptz, decided_at timestamptz, received_at timestamptz)
language plpgsql stable security definer set search_path = public as $$
begin
  return query
    select h.state, h.asked_at, h.decided_at, h.received_at from family f join handover h on h.case_id = f.coordinator_case
    where f.id = wanted and in_family(wanted) and h.kind in ('police', 'anmelddet') and h.state not in ('refused', 'recalled')
    order by h.asked_at desc, h.id limit 1;
end
$$;
grant execute on function
  lock_families(), family_is_empty(uuid), in_family(uuid), may_read_room(uuid, uuid), family_contact(uuid), family_named(text), reference_family(bytea), found_reference_family(uuid, text, bytea, timestamptz), join_family(uuid, timestamptz),
  begin_coordination(uuid, timestamptz), family_police(uuid) to vaern_web, vaern_worker;
revoke execute on function drop_fingerprints(uuid[]) from public;
