-- Sparring: a member of staff asks the safety team without naming anybody. The question belongs to the asker and the team; leaders see counts.

do $$
declare
  one record;
begin
  for one in
    select c.conname, c.conrelid::regclass as relation, pg_get_constraintdef(c.oid) as definition from pg_constraint c
    where c.conname in ('data_key_kind_check', 'stream_kind_check')
  loop
    execute format('alter table %s drop constraint %I', one.relation, one.conname);
    execute format('alter table %s add constraint %I %s', one.relation, one.conname, replace(one.definition, 'ARRAY[', 'ARRAY[''sparring''::text, '));
  end loop;
end
$$;

-- Posts, past row-level security, for the acting person alone. The roles follow Accounts/Roles.cs (a test holds them together).
create function answers_sparring() returns boolean
language plpgsql stable security definer set search_path = public as $$
begin
  return exists (select 1 from membership m where m.account_id = acting_account() and m.role in ('safety_team'));
end
$$;

create table sparring_question (
  id uuid primary key,
  number text not null unique,
  unit_id uuid not null references unit (id),
  asker_id uuid references account (id),
  topic text not null check (topic in ('violence', 'pictures', 'exclusion', 'threats', 'hate', 'sexual', 'recruitment', 'fraud', 'self-harm', 'challenge', 'screen', 'machine', 'other')),
  age text not null check (age in ('6-9', '10-12', '13-15', '16-17', 'unknown')),
  state text not null check (state in ('open', 'answered')),
  asked_at timestamptz not null,
  due_at timestamptz not null,
  answered_at timestamptz,
  answered_by uuid references account (id),
  helped text check (helped in ('yes', 'partly', 'no')),
  helped_at timestamptz,
  escalated_at timestamptz,
  duty_at timestamptz,
  expires_on date not null,
  gone_at timestamptz,
  version integer not null default 1,
  check (due_at > asked_at),
  check ((answered_at is null) = (answered_by is null)),
  check (state <> 'answered' or answered_at is not null),
  check ((helped is null) = (helped_at is null)),
  check (helped is null or answered_at is not null),
  -- What is forgotten is still counted, and nobody's.
  check ((gone_at is null) = (asker_id is not null))
);
create index sparring_open on sparring_question (due_at, id) where state = 'open';
create index sparring_latest on sparring_question (asked_at desc, id);
create index sparring_mine on sparring_question (asker_id, asked_at desc);
create index sparring_expiry on sparring_question (expires_on) where gone_at is null;

-- Each message has a key of its own: to mask a name is to write anew under a new key and destroy the old one.
create table sparring_message (
  id uuid primary key,
  question_id uuid not null references sparring_question (id) on delete cascade,
  position integer not null check (position > 0),
  key_id uuid not null unique,
  from_team boolean not null,
  author_id uuid not null references account (id),
  sent_at timestamptz not null,
  body bytea not null,
  names boolean not null default false,
  masked_at timestamptz,
  masked_by uuid references account (id),
  unique (question_id, position),
  check ((masked_at is null) = (masked_by is null)),
  check (not (from_team and names))
);

-- Who is told when a question is late. Empty: the team itself.
create table sparring_lead (
  account_id uuid primary key references account (id) on delete cascade,
  set_at timestamptz not null,
  set_by uuid not null references account (id)
);

alter table sparring_question enable row level security;
create policy seen on sparring_question for select to vaern_web using (asker_id = acting_account() or answers_sparring());
create policy written on sparring_question for insert to vaern_web with check (asker_id = acting_account() and state = 'open');
create policy changed on sparring_question for update to vaern_web using (asker_id = acting_account() or answers_sparring()) with check (true);
create policy worker on sparring_question to vaern_worker using (true) with check (true);
alter table sparring_message enable row level security;
create policy seen on sparring_message for select to vaern_web using (exists (select 1 from sparring_question q where q.id = question_id));
create policy written on sparring_message for insert to vaern_web with check (author_id = acting_account() and exists (select 1 from sparring_question q where q.id = question_id) and (answers_sparring() or not from_team));
create policy changed on sparring_message for update to vaern_web using (answers_sparring()) with check (answers_sparring());
create policy worker on sparring_message to vaern_worker using (true) with check (true);
alter table sparring_lead enable row level security;
create policy seen on sparring_lead for select to vaern_web using (true);
create policy written on sparring_lead for insert to vaern_web with check (answers_sparring());
create policy taken_away on sparring_lead for delete to vaern_web using (answers_sparring());
create policy worker on sparring_lead to vaern_worker using (true) with check (true);

grant select, insert, update on sparring_question, sparring_message to vaern_web, vaern_worker;
grant delete on sparring_message to vaern_worker;
grant select, insert, delete on sparring_lead to vaern_web, vaern_worker;
grant execute on function answers_sparring() to vaern_web, vaern_worker;

-- Counts a unit, for its leader and for those above: never who asked, never what.
create function sparring_counts(from_at timestamptz, to_at timestamptz)
returns table (unit_id uuid, asked integer, answered integer, in_time integer, late integer, helped integer, said integer)
language sql stable security definer set search_path = public as $$
  select q.unit_id, count(*)::integer, count(q.answered_at)::integer, count(*) filter (where q.answered_at <= q.due_at)::integer,
    count(*) filter (where q.escalated_at is not null or q.answered_at > q.due_at)::integer, count(*) filter (where q.helped = 'yes')::integer, count(q.helped)::integer
  from sparring_question q join unit u on u.id = q.unit_id
  where q.asked_at >= from_at and q.asked_at < to_at and exists (
    select 1 from membership m where m.account_id = acting_account()
      and ((m.unit_id = q.unit_id and m.role in ('leader', 'school_leader')) or m.role in ('safety_team', 'director') or (m.role = 'head_of_schools' and u.kind = 'school')))
  group by q.unit_id
$$;
revoke execute on function sparring_counts(timestamptz, timestamptz) from public;
grant execute on function sparring_counts(timestamptz, timestamptz) to vaern_web;
