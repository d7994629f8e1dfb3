-- A hand-over becomes a transition: it begins as a draft, its ground is chosen from the list of grounds (Sharing/grounds.json), what it holds is chosen piece by
-- piece, and the receiver takes it or turns it down. A receiver inside the municipality is a unit, which reads it in its own received box.
alter table handover drop constraint handover_kind_check;
alter table handover drop constraint handover_state_check;
alter table handover drop constraint handover_check2;
alter table handover
  alter column rule_id drop not null,
  alter column rule_version drop not null,
  alter column payload_sha256 drop not null,
  add column ground text,
  add column from_unit uuid references unit (id),
  add column to_unit uuid references unit (id),
  add column number text unique,
  -- Exactly what a person reads at the other end, sealed under the case's key; null when only files are handed over.
  add column extract bytea,
  add column overridden boolean not null default false,
  add column without_stamp boolean not null default false,
  add column received_by uuid references account (id),
  add column answered_at timestamptz,
  add column answered_by uuid references account (id),
  add column to_case uuid references case_file (id) on delete set null,
  add column inform text not null default 'open' check (inform in ('open', 'letter', 'told', 'postponed', 'not')),
  add column inform_on date,
  add column informed_at timestamptz;

update handover h set
  from_unit = (select unit_id from case_file c where c.id = h.case_id),
  number = (select p.number from package p where p.id = h.package_id),
  ground = case
    when h.kind in ('police', 'authority') and h.rule_id = 'D-08' then 'disclosure'
    when h.kind = 'police' then 'police-report'
    when h.kind = 'anmelddet' then 'anmelddet'
    when h.rule_id = 'D-01' then 'notification'
    when h.rule_id = 'D-02' then 'notification-citizen'
    when h.kind = 'ssp' then 'prevention'
    else 'access' end,
  state = case h.state when 'refused' then 'draft' else h.state end,
  decided_by = case h.state when 'refused' then null else h.decided_by end,
  decided_at = case h.state when 'refused' then null else h.decided_at end;

alter table handover
  alter column from_unit set not null,
  add constraint handover_kind check (kind in ('police', 'police-prevention', 'anmelddet', 'authority', 'supervision', 'ssp', 'affected', 'records', 'unit')),
  add constraint handover_state check (state in ('draft', 'waiting', 'approved', 'received', 'accepted', 'rejected', 'recalled')),
  add constraint handover_receiver check ((kind = 'unit') = (to_unit is not null)),
  add constraint handover_elsewhere check (to_unit is null or to_unit <> from_unit),
  add constraint handover_complete check (state = 'draft' or (ground is not null and rule_id is not null and rule_version is not null and payload_sha256 is not null)),
  add constraint handover_approved check (state not in ('approved', 'received', 'accepted', 'rejected') or (decided_by is not null and number is not null)),
  add constraint handover_answered check ((answered_by is null) = (answered_at is null)),
  add constraint handover_inform check ((inform = 'postponed') = (inform_on is not null));
create index handover_to_unit on handover (to_unit, decided_at desc) where to_unit is not null;

-- Who works on cases in the unit that receives sees it from when it is sent until it is turned down or called back; then nothing stays with them.
create function may_receive(unit uuid, state text) returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  return unit is not null and state in ('approved', 'received', 'accepted') and exists (
    select 1 from membership m where m.account_id = acting_account() and m.unit_id = unit
      and m.role in ('school_leader', 'key_person', 'leader', 'safety_team', 'child_case_worker', 'ssp'));
end
$$;
create policy received on handover for select to vaern_web using (may_receive(to_unit, state));

-- The receiver's two acts, and no other column: a row that was turned down is no longer the receiver's to see, nor to change.
create function open_handover(wanted uuid, happened timestamptz) returns boolean
language plpgsql security definer set search_path = public as $$
begin
  update handover set state = 'received', received_at = happened, received_by = acting_account(), version = version + 1
  where id = wanted and state = 'approved' and may_receive(to_unit, state);
  return found;
end
$$;

create function answer_handover(wanted uuid, answer text, into_case uuid, words bytea, happened timestamptz) returns boolean
language plpgsql security definer set search_path = public as $$
declare
  sender uuid;
begin
  if answer not in ('accepted', 'rejected') then
    raise exception 'no such answer' using errcode = 'VR002';
  end if;
  update handover set state = answer, to_case = into_case, body = words, version = version + 1, answered_at = happened, answered_by = acting_account(),
    received_at = coalesce(received_at, happened), received_by = coalesce(received_by, acting_account())
  where id = wanted and state in ('approved', 'received') and may_receive(to_unit, state) returning case_id into sender;
  -- The goal of a receipt within five working days is met by the receiver, who cannot see the sender's case.
  update clock set state = 'met', settled_at = happened, recorded_at = happened, settled_by = acting_account(), version = version + 1
  where rule_id = 'GOAL-PACKAGE-RECEIPT' and state = 'running' and case_id = sender;
  return sender is not null;
end
$$;
grant execute on function open_handover(uuid, timestamptz), answer_handover(uuid, text, uuid, bytea, timestamptz) to vaern_web, vaern_worker;
grant execute on function may_receive(uuid, text) to vaern_web, vaern_worker;

-- What belongs to an investigation and so can never leave on the ground of prevention (retsplejeloven § 115). The subject is a label of evidence or an entry's id.
create table investigation_mark (
  case_id uuid not null references case_file (id) on delete cascade,
  subject text not null check (subject ~ '^([BH]-[0-9]{3,6}|[0-9a-f]{32})$'),
  marked_by uuid not null references account (id),
  marked_at timestamptz not null,
  primary key (case_id, subject)
);

-- The rooms from which one incident is seen. A room knows that another exists and whom to call, never what is in it.
create table incident_room (
  incident_id uuid not null,
  case_id uuid not null unique references case_file (id) on delete cascade,
  linked_by uuid references account (id),
  linked_at timestamptz not null,
  primary key (incident_id, case_id)
);

create function linked_rooms(of_case uuid) returns table (unit_id uuid, track text, owner_id uuid, linked_at timestamptz)
language sql stable security definer set search_path = public as $$
  select c.unit_id, c.track, c.owner_id, greatest(o.linked_at, r.linked_at)
  from incident_room r join incident_room o on o.incident_id = r.incident_id and o.case_id <> r.case_id join case_file c on c.id = o.case_id
  where r.case_id = of_case and exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = of_case)
  order by o.linked_at, o.case_id
$$;

-- Links two cases: by somebody who can write in both, or who takes what one has sent to the other's unit. The sender's case stays unseen.
create function link_rooms(from_case uuid, into_case uuid, happened timestamptz) returns void
language plpgsql security definer set search_path = public as $$
declare
  incident uuid;
begin
  if not may_write_case(into_case) or not (may_write_case(from_case) or exists (
      select 1 from handover h where h.case_id = from_case and may_receive(h.to_unit, h.state))) then
    raise exception 'not yours to link' using errcode = 'VR001';
  end if;
  select incident_id into incident from incident_room where case_id = from_case;
  if incident is null then
    select incident_id into incident from incident_room where case_id = into_case;
  end if;
  incident := coalesce(incident, gen_random_uuid());
  insert into incident_room values (incident, from_case, acting_account(), happened) on conflict (case_id) do nothing;
  insert into incident_room values (incident, into_case, acting_account(), happened) on conflict (case_id) do nothing;
end
$$;

alter table investigation_mark enable row level security;
create policy seen on investigation_mark for select to vaern_web using (exists (select 1 from case_access a where a.account_id = acting_account() and a.case_id = investigation_mark.case_id));
create policy written on investigation_mark for insert to vaern_web with check (may_write_case(case_id));
create policy taken_away on investigation_mark for delete to vaern_web using (may_write_case(case_id));
create policy worker on investigation_mark to vaern_worker using (true) with check (true);
alter table incident_room enable row level security;
create policy worker on incident_room to vaern_worker using (true) with check (true);
grant select, insert, delete on investigation_mark to vaern_web, vaern_worker;
grant select, insert, delete on incident_room to vaern_worker;
grant execute on function linked_rooms(uuid), link_rooms(uuid, uuid, timestamptz) to vaern_web, vaern_worker;
