-- A password that somebody else has set works once: its owner chooses another before anything else.
alter table account add column password_temporary boolean not null default false;

create index report_unit on report (unit_id);

-- When posts change, effective access is made anew by an administrator who may read none of it. These two tell where a case or
-- a report lies, never what it is, past row-level security.
create function case_places(units uuid[]) returns table (id uuid, unit_id uuid, owner_id uuid, open boolean, guarded boolean)
language sql stable security definer set search_path = public as $$
  select c.id, c.unit_id, c.owner_id, c.state <> 'closed', exists (select 1 from report r where r.case_id = c.id and r.routed like 'about-%')
  from case_file c where c.unit_id = any(units)
$$;

-- Without units: every report of the municipality.
create function report_places(units uuid[]) returns table (id uuid, unit_id uuid, kind text, about boolean, open boolean, received_at timestamptz)
language sql stable security definer set search_path = public as $$
  select r.id, r.unit_id, u.kind, coalesce(r.routed like 'about-%', false), r.state not in ('linked', 'closed'), r.received_at
  from report r join unit u on u.id = r.unit_id where units is null or r.unit_id = any(units)
$$;

-- The log is read by time and by actor. Both stand at the front of every line, after two fields that cannot hold them.
create function event_at(line bytea) returns text language sql immutable parallel safe as
$$ select substring(encode(substring(line from 1 for 400), 'escape') from '"at":"([0-9TZ:.-]{24})"') $$;

create function event_actor(line bytea) returns text language sql immutable parallel safe as
$$ select substring(encode(substring(line from 1 for 400), 'escape') from '"actor":"([0-9a-z]{1,32})"') $$;

create index stream_event_at on stream_event (event_at(line), stream_id, seq);
