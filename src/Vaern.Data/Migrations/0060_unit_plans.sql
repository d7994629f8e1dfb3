-- Plans of a unit (not of a case): anti-bullying strategy, handling plan, workplace guidelines, the municipality's preparedness. What is
-- written lies sealed under the municipality's own key, published or not; where a plan stands (has, lacks, overdue) is no secret.

create table unit_plan (
  id uuid primary key,
  unit_id uuid not null references unit (id),
  kind text not null check (kind in ('strategy', 'handling', 'guidelines', 'preparedness')),
  -- A plan from before the program: when it was adopted, and whether it is about the digital side.
  earlier_on date,
  earlier_digital boolean,
  unique (unit_id, kind),
  check ((earlier_on is null) = (earlier_digital is null))
);

-- A version is written as a draft, goes to those who decide, is decided on, is published and in the end replaced or withdrawn. Only a
-- draft's text can change.
create table unit_plan_version (
  id uuid primary key,
  plan_id uuid not null references unit_plan (id),
  number integer not null check (number > 0),
  state text not null check (state in ('draft', 'submitted', 'changed', 'rejected', 'approved', 'published', 'replaced', 'withdrawn')),
  template_version integer not null check (template_version > 0),
  rule_set text not null,
  opened_by uuid not null references account (id),
  opened_at timestamptz not null,
  -- Where those who decide asked for changes: which chapters, and no others, may then be written.
  amends text[],
  submitted_by uuid references account (id),
  submitted_at timestamptz,
  body_decided text check (body_decided in ('leader', 'board', 'med', 'council')),
  decided_on date,
  recorded_by uuid references account (id),
  recorded_at timestamptz,
  words bytea,
  digital boolean not null default false,
  published_by uuid references account (id),
  published_at timestamptz,
  review_rule text,
  review_rule_version integer,
  next_review date,
  ended_by uuid references account (id),
  ended_at timestamptz,
  ended_words bytea,
  version integer not null default 1,
  unique (plan_id, number),
  check (state not in ('published', 'replaced', 'withdrawn') or (published_at is not null and next_review is not null and decided_on is not null)),
  check (state not in ('approved') or (decided_on is not null and body_decided is not null)),
  check (state <> 'withdrawn' or ended_words is not null)
);
create unique index unit_plan_version_open on unit_plan_version (plan_id) where state in ('draft', 'submitted', 'approved');
create unique index unit_plan_version_in_force on unit_plan_version (plan_id) where state = 'published';

create table unit_plan_chapter (
  version_id uuid not null references unit_plan_version (id),
  chapter text not null,
  body bytea not null,
  version integer not null check (version > 0),
  saved_by uuid not null references account (id),
  saved_at timestamptz not null,
  primary key (version_id, chapter)
);

-- What was decided on stays as it was read.
create function unit_plan_chapter_fixed() returns trigger language plpgsql as $$
begin
  if (select state from unit_plan_version where id = coalesce(new.version_id, old.version_id)) <> 'draft' then
    raise exception 'The text of a version that is no draft does not change.' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end
$$;
create trigger unit_plan_chapter_fixed before insert or update or delete on unit_plan_chapter for each row execute function unit_plan_chapter_fixed();

-- A hearing through a link (token_hash, closes_on), or one held elsewhere and written down (held_on, body).
create table unit_plan_hearing (
  id uuid primary key,
  version_id uuid not null references unit_plan_version (id),
  party text not null check (party in ('pupils', 'parents', 'staff')),
  token_hash bytea unique check (octet_length(token_hash) = 32),
  token bytea,
  closes_on date,
  held_on date,
  body bytea,
  opened_by uuid not null references account (id),
  opened_at timestamptz not null,
  closed_at timestamptz,
  version integer not null default 1,
  check ((token_hash is null) = (closes_on is null)),
  check ((token_hash is null) <> (held_on is null))
);
create index unit_plan_hearing_version on unit_plan_hearing (version_id);

-- Nobody's name, no account, a day and no time of day.
create table unit_plan_comment (
  id uuid primary key,
  hearing_id uuid not null references unit_plan_hearing (id) on delete cascade,
  chapter text,
  body bytea not null,
  received_on date not null,
  outcome text check (outcome in ('changed', 'noted')),
  answer bytea,
  settled_by uuid references account (id),
  version integer not null default 1
);
create index unit_plan_comment_hearing on unit_plan_comment (hearing_id);

create table self_review (
  id uuid primary key,
  unit_id uuid not null references unit (id),
  number integer not null check (number > 0),
  questions integer not null check (questions > 0),
  opened_by uuid not null references account (id),
  opened_at timestamptz not null,
  done_at timestamptz,
  unique (unit_id, number)
);
create unique index self_review_open on self_review (unit_id) where done_at is null;

create table self_review_answer (
  review_id uuid not null references self_review (id) on delete cascade,
  aspect text not null,
  level integer not null check (level between 1 and 5),
  body bytea not null,
  version integer not null check (version > 0),
  saved_by uuid not null references account (id),
  saved_at timestamptz not null,
  primary key (review_id, aspect)
);

-- What a unit has said it will do. about_unit is set where the municipality owes something for another unit.
create table unit_action (
  id uuid primary key,
  unit_id uuid not null references unit (id),
  source text not null check (source in ('review', 'plan', 'missing', 'key-person')),
  aspect text,
  about_unit uuid references unit (id),
  body bytea not null,
  due_on date not null,
  done_at timestamptz,
  done_by uuid references account (id),
  made_by uuid references account (id),
  made_at timestamptz not null,
  version integer not null default 1
);
create index unit_action_unit on unit_action (unit_id, done_at, due_on);
create unique index unit_action_owed on unit_action (about_unit, source) where done_at is null and about_unit is not null;

-- Who has been reminded of which plan, so that it is said weekly to the leader and monthly to the head, and no oftener.
create table unit_plan_reminder (
  plan_id uuid not null references unit_plan (id),
  account_id uuid not null references account (id) on delete cascade,
  reminded_on date not null,
  primary key (plan_id, account_id, reminded_on)
);

create function in_unit(unit uuid) returns boolean language sql stable as
$$ select exists (select 1 from membership m where m.account_id = acting_account() and m.unit_id = unit) $$;

-- Where every plan stands, past row-level security: dates and states, never a word of a draft.
create function unit_plan_standings() returns table (
  unit_id uuid, kind text, earlier_on date, earlier_digital boolean, open_state text, open_number integer, open_since timestamptz,
  number integer, published_at timestamptz, decided_on date, body_decided text, digital boolean, next_review date, review_rule text, review_rule_version integer,
  withdrawn_at timestamptz)
language sql stable security definer set search_path = public as $$
  select p.unit_id, p.kind, p.earlier_on, p.earlier_digital, o.state, o.number, o.opened_at,
    v.number, v.published_at, v.decided_on, v.body_decided, v.digital, v.next_review, v.review_rule, v.review_rule_version,
    (select max(w.ended_at) from unit_plan_version w where w.plan_id = p.id and w.state = 'withdrawn')
  from unit_plan p
  left join unit_plan_version o on o.plan_id = p.id and o.state in ('draft', 'submitted', 'approved')
  left join unit_plan_version v on v.plan_id = p.id and v.state = 'published'
$$;

-- Row-level security: drafts, hearings, reviews and actions are seen inside the unit alone; what was published is seen by anybody.
alter table unit_plan enable row level security;
create policy seen on unit_plan for select to vaern_web using (true);
create policy written on unit_plan for insert to vaern_web with check (in_unit(unit_id));
create policy changed on unit_plan for update to vaern_web using (in_unit(unit_id));

alter table unit_plan_version enable row level security;
create policy seen on unit_plan_version for select to vaern_web using (
  state = 'published' or exists (select 1 from unit_plan p where p.id = plan_id and in_unit(p.unit_id)));
create policy written on unit_plan_version for insert to vaern_web with check (exists (select 1 from unit_plan p where p.id = plan_id and in_unit(p.unit_id)));
create policy changed on unit_plan_version for update to vaern_web using (exists (select 1 from unit_plan p where p.id = plan_id and in_unit(p.unit_id)));

alter table unit_plan_chapter enable row level security;
create policy seen on unit_plan_chapter for select to vaern_web using (exists (select 1 from unit_plan_version v where v.id = version_id));
create policy written on unit_plan_chapter for insert to vaern_web with check (exists (
  select 1 from unit_plan_version v join unit_plan p on p.id = v.plan_id where v.id = version_id and in_unit(p.unit_id)));
create policy changed on unit_plan_chapter for update to vaern_web using (exists (
  select 1 from unit_plan_version v join unit_plan p on p.id = v.plan_id where v.id = version_id and in_unit(p.unit_id)));

alter table unit_plan_hearing enable row level security;
create policy seen on unit_plan_hearing to vaern_web using (exists (
  select 1 from unit_plan_version v join unit_plan p on p.id = v.plan_id where v.id = version_id and in_unit(p.unit_id)));
alter table unit_plan_comment enable row level security;
create policy seen on unit_plan_comment to vaern_web using (exists (select 1 from unit_plan_hearing h where h.id = hearing_id));

alter table self_review enable row level security;
create policy seen on self_review to vaern_web using (in_unit(unit_id));
alter table self_review_answer enable row level security;
create policy seen on self_review_answer to vaern_web using (exists (select 1 from self_review r where r.id = review_id));
alter table unit_action enable row level security;
create policy seen on unit_action to vaern_web using (in_unit(unit_id));

do $$
declare
  name text;
begin
  foreach name in array array['unit_plan', 'unit_plan_version', 'unit_plan_chapter', 'unit_plan_hearing', 'unit_plan_comment', 'self_review', 'self_review_answer', 'unit_action'] loop
    execute format('create policy worker on %I to vaern_worker using (true) with check (true)', name);
    execute format('grant select, insert, update on %I to vaern_web, vaern_worker', name);
  end loop;
end
$$;
grant select, insert on unit_plan_reminder to vaern_worker;
grant execute on function in_unit(uuid), unit_plan_standings() to vaern_web, vaern_worker;

-- A school that gets its strategy settles what the municipality owed it, in the same transaction and without seeing the municipality's list.
create function settle_owed_action(about uuid, what text, moment timestamptz) returns void
language sql security definer set search_path = public as $$
  update unit_action set done_at = moment, version = version + 1 where about_unit = about and source = what and done_at is null
$$;
grant execute on function settle_owed_action(uuid, text, timestamptz) to vaern_web, vaern_worker;
