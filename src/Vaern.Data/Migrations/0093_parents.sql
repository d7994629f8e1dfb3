-- Parents' evenings, the pulse before and after, figures of the whole municipality, and how often a lesson was opened. Nothing here has a row a
-- person or a device: what is counted is a number that grows.

create table parent_meeting (
  id uuid primary key,
  number text not null unique,
  unit_id uuid not null references unit (id),
  grade integer not null check (grade between 0 and 9),
  minutes integer not null check (minutes in (30, 45, 60)),
  kit_version integer not null check (kit_version > 0),
  kit_expires_on date not null,
  held_on date not null,
  invited integer not null check (invited between 1 and 400),
  pulse_code text not null unique check (pulse_code ~ '^[a-z2-9]{10}$'),
  -- The pulse closes here, and only then is it shown: nobody can see what one more answer changed.
  closes_at timestamptz not null,
  made_by uuid not null references account (id),
  made_at timestamptz not null,
  version integer not null default 1
);
create index parent_meeting_unit on parent_meeting (unit_id, held_on desc, id);
create index parent_meeting_day on parent_meeting (held_on desc, id);

create table pulse_count (
  meeting_id uuid not null references parent_meeting (id) on delete cascade,
  phase text not null check (phase in ('before', 'after')),
  source text not null check (source in ('screen', 'hand')),
  yes integer not null default 0 check (yes >= 0),
  total integer not null default 0 check (total >= yes and total <= 2000),
  primary key (meeting_id, phase, source)
);

-- So that a form sent twice counts once: the form's own random number, without meeting and answer, gone after a day.
create table pulse_token (
  token_mac bytea primary key,
  used_on date not null
);

create table local_figure (
  id uuid primary key,
  grade integer not null check (grade between 0 and 9),
  question text not null check (question in ('shared-picture', 'received-picture', 'left-out', 'told-adult', 'stranger')),
  yes integer not null check (yes >= 0),
  answers integer not null check (answers >= yes and answers between 1 and 100000),
  body bytea not null,
  measured_on date not null,
  shown_until date not null,
  made_by uuid not null references account (id),
  made_at timestamptz not null,
  check (shown_until > measured_on and shown_until <= measured_on + 731)
);
create index local_figure_newest on local_figure (grade, question, made_at desc, id);

create table lesson_count (
  slug text not null check (slug ~ '^[a-z0-9-]{2,60}$'),
  language text not null check (language ~ '^[a-z]{2}$'),
  day date not null,
  opened integer not null default 0,
  completed integer not null default 0,
  primary key (slug, language, day)
);

alter table parent_meeting enable row level security;
create policy seen on parent_meeting for select to vaern_web using (in_unit(unit_id) or answers_sparring() or holds_role(array['head_of_schools']));
create policy written on parent_meeting for insert to vaern_web with check (in_unit(unit_id) and made_by = acting_account());
create policy changed on parent_meeting for update to vaern_web using (in_unit(unit_id)) with check (in_unit(unit_id));
create policy worker on parent_meeting to vaern_worker using (true) with check (true);
grant select, insert, update on parent_meeting to vaern_web, vaern_worker;

-- The counts are reached through the functions below alone.
alter table pulse_count enable row level security;
create policy worker on pulse_count to vaern_worker using (true) with check (true);
grant select, insert, update on pulse_count to vaern_worker;
alter table pulse_token enable row level security;
create policy worker on pulse_token to vaern_worker using (true) with check (true);
grant select, insert, delete on pulse_token to vaern_worker;

alter table local_figure enable row level security;
create policy written on local_figure for insert to vaern_web with check (answers_sparring() and made_by = acting_account());
create policy worker on local_figure to vaern_worker using (true) with check (true);
grant insert on local_figure to vaern_web;
grant select, insert on local_figure to vaern_worker;

grant select, insert, update on lesson_count to vaern_web, vaern_worker;

-- Whether the pulse of a code is open now: the grade for the page, and nothing else. Before: until the meeting's day is over. After: from that day.
create function pulse_open(code text, phase text, moment timestamptz) returns table (grade integer, opens_at timestamptz, closes_at timestamptz)
language sql stable security definer set search_path = public as $$
  select m.grade, case when phase = 'after' then (m.held_on::timestamp at time zone 'Europe/Copenhagen') else m.made_at end, m.closes_at
  from parent_meeting m where m.pulse_code = code and phase in ('before', 'after')
$$;

-- Counts one answer. False: closed, unknown, full, or the same form once more.
create function pulse_answer(code text, wanted text, is_yes boolean, token bytea, moment timestamptz) returns boolean
language plpgsql security definer set search_path = public as $$
declare
  meeting uuid;
begin
  select m.id into meeting from parent_meeting m
  where m.pulse_code = code and wanted in ('before', 'after') and moment < m.closes_at
    and (wanted = 'before' or moment >= (m.held_on::timestamp at time zone 'Europe/Copenhagen'));
  if meeting is null then
    return false;
  end if;
  insert into pulse_token (token_mac, used_on) values (token, (moment at time zone 'Europe/Copenhagen')::date) on conflict do nothing;
  if not found then
    return true;
  end if;
  insert into pulse_count as c (meeting_id, phase, source, yes, total) values (meeting, wanted, 'screen', is_yes::integer, 1)
  on conflict (meeting_id, phase, source) do update set yes = c.yes + is_yes::integer, total = c.total + 1 where c.total < 2000;
  return found;
end
$$;

-- What was counted by hand in the room; said again, the newest counts.
create function pulse_by_hand(meeting uuid, wanted text, yes_count integer, total_count integer) returns boolean
language plpgsql security definer set search_path = public as $$
begin
  if not exists (select 1 from parent_meeting m where m.id = meeting and in_unit(m.unit_id)) then
    return false;
  end if;
  insert into pulse_count (meeting_id, phase, source, yes, total) values (meeting, wanted, 'hand', yes_count, total_count)
  on conflict (meeting_id, phase, source) do update set yes = excluded.yes, total = excluded.total;
  return true;
end
$$;

-- The result, closed and of five answers or more, or nothing but that there are too few. Suppressed here, not in a page.
create function pulse_result(meeting uuid, moment timestamptz) returns table (phase text, yes integer, total integer, closed boolean)
language sql stable security definer set search_path = public as $$
  select p.phase,
    case when moment >= m.closes_at and coalesce(sum(c.total), 0) >= 5 then sum(c.yes)::integer end,
    case when moment >= m.closes_at and coalesce(sum(c.total), 0) >= 5 then sum(c.total)::integer end,
    moment >= m.closes_at
  from parent_meeting m cross join (values ('before'), ('after')) p (phase) left join pulse_count c on c.meeting_id = m.id and c.phase = p.phase
  where m.id = meeting and (in_unit(m.unit_id) or answers_sparring() or holds_role(array['head_of_schools']))
  group by p.phase, m.closes_at
$$;

-- Figures that may be shown: ten answers or more, and five or more on either side. The newest of each question, while it holds.
create function shown_figures(wanted integer, today date) returns table (id uuid, question text, yes integer, answers integer, body bytea, measured_on date)
language sql stable security definer set search_path = public as $$
  select f.id, f.question, f.yes, f.answers, f.body, f.measured_on from (
    select distinct on (g.question) g.* from local_figure g where g.grade = wanted and g.shown_until >= today order by g.question, g.made_at desc, g.id desc) f
  where f.answers >= 10 and least(f.yes, f.answers - f.yes) >= 5
  order by f.question
$$;
revoke execute on function pulse_open(text, text, timestamptz), pulse_answer(text, text, boolean, bytea, timestamptz), pulse_by_hand(uuid, text, integer, integer),
  pulse_result(uuid, timestamptz), shown_figures(integer, date) from public;
grant execute on function pulse_open(text, text, timestamptz), pulse_answer(text, text, boolean, bytea, timestamptz), pulse_by_hand(uuid, text, integer, integer),
  pulse_result(uuid, timestamptz), shown_figures(integer, date) to vaern_web;
grant execute on function shown_figures(integer, date) to vaern_worker;
