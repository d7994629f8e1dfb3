-- Shifts and what is seen in them: phenomena without persons. Links lie apart, for those who were on the shift together, and everything raw
-- goes on the day that is written beside it.

create table street_shift (
  id uuid primary key,
  number text not null unique,
  mandate_id uuid not null references mandate (id),
  worker_id uuid not null references account (id),
  started_at timestamptz not null,
  planned_end timestamptz not null,
  ended_at timestamptz,
  talks integer check (talks between 0 and 999),
  phenomena integer check (phenomena between 0 and 999),
  concerns integer check (concerns between 0 and 999),
  news bytea,
  debrief boolean,
  debriefed_at timestamptz,
  expires_on date not null,
  version integer not null default 1,
  check (planned_end > started_at),
  check (ended_at is null or ended_at >= started_at),
  check ((ended_at is null) = (talks is null) and (ended_at is null) = (phenomena is null) and (ended_at is null) = (concerns is null) and (ended_at is null) = (debrief is null))
);
create unique index street_shift_open on street_shift (worker_id) where ended_at is null;
create index street_shift_latest on street_shift (started_at desc, id);
create trigger mandated before insert on street_shift for each row execute function needs_running_mandate('started_at');

-- One's own shift, and one that ran beside one's own: those who worked the street together.
create function on_shift_with(wanted uuid) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (
    select 1 from street_shift theirs join street_shift mine
      on mine.worker_id = acting_account() and mine.mandate_id = theirs.mandate_id
      and mine.started_at < coalesce(theirs.ended_at, 'infinity') and theirs.started_at < coalesce(mine.ended_at, 'infinity')
    where theirs.id = wanted)
$$;

-- No column here could hold a person or a file, and there never is one. What is gone keeps kind and month, so that it is still counted.
create table phenomenon (
  id uuid primary key,
  number text not null unique,
  mandate_id uuid not null references mandate (id),
  shift_id uuid not null references street_shift (id),
  source_id uuid references mandate_source (id),
  kind text not null check (kind in ('violence-shared', 'exposure-account', 'threats', 'hate', 'sexual-humiliation', 'recruitment', 'sale', 'fraud', 'self-harm', 'challenge', 'algorithm', 'other')),
  age text check (age in ('under-12', '12-15', '13-16', '15-17', 'adults', 'all', 'unknown')),
  seen_on date not null,
  seen_at timestamptz,
  note bytea check (octet_length(note) <= 2048),
  not_a_name boolean not null default false,
  recorded_at timestamptz not null,
  expires_on date not null,
  gone_at timestamptz,
  check (gone_at is not null or (source_id is not null and age is not null and seen_at is not null and note is not null)),
  check (gone_at is null or (source_id is null and age is null and seen_at is null and note is null))
);
create index phenomenon_latest on phenomenon (recorded_at desc, id);
create index phenomenon_day on phenomenon (seen_on, kind);
create index phenomenon_shift on phenomenon (shift_id);
create index phenomenon_expiry on phenomenon (expires_on) where gone_at is null;
create trigger mandated before insert on phenomenon for each row execute function needs_running_mandate('recorded_at');

-- The source is one of the mandate's, and the day of deletion no later than the mandate says.
create function phenomenon_within_mandate() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if not exists (select 1 from mandate_source s where s.id = new.source_id and s.mandate_id = new.mandate_id) then
    raise exception 'the source is not in the mandate' using errcode = 'VM003';
  end if;
  if not exists (select 1 from street_shift s where s.id = new.shift_id and s.mandate_id = new.mandate_id and s.ended_at is null and s.worker_id = acting_account()) then
    raise exception 'a phenomenon is seen on a shift of one''s own' using errcode = 'VM003';
  end if;
  if exists (select 1 from mandate m where m.id = new.mandate_id and new.expires_on > new.seen_on + m.retention_days) then
    raise exception 'raw notes are not kept longer than the mandate says' using errcode = 'VM003';
  end if;
  return new;
end
$$;
create trigger within before insert on phenomenon for each row execute function phenomenon_within_mandate();

create table phenomenon_link (
  phenomenon_id uuid primary key references phenomenon (id) on delete cascade,
  shift_id uuid not null references street_shift (id),
  link bytea not null check (octet_length(link) <= 4096)
);

-- A notice to a platform: a person sent it there; here stands when, and what came of it.
create table platform_notice (
  id uuid primary key,
  phenomenon_id uuid not null references phenomenon (id),
  platform text not null,
  reason text not null check (reason in ('violence', 'harassment', 'threat', 'hate', 'privacy', 'fraud', 'drugs', 'self-harm', 'other')),
  sent_at timestamptz not null,
  sent_by uuid not null references account (id),
  next_check_at timestamptz,
  answered_at timestamptz,
  outcome text check (outcome in ('removed', 'partly', 'kept', 'silent', 'gone-before')),
  version integer not null default 1,
  check ((outcome is null) = (answered_at is null)),
  check ((outcome is null) = (next_check_at is not null))
);
create index platform_notice_of on platform_notice (phenomenon_id, sent_at);
create index platform_notice_check on platform_notice (next_check_at) where outcome is null;

-- How the person is, for that person alone: no policy lets anybody else read it, not the background work either, and it is sealed under
-- the person's own key.
create table street_wellbeing (
  account_id uuid not null references account (id) on delete cascade,
  shift_id uuid not null references street_shift (id) on delete cascade,
  value bytea not null,
  primary key (account_id, shift_id)
);
alter table street_wellbeing enable row level security;
create policy own on street_wellbeing to vaern_web using (account_id = acting_account()) with check (account_id = acting_account());
grant select, insert, update, delete on street_wellbeing to vaern_web;

-- The line between colleagues during a hard talk. No content of the talk belongs here, and it goes with the shift's raw notes.
create table street_line (
  id uuid primary key,
  shift_id uuid not null references street_shift (id),
  author_id uuid not null references account (id),
  sent_at timestamptz not null,
  kind text not null check (kind in ('with-me', 'danger', 'here', 'words', 'over')),
  body bytea,
  check ((kind = 'words') = (body is not null))
);
create index street_line_shift on street_line (shift_id, sent_at);

do $$
declare
  name text;
begin
  foreach name in array array['street_shift', 'phenomenon', 'phenomenon_link', 'platform_notice', 'street_line'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
  end loop;
  foreach name in array array['street_shift', 'phenomenon', 'platform_notice'] loop
    execute format('create policy seen on %I for select to vaern_web using (sees_the_street())', name);
  end loop;
  foreach name in array array['phenomenon_link', 'street_line'] loop
    execute format('create policy seen on %I for select to vaern_web using (on_shift_with(shift_id))', name);
    execute format('create policy written on %I for insert to vaern_web with check (on_shift_with(shift_id))', name);
  end loop;
end
$$;
create policy taken_away on phenomenon_link for delete to vaern_web using (on_shift_with(shift_id));
create policy written on street_shift for insert to vaern_web with check (holds_role(array['street_worker']) and worker_id = acting_account());
create policy changed on street_shift for update to vaern_web using (worker_id = acting_account() or holds_role(array['ssp'])) with check (true);
create policy written on phenomenon for insert to vaern_web with check (holds_role(array['street_worker']));
create policy changed on phenomenon for update to vaern_web using (on_shift_with(shift_id)) with check (true);
create policy written on platform_notice for insert to vaern_web with check (holds_role(array['street_worker']) and sent_by = acting_account());
create policy changed on platform_notice for update to vaern_web using (holds_role(array['street_worker'])) with check (true);

grant select, insert, update on street_shift, phenomenon, platform_notice to vaern_web, vaern_worker;
grant select, insert, delete on phenomenon_link, street_line to vaern_web, vaern_worker;
grant execute on function on_shift_with(uuid) to vaern_web, vaern_worker;
